// Percent-encoding for the values of links.
#pragma once

#include <string>
#include <string_view>

namespace spanorama {

// Letters, digits and -._~:/,*()@! stay; every other byte becomes %XX.
std::string percent_encoded(std::string_view text);
// Broken escapes stay as they are; '+' stays '+'.
std::string percent_decoded(std::string_view text);

}  // namespace spanorama
