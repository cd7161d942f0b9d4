#include "main/desktop/window_memory.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace spanorama {

namespace {

// $XDG_STATE_HOME/spanorama/layout, by default ~/.local/state/spanorama/layout; empty without a home.
std::filesystem::path layout_path() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && *state == '/') return std::filesystem::path(state) / "spanorama" / "layout";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home != '/') return {};
  return std::filesystem::path(home) / ".local" / "state" / "spanorama" / "layout";
}

}  // namespace

std::string remembered_layout() {
  std::ifstream file(layout_path());
  std::string line;
  std::getline(file, line);
  return line;
}

void remember_layout(const std::string& layout) {
  const std::filesystem::path path = layout_path();
  if (path.empty() || layout == remembered_layout()) return;
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  std::ofstream(path) << layout << '\n';
}

}  // namespace spanorama
