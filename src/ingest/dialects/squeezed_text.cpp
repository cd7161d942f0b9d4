#include "squeezed_text.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

#include "spanorama/base/json_text.h"
#include "spanorama/base/simd_bytes.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

// Whether the escape at `p` is written as it should be and wholly there.
bool sound_escape(const char* p, const char* end, int layers) {
  if (end - p < 4) return false;
  const int backslashes = layers == 2 && p[1] == '\\' ? 2 : 1;
  char32_t code = 0;
  return p[backslashes] != 'u' || take_unicode_escape(p, end, backslashes, code);
}

}  // namespace

void SqueezedText::put(char c) {
  if (is_space(c)) return append_gap();
  bytes_[size_++] = c;
  gap_ = false;
}

// Copies up to the first byte that needs a look: a backslash, a control character or a second space.
const char* SqueezedText::plain_run(const char* p, const char* end, bool escapes) {
  const char escape_byte = escapes ? '\\' : '\0';
  std::size_t size = size_;
  std::uint32_t gap = gap_ ? 1 : 0;
  while (end - p >= 16 && size < kFullBytes) {
    const ByteGroup group(p);
    const std::uint32_t spaces = group.equal_to(' ');
    const std::uint32_t stops = group.below_or(' ', escape_byte, escape_byte) | (spaces & ((spaces << 1) | gap));
    const auto run = static_cast<unsigned>(std::countr_zero(stops | 0x10000u));
    group.store(bytes_ + size);
    size += run;
    p += run;
    if (run != 0) gap = (spaces >> (run - 1)) & 1;
    if (run != 16) break;
  }
  size_ = size;
  gap_ = gap != 0;
  if (end - p >= 16) return p;
  while (p != end && !full() && !(escapes && *p == '\\')) put(*p++);
  return p;
}

// All \uXXXX in a row: texts that are not English are written in little else. A broken one stays as it stands.
const char* SqueezedText::unicode_run(const char* p, const char* end, std::ptrdiff_t backslashes) {
  const char* start = p;
  char32_t code = 0;
  while (!full() && take_unicode_escape(p, end, backslashes, code)) {
    if (code < 0x80) {
      put(static_cast<char>(code));
    } else {
      size_ = static_cast<std::size_t>(write_utf8(bytes_ + size_, code) - bytes_);
      gap_ = false;
    }
  }
  if (p != start) return p;
  put('\\');
  return p + backslashes;
}

// In a JSON string inside a JSON string, at two backslashes: one that is left once the outer string is decoded.
const char* SqueezedText::inner_escape(const char* p, const char* end) {
  if (end - p < 3) return end;
  if (p[2] == 'u' && end - p >= 7) return unicode_run(p, end, 2);
  const bool escaped_again = p[2] == '\\' && end - p >= 4;
  const char letter = escaped_again ? p[3] : p[2];
  const char plain = plain_json_escape(letter);
  const bool usual =
      escaped_again ? letter == '"' || letter == '\\' || letter == '/' : plain != 0 && letter != '\\' && letter != '"';
  if (!usual) {
    // A broken escape: the backslash stays, as it does in unescaped_json.
    put('\\');
    return p + 2;
  }
  put(plain);
  return p + (escaped_again ? 4 : 3);
}

const char* SqueezedText::escape(const char* p, const char* end, int layers) {
  if (end - p < 2) return end;
  if (layers == 2 && p[1] == '\\') return inner_escape(p, end);
  if (p[1] == 'u' && end - p >= 6) return unicode_run(p, end, 1);
  const char plain = plain_json_escape(p[1]);
  put(plain != 0 ? plain : '\\');
  return p + (plain != 0 ? 2 : 1);
}

void SqueezedText::append(std::string_view raw, int layers) {
  const char* p = raw.data();
  const char* end = p + raw.size();
  while (p != end && !full()) {
    p = plain_run(p, end, layers != 0);
    if (p == end || full()) return;
    if (layers != 0 && *p == '\\') {
      p = escape(p, end, layers);
    } else {
      put(*p++);
    }
  }
}

namespace {

// What the usual escapes become, white space as a space; 0 for those that need a look.
using EscapeTable = std::array<char, 256>;
constexpr EscapeTable escapes_of(std::string_view spaces, std::string_view kept) {
  EscapeTable out{};
  for (const char c : spaces) out[static_cast<unsigned char>(c)] = ' ';
  for (const char c : kept) out[static_cast<unsigned char>(c)] = c;
  return out;
}
constexpr EscapeTable all_spaces() {
  EscapeTable out{};
  for (char& c : out) c = ' ';
  return out;
}
constexpr EscapeTable kSpace = all_spaces(), kEscapes = escapes_of("ntrf", "\"\\/"),
                      kInnerEscapes = escapes_of("ntrf", "\\/"), kInnerEscapedAgain = escapes_of("", "\"\\/");

struct UsualEscape {
  char plain;
  std::ptrdiff_t length;
};

// At a space or a backslash, with four bytes to look at; without branches, since nobody can foretell which it is.
template <int kLayers>
UsualEscape usual_escape(const char* p) {
  static constexpr const EscapeTable* kOneLayer[] = {&kEscapes, &kSpace};
  static constexpr const EscapeTable* kTwoLayers[] = {&kInnerEscapes, &kInnerEscapedAgain, &kSpace, &kSpace};
  const int space = *p == ' ';
  if constexpr (kLayers == 1) {
    return {(*kOneLayer[space])[static_cast<unsigned char>(p[1])], 2 - space};
  } else {
    const int deep = p[2] == '\\';
    const char plain = (*kTwoLayers[2 * space + deep])[static_cast<unsigned char>(p[2 + deep])];
    return {p[1] == '\\' || space != 0 ? plain : '\0', space != 0 ? 1 : 3 + deep};
  }
}

}  // namespace

// The loops that previews are made in: what is usual is done with what is in registers, all else by escape() and put().
// This one looks at 64 bytes at once, so that the next are on their way while the stops in these are gone through.
template <int kLayers>
const char* SqueezedText::usual_blocks(const char* p, const char* end) {
  constexpr std::ptrdiff_t kLook = 64 + 64;  // runs are copied 64 bytes at a time, wherever they begin
  constexpr char kQuote = kLayers == 1 ? '"' : '\\';
  std::size_t size = size_;
  std::uint64_t gap = gap_ ? 1 : 0;
  bool usual = true;
  while (usual && end - p >= kLook && size < kFullBytes) {
    const ByteBlock block(p);
    const std::uint64_t spaces = block.equal_to(' '), behind_space = spaces << 1;
    const std::uint64_t stops = block.below_or(' ', '\\', kQuote) | (spaces & behind_space);
    std::size_t at = 0;
    while (size < kFullBytes) {
      const std::uint64_t ahead = (stops | (spaces & (gap << at))) >> at;
      const std::size_t run = ahead == 0 ? 64 - at : static_cast<std::size_t>(std::countr_zero(ahead));
      std::memcpy(bytes_ + size, p + at, 64);
      size += run;
      at += run;
      if (at == 64) {
        gap = run != 0 ? spaces >> 63 : gap;
        break;
      }
      gap = run != 0 ? (behind_space >> at) & 1 : gap;
      const UsualEscape escape = usual_escape<kLayers>(p + at);
      usual = escape.plain != 0 && (p[at] == '\\' || p[at] == ' ');
      if (!usual) break;
      const std::uint64_t space = escape.plain == ' ' ? 1 : 0;
      bytes_[size] = escape.plain;
      size += 1 - (space & gap);
      gap = space;
      at += static_cast<std::size_t>(escape.length);
      if (at >= 64) break;
    }
    p += at;
  }
  size_ = size;
  gap_ = gap != 0;
  return p;
}

// The same for the last bytes before the end.
template <int kLayers>
const char* SqueezedText::usual_groups(const char* p, const char* end) {
  constexpr std::uint32_t kWidth = 16;
  constexpr std::ptrdiff_t kLook = kWidth + 4;  // and the longest escape behind the last byte
  constexpr char kQuote = kLayers == 1 ? '"' : '\\';
  std::size_t size = size_;
  std::uint32_t gap = gap_ ? 1 : 0;
  while (end - p >= kLook && size < kFullBytes) {
    const ByteGroup group(p);
    group.store(bytes_ + size);
    const std::uint32_t spaces = group.equal_to(' '), behind_space = (spaces << 1) | gap;
    const std::uint32_t stops = group.below_or(' ', '\\', kQuote) | (spaces & behind_space) | (1u << kWidth);
    const auto run = static_cast<unsigned>(std::countr_zero(stops));
    size += run;
    gap = (behind_space >> run) & 1;
    p += run;
    if (run == kWidth) continue;
    if (*p != '\\' && *p != ' ') break;
    const UsualEscape escape = usual_escape<kLayers>(p);
    if (escape.plain == 0) break;
    const std::uint32_t space = escape.plain == ' ' ? 1 : 0;
    bytes_[size] = escape.plain;
    size += 1 - (space & gap);
    gap = space;
    p += escape.length;
  }
  size_ = size;
  gap_ = gap != 0;
  return p;
}

const char* SqueezedText::append_string(const char* p, const char* end, int layers) {
  for (;;) {
    p = layers == 1 ? usual_groups<1>(usual_blocks<1>(p, end), end) : usual_groups<2>(usual_blocks<2>(p, end), end);
    if (full()) return p;
    if (p == end) return nullptr;
    if (*p == '"' && layers == 1) return p;
    if (*p != '\\') {
      put(*p++);
      continue;
    }
    if (layers == 2 && end - p >= 2 && p[1] == '"') return p;
    if (!sound_escape(p, end, layers)) return nullptr;
    p = escape(p, end, layers);
  }
}

std::string_view SqueezedText::text() {
  size_ = utf8_prefix({bytes_, size_}, kPreviewBytes).size();
  if (!is_valid_utf8({bytes_, size_})) {
    const std::string repaired = repaired_utf8({bytes_, size_});
    size_ = utf8_prefix(repaired, kPreviewBytes).size();
    std::memcpy(bytes_, repaired.data(), size_);
  }
  while (size_ != 0 && bytes_[size_ - 1] == ' ') --size_;
  return {bytes_, size_};
}

}  // namespace spanorama
