#include "spanorama/model/store_file.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "spanorama/base/hash.h"

namespace spanorama {

namespace {

// A byte over 127 and both kinds of line ends: what treats the file as text damages this first.
constexpr unsigned char kMagic[8] = {0x89, 'S', 'P', 'A', 'N', 'O', '\r', '\n'};
constexpr char kEndMagic[8] = {'S', 'P', 'A', 'N', 'O', 'E', 'N', 'D'};
constexpr std::uint32_t kVersion = 3;
constexpr std::uint64_t kAlignment = 16;
constexpr std::size_t kBlockBytes = 1 << 20;
constexpr std::uint64_t kMostReportBytes = 1 << 28;

struct Header {
  unsigned char magic[8];
  std::uint32_t version, reserved;
  StoreFileLayout layout;
  std::uint64_t sum;
};
static_assert(sizeof(Header) == kStoreFileHeaderBytes);

struct Footer {
  StoreFileSums sums;
  std::uint64_t sum;
  char magic[8];
};
static_assert(sizeof(Footer) == kStoreFileFooterBytes);

std::uint64_t sum_of(const Header& header) { return hash64(&header, offsetof(Header, sum)); }
std::uint64_t sum_of(const Footer& footer) { return hash64(&footer, offsetof(Footer, sum)); }

Error damaged(const std::string& what) {
  return {"The .spano file is damaged: " + what + ". Convert the original trace files again"};
}

std::uint64_t aligned(std::uint64_t offset) { return (offset + kAlignment - 1) / kAlignment * kAlignment; }

bool values_lie_inside(const TraceStore& store, const StoreFileLayout& layout) {
  const std::uint64_t end = layout.values_offset + layout.values_bytes;
  for (const Payload& payload : store.columns().payloads)
    if (payload.offset < layout.values_offset || payload.offset > end || payload.length > end - payload.offset)
      return false;
  return true;
}

std::uint64_t sum_of(ByteSpan bytes) {
  ByteSum sum;
  sum.add(bytes);
  return sum.value();
}

Result<StoreFileSums> read_footer(ByteSpan bytes) {
  Footer footer{};
  if (bytes.size() != sizeof footer) return damaged("its end is missing");
  std::memcpy(&footer, bytes.data(), sizeof footer);
  if (std::memcmp(footer.magic, kEndMagic, sizeof kEndMagic) != 0 || footer.sum != sum_of(footer))
    return damaged("its end is not what was written");
  return footer.sums;
}

}  // namespace

void ByteSum::add(ByteSpan bytes) {
  bytes_ += bytes.size();
  while (!bytes.empty()) {
    if (open_.empty() && bytes.size() >= kBlockBytes) {
      sum_ = hash64(bytes.data(), kBlockBytes, sum_);
      bytes = bytes.subspan(kBlockBytes);
      continue;
    }
    const std::size_t taken = std::min(kBlockBytes - open_.size(), bytes.size());
    open_.insert(open_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
    bytes = bytes.subspan(taken);
    if (open_.size() < kBlockBytes) continue;
    sum_ = hash64(open_.data(), open_.size(), sum_);
    open_.clear();
  }
}

std::uint64_t ByteSum::value() const { return mix64(hash64(open_.data(), open_.size(), sum_) ^ bytes_); }

bool is_store_file(ByteSpan first_bytes) {
  return first_bytes.size() >= sizeof kMagic && std::memcmp(first_bytes.data(), kMagic, sizeof kMagic) == 0;
}

StoreFileLayout store_file_layout(std::uint64_t store_bytes, std::uint64_t values_bytes, std::uint64_t report_bytes) {
  return {kStoreFileHeaderBytes, store_bytes, aligned(kStoreFileHeaderBytes + store_bytes), values_bytes, report_bytes};
}

std::array<std::byte, kStoreFileHeaderBytes> store_file_header(const StoreFileLayout& layout) {
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.layout = layout;
  header.sum = sum_of(header);
  std::array<std::byte, kStoreFileHeaderBytes> bytes{};
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

std::array<std::byte, kStoreFileFooterBytes> store_file_footer(const StoreFileSums& sums) {
  Footer footer{};
  footer.sums = sums;
  footer.sum = sum_of(footer);
  std::memcpy(footer.magic, kEndMagic, sizeof kEndMagic);
  std::array<std::byte, kStoreFileFooterBytes> bytes{};
  std::memcpy(bytes.data(), &footer, sizeof footer);
  return bytes;
}

Result<StoreFileLayout> read_store_file_header(ByteSpan bytes) {
  Header header{};
  if (bytes.size() < sizeof header) return damaged("it ends inside its header");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (!is_store_file(bytes)) return damaged("its first bytes are not those of such a file");
  if (header.version != kVersion)
    return Error{"The .spano file is of version " + std::to_string(header.version) + ", and version " +
                 std::to_string(kVersion) + " is read. Convert the original trace files again"};
  if (header.sum != sum_of(header)) return damaged("its header is not what was written");
  const StoreFileLayout& layout = header.layout;
  constexpr std::uint64_t kMost = std::uint64_t{1} << 60;
  const bool plausible = layout.store_offset >= sizeof header && layout.store_offset % kAlignment == 0 &&
                         layout.store_offset < kMost && layout.store_bytes < kMost && layout.values_bytes < kMost &&
                         layout.values_offset < kMost && layout.report_bytes < kMostReportBytes &&
                         layout.values_offset >= layout.store_offset + layout.store_bytes;
  if (!plausible) return damaged("its parts lie in one another");
  return layout;
}

Result<std::shared_ptr<const TraceStore>> open_store_file(std::shared_ptr<const void> owner,
                                                          const StoreFileParts& parts, std::uint32_t source_id) {
  const StoreFileLayout& layout = parts.layout;
  if (parts.file_bytes != layout.file_bytes())
    return damaged("it has " + std::to_string(parts.file_bytes) + " bytes and should have " +
                   std::to_string(layout.file_bytes()));
  const Result<StoreFileSums> sums = read_footer(parts.footer);
  if (!sums) return sums.error();
  if (parts.store.size() != layout.store_bytes || sum_of(parts.store) != sums.value().store)
    return damaged("its spans are not what was written");
  Result<std::shared_ptr<const TraceStore>> store = TraceStore::from_blob(std::move(owner), parts.store, source_id);
  if (store && !values_lie_inside(*store.value(), layout)) return damaged("a long value lies outside of the file");
  return store;
}

bool store_file_values_intact(ByteSpan file) {
  const Result<StoreFileLayout> layout = read_store_file_header(file);
  if (!layout || layout.value().file_bytes() != file.size()) return false;
  const StoreFileLayout& at = layout.value();
  const Result<StoreFileSums> sums = read_footer(file.last(kStoreFileFooterBytes));
  const ByteSpan values =
      file.subspan(static_cast<std::size_t>(at.values_offset), static_cast<std::size_t>(at.values_bytes));
  return sums && sum_of(values) == sums.value().values;
}

}  // namespace spanorama
