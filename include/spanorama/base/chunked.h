// A growing list whose items never move: it grows by whole chunks, so that adding one never copies what is there, and no
// single addition takes long.
//
//   Chunked<Member> members;
//   members.push_back(member);
//   members[i].row
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace spanorama {

// `kChunk` items at a time, a power of two; T has a default value.
template <class T, std::size_t kChunk = 4096>
class Chunked {
 public:
  std::size_t size() const { return size_; }
  T& operator[](std::size_t i) { return chunks_[i / kChunk][i % kChunk]; }
  const T& operator[](std::size_t i) const { return chunks_[i / kChunk][i % kChunk]; }
  T& back() { return (*this)[size_ - 1]; }
  void push_back(T item) {
    if (size_ == chunks_.size() * kChunk) chunks_.push_back(std::make_unique<T[]>(kChunk));
    (*this)[size_++] = std::move(item);
  }

 private:
  static_assert((kChunk & (kChunk - 1)) == 0);
  std::vector<std::unique_ptr<T[]>> chunks_;
  std::size_t size_ = 0;
};

// A number by index, UINT32_MAX where none was set; memory follows what is set, and growing copies no numbers.
class SparseIndex {
 public:
  // A place to read or set.
  std::uint32_t& operator[](std::size_t i) {
    if (i / kPage >= pages_.size()) pages_.resize(i / kPage + 1);
    std::unique_ptr<std::uint32_t[]>& page = pages_[i / kPage];
    if (!page) {
      page = std::make_unique<std::uint32_t[]>(kPage);
      for (std::size_t k = 0; k < kPage; ++k) page[k] = UINT32_MAX;
    }
    return page[i % kPage];
  }

 private:
  static constexpr std::size_t kPage = 4096;
  std::vector<std::unique_ptr<std::uint32_t[]>> pages_;
};

}  // namespace spanorama
