#include "json_fields.h"

#include <cmath>

#include "../dialects/coerce.h"
#include "../issues.h"
#include "numbers.h"
#include "spanorama/base/hash.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

// Objects in objects deeper than this stay one value.
constexpr int kMaxFlatDepth = 8;
constexpr std::size_t kMaxPathBytes = 1024;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// At most 32 hex digits, dashes of a UUID left out.
bool short_hex(std::string_view text, TraceId& out, std::size_t& digits) {
  const bool uuid = text.size() == 36 && text[8] == '-' && text[13] == '-';
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) text.remove_prefix(2);
  TraceId id;
  digits = 0;
  for (const char c : text) {
    if (uuid && c == '-') continue;
    const int digit = hex_digit(c);
    if (digit < 0 || ++digits > 32) return false;
    id.hi = (id.hi << 4) | (id.lo >> 60);
    id.lo = (id.lo << 4) | static_cast<std::uint64_t>(digit);
  }
  out = id;
  return digits != 0;
}

}  // namespace

TraceId trace_id_from_any(std::string_view text, bool* exact) {
  TraceId id;
  std::size_t digits = 0;
  if (exact != nullptr) *exact = true;
  if (text.empty() || short_hex(text, id, digits) || trace_id_from_text(text, id) == IdState::ok) return id;
  if (exact != nullptr) *exact = false;
  return {hash64(text, 1), hash64(text, 2)};
}

SpanId span_id_from_any(std::string_view text, bool* exact) {
  TraceId wide;
  SpanId id;
  std::size_t digits = 0;
  if (exact != nullptr) *exact = true;
  if (text.empty()) return id;
  if (short_hex(text, wide, digits) && digits <= 16) return {wide.lo};
  if (span_id_from_text(text, id) == IdState::ok) return id;
  if (exact != nullptr) *exact = false;
  return {hash64(text, 3)};
}

bool trace_id_from_decimal(std::string_view digits, TraceId& out) {
  if (digits.empty() || digits.size() > 39) return false;
  std::uint64_t parts[4] = {};  // 32 bits each, lowest first
  for (const char c : digits) {
    if (c < '0' || c > '9') return false;
    std::uint64_t carry = static_cast<std::uint64_t>(c - '0');
    for (std::uint64_t& part : parts) {
      part = part * 10 + carry;
      carry = part >> 32;
      part &= 0xFFFFFFFF;
    }
    if (carry != 0) return false;
  }
  out = {(parts[3] << 32) | parts[2], (parts[1] << 32) | parts[0]};
  return true;
}

bool span_id_from_decimal(std::string_view digits, SpanId& out) {
  TraceId wide;
  if (!trace_id_from_decimal(digits, wide) || wide.hi != 0) return false;
  out = {wide.lo};
  return true;
}

bool unix_time_from_any(std::string_view text, UnixTime& out) {
  std::int64_t whole = 0;
  double real = 0;
  if (whole_number(text, whole)) {
    if (whole < 0) return false;
    std::int64_t scale = 1;
    if (whole < 100'000'000'000)
      scale = kNanosPerSecond;
    else if (whole < 100'000'000'000'000)
      scale = kNanosPerMilli;
    else if (whole < 100'000'000'000'000'000)
      scale = kNanosPerMicro;
    if (whole > INT64_MAX / scale) return false;
    out = {whole * scale};
    return true;
  }
  if (real_number(text, real)) {
    if (!(real >= 0) || real > 9e18) return false;
    const double scale = real < 1e11 ? 1e9 : real < 1e14 ? 1e6 : real < 1e17 ? 1e3 : 1;
    if (real * scale > 9e18) return false;
    out = {static_cast<std::int64_t>(std::llround(real * scale))};
    return true;
  }
  if (!instant_from_iso(text, whole) || whole < 0) return false;
  out = {whole};
  return true;
}

bool nanos_from_micros(std::string_view text, std::int64_t& ns) {
  std::int64_t whole = 0;
  double real = 0;
  if (whole_number(text, whole)) {
    if (whole < 0 || whole > INT64_MAX / kNanosPerMicro) return false;
    ns = whole * kNanosPerMicro;
    return true;
  }
  if (!real_number(text, real) || !(real >= 0) || real > 9e15) return false;
  ns = static_cast<std::int64_t>(std::llround(real * 1e3));
  return true;
}

bool says_something(const RawValue& value) {
  if (value.kind == RawKind::structured) {
    JsonCursor json(value.raw.substr(1));
    const char next = json.peek();
    return next != ']' && next != '}';
  }
  return value.kind != RawKind::empty && !(value.kind == RawKind::text && value.raw.empty());
}

std::string_view first_member(std::string_view object, JsonFailure& failure) {
  JsonCursor json(object);
  JsonString key;
  bool first = true;
  if (json.take('{')) json.next_member(first, key);
  failure = json.failure();
  return key.raw;
}

std::string_view member_anywhere(std::string_view json, std::string_view name) {
  for (std::size_t at = json.find(name); at != std::string_view::npos; at = json.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if (at < 2 || json[at - 1] != '"' || json[at - 2] == '\\' || end >= json.size() || json[end] != '"') continue;
    JsonCursor cursor(json.substr(end + 1));
    std::string_view value;
    if (cursor.take(':') && cursor.raw_value(value)) return value;
  }
  return {};
}

bool JsonFields::wrong_type(JsonCursor& json, std::string_view detail) {
  const char* where = json.position();
  std::string_view bytes;
  if (!json.raw_value(bytes)) return false;
  if (bytes != "null" && in_source_) builder_.issue(issues::kWrongType, where, detail);
  return true;
}

void JsonFields::count_broken(const JsonCursor& json) { builder_.issue(issues::kBrokenJson, json.position()); }

bool JsonFields::open(JsonCursor& json, char bracket, std::string_view what, bool& opened) {
  const char next = json.peek();
  opened = next == bracket;
  if (next == 0) return false;
  return opened ? json.take(bracket) : wrong_type(json, what);
}

bool JsonFields::text(JsonCursor& json, JsonString& out) {
  out = {};
  const char next = json.peek();
  if (next == 0) return false;
  if (next == '"') return json.string(out);
  if (next == '{' || next == '[') return wrong_type(json, "expected text or a number");
  if (!json.scalar(out.raw)) return false;
  if (out.raw == "null") out.raw = {};
  return true;
}

bool JsonFields::name(JsonCursor& json, StringId& out) {
  JsonString string;
  if (!text(json, string)) return false;
  if (in_source_) {
    out = builder_.name(string.raw, string.escaped);
  } else {
    out = builder_.batch().strings.intern(utf8_prefix(plain_text(string.raw, string.escaped, scratch_), kMaxNameBytes));
  }
  return true;
}

bool JsonFields::instant(JsonCursor& json, UnixTime& out) {
  JsonString string;
  if (!text(json, string)) return false;
  if (!string.raw.empty() && !unix_time_from_any(string.raw, out))
    builder_.issue(issues::kWrongType, string.raw.data(), "a time is neither ISO 8601 nor a number");
  return true;
}

bool JsonFields::micros(JsonCursor& json, std::int64_t& ns) {
  JsonString string;
  if (!text(json, string)) return false;
  if (!string.raw.empty() && !nanos_from_micros(string.raw, ns))
    builder_.issue(issues::kWrongType, string.raw.data(), "a time is not a number of microseconds");
  return true;
}

bool JsonFields::value(JsonCursor& json, RawValue& out) {
  out = {};
  out.in_source = in_source_;
  const char next = json.peek();
  if (next == 0) return false;
  if (next == '"') {
    JsonString string;
    if (!json.string(string)) return false;
    out.kind = RawKind::text;
    out.encoding = PayloadEncoding::json_string;
    out.escaped = string.escaped;
    out.raw = string.raw;
    return true;
  }
  if (next == '{' || next == '[') {
    out.kind = RawKind::structured;
    out.encoding = PayloadEncoding::json_value;
    return json.raw_value(out.raw);
  }
  std::string_view bare;
  if (!json.scalar(bare)) return false;
  if (bare == "true" || bare == "false") {
    out.kind = RawKind::boolean;
    out.flag = bare == "true";
  } else if (whole_number(bare, out.integer) && bare.find_first_of(".eE") == std::string_view::npos) {
    out.kind = RawKind::integer;
  } else if (real_number(bare, out.real)) {
    out.kind = RawKind::real;
  }
  return true;
}

void JsonFields::add(Owner owner, std::string_view key, const RawValue& value) {
  const KeyId id = builder_.key(key);
  switch (owner) {
    case Owner::span: return builder_.span_attribute(id, value);
    case Owner::event: return builder_.event_attribute(id, value);
    case Owner::other: return builder_.attribute(id, value);
  }
}

void JsonFields::add_text(Owner owner, std::string_view key, std::string_view text) {
  RawValue value;
  value.kind = RawKind::text;
  value.in_source = false;
  value.raw = text;
  add(owner, key, value);
}

bool JsonFields::flat_list(JsonCursor& json, Owner owner, std::string& path, int depth) {
  const std::size_t length = path.size();
  std::uint32_t index = 0;
  json.take('[');
  for (bool first = true; json.next_element(first); ++index) {
    path += '.';
    path += std::to_string(index);
    const bool ok = flat(json, owner, path, true, depth + 1);
    path.resize(length);
    if (!ok) return false;
  }
  return !json.failed();
}

bool JsonFields::flat(JsonCursor& json, Owner owner, std::string& path, bool index_lists, int depth) {
  const char next = json.peek();
  if (next == 0) return false;
  const std::size_t length = path.size();
  const bool deeper = depth < kMaxFlatDepth && length < kMaxPathBytes;
  if (next == '[' && index_lists && deeper) {
    JsonCursor ahead = json;
    ahead.take('[');
    if (ahead.peek() == '{') return flat_list(json, owner, path, depth);
  }
  if (next != '{' || !deeper) {
    RawValue leaf;
    if (!value(json, leaf)) return false;
    if (leaf.kind != RawKind::empty) add(owner, path, leaf);
    return true;
  }
  json.take('{');
  JsonString key;
  for (bool first = true; json.next_member(first, key);) {
    if (length != 0) path += '.';
    path += plain_text(key.raw, key.escaped, scratch_);
    const bool ok = flat(json, owner, path, index_lists, depth + 1);
    path.resize(length);
    if (!ok) return false;
  }
  return !json.failed();
}

}  // namespace spanorama
