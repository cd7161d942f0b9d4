// A set of rows of one table as a bitmap: what passes a filter. Value type; combining costs size/64 words.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace spanorama {

class RowSet {
 public:
  RowSet() = default;
  explicit RowSet(std::uint32_t size, bool all = false);

  std::uint32_t size() const { return size_; }  // rows in the table, not members
  std::uint32_t count() const;                  // members; O(size/64)
  bool contains(std::uint32_t row) const { return (words_[row >> 6] >> (row & 63)) & 1; }
  void insert(std::uint32_t row) { words_[row >> 6] |= std::uint64_t{1} << (row & 63); }
  void remove(std::uint32_t row) { words_[row >> 6] &= ~(std::uint64_t{1} << (row & 63)); }

  RowSet& operator&=(const RowSet& other);
  RowSet& operator|=(const RowSet& other);
  void flip();

  // Calls visit(row) for every member in rising order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for_each_in(0, words_.size(), visit);
  }
  // The members whose row / 64 is in [begin, end).
  std::size_t word_count() const { return words_.size(); }
  template <class Visit>
  void for_each_in(std::size_t begin, std::size_t end, Visit&& visit) const {
    for (std::size_t w = begin; w < end; ++w)
      for (std::uint64_t bits = words_[w]; bits != 0; bits &= bits - 1)
        visit(static_cast<std::uint32_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
  }
  friend bool operator==(const RowSet&, const RowSet&) = default;

 private:
  std::uint32_t size_ = 0;
  std::vector<std::uint64_t> words_;  // bits past size_ are zero
};

}  // namespace spanorama
