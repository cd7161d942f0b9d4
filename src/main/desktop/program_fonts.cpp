#include "main/desktop/program_fonts.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace spanorama {

namespace {

namespace fs = std::filesystem;

// build/native/spanorama has assets/ beside it, an installed bin/spanorama has share/spanorama/assets beside bin.
fs::path assets_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& folder : {program / "assets", program.parent_path() / "share" / "spanorama" / "assets"})
    if (!program.empty() && fs::is_directory(folder / "fonts", error)) return folder;
  return SPANORAMA_BUILD_ASSETS;
}

std::string file_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

ProgramFonts::ProgramFonts() {
  const fs::path fonts = assets_folder() / "fonts";
  regular_ = file_text(fonts / "Inter-Regular.otf");
  semibold_ = file_text(fonts / "Inter-SemiBold.otf");
  mono_ = file_text(fonts / "JetBrainsMono-Regular.ttf");
}

}  // namespace spanorama
