// A file that appears under its name when it is finished, or not at all.
//
//   WholeFile file;
//   if (!file.open("out.json")) complain(file.problem());
//   std::fwrite(…, file.stream());
//   file.close(true);
#pragma once

#include <cstdio>
#include <string>

namespace spanorama {

class WholeFile {
 public:
  WholeFile() = default;
  ~WholeFile() { close(false); }
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  // Gives up a file that was not finished.
  bool open(const std::string& path);
  std::FILE* stream() const { return stream_; }
  // False when it was not to be kept or could not be written.
  bool close(bool keep);

  const std::string& path() const { return path_; }
  // The system's words for what went wrong, else empty.
  const std::string& problem() const { return problem_; }

 private:
  std::string path_, unfinished_, problem_;
  std::FILE* stream_ = nullptr;
};

// `name` in the user's folder for downloads, with a number where that is taken: "traces (2).json".
std::string new_download_path(const std::string& name);

}  // namespace spanorama
