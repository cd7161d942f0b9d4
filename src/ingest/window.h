// The bytes a reader is looking at: what was left of earlier chunks, followed by the newest one. Without a rest the
// chunk itself is looked at and nothing is copied.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace spanorama {

class ByteWindow {
 public:
  const char* begin() const { return begin_; }
  const char* end() const { return end_; }
  std::uint64_t size() const { return static_cast<std::uint64_t>(end_ - begin_); }
  // Offset of begin() in the source.
  std::uint64_t offset() const { return offset_; }
  // Where the source begins for this reader; before the first bytes.
  void start_at(std::uint64_t offset) { offset_ = offset; }
  // The byte before begin(); a line feed at the start of the source.
  char previous() const { return previous_; }

  void consume_to(const char* p) {
    if (p == begin_) return;
    previous_ = p[-1];
    offset_ += static_cast<std::uint64_t>(p - begin_);
    begin_ = p;
  }

  // Shows `chunk` in pieces and calls work() after each; work() consumes what it can. Copies only what straddles the
  // chunk's start, and at the end what is left.
  template <class Work>
  void push(std::string_view chunk, Work&& work) {
    std::size_t at = 0;
    while (begin_ != end_ && at < chunk.size()) {
      at += extend(chunk.substr(at));
      work();
      if (size() <= at) {  // what is left lies in the chunk itself
        at -= static_cast<std::size_t>(size());
        begin_ = end_ = nullptr;
      }
    }
    if (at == chunk.size()) return;
    begin_ = chunk.data() + at;
    end_ = chunk.data() + chunk.size();
    work();
    keep_rest();
  }

 private:
  static constexpr std::size_t kPieceBytes = 4096;

  // Appends a piece that is as large as what is there, so that copying stays linear; gives its size.
  std::size_t extend(std::string_view bytes) {
    const std::size_t held = static_cast<std::size_t>(size());
    const std::string_view piece = bytes.substr(0, held > kPieceBytes ? held : kPieceBytes);
    const auto head = static_cast<std::size_t>(begin_ - rest_.data());
    if (head > held) {
      rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(head));
      rest_.insert(rest_.end(), piece.begin(), piece.end());
      begin_ = rest_.data();
    } else {
      rest_.insert(rest_.end(), piece.begin(), piece.end());
      begin_ = rest_.data() + head;
    }
    end_ = rest_.data() + rest_.size();
    return piece.size();
  }

  void keep_rest() {
    rest_.assign(begin_, end_);
    begin_ = rest_.data();
    end_ = rest_.data() + rest_.size();
  }

  std::vector<char> rest_;
  const char* begin_ = nullptr;
  const char* end_ = nullptr;
  std::uint64_t offset_ = 0;
  char previous_ = '\n';
};

}  // namespace spanorama
