// The image of a store in one block of bytes.
//
//   +--------+---------+----------------+----------------------------+---------+---------+---
//   | magic  | version | section count  | {offset, bytes, item size} | section | section | …
//   | 8      | 4       | 4              | 24 each, order of columns  | aligned to 16     |
//   +--------+---------+----------------+----------------------------+---------+---------+---
//
// Numbers are little-endian. A section's item size is checked, so that a file of another version of the columns is
// refused rather than misread.

#include <cstring>

#include "spanorama/model/trace_store.h"
#include "store_check.h"

namespace spanorama {
namespace {

constexpr char kMagic[8] = {'S', 'P', 'A', 'N', 'O', 'R', 'M', '\0'};
constexpr std::uint32_t kVersion = 6;
constexpr std::uint64_t kAlignment = 16;

struct BlobHeader {
  char magic[8];
  std::uint32_t version;
  std::uint32_t sections;
};
struct BlobSection {
  std::uint64_t offset, bytes, item_bytes;
};

constexpr std::uint64_t aligned(std::uint64_t offset) { return (offset + kAlignment - 1) / kAlignment * kAlignment; }

// A packed column is one section of bytes that tells itself how it is to be read.
template <class T>
ByteSpan section_bytes(ColumnView<T> column) {
  return std::as_bytes(column);
}
template <class Packed>
ByteSpan section_bytes(const Packed& column) {
  return column.bytes();
}
template <class T>
constexpr std::uint64_t item_bytes(ColumnView<T>) {
  return sizeof(T);
}
template <class Packed>
constexpr std::uint64_t item_bytes(const Packed&) {
  return 1;
}

template <class T>
bool attach_section(ColumnView<T>& view, ByteSpan bytes) {
  view = {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  return true;
}
template <class Packed>
bool attach_section(Packed& view, ByteSpan bytes) {
  return view.attach(bytes);
}

std::vector<BlobSection> plan_sections(const ColumnViews& columns) {
  std::vector<BlobSection> sections;
  visit_columns(columns, [&](const char*, const auto& column) {
    sections.push_back({0, section_bytes(column).size(), item_bytes(column)});
  });
  std::uint64_t offset = sizeof(BlobHeader) + sections.size() * sizeof(BlobSection);
  for (BlobSection& section : sections) {
    section.offset = aligned(offset);
    offset = section.offset + section.bytes;
  }
  return sections;
}

Error damaged(const std::string& what) {
  return {"This is no readable store of this version of the program: " + what +
          ". Open the original trace files instead"};
}

Result<std::vector<BlobSection>> read_sections(ByteSpan blob) {
  BlobHeader header{};
  if (blob.size() < sizeof header) return damaged("it is shorter than a header");
  std::memcpy(&header, blob.data(), sizeof header);
  if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0) return damaged("the first bytes are not a store's");
  if (header.version != kVersion) return damaged("its version is " + std::to_string(header.version));
  if (header.sections > 256 || sizeof header + header.sections * sizeof(BlobSection) > blob.size())
    return damaged("its table of sections is cut");
  std::vector<BlobSection> sections(header.sections);
  if (!sections.empty())
    std::memcpy(sections.data(), blob.data() + sizeof header, sections.size() * sizeof(BlobSection));
  return sections;
}

}  // namespace

std::uint64_t blob_bytes(const ColumnViews& columns) {
  const std::vector<BlobSection> sections = plan_sections(columns);
  return sections.back().offset + sections.back().bytes;
}

void write_blob(const ColumnViews& columns, const std::function<void(ByteSpan)>& piece) {
  const std::vector<BlobSection> sections = plan_sections(columns);
  BlobHeader header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.sections = static_cast<std::uint32_t>(sections.size());
  const auto raw = [](const auto* rows, std::size_t count) { return std::as_bytes(std::span(rows, count)); };
  piece(raw(&header, 1));
  piece(raw(sections.data(), sections.size()));
  std::uint64_t at = sizeof header + sections.size() * sizeof(BlobSection);
  constexpr std::byte kZeros[kAlignment] = {};
  std::size_t next = 0;
  visit_columns(columns, [&](const char*, const auto& column) {
    const BlobSection& section = sections[next++];
    if (section.offset != at) piece({kZeros, static_cast<std::size_t>(section.offset - at)});
    if (const ByteSpan bytes = section_bytes(column); !bytes.empty()) piece(bytes);
    at = section.offset + section.bytes;
  });
}

std::vector<std::byte> write_blob(const TraceStore& store) {
  std::vector<std::byte> blob;
  blob.reserve(static_cast<std::size_t>(blob_bytes(store.columns())));
  write_blob(store.columns(), [&](ByteSpan piece) { blob.insert(blob.end(), piece.begin(), piece.end()); });
  return blob;
}

Result<std::shared_ptr<const TraceStore>> TraceStore::from_blob(std::shared_ptr<const void> owner, ByteSpan blob) {
  Result<std::shared_ptr<TraceStore>> store = view_of(std::move(owner), blob, true);
  if (!store) return store.error();
  return std::shared_ptr<const TraceStore>(std::move(store).value());
}

Result<std::shared_ptr<const TraceStore>> TraceStore::from_own_blob(std::shared_ptr<const void> owner, ByteSpan blob) {
  Result<std::shared_ptr<TraceStore>> store = view_of(std::move(owner), blob, false);
  if (!store) return store.error();
  return std::shared_ptr<const TraceStore>(std::move(store).value());
}

Result<std::shared_ptr<const TraceStore>> TraceStore::from_blob(std::shared_ptr<const void> owner, ByteSpan blob,
                                                                std::uint32_t source_id) {
  Result<std::shared_ptr<TraceStore>> store = view_of(std::move(owner), blob, true);
  if (!store) return store.error();
  TraceStore& made = *store.value();
  made.own_sources_.assign(made.views_.sources.begin(), made.views_.sources.end());
  for (Source& source : made.own_sources_) source.id = source_id;
  made.views_.sources = made.own_sources_;
  return std::shared_ptr<const TraceStore>(std::move(store).value());
}

Result<std::shared_ptr<TraceStore>> TraceStore::view_of(std::shared_ptr<const void> owner, ByteSpan blob,
                                                        bool check_rows) {
  Result<std::vector<BlobSection>> sections = read_sections(blob);
  if (!sections) return sections.error();
  if (reinterpret_cast<std::uintptr_t>(blob.data()) % kAlignment != 0) return damaged("its memory is not aligned");
  std::shared_ptr<TraceStore> store(new TraceStore);
  std::size_t next = 0;
  std::string wrong;
  visit_columns(store->views_, [&](const char* name, auto& view) {
    if (next >= sections->size()) {
      wrong = std::string("section ") + name + " is missing";
      return;
    }
    const BlobSection section = sections.value()[next++];
    const std::uint64_t item = item_bytes(view);
    const bool inside = section.offset <= blob.size() && section.bytes <= blob.size() - section.offset;
    const bool shaped =
        inside && section.item_bytes == item && section.bytes % item == 0 && section.offset % kAlignment == 0 &&
        attach_section(view,
                       blob.subspan(static_cast<std::size_t>(section.offset), static_cast<std::size_t>(section.bytes)));
    if (!shaped) wrong = std::string("section ") + name + " has the wrong shape";
  });
  if (!wrong.empty()) return damaged(wrong);
  store->views_.attribute_rows.use_kinds(store->views_.attribute_kinds);
  if (check_rows && !references_hold(store->views_)) return damaged("a row refers to something that is not there");
  store->owner_ = std::move(owner);
  store->attach();
  return store;
}

}  // namespace spanorama
