#include "spanorama/base/ids.h"

#include <array>

namespace spanorama {
namespace {

// By character; 16 and more for what is no hex digit.
constexpr std::array<unsigned char, 256> make_digits() {
  std::array<unsigned char, 256> digits{};
  for (auto& d : digits) d = 0x80;
  for (unsigned i = 0; i < 10; ++i) digits['0' + i] = static_cast<unsigned char>(i);
  for (unsigned i = 0; i < 6; ++i) digits['a' + i] = digits['A' + i] = static_cast<unsigned char>(10 + i);
  return digits;
}
constexpr auto kDigits = make_digits();

// 16 hex digits to a number; false on any other character.
bool half_from_hex(const char* hex, std::uint64_t& out) {
  std::uint64_t value = 0;
  unsigned seen = 0;
  for (int i = 0; i < 16; ++i) {
    const unsigned digit = kDigits[static_cast<unsigned char>(hex[i])];
    seen |= digit;
    value = (value << 4) | (digit & 15);
  }
  out = value;
  return seen < 16;
}

std::uint64_t half_from_bytes(const unsigned char* bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = (value << 8) | bytes[i];
  return value;
}

void append_hex(std::string& out, std::uint64_t value) {
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[(value >> shift) & 15];
}

}  // namespace

bool trace_id_from_hex(std::string_view hex, TraceId& out) {
  TraceId id;
  if (hex.size() != 32 || !half_from_hex(hex.data(), id.hi) || !half_from_hex(hex.data() + 16, id.lo)) return false;
  out = id;
  return true;
}

bool span_id_from_hex(std::string_view hex, SpanId& out) {
  SpanId id;
  if (hex.size() != 16 || !half_from_hex(hex.data(), id.value)) return false;
  out = id;
  return true;
}

TraceId trace_id_from_bytes(const void* bytes) {
  const auto* b = static_cast<const unsigned char*>(bytes);
  return {half_from_bytes(b), half_from_bytes(b + 8)};
}

SpanId span_id_from_bytes(const void* bytes) { return {half_from_bytes(static_cast<const unsigned char*>(bytes))}; }

std::string hex_from(TraceId id) {
  std::string out;
  out.reserve(32);
  append_hex(out, id.hi);
  append_hex(out, id.lo);
  return out;
}

std::string hex_from(SpanId id) {
  std::string out;
  out.reserve(16);
  append_hex(out, id.value);
  return out;
}

}  // namespace spanorama
