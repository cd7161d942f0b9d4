#include "raw_value.h"

#include <algorithm>
#include <cstring>

#include "spanorama/base/json_cursor.h"
#include "spanorama/base/json_text.h"
#include "spanorama/base/same_bytes.h"
#include "spanorama/base/utf8.h"
#include "spanorama/model/payload_text.h"

namespace spanorama {

namespace {

bool is_ascii(std::string_view text) {
  std::uint64_t seen = 0;
  const char* p = text.data();
  const std::size_t size = text.size();
  if (size >= 8) {
    for (std::size_t at = 0; at + 8 < size; at += 8) seen |= load_eight(p + at);
    seen |= load_eight(p + size - 8);
  } else {
    for (std::size_t at = 0; at < size; ++at) seen |= static_cast<unsigned char>(p[at]);
  }
  return (seen & 0x8080808080808080ULL) == 0;
}

bool escapes_what_follows(std::string_view inside, std::size_t backslash) {
  std::size_t run = 0;
  while (run <= backslash && inside[backslash - run] == '\\') ++run;
  return (run & 1) != 0;
}

// The longest prefix of a JSON string's inside, at most `max_bytes`, that does not end inside an escape. Looks at the
// last few bytes only.
std::string_view whole_escapes_prefix(std::string_view inside, std::size_t max_bytes) {
  if (inside.size() <= max_bytes) return inside;
  for (std::size_t back = 1; back <= 5 && back <= max_bytes; ++back) {
    const std::size_t at = max_bytes - back;
    if (inside[at] != '\\' || !escapes_what_follows(inside, at)) continue;
    const std::size_t length = inside[at + 1] == 'u' ? 6 : 2;
    return inside.substr(0, at + length > max_bytes ? at : max_bytes);
  }
  return utf8_prefix(inside, max_bytes);
}

// One escape, or several \\u in a row because two may be one character. Gives the bytes taken.
std::size_t append_rare_escape(std::string& out, std::string_view rest) {
  std::size_t length = 0;
  while (length + 6 <= rest.size() && rest[length] == '\\' && rest[length + 1] == 'u') length += 6;
  if (length == 0) length = std::min<std::size_t>(2, rest.size());
  out += unescaped_json(rest.substr(0, length));
  return length;
}

// As unescaped_json, copying what lies between escapes in one go.
void unescape(std::string_view raw, std::string& out) {
  out.clear();
  out.reserve(raw.size());
  while (!raw.empty()) {
    const void* found = std::memchr(raw.data(), '\\', raw.size());
    const std::size_t plain =
        found == nullptr ? raw.size() : static_cast<std::size_t>(static_cast<const char*>(found) - raw.data());
    out.append(raw.data(), plain);
    raw.remove_prefix(plain);
    if (raw.empty()) break;
    const char c = raw.size() > 1 ? plain_json_escape(raw[1]) : '\0';
    if (c != 0) out += c;
    raw.remove_prefix(c != 0 ? 2 : append_rare_escape(out, raw));
  }
  if (!is_ascii(out) && !is_valid_utf8(out)) out = repaired_utf8(out);
}

}  // namespace

std::string_view plain_text(std::string_view raw, bool escaped, std::string& scratch) {
  if (escaped) {
    unescape(raw, scratch);
    return scratch;
  }
  if (is_ascii(raw) || is_valid_utf8(raw)) return raw;
  scratch = repaired_utf8(raw);
  return scratch;
}

std::string_view text_of(const RawValue& value, std::string& scratch) {
  switch (value.encoding) {
    case PayloadEncoding::utf8:
    case PayloadEncoding::json_string: return plain_text(value.raw, value.escaped, scratch);
    default: scratch = decoded_payload(value.encoding, value.raw); return scratch;
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
