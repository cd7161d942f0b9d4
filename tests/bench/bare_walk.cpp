#include "bench/bare_walk.h"

namespace spanorama::bench {
namespace {

// What a message is, so that the walk knows which of its fields are messages again.
enum class Kind : std::uint8_t {
  none,
  traces,
  resource_spans,
  resource,
  scope_spans,
  scope,
  span,
  event,
  link,
  key_value,
  value
};

Kind inside(Kind kind, std::uint64_t field) {
  using enum Kind;
  switch (kind) {
    case traces: return field == 1 ? resource_spans : none;
    case resource_spans: return field == 1 ? resource : field == 2 ? scope_spans : none;
    case resource: return field == 1 ? key_value : none;
    case scope_spans: return field == 1 ? scope : field == 2 ? span : none;
    case scope: return field == 3 ? key_value : none;
    case span: return field == 9 ? key_value : field == 11 ? event : field == 13 ? link : none;
    case event: return field == 3 ? key_value : none;
    case link: return field == 4 ? key_value : none;
    case key_value: return field == 2 ? value : none;
    case value:
    case none: break;
  }
  return none;
}

bool varint(const char*& p, const char* end, std::uint64_t& out) {
  out = 0;
  for (unsigned shift = 0; p != end && shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(*p++);
    out |= std::uint64_t{byte & 0x7Fu} << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

// The documents are ours and shallow, so recursion is fine here.
bool walk(const char* p, const char* end, Kind kind, std::uint64_t& fields) {
  while (p != end) {
    std::uint64_t tag = 0, size = 0;
    if (!varint(p, end, tag)) return false;
    ++fields;
    switch (tag & 7) {
      case 0:
        if (!varint(p, end, size)) return false;
        continue;
      case 1: size = 8; break;
      case 5: size = 4; break;
      case 2:
        if (!varint(p, end, size)) return false;
        break;
      default: return false;
    }
    if (size > static_cast<std::uint64_t>(end - p)) return false;
    const Kind child = (tag & 7) == 2 ? inside(kind, tag >> 3) : Kind::none;
    if (child != Kind::none && !walk(p, p + size, child, fields)) return false;
    p += size;
  }
  return true;
}

}  // namespace

std::uint64_t bare_walk_otlp(std::string_view traces_data) {
  std::uint64_t fields = 0;
  return walk(traces_data.data(), traces_data.data() + traces_data.size(), Kind::traces, fields) ? fields : 0;
}

}  // namespace spanorama::bench
