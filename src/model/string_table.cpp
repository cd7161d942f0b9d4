#include "spanorama/model/string_table.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "spanorama/base/hash.h"
#include "spanorama/base/same_bytes.h"

namespace spanorama {

namespace {

template <class T>
std::uint64_t load(const char* p) {
  T value = 0;
  std::memcpy(&value, p, sizeof value);
  return value;
}

// A product's upper bits, which know of all that went in, come down for the next product.
std::uint64_t rotated(std::uint64_t product) { return product << 29 | product >> 35; }

// Quick for short strings: the two ends are read, overlapping. Lives in memory only, unlike hash64.
std::uint64_t slot_hash(std::string_view text, std::uint64_t seed) {
  constexpr std::uint64_t kA = 0x9e3779b97f4a7c15ULL, kB = 0xc2b2ae3d27d4eb4fULL;
  const char* p = text.data();
  const std::size_t n = text.size();
  std::uint64_t a = seed, b = (seed >> 32 | seed << 32) + n;
  if (n >= 16) {
    std::size_t at = 0;
    if (n > 64) {  // two more lanes, so that one multiplication need not wait for the one before
      std::uint64_t c = a ^ kB, d = b ^ kA;
      for (; at + 32 < n; at += 32) {
        a = rotated((a ^ load_eight(p + at)) * kA);
        b = rotated((b ^ load_eight(p + at + 8)) * kB);
        c = rotated((c ^ load_eight(p + at + 16)) * kA);
        d = rotated((d ^ load_eight(p + at + 24)) * kB);
      }
      a ^= c << 21 | c >> 43;
      b ^= d << 35 | d >> 29;
    }
    for (; at + 16 < n; at += 16) {
      a = rotated((a ^ load_eight(p + at)) * kA);
      b = rotated((b ^ load_eight(p + at + 8)) * kB);
    }
    a ^= load_eight(p + n - 16);
    b ^= load_eight(p + n - 8);
  } else if (n >= 8) {
    a ^= load_eight(p);
    b ^= load_eight(p + n - 8) * kA;
  } else if (n >= 4) {
    a ^= load<std::uint32_t>(p) | load<std::uint32_t>(p + n - 4) << 32;
  } else {
    a ^= load<unsigned char>(p) | load<unsigned char>(p + n / 2) << 8 | load<unsigned char>(p + n - 1) << 16;
  }
  return mix64(a * kA ^ (b * kB >> 17 | b * kB << 47));
}

}  // namespace

StringInterner::StringInterner() : offsets_{0, 0}, slots_(64), seed_(table_seed()) {}

StringId StringInterner::intern(std::string_view text) {
  if (text.empty()) return {};
  return intern(text, Ahead{static_cast<std::uint32_t>(slot_hash(text, seed_))});
}

StringInterner::Ahead StringInterner::hash_of(std::string_view text) const {
  return {text.empty() ? 0 : static_cast<std::uint32_t>(slot_hash(text, seed_))};
}

StringId StringInterner::intern(std::string_view text, Ahead ahead) {
  if (text.empty()) return {};
  const std::uint32_t hash = ahead.hash;
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].id != 0; at = (at + 1) & mask)
    if (slots_[at].hash == hash && same_text(view({slots_[at].id}), text)) return {slots_[at].id};
  const std::uint32_t id = size();
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  offsets_.push_back(bytes_.size());
  slots_[at] = {id, hash};
  if (std::uint64_t{size()} * 2 > slots_.size()) rehash(slots_.size() * 2);
  return {id};
}

void StringInterner::reserve(std::size_t strings, std::uint64_t bytes) {
  bytes_.reserve(bytes_.size() + bytes);
  offsets_.reserve(offsets_.size() + strings);
  std::size_t slots = slots_.size();
  while ((std::uint64_t{size()} + strings) * 2 > slots) slots *= 2;
  if (slots != slots_.size()) rehash(slots);
}

StringInterner StringInterner::of_parts(std::vector<char> bytes, std::vector<std::uint64_t> offsets) {
  StringInterner made;
  made.bytes_ = std::move(bytes);
  made.offsets_ = std::move(offsets);
  return made;
}

std::vector<StringId> StringInterner::intern_all(const StringInterner& other) {
  constexpr std::uint32_t kAhead = 32;
  std::vector<StringId> ids(other.size());
  std::uint32_t hashes[kAhead];
  for (std::uint32_t from = 1; from < other.size(); from += kAhead) {
    const std::uint32_t count = std::min(kAhead, other.size() - from);
    const std::size_t mask = slots_.size() - 1;
    for (std::uint32_t i = 0; i < count; ++i) {
      hashes[i] = static_cast<std::uint32_t>(slot_hash(other.view({from + i}), seed_));
      fetch_line(&slots_[hashes[i] & mask]);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      const Slot slot = slots_[hashes[i] & mask];
      if (slot.id != 0 && slot.hash == hashes[i]) fetch_line(&offsets_[slot.id]);
    }
    for (std::uint32_t i = 0; i < count; ++i) ids[from + i] = intern(other.view({from + i}), Ahead{hashes[i]});
  }
  return ids;
}

StringId StringInterner::find(std::string_view text) const {
  if (text.empty()) return {};
  const auto hash = static_cast<std::uint32_t>(slot_hash(text, seed_));
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at].id != 0; at = (at + 1) & mask)
    if (slots_[at].hash == hash && same_text(view({slots_[at].id}), text)) return {slots_[at].id};
  return {};
}

void StringInterner::rehash(std::size_t slots) {
  std::vector<Slot> old(slots);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.id == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].id != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace spanorama
