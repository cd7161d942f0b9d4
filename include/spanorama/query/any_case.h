// Texts compared as filters compare them without "=": letters of any case.
#pragma once

#include <string_view>

#include "spanorama/query/filter.h"

namespace spanorama {

bool equal_in_any_case(std::string_view a, std::string_view b);

// Whether it asks for whole values in any case: model:gpt-4o, without a star.
bool is_whole_in_any_case(const Condition& condition);

}  // namespace spanorama
