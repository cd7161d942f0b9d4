// The bytes of one source: a mapped file, or what has arrived so far of a download, a pipe, a body or out of an archive.
// What arrived goes into a temporary file when it is more than 64 MiB.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "platform/desktop/mapped_file.h"

namespace spanorama {

// One thread appends, others read.
class SourceBytes {
 public:
  explicit SourceBytes(std::shared_ptr<const MappedFile> file);
  explicit SourceBytes(std::string body);
  SourceBytes() = default;  // to be appended to
  ~SourceBytes();
  SourceBytes(const SourceBytes&) = delete;
  SourceBytes& operator=(const SourceBytes&) = delete;

  void append(ByteSpan chunk);
  // Views given by read() stay good as long as this lives.
  bool mapped() const { return file_ != nullptr; }
  // For who reads from front to end: see MappedFile.
  void reached(std::uint64_t offset) const {
    if (file_) file_->reached(offset);
  }
  // No more will come. `error` is a sentence, or empty.
  void end(std::string error);
  void expect(std::uint64_t total) { expected_ = total; }

  struct State {
    std::uint64_t size = 0, expected = 0;  // expected 0: unknown
    bool ended = false;
    std::string error;
  };
  State state() const;

  // The range, if all of it is here. Mapped bytes are given as they lie, others are copied into `scratch`.
  std::optional<std::string_view> read(std::uint64_t offset, std::uint64_t length, std::string& scratch) const;

 private:
  void spill();
  const std::shared_ptr<const MappedFile> file_;
  mutable std::mutex mutex_;
  std::string kept_;              // the newest bytes, or all while they are few
  std::FILE* spilled_ = nullptr;  // the ones before, in a file without a name
  std::uint64_t spilled_bytes_ = 0;
  std::string error_;
  bool ended_ = false;
  std::atomic<std::uint64_t> expected_ = 0;
};

}  // namespace spanorama
