// A file as bytes in memory without reading it: pages come when they are touched.
//
//   Result<std::shared_ptr<const MappedFile>> file = MappedFile::open("trace.json");
//   ByteSpan bytes = file.value()->bytes();
//
// The bytes must not shrink while they are mapped: a file that another program truncates ends this one (SIGBUS).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "spanorama/base/bytes.h"
#include "spanorama/base/result.h"

namespace spanorama {

class MappedFile {
 public:
  // A regular file; anything else (folder, pipe, no permission) is an error that says which.
  static Result<std::shared_ptr<const MappedFile>> open(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  ByteSpan bytes() const { return {data_, size_}; }
  // Nothing when the range is not inside the file.
  std::optional<std::string_view> range(std::uint64_t offset, std::uint64_t length) const;
  // For who reads from front to end: `offset` was reached. Pages well before it stop counting as this program's memory;
  // touched again, they come again. Call it at least every 64 MiB.
  void reached(std::uint64_t offset) const;

 private:
  MappedFile(const std::byte* data, std::size_t size) : data_(data), size_(size) {}
  const std::byte* data_;
  std::size_t size_;
};

}  // namespace spanorama
