// What the window remembers from one start to the next: sizes of panels. A small text file in the user's state folder.
#pragma once

#include <string>

namespace spanorama {

std::string remembered_layout();                  // empty when there is none
void remember_layout(const std::string& layout);  // failures are ignored: it is only comfort

}  // namespace spanorama
