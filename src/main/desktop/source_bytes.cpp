#include "main/desktop/source_bytes.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

namespace spanorama {

namespace {

constexpr std::size_t kMostInMemory = 64u << 20;

}  // namespace

SourceBytes::SourceBytes(std::shared_ptr<const MappedFile> file)
    : file_(std::move(file)), ended_(true), expected_(file_->bytes().size()) {}

SourceBytes::SourceBytes(std::string body) : kept_(std::move(body)), ended_(true), expected_(kept_.size()) {}

void SourceBytes::append(ByteSpan chunk) {
  const std::lock_guard lock(mutex_);
  kept_.append(text_of(chunk));
  if (kept_.size() >= kMostInMemory) spill();
}

SourceBytes::~SourceBytes() {
  if (spilled_ != nullptr) std::fclose(spilled_);
}

// Without a temporary file (no room, no rights) everything stays in memory.
void SourceBytes::spill() {
  if (spilled_ == nullptr) spilled_ = std::tmpfile();
  if (spilled_ == nullptr || std::fseek(spilled_, 0, SEEK_END) != 0) return;
  if (std::fwrite(kept_.data(), 1, kept_.size(), spilled_) != kept_.size() || std::fflush(spilled_) != 0) return;
  spilled_bytes_ += kept_.size();
  kept_.clear();
}

void SourceBytes::end(std::string error) {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  error_ = std::move(error);
}

SourceBytes::State SourceBytes::state() const {
  const std::lock_guard lock(mutex_);
  return {file_ ? file_->bytes().size() : spilled_bytes_ + kept_.size(), expected_, ended_, error_};
}

std::optional<std::string_view> SourceBytes::read(std::uint64_t offset, std::uint64_t length,
                                                  std::string& scratch) const {
  if (file_) return file_->range(offset, length);
  const std::lock_guard lock(mutex_);
  const std::uint64_t size = spilled_bytes_ + kept_.size();
  if (offset > size || length > size - offset) return std::nullopt;
  const std::uint64_t from_file = offset < spilled_bytes_ ? std::min(length, spilled_bytes_ - offset) : 0;
  scratch.resize(static_cast<std::size_t>(from_file));
  if (from_file > 0 && ::pread(fileno(spilled_), scratch.data(), scratch.size(), static_cast<off_t>(offset)) !=
                           static_cast<ssize_t>(scratch.size()))
    return std::nullopt;
  if (length > from_file)
    scratch.append(kept_, static_cast<std::size_t>(offset + from_file - spilled_bytes_),
                   static_cast<std::size_t>(length - from_file));
  return scratch;
}

}  // namespace spanorama
