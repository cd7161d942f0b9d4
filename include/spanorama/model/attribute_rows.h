// The attributes of a sealed store. Of each, its kind (key and type) is a number in a table of the kinds there are, one or two
// bytes in most stores, beside the value.
//
//   for (const Attribute attribute : store.attributes_of(row)) use(attribute.key());
#pragma once

#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

#include "spanorama/model/packed_fields.h"

namespace spanorama {

class AttributeRows;

// Attributes one behind the other; as long as their store.
class AttributeList {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Attribute;
    using difference_type = std::ptrdiff_t;
    using pointer = const Attribute*;
    using reference = Attribute;
    Iterator(const AttributeRows* rows, std::uint32_t at) : rows_(rows), at_(at) {}
    inline Attribute operator*() const;
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return {rows_, at_++}; }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const AttributeRows* rows_;
    std::uint32_t at_;
  };

  AttributeList() = default;
  AttributeList(const AttributeRows* rows, Range range) : rows_(rows), range_(range) {}
  std::uint32_t size() const { return range_.count; }
  bool empty() const { return range_.count == 0; }
  inline Attribute operator[](std::uint32_t i) const;
  Iterator begin() const { return {rows_, range_.begin}; }
  Iterator end() const { return {rows_, range_.end()}; }

 private:
  const AttributeRows* rows_ = nullptr;
  Range range_;
};

class AttributeRows {
 public:
  bool attach(ByteSpan bytes) { return rows_.attach(bytes); }
  // The table of kinds; with an empty one the rows tell their kinds themselves.
  void use_kinds(std::span<const std::uint32_t> kinds) { kinds_ = kinds; }

  std::size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }
  Attribute operator[](std::size_t row) const {
    Attribute attribute = rows_[row];
    if (!kinds_.empty()) attribute.key_and_type = kinds_[attribute.key_and_type];
    return attribute;
  }
  // The number in the table. O(1), and cheaper than the attribute.
  std::uint64_t kind_number(std::size_t row) const { return rows_.number(row, 0); }
  KeyId key(std::size_t row) const {
    const auto kind = static_cast<std::uint32_t>(kind_number(row));
    return Attribute{kinds_.empty() ? kind : kinds_[kind], 0}.key();
  }
  AttributeList list(Range range) const { return {this, range}; }

  std::size_t row_bytes() const { return rows_.row_bytes(); }
  std::size_t size_bytes() const { return rows_.size_bytes(); }
  ByteSpan bytes() const { return rows_.bytes(); }

 private:
  PackedColumn<Attribute> rows_;
  std::span<const std::uint32_t> kinds_;
};

// Puts numbers of kinds, in the order they are met, in the place of keys and types. Gives none, and leaves the rows, where there
// are more than 65,536 keys. O(rows).
std::vector<std::uint32_t> number_kinds(std::span<Attribute> rows, std::size_t keys);

inline Attribute AttributeList::Iterator::operator*() const { return (*rows_)[at_]; }
inline Attribute AttributeList::operator[](std::uint32_t i) const { return (*rows_)[range_.begin + i]; }

}  // namespace spanorama
