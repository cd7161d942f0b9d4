// Hands an address to the program that the desktop has for it (xdg-open, open). Does not wait for it.
//
//   if (!open_with_desktop("https://example.org", [] { say("that did not work"); })) say("there is no such program");
#pragma once

#include <functional>
#include <string>

namespace spanorama {

// False when the program could not be started. `failed` is called on another thread, at any time later, when it was started
// and ended with an error.
bool open_with_desktop(const std::string& address, std::function<void()> failed);

}  // namespace spanorama
