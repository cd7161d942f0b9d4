#include "spanorama/base/ids.h"

#include <cstring>

#include "spanorama/base/same_bytes.h"

namespace spanorama {
namespace {

constexpr std::uint64_t in_each_byte(std::uint64_t byte) { return byte * 0x0101010101010101ULL; }

// Eight hex digits at once, the first in the lowest byte. What they stand for is turned into lower-case digits again: only
// where these are the same, all eight were hex digits.
bool eight_hex(const char* hex, std::uint64_t& out) {
  std::uint64_t text = 0;
  std::memcpy(&text, hex, sizeof text);
  const std::uint64_t letters = (text >> 6) & in_each_byte(1);  // set in '@' to DEL, and in what is no ASCII
  const std::uint64_t values = (text & in_each_byte(0x0F)) + letters * 9;
  const std::uint64_t above_nine = ((values + in_each_byte(6)) >> 4) & in_each_byte(1);
  const std::uint64_t again = values + in_each_byte('0') + above_nine * ('a' - '0' - 10);
  if (again != (text | (letters << 5)) || (values & in_each_byte(0xF0)) != 0) return false;
  const std::uint64_t bytes = ((values << 4) | (values >> 8)) & 0x00FF00FF00FF00FFULL;
  const std::uint64_t pairs = (bytes << 8 | bytes >> 16) & 0x0000FFFF0000FFFFULL;  // first byte above the second
  out = (pairs << 16 | pairs >> 32) & 0xFFFFFFFF;
  return true;
}

// 16 hex digits to a number; false on any other character.
bool half_from_hex(const char* hex, std::uint64_t& out) {
  std::uint64_t high = 0, low = 0;
  if (!eight_hex(hex, high) || !eight_hex(hex + 8, low)) return false;
  out = high << 32 | low;
  return true;
}

// Every host that the program builds for is little-endian.
std::uint64_t half_from_bytes(const char* bytes) { return __builtin_bswap64(load_eight(bytes)); }

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
  const auto* b = static_cast<const char*>(bytes);
  return {half_from_bytes(b), half_from_bytes(b + 8)};
}

SpanId span_id_from_bytes(const void* bytes) { return {half_from_bytes(static_cast<const char*>(bytes))}; }

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
