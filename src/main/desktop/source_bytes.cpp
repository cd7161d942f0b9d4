#include "main/desktop/source_bytes.h"

#include <utility>

namespace spanorama {

SourceBytes::SourceBytes(std::shared_ptr<const MappedFile> file)
    : file_(std::move(file)), ended_(true), expected_(file_->bytes().size()) {}

SourceBytes::SourceBytes(std::string body) : kept_(std::move(body)), ended_(true), expected_(kept_.size()) {}

void SourceBytes::append(ByteSpan chunk) {
  const std::lock_guard lock(mutex_);
  kept_.append(text_of(chunk));
}

void SourceBytes::end(std::string error) {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  error_ = std::move(error);
}

SourceBytes::State SourceBytes::state() const {
  const std::lock_guard lock(mutex_);
  return {file_ ? file_->bytes().size() : kept_.size(), expected_, ended_, error_};
}

std::optional<std::string_view> SourceBytes::read(std::uint64_t offset, std::uint64_t length,
                                                  std::string& scratch) const {
  if (file_) return file_->range(offset, length);
  const std::lock_guard lock(mutex_);
  if (offset > kept_.size() || length > kept_.size() - offset) return std::nullopt;
  scratch.assign(kept_, static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
  return scratch;
}

}  // namespace spanorama
