#include "main/desktop/whole_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

namespace spanorama {

namespace {

namespace fs = std::filesystem;

fs::path downloads_folder() {
  std::error_code ignored;
  const char* named = std::getenv("XDG_DOWNLOAD_DIR");
  if (named != nullptr && fs::is_directory(named, ignored)) return named;
  const char* home = std::getenv("HOME");
  if (home == nullptr) return fs::current_path(ignored);
  const fs::path usual = fs::path(home) / "Downloads";
  return fs::is_directory(usual, ignored) ? usual : fs::path(home);
}

}  // namespace

bool WholeFile::open(const std::string& path) {
  close(false);
  path_ = path;
  unfinished_ = path + ".unfinished";
  stream_ = std::fopen(unfinished_.c_str(), "wb");
  problem_ = stream_ == nullptr ? std::strerror(errno) : "";
  return stream_ != nullptr;
}

bool WholeFile::close(bool keep) {
  if (stream_ == nullptr) return false;
  const bool closed = std::fclose(std::exchange(stream_, nullptr)) == 0;
  if (keep && closed && std::rename(unfinished_.c_str(), path_.c_str()) == 0) return true;
  if (keep) problem_ = std::strerror(errno);
  std::remove(unfinished_.c_str());
  return false;
}

std::string new_download_path(const std::string& name) {
  const fs::path folder = downloads_folder(), wanted = folder / name;
  fs::path path = wanted;
  std::error_code ignored;
  for (int number = 2; fs::exists(path, ignored); ++number)
    path = folder / (wanted.stem().string() + " (" + std::to_string(number) + ")" + wanted.extension().string());
  return path.string();
}

}  // namespace spanorama
