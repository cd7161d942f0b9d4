// Hands an address to the program that the desktop has for it (xdg-open, open). Does not wait; failure is silent.
#pragma once

#include <string>

namespace spanorama {

void open_with_desktop(const std::string& address);

}  // namespace spanorama
