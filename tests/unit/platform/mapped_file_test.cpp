#include "platform/desktop/mapped_file.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace spanorama;

namespace {

constexpr std::size_t kMiB = 1 << 20;

// 200 MiB with a word at the start of each, and holes between them; gone when the test ends.
class LargeFile {
 public:
  LargeFile() : path_(std::filesystem::temp_directory_path() / ("spanorama-mapped-" + std::to_string(::getpid()))) {
    std::ofstream out(path_, std::ios::binary);
    for (std::size_t i = 0; i < 200; ++i) {
      out.seekp(static_cast<std::streamoff>(i * kMiB));
      out << "part " << i;
    }
    out.close();
    std::filesystem::resize_file(path_, 200 * kMiB);
  }
  ~LargeFile() { std::filesystem::remove(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// Of this program's own table of pages: the page cache would say that all of the file is there.
std::size_t resident_file_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind("RssFile:", 0) == 0) return std::stoul(line.substr(8)) * 1024;
  return 0;
}

}  // namespace

TEST_CASE("A file that is read from front to end keeps only its newest parts as this program's memory") {
  const LargeFile large;
  const auto opened = MappedFile::open(large.path());
  REQUIRE(opened);
  const MappedFile& file = *opened.value();
  const std::size_t before = resident_file_bytes();
  std::size_t sum = 0;
  for (std::size_t at = 0; at < file.bytes().size(); at += 8 * kMiB) {
    for (std::size_t i = 0; i < 8 * kMiB; i += 4096) sum += static_cast<std::size_t>(file.bytes().data()[at + i]);
    file.reached(at + 8 * kMiB);
  }
  CHECK(sum > 0);
  CHECK(resident_file_bytes() < before + 100 * kMiB);

  CHECK(file.range(3 * kMiB, 6).value() == "part 3");  // comes again
  CHECK(file.range(199 * kMiB, 8).value() == "part 199");
  file.reached(file.bytes().size() + 1);  // not a place in it: nothing happens
  file.reached(0);
}
