// The scores of a whole trace.
#pragma once

#include <algorithm>
#include <span>

#include "spanorama/model/trace_store.h"

namespace spanorama {

// Those of its spans, in their order. O(log scores).
inline std::span<const Score> scores_of(const TraceStore& store, const Trace& trace) {
  const std::span<const Score> all = store.columns().scores;
  const auto before = [](const Score& score, std::uint32_t span) { return score.span.value < span; };
  const std::uint32_t first = trace.first_span.value;
  const auto begin = std::lower_bound(all.begin(), all.end(), first, before);
  const auto end = std::lower_bound(begin, all.end(), first + trace.span_count, before);
  return {begin, end};
}

}  // namespace spanorama
