// A sealed column in as few bytes as its values need. A value is N whole numbers (what they are says `Fields`); of each the
// least value is written once, and a row has what is above it, in the bytes that the largest needs: none where all are the same.
//
//   +-----------------------------+---------------------------------+--------------------------+---------+
//   | rows[8] row bytes[4] N[4]   | N times: least[8] place[4] bytes[4] | rows, one behind the other | 8 zeros |
//   +-----------------------------+---------------------------------+--------------------------+---------+
//
//   std::vector<std::byte> bytes = pack_column<StringId>(names);
//   PackedColumn<StringId> column;  if (column.attach(bytes)) use(column[3]);
//
// A value is got by one unaligned load, a mask and a sum for each of its numbers. Numbers are little-endian.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <span>
#include <vector>

#include "spanorama/base/bytes.h"

namespace spanorama {

// How a T is told in numbers:
//   static constexpr std::size_t kCount;                              at least 1
//   static void put(const T& value, std::size_t row, std::uint64_t* numbers);
//   static T get(const std::uint64_t* numbers, std::size_t row);     of any numbers: what is read may be damaged
//   static constexpr bool kTakesRoom = true;                         where a row has a byte at least, so that its count is no claim
template <class T>
struct PackedFields;

struct PackedHead {
  std::uint64_t rows = 0;
  std::uint32_t row_bytes = 0, fields = 0;
};
struct PackedField {
  std::uint64_t least = 0;
  std::uint32_t place = 0, bytes = 0;
};
inline constexpr std::size_t kPackedTailBytes = 8;  // so that the last number can be loaded as eight bytes

template <class T, class Fields = PackedFields<T>>
class PackedColumn {
 public:
  using value_type = T;
  static constexpr std::size_t kFields = Fields::kCount;

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = T;
    Iterator(const PackedColumn* column, std::size_t row) : column_(column), row_(row) {}
    T operator*() const { return (*column_)[row_]; }
    Iterator& operator++() {
      ++row_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator old = *this;
      ++row_;
      return old;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const PackedColumn* column_;
    std::size_t row_;
  };

  // False, and an empty column, when the bytes are not such a column. They have to stay. O(1): what the numbers are is not
  // looked at, so that of a damaged file any T may come out that Fields::get can give.
  bool attach(ByteSpan bytes);

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T operator[](std::size_t row) const {
    std::uint64_t numbers[kFields];
    if (kFields <= 2 && row_bytes_ <= sizeof(std::uint64_t)) {  // one load for both
      std::uint64_t word = 0;
      std::memcpy(&word, rows_ + row * row_bytes_, sizeof word);
      for (std::size_t f = 0; f < kFields; ++f)
        numbers[f] =
            places_[f].least + ((places_[f].mask == 0 ? 0 : word >> (8 * places_[f].offset)) & places_[f].mask);
    } else {
      for (std::size_t f = 0; f < kFields; ++f) numbers[f] = number(row, f);
    }
    return Fields::get(numbers, row);
  }
  // One of the numbers of a row, as Fields::put made it.
  std::uint64_t number(std::size_t row, std::size_t field) const {
    std::uint64_t value = 0;
    const Place& place = places_[field];
    std::memcpy(&value, rows_ + row * row_bytes_ + place.offset, sizeof value);
    return place.least + (value & place.mask);
  }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size_}; }

  std::size_t row_bytes() const { return row_bytes_; }
  std::size_t size_bytes() const { return bytes_.size(); }
  ByteSpan bytes() const { return bytes_; }

 private:
  struct Place {
    std::uint64_t least = 0, mask = 0;
    std::size_t offset = 0;
  };
  std::array<Place, kFields> places_{};
  const std::byte* rows_ = nullptr;
  std::size_t row_bytes_ = 0, size_ = 0;
  ByteSpan bytes_;
};

namespace packed {

constexpr std::uint64_t mask_of(std::uint32_t bytes) {
  return bytes >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * bytes)) - 1;
}
inline std::uint32_t bytes_for(std::uint64_t value) {
  std::uint32_t bytes = 0;
  for (; value != 0; value >>= 8) ++bytes;
  return bytes;
}

}  // namespace packed

template <class T, class Fields>
bool PackedColumn<T, Fields>::attach(ByteSpan bytes) {
  *this = PackedColumn();
  constexpr std::size_t kHeadBytes = sizeof(PackedHead) + kFields * sizeof(PackedField);
  PackedHead head;
  std::array<PackedField, kFields> fields;
  if (bytes.size() < kHeadBytes + kPackedTailBytes) return false;
  std::memcpy(&head, bytes.data(), sizeof head);
  std::memcpy(fields.data(), bytes.data() + sizeof head, sizeof fields);
  const std::uint64_t room = bytes.size() - kHeadBytes - kPackedTailBytes;
  if (head.fields != kFields || head.row_bytes > 8 * kFields || head.rows >= UINT32_MAX) return false;
  if (head.rows * head.row_bytes != room) return false;
  for (std::size_t f = 0; f < kFields; ++f) {
    const PackedField& field = fields[f];
    if (field.bytes > 8 || field.place > head.row_bytes || field.bytes > head.row_bytes - field.place) return false;
    places_[f] = {field.least, packed::mask_of(field.bytes), field.place};
  }
  rows_ = bytes.data() + kHeadBytes;
  row_bytes_ = head.row_bytes;
  size_ = static_cast<std::size_t>(head.rows);
  bytes_ = bytes;
  return true;
}

// O(rows), looks at each twice.
template <class T, class Fields = PackedFields<T>>
std::vector<std::byte> pack_column(std::span<const T> rows) {
  constexpr std::size_t kFields = Fields::kCount;
  std::array<std::uint64_t, kFields> least, most;
  least.fill(rows.empty() ? 0 : ~std::uint64_t{0});
  most.fill(0);
  std::uint64_t numbers[kFields] = {};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    Fields::put(rows[row], row, numbers);
    for (std::size_t f = 0; f < kFields; ++f) {
      if (numbers[f] < least[f]) least[f] = numbers[f];
      if (numbers[f] > most[f]) most[f] = numbers[f];
    }
  }
  PackedHead head{rows.size(), 0, kFields};
  std::array<PackedField, kFields> fields;
  for (std::size_t f = 0; f < kFields; ++f) {
    fields[f] = {least[f], head.row_bytes, packed::bytes_for(most[f] - least[f])};
    head.row_bytes += fields[f].bytes;
  }
  if constexpr (requires { Fields::kTakesRoom; }) {
    if (head.row_bytes == 0) head.row_bytes = fields.back().bytes = 1;
  }
  std::vector<std::byte> out(sizeof head + sizeof fields + rows.size() * head.row_bytes + kPackedTailBytes);
  std::memcpy(out.data(), &head, sizeof head);
  std::memcpy(out.data() + sizeof head, fields.data(), sizeof fields);
  if (head.row_bytes == 0) return out;
  // Each number is written as eight bytes, and what is too much is written over by those behind it.
  std::byte* at = out.data() + sizeof head + sizeof fields;
  for (std::size_t row = 0; row < rows.size(); ++row, at += head.row_bytes) {
    Fields::put(rows[row], row, numbers);
    for (std::size_t f = 0; f < kFields; ++f) {
      const std::uint64_t above = numbers[f] - least[f];
      std::memcpy(at + fields[f].place, &above, sizeof above);
    }
  }
  return out;
}

}  // namespace spanorama
