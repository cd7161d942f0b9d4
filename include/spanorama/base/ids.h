// Wire ids of traces and spans. They are for joining, showing and linking; inside a store a span is a
// SpanRow and a trace a TraceRow.
//
//   SpanId id;
//   if (span_id_from_hex("00f067aa0ba902b7", id)) ...
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spanorama {

// 16 bytes, big-endian halves: `hi` holds the first 8 bytes as they are printed. All zero means "none".
struct TraceId {
  std::uint64_t hi = 0;
  std::uint64_t lo = 0;
  friend bool operator==(const TraceId&, const TraceId&) = default;
  friend bool operator<(const TraceId& a, const TraceId& b) { return a.hi != b.hi ? a.hi < b.hi : a.lo < b.lo; }
  bool valid() const { return (hi | lo) != 0; }
};

// 8 bytes, big-endian. Zero means "none" (OTLP: no parent).
struct SpanId {
  std::uint64_t value = 0;
  friend bool operator==(const SpanId&, const SpanId&) = default;
  friend bool operator<(SpanId a, SpanId b) { return a.value < b.value; }
  bool valid() const { return value != 0; }
};

// Exactly 32 / 16 hex digits of either case; false leaves `out` unchanged.
bool trace_id_from_hex(std::string_view hex, TraceId& out);
bool span_id_from_hex(std::string_view hex, SpanId& out);

// Exactly 16 / 8 bytes in wire order.
TraceId trace_id_from_bytes(const void* bytes);
SpanId span_id_from_bytes(const void* bytes);

// Lower-case, 32 / 16 digits.
std::string hex_from(TraceId id);
std::string hex_from(SpanId id);

}  // namespace spanorama
