#include "raw_value.h"

#include <algorithm>
#include <cstring>

#include "spanorama/base/json_cursor.h"
#include "spanorama/base/json_text.h"
#include "spanorama/base/utf8.h"
#include "spanorama/model/payload_text.h"

namespace spanorama {

namespace {

bool is_ascii(std::string_view text) {
  std::uint64_t seen = 0;
  const char* p = text.data();
  std::size_t left = text.size();
  for (; left >= 8; left -= 8, p += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, p, 8);
    seen |= word;
  }
  for (; left != 0; --left, ++p) seen |= static_cast<unsigned char>(*p);
  return (seen & 0x8080808080808080ULL) == 0;
}

// The longest prefix of a JSON string's inside, at most `max_bytes`, that does not end inside an escape.
std::string_view whole_escapes_prefix(std::string_view inside, std::size_t max_bytes) {
  if (inside.size() <= max_bytes) return inside;
  std::size_t at = 0;
  while (at < max_bytes) {
    std::size_t step = 1;
    if (inside[at] == '\\') step = at + 1 < inside.size() && inside[at + 1] == 'u' ? 6 : 2;
    if (at + step > max_bytes) break;
    at += step;
  }
  return inside.substr(0, at);
}

}  // namespace

std::string_view plain_text(std::string_view raw, bool escaped, std::string& scratch) {
  if (escaped) {
    scratch = unescaped_json(raw);
    return scratch;
  }
  if (is_ascii(raw) || is_valid_utf8(raw)) return raw;
  scratch = repaired_utf8(raw);
  return scratch;
}

std::string_view text_of(const RawValue& value, std::string& scratch) {
  switch (value.encoding) {
    case PayloadEncoding::utf8:
    case PayloadEncoding::json_string:
      return plain_text(value.raw, value.escaped, scratch);
    default:
      scratch = decoded_payload(value.encoding, value.raw);
      return scratch;
  }
}

std::string_view text_prefix_of(const RawValue& value, std::size_t max_bytes, std::string& scratch) {
  RawValue head = value;
  head.raw = value.escaped ? whole_escapes_prefix(value.raw, max_bytes) : utf8_prefix(value.raw, max_bytes);
  return text_of(head, scratch);
}

const char* tolerant_string_end(const char* p, const char* end, bool& escaped) {
  escaped = false;
  for (;;) {
    bool here = false;
    const char* stop = find_string_end(p, end, here);
    escaped = escaped || here;
    if (stop == nullptr) return end;
    if (*stop == '"') return stop;
    p = stop + 1;
  }
}

}  // namespace spanorama
