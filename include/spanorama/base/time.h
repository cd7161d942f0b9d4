// Instants and lengths, both integer nanoseconds, kept apart by type so that two instants never add.
#pragma once

#include <cstdint>

namespace spanorama {

// A length in nanoseconds. May be negative (clock skew) until assembly clamps it.
struct Nanos {
  std::int64_t count = 0;
  friend constexpr bool operator==(Nanos, Nanos) = default;
  friend constexpr auto operator<=>(Nanos, Nanos) = default;
};

// Nanoseconds since 1970-01-01T00:00:00Z. Zero means "not given".
struct UnixTime {
  std::int64_t ns = 0;
  friend constexpr bool operator==(UnixTime, UnixTime) = default;
  friend constexpr auto operator<=>(UnixTime, UnixTime) = default;
};

constexpr Nanos operator-(UnixTime a, UnixTime b) { return {a.ns - b.ns}; }
constexpr UnixTime operator+(UnixTime t, Nanos d) { return {t.ns + d.count}; }
constexpr UnixTime operator-(UnixTime t, Nanos d) { return {t.ns - d.count}; }
constexpr Nanos operator+(Nanos a, Nanos b) { return {a.count + b.count}; }
constexpr Nanos operator-(Nanos a, Nanos b) { return {a.count - b.count}; }

inline constexpr std::int64_t kNanosPerMicro = 1'000;
inline constexpr std::int64_t kNanosPerMilli = 1'000'000;
inline constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

// The value that stands for "unknown" in 64-bit number columns (tokens, cost, time to first token); never 0.
inline constexpr std::int64_t kUnknown = INT64_MIN;

}  // namespace spanorama
