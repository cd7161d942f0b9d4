// Texts compared as filters compare them without "=": letters of any case.
#pragma once

#include <string_view>

namespace spanorama {

bool equal_in_any_case(std::string_view a, std::string_view b);

}  // namespace spanorama
