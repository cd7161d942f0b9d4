// Sums and differences of times that may lie anywhere in 64 bits: a hostile file must not overflow.
#pragma once

#include <algorithm>
#include <cstdint>

#include "spanorama/base/time.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// Nanoseconds from `b` to `a`, exact unless it does not fit into 64 bits.
inline double ns_between(UnixTime a, UnixTime b) {
  std::int64_t difference = 0;
  if (!__builtin_sub_overflow(a.ns, b.ns, &difference)) return static_cast<double>(difference);
  return static_cast<double>(a.ns) - static_cast<double>(b.ns);
}

// `time + ns`, held inside 64 bits. NaN counts as 0.
inline UnixTime shifted(UnixTime time, double ns) {
  constexpr double kLimit = 9.2e18;
  if (!(ns > -kLimit)) ns = ns <= -kLimit ? -kLimit : 0;
  const auto whole = static_cast<std::int64_t>(std::min(ns, kLimit));
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(time.ns, whole, &sum)) return {sum};
  return {whole > 0 ? INT64_MAX : INT64_MIN};
}

inline UnixTime end_of_span(const TraceStore& store, SpanRow row) {
  const UnixTime start = store.columns().start[row.value];
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(start.ns, store.columns().duration[row.value].count, &sum)) return {sum};
  return {INT64_MAX};
}

}  // namespace spanorama
