// The first kPreviewBytes of readable text, white space squeezed, taken straight from escaped bytes: what lies behind is
// never decoded.
//
//   SqueezedText text;
//   text.append(R"(two\n  words)", 1);   // inside of a JSON string
//   text.text() == "two words"
#pragma once

#include <cstddef>
#include <string_view>

#include "spanorama/model/value.h"

namespace spanorama {

class SqueezedText {
 public:
  // `layers`: how many JSON strings the bytes are the inside of, 0 to 2. O(bytes until full).
  void append(std::string_view raw, int layers);
  // As append of a JSON string's inside that begins at `p` and ends somewhere before `end`; gives the place of the quote
  // that closes it (with 2 layers, of the backslash before that), or any place once full(). Null, with a part appended,
  // when the end does not show or an escape is broken. `layers`: 1 or 2.
  const char* append_string(const char* p, const char* end, int layers);
  // One space, where something stands before and something follows.
  void append_gap() {
    if (!gap_) put_space();
  }
  void clear() { size_ = 0, gap_ = true; }
  bool full() const { return size_ >= kFullBytes; }
  bool empty() const { return size_ == 0 || (size_ == 1 && gap_); }
  // Cuts and repairs what was appended, which ends it: valid UTF-8 of at most kPreviewBytes, no space at either end. The
  // view is good until the next call. Empty exactly when empty().
  std::string_view text();

 private:
  // A character more, so that one is seen whole when it is cut off; and slack for writing 64 at a time.
  static constexpr std::size_t kFullBytes = kPreviewBytes + 4;
  void put_space() {
    bytes_[size_++] = ' ';
    gap_ = true;
  }
  void put(char c);
  const char* plain_run(const char* p, const char* end, bool escapes);
  template <int kLayers>
  const char* usual_blocks(const char* p, const char* end);
  template <int kLayers>
  const char* usual_groups(const char* p, const char* end);
  const char* escape(const char* p, const char* end, int layers);
  const char* unicode_run(const char* p, const char* end, std::ptrdiff_t backslashes);
  const char* inner_escape(const char* p, const char* end);

  std::size_t size_ = 0;
  bool gap_ = true;  // a space is there already, or nothing yet
  char bytes_[kFullBytes + 72];
};

}  // namespace spanorama
