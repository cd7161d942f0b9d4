#include "platform/desktop/open_address.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>

namespace spanorama {
namespace {

// A folder that alone is searched for programs.
class OnlyPath {
 public:
  OnlyPath() : folder_(std::filesystem::temp_directory_path() / "spanorama-path-XXXXXX") {
    std::string name = folder_.string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    if (const char* path = std::getenv("PATH")) before_ = path;
    ::setenv("PATH", folder_.c_str(), 1);
  }
  ~OnlyPath() {
    ::setenv("PATH", before_.c_str(), 1);
    std::filesystem::remove_all(folder_);
  }
  void add(const char* name, const char* script) const {
    const std::filesystem::path file = folder_ / name;
    std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
    ::chmod(file.c_str(), 0755);
  }

 private:
  std::filesystem::path folder_;
  std::string before_;
};

TEST_CASE("an address that no program takes is told, at once or when the program has failed") {
  const OnlyPath path;
  std::promise<void> failed;
  CHECK_FALSE(open_with_desktop("https://example.org", [&] { failed.set_value(); }));
  path.add("xdg-open", "exit 3");
  path.add("open", "exit 3");
  REQUIRE(open_with_desktop("https://example.org", [&] { failed.set_value(); }));
  CHECK(failed.get_future().wait_for(std::chrono::seconds(20)) == std::future_status::ready);
}

}  // namespace
}  // namespace spanorama
