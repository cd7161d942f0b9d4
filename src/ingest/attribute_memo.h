// Attributes of spans as they stood in the source, each with the row that it became. Of what a span says most was said by
// one before it, to the byte; then neither key nor value need be taken apart or looked up.
//
//   if (const AttributeMemo::Known* known = memo.find(encoded)) rows.push_back(known->row);
//   else memo.saw(encoded, row, text);   // `encoded` as in the find() before
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "raw_value.h"
#include "spanorama/base/same_bytes.h"
#include "spanorama/model/value.h"

namespace spanorama {

class AttributeMemo {
 public:
  struct Known {
    Attribute row;
    std::uint8_t text_at = 0, text_size = 0;  // where in the encoded attribute a text's bytes stand
    std::uint8_t size = 0;                    // of `bytes`; 0: none is kept here yet
    std::uint8_t reserved = 0;
    char bytes[116];
  };
  static constexpr std::size_t kLeastBytes = 8, kMostBytes = sizeof(Known::bytes);

  AttributeMemo() : prints_(kSlots), slots_(kSlots) {}

  // Null when it is not known. O(bytes), at most kMostBytes.
  const Known* find(std::string_view encoded) {
    if (encoded.size() < kLeastBytes || encoded.size() > kMostBytes) {
      print_ = 0;
      return nullptr;
    }
    print_ = print_of(encoded);
    const std::uint32_t at = place_of(print_);
    if (prints_[at] != print_) return nullptr;
    const Known& slot = slots_[at];
    if (slot.size != encoded.size() || !same_from_eight(slot.bytes, encoded.data(), encoded.size())) return nullptr;
    return &slot;
  }
  // What find() did not know became `row`, which has nothing to itself but what lies in it. `text` is what a row with a
  // text was made of, and lies in `encoded`. Kept the second time, so that what never comes again costs nothing.
  void saw(std::string_view encoded, Attribute row, std::string_view text);
  // The value as taking `encoded` apart gave it; a text's `encoding` is what `texts` says.
  static RawValue value_of(const Known& known, const char* encoded, PayloadEncoding texts);

 private:
  static constexpr std::size_t kSlots = 1024;  // 128 KiB

  // Of the beginning and the end, where attributes of one key differ.
  static std::uint64_t print_of(std::string_view text) {
    const char* end = text.data() + text.size();
    const char* middle = text.size() >= 16 ? end - 16 : text.data();
    const std::uint64_t mixed = load_eight(end - 8) * 0x9E3779B97F4A7C15ULL ^
                                load_eight(middle) * 0xC2B2AE3D27D4EB4FULL ^
                                (load_eight(text.data()) + text.size()) * 0xBF58476D1CE4E5B9ULL;
    return (mixed ^ mixed >> 32) * 0x94D049BB133111EBULL;
  }
  static std::uint32_t place_of(std::uint64_t print) { return static_cast<std::uint32_t>(print >> 54); }

  // Apart, so that to find out that something is not known takes a look at a small table only.
  std::vector<std::uint64_t> prints_;
  std::vector<Known> slots_;
  std::uint64_t print_ = 0;  // of what find() was asked last; 0: too short or too long
};

}  // namespace spanorama
