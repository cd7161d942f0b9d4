#include "spanorama/base/utf8.h"

#include <cstdint>
#include <cstring>

#include "spanorama/base/simd_bytes.h"
#include "spanorama/base/text_finder.h"

namespace spanorama {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

struct Lead {
  int length;         // of the whole sequence; 0: no lead byte
  char32_t bits;      // of the lead
  char32_t smallest;  // below it the form is overlong
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xC2 && byte < 0xE0) return {2, static_cast<char32_t>(byte & 0x1F), 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return {3, static_cast<char32_t>(byte & 0x0F), 0x800};
  if (byte >= 0xF0 && byte < 0xF5) return {4, static_cast<char32_t>(byte & 0x07), 0x10000};
  return {0, 0, 0};
}

bool is_surrogate(char32_t c) { return c >= 0xD800 && c < 0xE000; }

// The code point at `at` and its length, or length 0 when the bytes there are broken.
Lead decode(std::string_view text, std::size_t at) {
  Lead lead = lead_of(byte_at(text, at));
  if (lead.length <= 1) return lead;
  if (at + static_cast<std::size_t>(lead.length) > text.size()) return {0, 0, 0};
  char32_t code = lead.bits;
  for (int i = 1; i < lead.length; ++i) {
    const unsigned char next = byte_at(text, at + static_cast<std::size_t>(i));
    if ((next & 0xC0) != 0x80) return {0, 0, 0};
    code = (code << 6) | (next & 0x3F);
  }
  if (code < lead.smallest || is_surrogate(code) || code > 0x10FFFF) return {0, 0, 0};
  return {lead.length, code, 0};
}

// The first place from `at` on that may not be ASCII; eight bytes at a time, so it may stop a little early.
std::size_t ascii_run(std::string_view text, std::size_t at) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & kHighBits) != 0) break;
  }
  return at;
}

// Sixty-four bytes at a time: each lead byte says where continuation bytes must stand, and they may stand nowhere else.
class Utf8Blocks {
 public:
  bool next(const char* p) {
    const ByteBlock block(p);
    const std::uint64_t high = block.not_ascii();
    if ((high | wanted_) == 0) return true;
    const std::uint64_t continuations = below(block, 0xC0), below_e0 = below(block, 0xE0);
    const std::uint64_t two = below_e0 & ~below(block, 0xC2), more = high & ~below_e0;
    std::uint64_t wanted = wanted_ | ((two | more) << 1);
    wanted_ = (two | more) >> 63;
    if ((more | after_) != 0) {
      if (!longer(block, more)) return false;
      const std::uint64_t four = more & ~below(block, 0xF0);
      wanted |= (more << 2) | (four << 3);
      wanted_ |= (more >> 62) | (four >> 61);
    }
    return continuations == wanted && high == (continuations | two | more);
  }
  bool ended() const { return wanted_ == 0; }

 private:
  static std::uint64_t below(const ByteBlock& block, unsigned limit) {
    return block.high_below(static_cast<char>(limit));
  }
  // Of three and four bytes: the second byte also tells overlong forms, surrogates and what lies past U+10FFFF.
  bool longer(const ByteBlock& block, std::uint64_t more) {
    unsigned next_after = 0;
    const auto behind = [&](unsigned lead, unsigned slot) {
      const std::uint64_t found = more == 0 ? 0 : block.equal_to(static_cast<char>(lead));
      next_after |= static_cast<unsigned>(found >> 63) << slot;
      return (found << 1) | ((after_ >> slot) & 1);
    };
    const std::uint64_t below_90 = below(block, 0x90), below_a0 = below(block, 0xA0);
    const std::uint64_t wrong = (behind(0xE0, 0) & below_a0) | (behind(0xED, 1) & ~below_a0) |
                                (behind(0xF0, 2) & below_90) | (behind(0xF4, 3) & ~below_90);
    after_ = next_after;
    return wrong == 0 && (more & ~below(block, 0xF5)) == 0;
  }

  std::uint64_t wanted_ = 0;  // places of continuation bytes in the block that comes
  unsigned after_ = 0;        // bits by lead: the block before ended in it
};

bool valid_by_blocks(std::string_view text) {
  Utf8Blocks blocks;
  char rest[64] = {};
  const std::size_t whole = text.size() / 64 * 64;
  std::memcpy(rest, text.data() + whole, text.size() - whole);
  for (std::size_t at = 0; at <= whole; at += 64)
    if (!blocks.next(at == whole ? rest : text.data() + at)) return false;
  return blocks.ended();
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const Lead decoded = decode(text, at);
  at += decoded.length > 0 ? static_cast<std::size_t>(decoded.length) : 1;
  return decoded.length > 0 ? decoded.bits : kReplacement;
}

char* write_utf8(char* to, char32_t code) {
  if (is_surrogate(code) || code > 0x10FFFF) code = kReplacement;
  const auto tail = [&](int shift) { *to++ = static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) {
    *to++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *to++ = static_cast<char>(0xC0 | (code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    *to++ = static_cast<char>(0xE0 | (code >> 12));
    tail(6);
    tail(0);
  } else {
    *to++ = static_cast<char>(0xF0 | (code >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
  return to;
}

void append_utf8(std::string& out, char32_t code) {
  char bytes[4];
  out.append(bytes, static_cast<std::size_t>(write_utf8(bytes, code) - bytes));
}

bool is_valid_utf8(std::string_view text) {
  if (text.size() >= 64) return valid_by_blocks(text);
  std::size_t at = ascii_run(text, 0);
  if (at + 16 <= text.size()) return valid_by_blocks(text.substr(at));
  while (at < text.size()) {
    const int length = decode(text, at).length;
    if (length == 0) return false;
    at = ascii_run(text, at + static_cast<std::size_t>(length));
  }
  return true;
}

std::string repaired_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  std::string out;
  out.reserve(text.size() + 16);
  for (std::size_t at = 0; at < text.size();) append_utf8(out, next_code_point(text, at));
  return out;
}

std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  std::size_t cut = max_bytes;
  // At most three continuation bytes belong to one character; more of them are broken text, cut anywhere.
  for (int i = 0; i < 3 && cut > 0 && (byte_at(text, cut) & 0xC0) == 0x80; ++i) --cut;
  return text.substr(0, (byte_at(text, cut) & 0xC0) == 0x80 ? max_bytes : cut);
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

bool contains_any_case(std::string_view haystack, std::string_view needle) {
  return TextFinder(needle, true).found_in(haystack);
}

}  // namespace spanorama
