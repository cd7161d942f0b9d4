#include "message_preview.h"

#include <algorithm>

#include "message_scan.h"
#include "spanorama/base/json_cursor.h"
#include "spanorama/base/proto_wire.h"
#include "spanorama/base/utf8.h"
#include "spanorama/model/payload_text.h"

namespace spanorama {

namespace {

// Looked at first; four times as much each time nothing is found, up to the last.
constexpr std::size_t kFirstWindowBytes = 1024;
constexpr std::size_t kLastWindowBytes = 64 * 1024;
// Source bytes of a message that may become kPreviewBytes of squeezed text.
constexpr std::size_t kTextBytes = 2 * kPreviewBytes;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

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
  if (value.kind == RawKind::structured) return true;
  const std::string_view raw = value.raw.substr(0, 256);
  std::size_t at = 0;
  while (at < raw.size()) {
    if (is_space(raw[at])) {
      ++at;
    } else if (value.escaped && raw[at] == '\\' && at + 1 < raw.size() && (raw[at + 1] == 'n' || raw[at + 1] == 't' || raw[at + 1] == 'r')) {
      at += 2;
    } else {
      break;
    }
  }
  if (at + 1 < raw.size() && value.escaped && raw[at] == '\\') ++at;
  return at < raw.size() && (raw[at] == '{' || raw[at] == '[' || raw[at] == '"');
}

// A piece of a JSON string's inside that does not begin inside an escape.
std::string_view tail_of(const RawValue& value, std::size_t bytes) {
  if (value.raw.size() <= bytes) return value.raw;
  std::size_t at = value.raw.size() - bytes;
  if (value.escaped) {
    std::size_t backslashes = 0;
    while (backslashes < at && value.raw[at - 1 - backslashes] == '\\') ++backslashes;
    at += backslashes & 1;
  } else {
    while (at < value.raw.size() && (static_cast<unsigned char>(value.raw[at]) & 0xC0) == 0x80) ++at;
  }
  return value.raw.substr(at);
}

// Behind a cut nobody knows what is inside a string. `"role":` with a bare quote before it stands outside of one.
std::string_view from_first_role(std::string_view json) {
  for (std::size_t at = json.find("\"role\""); at != std::string_view::npos; at = json.find("\"role\"", at + 1)) {
    if (at != 0 && json[at - 1] == '\\') continue;
    std::size_t behind = at + 6;
    while (behind < json.size() && is_space(json[behind])) ++behind;
    if (behind < json.size() && (json[behind] == ':' || json[behind] == '}' || json[behind] == ',')) return json.substr(at);
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

// The text to scan for messages: the last `bytes` of the value, or with `head` the first.
std::string_view window_of(const RawValue& value, std::size_t bytes, bool head, std::string& scratch, std::string& inner) {
  const bool whole = value.raw.size() <= bytes;
  if (value.encoding == PayloadEncoding::otlp_proto_value) {
    scratch = whole  ? decoded_payload(value.encoding, value.raw)
              : head ? decoded_prefix(value.encoding, value.raw, bytes)
                     : tail_of_proto(value.raw, bytes);
    return scratch;
  }
  if (value.kind == RawKind::structured) {
    const std::string_view raw = whole ? value.raw : head ? value.raw.substr(0, bytes) : tail_of(value, bytes);
    if (whole || head) return raw;
    // In an AnyValue the name stands as a value of "key".
    const std::size_t role = raw.find("\"key\"");
    return role == std::string_view::npos ? std::string_view{} : raw.substr(role);
  }
  if (whole || head) return unwrapped(text_prefix_of(value, bytes, scratch), inner);
  RawValue tail = value;
  tail.raw = tail_of(value, bytes);
  return from_first_role(text_of(tail, scratch));
}

std::string last_user_text(const RawValue& value) {
  std::string scratch, inner;
  for (std::size_t bytes = kFirstWindowBytes;; bytes *= 4) {
    MessageScan scan(kTextBytes);
    scan.run(window_of(value, bytes, false, scratch, inner), false);
    if (!scan.last_user().empty()) return squeezed(scan.last_user());
    if (value.raw.size() <= bytes) return {};
    if (bytes >= kLastWindowBytes) break;
  }
  MessageScan scan(kTextBytes);
  scan.run(window_of(value, kFirstWindowBytes * 4, true, scratch, inner), false);
  return squeezed(scan.last_user());
}

std::string answer_text(const RawValue& value) {
  std::string scratch, inner;
  for (std::size_t bytes = kFirstWindowBytes;; bytes *= 4) {
    MessageScan scan(kTextBytes);
    scan.run(window_of(value, bytes, true, scratch, inner), true);
    if (!scan.last_text().empty()) return squeezed(scan.last_text());
    if (value.raw.size() <= bytes || bytes >= kLastWindowBytes) return squeezed(scan.tool_calls());
  }
}

// Names whose values nobody reads in a preview.
bool is_plumbing(std::string_view name) {
  static constexpr std::string_view kNames[] = {"role", "type", "id", "index", "finish_reason", "finishReason", "toolCallId",
                                                "tool_call_id", "toolName", "mime_type", "object", "created"};
  for (const std::string_view n : kNames)
    if (n == name) return true;
  return false;
}

// "name: value, name: value" of JSON that may be cut off; the value alone when there is one only.
std::string values_text(std::string_view json) {
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
  return squeezed(std::string_view(out).substr(count == 1 ? first_value : 0));
}

}  // namespace

std::string squeezed(std::string_view text) {
  char out[kPreviewBytes + 4];
  std::size_t size = 0;
  bool gap = true;  // nothing at the start
  for (const char c : text) {
    const bool space = is_space(c);
    if (space && gap) continue;
    out[size++] = space ? ' ' : c;
    gap = space;
    if (size == sizeof out) break;
  }
  std::string_view kept = utf8_prefix({out, size}, kPreviewBytes);
  while (!kept.empty() && kept.back() == ' ') kept.remove_suffix(1);
  return std::string(kept);
}

std::string preview_text(const RawValue& value, PreviewOf what) {
  std::string scratch, inner;
  if (value.kind != RawKind::text && value.kind != RawKind::structured) return {};
  if (!looks_json(value)) return squeezed(text_prefix_of(value, kTextBytes * kMaxEscapeBytes / 2, scratch));
  std::string found;
  if (what == PreviewOf::last_user) found = last_user_text(value);
  if (what == PreviewOf::answer) found = answer_text(value);
  if (!found.empty()) return found;
  if (value.kind == RawKind::structured) {
    scratch = decoded_prefix(value.encoding, value.raw, 4 * kTextBytes);
    return values_text(scratch);
  }
  const std::string_view start = text_prefix_of(value, 4 * kTextBytes, scratch);
  const std::string_view once = unwrapped(start, inner);
  return looks_json(once) ? values_text(once) : squeezed(once);
}

int element_count(const RawValue& value) {
  if (value.kind != RawKind::text && value.kind != RawKind::structured) return -1;
  std::string scratch;
  const std::string_view json = text_of(value, scratch);
  JsonCursor cursor(json);
  if (cursor.peek() != '[' || !cursor.take('[')) return -1;
  int count = 0;
  for (bool first = true; cursor.next_element(first); ++count)
    if (!cursor.skip_value()) break;
  return count;
}

}  // namespace spanorama
