#include "message_preview.h"

#include <algorithm>
#include <bit>

#include "message_scan.h"
#include "spanorama/base/json_cursor.h"
#include "spanorama/base/proto_wire.h"
#include "spanorama/base/simd_bytes.h"
#include "spanorama/base/utf8.h"
#include "spanorama/model/payload_text.h"
#include "usual_message.h"

namespace spanorama {

namespace {

// Looked at first; four times as much each time nothing is found, up to the last.
constexpr std::size_t kFirstWindowBytes = 1024;
constexpr std::size_t kLastWindowBytes = 64 * 1024;
// Messages without text that are passed on the way back; braces that never close make each look long.
constexpr int kMaxTries = 32;
// Text with escaped quotes in it is decoded as a whole up to this.
constexpr std::size_t kDecodedBytes = 1 << 20;
// Source bytes of a message that may become kPreviewBytes of squeezed text.
constexpr std::size_t kTextBytes = 2 * kPreviewBytes;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

bool begins_with_bracket(std::string_view text) { return !text.empty() && (text[0] == '{' || text[0] == '['); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}

bool looks_json(std::string_view text) {
  text = trimmed(text);
  return !text.empty() && (text[0] == '{' || text[0] == '[' || text[0] == '"');
}

// Told by the first character that is no white space, escapes looked through.
bool looks_json(const RawValue& value) {
  if (value.kind == RawKind::structured || begins_with_bracket(value.raw)) return true;
  const std::string_view raw = value.raw.substr(0, 256);
  std::size_t at = 0;
  while (at < raw.size()) {
    if (is_space(raw[at])) {
      ++at;
    } else if (value.escaped && raw[at] == '\\' && at + 1 < raw.size() &&
               (raw[at + 1] == 'n' || raw[at + 1] == 't' || raw[at + 1] == 'r')) {
      at += 2;
    } else {
      break;
    }
  }
  if (at + 1 < raw.size() && value.escaped && raw[at] == '\\') ++at;
  return at < raw.size() && (raw[at] == '{' || raw[at] == '[' || raw[at] == '"');
}

// The last `bytes`; inside a JSON string they do not begin inside an escape.
std::string_view tail_of(std::string_view text, int layers, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  std::size_t at = text.size() - bytes;
  if (layers != 0) {
    std::size_t backslashes = 0;
    while (backslashes < at && text[at - 1 - backslashes] == '\\') ++backslashes;
    at += backslashes & 1;
  } else {
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return text.substr(at);
}

// Whether `"role"` (inside a JSON string `\"role\"`) stands at the quote, outside of any string as far as one can tell.
bool is_role_at(std::string_view json, std::size_t quote, int layers) {
  const std::string_view name = layers == 0 ? "\"role\"" : "\"role\\\"";
  if (json.substr(quote, name.size()) != name) return false;
  std::size_t backslashes = 0;
  while (backslashes < quote && backslashes < 2 && json[quote - 1 - backslashes] == '\\') ++backslashes;
  return backslashes == static_cast<std::size_t>(layers);
}

// The last such place before `before`, or npos. The quote's, not its backslash's.
std::size_t last_role(std::string_view json, std::size_t before, int layers) {
  if (json.size() < 6) return std::string_view::npos;
  std::size_t at = std::min(before, json.size() - 2);
  for (; at >= 64; at -= 64) {
    std::uint64_t hits = pairs_in(json.data() + at - 64, '"', 'r');
    while (hits != 0) {
      const std::size_t bit = 63 - static_cast<std::size_t>(std::countl_zero(hits)), quote = at - 64 + bit;
      if (is_role_at(json, quote, layers)) return quote;
      hits &= ~(std::uint64_t{1} << bit);
    }
  }
  while (at-- > 0)
    if (json[at] == '"' && is_role_at(json, at, layers)) return at;
  return std::string_view::npos;
}

// Behind a cut nobody knows what is inside a string. A bare `"role"` stands outside of one.
std::string_view from_first_role(std::string_view json, int layers) {
  for (std::size_t at = json.find("\"role"); at != std::string_view::npos; at = json.find("\"role", at + 1)) {
    if (!is_role_at(json, at, layers)) continue;
    std::size_t behind = at + 6 + static_cast<std::size_t>(layers);
    while (behind < json.size() && is_space(json[behind])) ++behind;
    if (behind < json.size() && (json[behind] == ':' || json[behind] == '}' || json[behind] == ','))
      return json.substr(at - static_cast<std::size_t>(layers));
  }
  return {};
}

// JSON text of the last elements of a protobuf list, as many as fit into `bytes`.
std::string tail_of_proto(std::string_view any_value, std::size_t bytes) {
  ProtoCursor outer(any_value);
  ProtoField field;
  std::string_view list;
  while (outer.next(field))
    if (field.number == 5 && field.type == ProtoWire::length) list = field.bytes;
  ProtoCursor elements(list);
  std::string out = "[";
  while (elements.next(field)) {
    if (field.number != 1 || field.type != ProtoWire::length) continue;
    const auto left = static_cast<std::size_t>(list.data() + list.size() - field.bytes.data());
    if (left > bytes && left > field.bytes.size()) continue;
    if (out.size() > 1) out += ',';
    out += decoded_prefix(PayloadEncoding::otlp_proto_value, field.bytes, bytes);
  }
  return out;
}

// Text inside a JSON string once more: "\"{\\\"a\\\":1}\"".
std::string_view unwrapped(std::string_view json, std::string& scratch) {
  const std::string_view start = trimmed(json);
  if (start.empty() || start[0] != '"') return json;
  bool escaped = false;
  const char* end = start.data() + start.size();
  const char* stop = tolerant_string_end(start.data() + 1, end, escaped);
  RawValue inner;
  inner.kind = RawKind::text;
  inner.encoding = PayloadEncoding::json_string;
  inner.escaped = escaped;
  inner.raw = {start.data() + 1, static_cast<std::size_t>(stop - start.data() - 1)};
  scratch = std::string(text_of(inner, scratch));
  return scratch;
}

// JSON to look for messages in, with the number of JSON strings that it is the inside of.
struct LayeredJson {
  std::string_view text;
  int layers = 0;
};

// JSON in a JSON string once more than MessageScan can read is decoded into `scratch`.
LayeredJson json_in_text(const RawValue& value, std::string& scratch) {
  const int layers = value.escaped ? 1 : 0;
  if (layers == 0 && begins_with_bracket(value.raw)) return {value.raw, 0};
  const std::string_view head = value.raw.substr(0, 256);
  if (layers == 1 && head.find("\\\"") == std::string_view::npos && head.find("\\u0022") != std::string_view::npos) {
    // Some writers escape quotes by number.
    std::string once;
    scratch = std::string(text_prefix_of(value, kDecodedBytes, once));
    return {scratch, 0};
  }
  const std::string_view start = trimmed(value.raw);
  const std::string_view quote = layers == 0 ? "\"" : "\\\"";
  if (start.substr(0, quote.size()) != quote) return {value.raw, layers};
  if (layers == 1) {
    std::string once;
    const std::string_view plain = text_prefix_of(value, kLastWindowBytes, once);
    scratch = plain;
    RawValue inner;
    inner.kind = RawKind::text;
    inner.raw = scratch;
    return json_in_text(inner, once);
  }
  bool found = false;
  const char* inside = start.data() + 1;
  const char* stop = layered_string_end(inside, start.data() + start.size(), 0, found);
  return {{inside, static_cast<std::size_t>(stop - inside)}, 1};
}

// Whether a "role" at the quote is followed by a user's.
bool is_users(std::string_view json, std::size_t quote, int layers) {
  std::size_t at = quote + 6 + static_cast<std::size_t>(layers);
  while (at < json.size() && (is_space(json[at]) || json[at] == ':')) ++at;
  const std::string_view value = json.substr(std::min(at, json.size()), 8);
  const std::string_view word = value.substr(std::min<std::size_t>(value.size(), layers == 0 ? 1 : 2));
  return word.substr(0, 4) == "user" || word.substr(0, 5) == "human";
}

// The last message of a user that begins in the last kLastWindowBytes, found from the end backwards.
void last_user_backwards(SqueezedText& out, LayeredJson json) {
  const std::size_t first = json.text.size() > kLastWindowBytes ? json.text.size() - kLastWindowBytes : 0;
  const auto layers = static_cast<std::size_t>(json.layers);
  int tries = kMaxTries;
  for (std::size_t at = json.text.size();
       (at = last_role(json.text, at, json.layers)) != std::string_view::npos && at > first;) {
    if (!is_users(json.text, at, json.layers)) continue;
    if (tries-- == 0) break;
    const std::string_view message = json.text.substr(at - layers);
    if (usual_user_message(message, json.layers, out)) return;
    MessageScan scan(json.layers);
    scan.run(message, ScanUntil::message);
    out = scan.last_user();
    if (!out.empty()) return;
  }
}

void last_user_in_text(SqueezedText& out, const RawValue& value) {
  std::string scratch;
  const LayeredJson json = json_in_text(value, scratch);
  last_user_backwards(out, json);
  if (!out.empty()) return;
  // The text may stand before the role, or the role be told another way.
  const auto try_part = [&](std::string_view part) {
    MessageScan scan(json.layers);
    scan.run(part, ScanUntil::end);
    out = scan.last_user();
  };
  if (json.text.size() <= kLastWindowBytes) return try_part(json.text);
  try_part(from_first_role(tail_of(json.text, json.layers, kLastWindowBytes), json.layers));
  if (out.empty()) try_part(json.text.substr(0, kFirstWindowBytes * 4));
}

// The text of a structured value to scan for messages: its last `bytes`, or with `head` the first.
std::string_view window_of(const RawValue& value, std::size_t bytes, bool head, std::string& scratch) {
  const bool whole = value.raw.size() <= bytes;
  if (value.encoding == PayloadEncoding::otlp_proto_value) {
    scratch = whole  ? decoded_payload(value.encoding, value.raw)
              : head ? decoded_prefix(value.encoding, value.raw, bytes)
                     : tail_of_proto(value.raw, bytes);
    return scratch;
  }
  if (whole) return value.raw;
  if (head) return value.raw.substr(0, bytes);
  // In an AnyValue the name stands as a value of "key".
  const std::string_view raw = tail_of(value.raw, 0, bytes);
  const std::size_t role = raw.find("\"key\"");
  return role == std::string_view::npos ? std::string_view{} : raw.substr(role);
}

void last_user_text(SqueezedText& out, const RawValue& value) {
  if (value.kind == RawKind::text) return last_user_in_text(out, value);
  std::string scratch;
  for (std::size_t bytes = kFirstWindowBytes;; bytes *= 4) {
    MessageScan scan(0);
    scan.run(window_of(value, bytes, false, scratch), ScanUntil::end);
    out = scan.last_user();
    if (!out.empty() || value.raw.size() <= bytes) return;
    if (bytes >= kLastWindowBytes) break;
  }
  MessageScan scan(0);
  scan.run(window_of(value, kFirstWindowBytes * 4, true, scratch), ScanUntil::end);
  out = scan.last_user();
}

void text_or_calls(SqueezedText& out, const MessageScan& scan) {
  out = scan.last_text();
  if (out.empty()) out.append(scan.tool_calls(), 0);
}

void answer_text(SqueezedText& out, const RawValue& value) {
  std::string scratch;
  if (value.kind == RawKind::text) {
    const LayeredJson json = json_in_text(value, scratch);
    if (usual_answer(json.text, json.layers, out)) return;
    MessageScan scan(json.layers);
    scan.run(json.text.substr(0, kLastWindowBytes), ScanUntil::answer);
    return text_or_calls(out, scan);
  }
  for (std::size_t bytes = kFirstWindowBytes;; bytes *= 4) {
    MessageScan scan(0);
    scan.run(window_of(value, bytes, true, scratch), ScanUntil::answer);
    if (!scan.last_text().empty() || value.raw.size() <= bytes || bytes >= kLastWindowBytes)
      return text_or_calls(out, scan);
  }
}

// Names whose values nobody reads in a preview.
bool is_plumbing(std::string_view name) {
  static constexpr std::string_view kNames[] = {"role",          "type",         "id",         "index",
                                                "finish_reason", "finishReason", "toolCallId", "tool_call_id",
                                                "toolName",      "mime_type",    "object",     "created"};
  for (const std::string_view n : kNames)
    if (n == name) return true;
  return false;
}

// Whether it goes on as JSON behind the first bracket: "[note 3] See below" and "{name}, hello" are prose.
bool goes_on_as_json(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || text[0] == '"') return true;
  const bool list = text[0] == '[';
  text = trimmed(text.substr(1));
  if (text.empty()) return true;
  const char c = text[0];
  if (!list) return c == '"' || c == '}';
  if (c == '{' || c == '[' || c == '"' || c == ']') return true;
  const std::size_t end = std::min(text.find_first_of(" \n\r\t,]"), text.size());
  const std::string_view word = text.substr(0, end);
  const bool value = c == '-' || (c >= '0' && c <= '9') || word == "null" || word == "true" || word == "false";
  const std::string_view rest = trimmed(text.substr(end));
  if (!value || rest.empty()) return value;
  return rest[0] == ',' || (rest[0] == ']' && trimmed(rest.substr(1)).empty());
}

// "name: value, name: value" of JSON that may be cut off; the value alone when there is one only.
void values_text(SqueezedText& preview, std::string_view json) {
  std::string out, key, scratch;
  std::size_t count = 0, first_value = 0;
  const char* p = json.data();
  const char* end = p + json.size();
  const auto add = [&](std::string_view value) {
    if (value.empty() || is_plumbing(key)) return;
    if (!out.empty()) out += ", ";
    if (!key.empty()) out.append(key).append(": ");
    if (count++ == 0) first_value = out.size();
    out += value;
    key.clear();
  };
  while (p != end && out.size() < kTextBytes) {
    const char c = *p;
    if (c == '"') {
      bool escaped = false;
      const char* stop = tolerant_string_end(p + 1, end, escaped);
      RawValue text;
      text.kind = RawKind::text;
      text.encoding = PayloadEncoding::json_string;
      text.escaped = escaped;
      text.raw = {p + 1, static_cast<std::size_t>(stop - p - 1)};
      p = stop == end ? end : stop + 1;
      while (p != end && is_space(*p)) ++p;
      const std::string_view plain = text_prefix_of(text, kTextBytes, scratch);
      if (p != end && *p == ':') {
        key = plain.substr(0, 60);
      } else {
        add(plain);
      }
    } else if (c == ',' || c == ':' || c == '{' || c == '}' || c == '[' || c == ']' || is_space(c)) {
      ++p;
    } else {
      const char* start = p;
      while (p != end && *p != ',' && *p != '}' && *p != ']' && !is_space(*p) && *p != '"') ++p;
      const std::string_view bare{start, static_cast<std::size_t>(p - start)};
      if (bare != "null") add(bare);
    }
  }
  preview.append(std::string_view(out).substr(count == 1 ? first_value : 0), 0);
}

// JSON that holds no messages.
void other_json(SqueezedText& out, const RawValue& value) {
  std::string scratch, inner;
  if (value.kind == RawKind::structured) {
    scratch = decoded_prefix(value.encoding, value.raw, 4 * kTextBytes);
    return values_text(out, scratch);
  }
  const std::string_view start = text_prefix_of(value, 4 * kTextBytes, scratch);
  const std::string_view once = unwrapped(start, inner);
  if (looks_json(once) && goes_on_as_json(once)) return values_text(out, once);
  out.append(once, 0);
}

// Passes over the elements of a list, as it stands there. Broken JSON ends the list before the element that it is in.
class ElementCounter {
 public:
  explicit ElementCounter(LayeredJson json) : p_(json.text.data()), end_(p_ + json.text.size()), layers_(json.layers) {}

  int count() {
    pass_space();
    if (p_ == end_ || *p_ != '[') return -1;
    int elements = 0;
    for (int depth = 1; ++p_, depth != 0;) {
      pass_space();
      if (p_ == end_) break;
      if (*p_ == '[' || *p_ == '{') {
        ++depth;
        continue;
      }
      if (*p_ == ']' || *p_ == '}') {
        if (--depth == 1) ++elements;
        continue;
      }
      if (*p_ == ',' || *p_ == ':') continue;
      if (!pass_scalar()) break;
      if (depth == 1) ++elements;
    }
    return elements;
  }

 private:
  bool escape_at(char letter) const { return layers_ == 1 && *p_ == '\\' && end_ - p_ > 1 && p_[1] == letter; }
  void pass_space() {
    while (p_ != end_) {
      if (escape_at('n') || escape_at('t') || escape_at('r')) {
        p_ += 2;
      } else if (JsonCursor::is_space(*p_)) {
        ++p_;
      } else {
        return;
      }
    }
  }
  // Ends at the last byte of a string, number or word; false when it is none, or is cut off.
  bool pass_scalar() {
    if (layers_ == 0 ? *p_ == '"' : escape_at('"')) {
      bool found = false;
      const char* stop = layered_string_end(p_ + 1 + layers_, end_, layers_, found);
      if (found) p_ = stop + layers_;
      return found;
    }
    const auto is_word = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); };
    if (!is_word(*p_) && *p_ != '-') return false;
    while (end_ - p_ > 1 && (is_word(p_[1]) || p_[1] == '+' || p_[1] == '-' || p_[1] == '.' || p_[1] == 'E')) ++p_;
    return true;
  }

  const char* p_;
  const char* end_;
  int layers_;
};

}  // namespace

void make_preview(SqueezedText& out, const RawValue& value, PreviewOf what) {
  if (value.kind != RawKind::text && value.kind != RawKind::structured) return;
  if (!looks_json(value)) return out.append(value.raw, value.escaped ? 1 : 0);
  if (what == PreviewOf::last_user) last_user_text(out, value);
  if (what == PreviewOf::answer) answer_text(out, value);
  if (out.empty()) other_json(out, value);
}

int element_count(const RawValue& value) {
  if (value.kind != RawKind::text && value.kind != RawKind::structured) return -1;
  std::string scratch;
  const LayeredJson json = value.kind == RawKind::text
                               ? json_in_text(value, scratch)
                               : LayeredJson{scratch = decoded_payload(value.encoding, value.raw), 0};
  return ElementCounter(json).count();
}

}  // namespace spanorama
