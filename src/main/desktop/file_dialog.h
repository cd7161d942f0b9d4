// The desktop's own file dialog, through the small programs that desktops bring for it.
#pragma once

#include <atomic>
#include <string>
#include <vector>

namespace spanorama {

struct FileDialogAnswer {
  bool available = true;  // false: no such program is installed
  std::vector<std::string> paths;
};
// Waits for the user; `cancel` closes the dialog. Any thread.
FileDialogAnswer ask_for_files(const std::atomic<bool>& cancel);

// Whether the desktop is set to dark, as far as it can be asked; dark when not.
bool desktop_prefers_dark();

}  // namespace spanorama
