#include "spanorama/model/row_set.h"

#include <cassert>
#include <cstddef>

namespace spanorama {
namespace {

std::size_t words_for(std::uint32_t size) { return (std::size_t{size} + 63) / 64; }

}  // namespace

RowSet::RowSet(std::uint32_t size, bool all) : size_(size), words_(words_for(size)) {
  if (all) flip();
}

std::uint32_t RowSet::count() const {
  std::uint32_t sum = 0;
  for (const std::uint64_t word : words_) sum += static_cast<std::uint32_t>(std::popcount(word));
  return sum;
}

RowSet& RowSet::operator&=(const RowSet& other) {
  assert(size_ == other.size_);
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  return *this;
}

RowSet& RowSet::operator|=(const RowSet& other) {
  assert(size_ == other.size_);
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}

void RowSet::flip() {
  for (std::uint64_t& word : words_) word = ~word;
  if (size_ % 64 != 0) words_.back() &= (std::uint64_t{1} << (size_ % 64)) - 1;
}

}  // namespace spanorama
