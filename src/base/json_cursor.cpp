#include "spanorama/base/json_cursor.h"

#include <bit>
#include <cstring>

#include "spanorama/base/simd_bytes.h"

namespace spanorama {

namespace {

// Bits of the bytes behind a run of backslashes of odd length: those that are escaped and no backslash. `carry`: the block
// before ended in a live backslash.
//
// Adding a run's first bit to the run carries to the bit behind it. That is done for the runs that start at even bits, so
// that each end tells of which kind its run is: length is odd when start and end are of different parity.
std::uint64_t escaped_bits(std::uint64_t backslashes, std::uint64_t& carry) {
  constexpr std::uint64_t kEven = 0x5555555555555555ULL;
  const std::uint64_t live = backslashes & ~carry;
  const std::uint64_t behind = live << 1;
  const std::uint64_t even_ends = live + (live & ~behind & kEven);
  const std::uint64_t escaped = (behind & ~live & (even_ends ^ kEven)) | carry;
  // A run that reaches the end of the block has its end at bit 64: its length is odd when it does not start at an even bit.
  carry = (live >> 63) & static_cast<std::uint64_t>(even_ends >= live);
  return escaped;
}

const char* find_string_end_bytewise(const char* p, const char* end, bool escape_open, bool& escaped) {
  for (; p != end; ++p) {
    if (escape_open) {
      escape_open = false;
    } else if (*p == '\n') {
      return p;
    } else if (*p == '\\') {
      escape_open = escaped = true;
    } else if (*p == '"') {
      return p;
    }
  }
  return nullptr;
}

bool ends_scalar(char c) {
  return c == ',' || c == '}' || c == ']' || c == ':' || c == '"' || c == '{' || c == '[' ||
         static_cast<unsigned char>(c) <= ' ';
}

}  // namespace

const char* find_string_end(const char* p, const char* end, bool& escaped) {
  escaped = false;
  if (end - p >= 16) {  // most strings are names
    const std::uint32_t stops = any_of_three(p, '"', '\n', '\\');
    if (stops != 0) {
      const char* first = p + std::countr_zero(stops);
      if (*first != '\\') return first;
    } else {
      p += 16;
    }
  }
  std::uint64_t carry = 0, passed = 0;  // backslashes that were passed
  while (end - p >= 64) {
    const ByteBlock block(p);
    const std::uint64_t backslashes = block.equal_to('\\');
    // A line feed behind a backslash is passed as an escape that nobody knows.
    const std::uint64_t stops = block.equal_to_either('"', '\n') & ~escaped_bits(backslashes, carry);
    if (stops != 0) {
      // What lies behind the end is not ours: a backslash there must not set `escaped`.
      const int at = std::countr_zero(stops);
      escaped = (passed | (backslashes & ((std::uint64_t{1} << at) - 1))) != 0;
      return p + at;
    }
    passed |= backslashes;
    p += 64;
  }
  escaped = passed != 0;
  return find_string_end_bytewise(p, end, carry != 0, escaped);
}

bool JsonCursor::long_string_rest(JsonString& out, std::ptrdiff_t passed) {
  const char* stop = find_string_end(p_ + passed, end_, out.escaped);
  if (stop == nullptr) {
    p_ = end_;
    fail(JsonFailure::cut_off);
    return false;
  }
  if (*stop != '"') {
    p_ = stop;
    fail(JsonFailure::broken);
    return false;
  }
  out.raw = {p_, static_cast<std::size_t>(stop - p_)};
  p_ = stop + 1;
  return true;
}

bool JsonCursor::next_member(bool& first, JsonString& key) {
  if (failed()) return false;
  char c = peek();
  if (c == '}') {
    ++p_;
    return false;
  }
  if (!first && !take(',')) return false;
  first = false;
  return string(key) && take(':');
}

bool JsonCursor::next_element(bool& first) {
  if (failed()) return false;
  const char c = peek();
  if (c == ']') {
    ++p_;
    return false;
  }
  if (c == 0 || (!first && !take(','))) return false;
  first = false;
  return peek() != 0;
}

bool JsonCursor::scalar(std::string_view& out) {
  if (peek() == 0) return false;
  const char* start = p_;
  while (p_ != end_ && !ends_scalar(*p_)) ++p_;
  if (p_ == end_) {
    fail(JsonFailure::cut_off);
    return false;
  }
  out = {start, static_cast<std::size_t>(p_ - start)};
  if (out.empty()) fail(JsonFailure::broken);
  return !out.empty();
}

bool JsonCursor::skip_value() {
  if (failed()) return false;
  std::uint64_t depth = 0;
  do {
    const char c = peek();
    bool ok = true;
    if (c == '"') {
      JsonString text;
      ok = string(text);
    } else if (c == '{' || c == '[') {
      ++depth;
      ++p_;
    } else if (c == '}' || c == ']') {
      ok = depth != 0;
      if (ok) --depth, ++p_;
    } else if (c == ',' || c == ':') {
      ok = depth != 0;
      if (ok) ++p_;
    } else {
      std::string_view text;
      ok = scalar(text);
    }
    if (!ok) {
      fail(JsonFailure::broken);
      return false;
    }
  } while (depth != 0);
  return true;
}

bool JsonCursor::raw_value(std::string_view& out) {
  if (peek() == 0) return false;
  const char* start = p_;
  if (!skip_value()) return false;
  out = {start, static_cast<std::size_t>(p_ - start)};
  return true;
}

const char* JsonValueSkipper::feed_string(const char* p, const char* end) {
  if (escape_open_ && p != end) {
    escape_open_ = false;
    ++p;
  }
  bool escaped = false;
  const char* stop = find_string_end(p, end, escaped);
  if (stop == nullptr) {
    const char* last = end;
    while (last != p && last[-1] == '\\') --last;
    escape_open_ = ((end - last) & 1) != 0;
    return end;
  }
  if (*stop != '"') {
    state_ = State::broken;
    return stop;
  }
  state_ = depth_ == 0 ? State::done : State::between;
  return stop + 1;
}

const char* JsonValueSkipper::feed(const char* p, const char* end) {
  while (p != end && state_ != State::done && state_ != State::broken) {
    if (state_ == State::in_string) {
      p = feed_string(p, end);
      continue;
    }
    const char c = *p;
    if (state_ == State::in_scalar) {
      if (!ends_scalar(c)) {
        ++p;
        continue;
      }
      state_ = depth_ == 0 ? State::done : State::between;
      continue;
    }
    if (JsonCursor::is_space(c)) {
      ++p;
      continue;
    }
    if (c == '"') {
      state_ = State::in_string;
      escape_open_ = false;
    } else if (c == '{' || c == '[') {
      ++depth_;
      state_ = State::between;
    } else if (c == '}' || c == ']') {
      if (depth_ == 0) {
        state_ = State::broken;
        return p;
      }
      state_ = --depth_ == 0 ? State::done : State::between;
    } else if (c == ',' || c == ':') {
      if (depth_ == 0) {
        state_ = State::broken;
        return p;
      }
    } else if (static_cast<unsigned char>(c) < ' ') {
      state_ = State::broken;
      return p;
    } else {
      state_ = State::in_scalar;
      continue;
    }
    ++p;
  }
  return p;
}

}  // namespace spanorama
