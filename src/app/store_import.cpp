#include "app/store_import.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace spanorama {

namespace {

// Of the values, that are not skipped: the end of a file is part of what names it in links.
constexpr std::uint64_t kLastBytes = 1 << 16;

// The bytes on a border of 16, as stores lie: allocators with 32-bit pointers give borders of 8.
ByteSpan on_border(std::vector<std::byte>& bytes) {
  constexpr std::uintptr_t kBorder = 16;
  const auto beyond = [&] { return reinterpret_cast<std::uintptr_t>(bytes.data()) % kBorder; };
  const std::size_t size = bytes.size();
  if (beyond() == 0) return bytes;
  bytes.resize(size + kBorder);
  const std::size_t shift = (kBorder - beyond()) % kBorder;
  std::memmove(bytes.data() + shift, bytes.data(), size);
  return ByteSpan(bytes).subspan(shift, size);
}

void append(std::vector<std::byte>& to, ByteSpan bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }

}  // namespace

ByteSpan StoreImport::part_of(ByteSpan chunk, std::uint64_t begin, std::uint64_t end) const {
  const std::uint64_t from = std::max(begin, offset_), to = std::min(end, offset_ + chunk.size());
  if (from >= to) return {};
  return chunk.subspan(static_cast<std::size_t>(from - offset_), static_cast<std::size_t>(to - from));
}

void StoreImport::keep(ByteSpan chunk) {
  const std::uint64_t values_end = layout_.report_offset(), report_end = values_end + layout_.report_bytes;
  // Growing by doubling would need three times the bytes for a moment. A header is believed once enough has followed it.
  constexpr std::uint64_t kBelievedShare = 16;
  constexpr std::uint64_t kBorderBytes = 16;  // on_border() may ask for
  const std::uint64_t told = layout_.store_bytes + kBorderBytes;
  if (store_->size() >= told / kBelievedShare && told < store_->max_size())
    store_->reserve(static_cast<std::size_t>(told));
  append(*store_, part_of(chunk, layout_.store_offset, layout_.store_offset + layout_.store_bytes));
  append(report_, part_of(chunk, values_end, report_end));
  append(footer_, part_of(chunk, report_end, report_end + kStoreFileFooterBytes));
  offset_ += chunk.size();
}

bool StoreImport::push(ByteSpan chunk) {
  if (!problem_) return false;
  if (has_layout_) return keep(chunk), true;
  append(head_, chunk);
  if (head_.size() < kStoreFileHeaderBytes) return true;
  const Result<StoreFileLayout> layout = read_store_file_header(head_);
  if (!layout) {
    problem_ = layout.error();
    return false;
  }
  layout_ = layout.value();
  has_layout_ = true;
  const std::vector<std::byte> head = std::exchange(head_, {});
  keep(head);
  return true;
}

std::uint64_t StoreImport::skip() {
  const std::uint64_t store_end = layout_.store_offset + layout_.store_bytes;
  const std::uint64_t values_end = layout_.values_offset + layout_.values_bytes;
  if (!has_layout_ || !problem_ || offset_ < store_end || offset_ + kLastBytes >= values_end) return 0;
  const std::uint64_t skipped = values_end - kLastBytes - offset_;
  offset_ += skipped;
  return skipped;
}

Result<std::shared_ptr<const TraceStore>> StoreImport::finish(std::uint32_t source_id) {
  if (problem_ && !has_layout_) problem_ = read_store_file_header(head_).error();
  if (!problem_) return problem_.error();
  const StoreFileParts parts{layout_, on_border(*store_), footer_, offset_};
  return open_store_file(store_, parts, source_id);
}

Result<std::shared_ptr<const TraceStore>> StoreImport::open(std::shared_ptr<const void> owner, ByteSpan whole,
                                                            std::uint32_t source_id) {
  const Result<StoreFileLayout> layout = read_store_file_header(whole);
  if (!layout) return layout.error();
  StoreFileParts parts;
  parts.layout = layout.value();
  parts.file_bytes = whole.size();
  if (parts.layout.file_bytes() == whole.size()) {
    parts.store = whole.subspan(static_cast<std::size_t>(parts.layout.store_offset),
                                static_cast<std::size_t>(parts.layout.store_bytes));
    parts.footer = whole.last(kStoreFileFooterBytes);
  }
  return open_store_file(std::move(owner), parts, source_id);
}

ByteSpan StoreImport::report_of(ByteSpan whole) {
  const Result<StoreFileLayout> layout = read_store_file_header(whole);
  if (!layout || layout.value().file_bytes() != whole.size()) return {};
  return whole.subspan(static_cast<std::size_t>(layout.value().report_offset()),
                       static_cast<std::size_t>(layout.value().report_bytes));
}

}  // namespace spanorama
