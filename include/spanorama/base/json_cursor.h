// Pulls JSON apart in one pass over contiguous bytes: no tree, no copies, no recursion. A value that runs past the end
// of the bytes is told apart from one that is wrong, so that a caller can wait for more.
//
//   JsonCursor json(text);
//   JsonString key;
//   json.take('{');
//   for (bool first = true; json.next_member(first, key);)
//     if (key.raw == "name") json.string(name); else json.skip_value();
//   if (json.failed()) ... json.failure() is cut_off or broken, json.position() says where
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "spanorama/base/simd_bytes.h"

namespace spanorama {

// What stands between the quotes; with `escaped`, escapes are still in it.
struct JsonString {
  std::string_view raw;
  bool escaped = false;
};

enum class JsonFailure : std::uint8_t { none, cut_off, broken };

// The first unescaped quote or line feed (which JSON forbids inside strings) in [p, end), or nullptr. `p` is behind the
// opening quote. `escaped` becomes true when a backslash was passed. 16 to 64 bytes at a time.
const char* find_string_end(const char* p, const char* end, bool& escaped);

class JsonCursor {
 public:
  JsonCursor(const char* begin, const char* end) : p_(begin), end_(end) {}
  explicit JsonCursor(std::string_view text) : JsonCursor(text.data(), text.data() + text.size()) {}

  const char* position() const { return p_; }
  const char* end() const { return end_; }
  bool failed() const { return failure_ != JsonFailure::none; }
  JsonFailure failure() const { return failure_; }

  // The next character that is not white space, not consumed; 0 and cut_off at the end.
  char peek() {
    while (p_ != end_) {
      if (static_cast<unsigned char>(*p_) > ' ') return *p_;
      if (!is_space(*p_)) break;
      ++p_;
    }
    fail(p_ == end_ ? JsonFailure::cut_off : JsonFailure::broken);
    return 0;
  }
  bool take(char wanted) {
    const char c = peek();
    if (c == wanted) {
      ++p_;
      return true;
    }
    if (c != 0) fail(JsonFailure::broken);
    return false;
  }

  // Passes these very bytes if they come next, white space included; else nothing is taken and nothing fails.
  bool take_text(std::string_view text) {
    if (static_cast<std::size_t>(end_ - p_) < text.size() || std::memcmp(p_, text.data(), text.size()) != 0)
      return false;
    p_ += text.size();
    return true;
  }
  // The rest of a string whose opening quote has been taken.
  bool string_rest(JsonString& out) {
    std::ptrdiff_t passed = 0;
    for (; passed < 32 && end_ - p_ - passed >= 16; passed += 16) {  // most strings are short
      const std::uint32_t stops = any_of_three(p_ + passed, '"', '\n', '\\');
      if (stops == 0) continue;
      const char* stop = p_ + passed + std::countr_zero(stops);
      if (*stop != '"') break;
      out = {{p_, static_cast<std::size_t>(stop - p_)}, false};
      p_ = stop + 1;
      return true;
    }
    return long_string_rest(out, passed);
  }

  // The next member's key with its colon; false behind the closing brace or on failure. The brace that opens must have
  // been taken, and each value must be read or skipped.
  bool next_member(bool& first, JsonString& key);
  // The same for arrays.
  bool next_element(bool& first);

  bool string(JsonString& out) { return take('"') && string_rest(out); }
  // The text of a number, true, false or null.
  bool scalar(std::string_view& out);
  // Any value. Depth is counted, brackets need not match in kind. O(bytes).
  bool skip_value();
  // As skip_value, giving the value's bytes.
  bool raw_value(std::string_view& out);

  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

 private:
  bool long_string_rest(JsonString& out, std::ptrdiff_t passed);  // without an end or escape in what was passed
  void fail(JsonFailure failure) {
    if (failure_ == JsonFailure::none) failure_ = failure;
  }
  const char* p_;
  const char* end_;
  JsonFailure failure_ = JsonFailure::none;
};

// Finds the end of one value that arrives in pieces; every byte is looked at once.
class JsonValueSkipper {
 public:
  // Starts at a value's first byte (white space before it is passed).
  void start() { *this = JsonValueSkipper{}; }
  // Reads [p, end); returns the position behind the value when done(), else `end`, else on failed() where it broke.
  const char* feed(const char* p, const char* end);
  bool done() const { return state_ == State::done; }
  bool failed() const { return state_ == State::broken; }

 private:
  enum class State : std::uint8_t { before, between, in_string, in_scalar, done, broken };
  const char* feed_string(const char* p, const char* end);
  State state_ = State::before;
  bool escape_open_ = false;  // the last byte seen in a string was an unescaped backslash
  std::uint64_t depth_ = 0;
};

}  // namespace spanorama
