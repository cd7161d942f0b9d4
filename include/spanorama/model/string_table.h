// Each distinct string once. StringInterner is the growing form used while reading; StringTable the sealed,
// read-only form, which can also lie in mapped memory.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "spanorama/base/fetch.h"
#include "spanorama/model/rows.h"

namespace spanorama {

class StringInterner {
 public:
  StringInterner();

  // The id of `text`, new or known. O(size) expected. At most 2^32 - 2 strings and 2^40 bytes.
  StringId intern(std::string_view text);
  // Where a text's place in the table is told by; good for this interner only.
  struct Ahead {
    std::uint32_t hash = 0;
  };
  Ahead hash_of(std::string_view text) const;
  // Asks memory for that place ahead of interning: what is done in between hides the wait for a large table.
  void fetch(Ahead ahead) const { fetch_line(&slots_[ahead.hash & (slots_.size() - 1)]); }
  // Then, when the place is there, for the text that may stand in it.
  void fetch_text(Ahead ahead) const {
    const Slot slot = slots_[ahead.hash & (slots_.size() - 1)];
    if (slot.id != 0 && slot.hash == ahead.hash) fetch_line(&offsets_[slot.id]);
  }
  Ahead look_ahead(std::string_view text) const {
    const Ahead ahead = hash_of(text);
    fetch(ahead);
    return ahead;
  }
  StringId intern(std::string_view text, Ahead ahead);
  // The id if known, else the absent id.
  StringId find(std::string_view text) const;
  std::string_view view(StringId id) const {
    return {bytes_.data() + offsets_[id.value], static_cast<std::size_t>(offsets_[id.value + 1] - offsets_[id.value])};
  }
  // Interns all strings of `other`; gives their ids here, by id there. Much quicker than one by one: the table's places
  // are asked for ahead of time.
  std::vector<StringId> intern_all(const StringInterner& other);
  // Strings that were interned elsewhere, to be looked at and given to intern_all(); no more can be added. Offsets as
  // offsets() gives them.
  static StringInterner of_parts(std::vector<char> bytes, std::vector<std::uint64_t> offsets);
  // Room for so many more strings and bytes.
  void reserve(std::size_t strings, std::uint64_t bytes);
  std::uint32_t size() const { return static_cast<std::uint32_t>(offsets_.size() - 1); }
  std::uint64_t byte_count() const { return bytes_.size(); }

  std::span<const char> bytes() const { return bytes_; }
  std::span<const std::uint64_t> offsets() const { return offsets_; }
  // Bytes and offsets themselves, for a sealed table: no string can be asked for after that.
  std::vector<char> take_bytes() { return std::move(bytes_); }
  std::vector<std::uint64_t> take_offsets() { return std::move(offsets_); }

 private:
  struct Slot {
    std::uint32_t id = 0;  // 0: free (the empty string is never in a slot)
    std::uint32_t hash = 0;
  };
  void rehash(std::size_t slots);

  std::vector<char> bytes_;
  std::vector<std::uint64_t> offsets_;  // size() + 1 entries
  std::vector<Slot> slots_;             // power of two
  std::uint64_t seed_;
};

// Views on the bytes and offsets of a sealed interner.
class StringTable {
 public:
  StringTable() = default;
  StringTable(std::span<const char> bytes, std::span<const std::uint64_t> offsets) : bytes_(bytes), offsets_(offsets) {}

  std::string_view view(StringId id) const {
    return {bytes_.data() + offsets_[id.value], static_cast<std::size_t>(offsets_[id.value + 1] - offsets_[id.value])};
  }
  std::uint32_t size() const { return offsets_.empty() ? 0 : static_cast<std::uint32_t>(offsets_.size() - 1); }
  std::uint64_t byte_count() const { return bytes_.size(); }

 private:
  std::span<const char> bytes_;
  std::span<const std::uint64_t> offsets_;
};

}  // namespace spanorama
