#include <algorithm>

#include "spanorama/analysis/trace_shape.h"

namespace spanorama {

namespace {

constexpr std::int64_t kLeastGapNs = kNanosPerSecond;
constexpr std::int64_t kBusyShare = 4;

// Leaves run; what only holds other steps is known by its two ends.
std::vector<IdleGap> busy_stretches(const TraceStore& store, const Trace& trace) {
  const ColumnViews& columns = store.columns();
  std::vector<IdleGap> busy;
  busy.reserve(trace.span_count);
  for (std::uint32_t row = trace.first_span.value; row < trace.first_span.value + trace.span_count; ++row) {
    const UnixTime start = columns.start[row], end = store.end({row});
    const bool leaf = columns.subtree_end[row] <= row + 1;
    busy.push_back({start, leaf ? end : start});
    if (!leaf) busy.push_back({end, end});
  }
  std::sort(busy.begin(), busy.end(), [](const IdleGap& a, const IdleGap& b) { return a.begin < b.begin; });
  return busy;
}

}  // namespace

std::vector<IdleGap> idle_gaps(const TraceStore& store, TraceRow trace, std::size_t most) {
  std::vector<IdleGap> gaps;
  if (trace.value >= store.trace_count()) return gaps;
  const std::vector<IdleGap> busy = busy_stretches(store, store.trace(trace));
  if (busy.empty()) return gaps;
  UnixTime reached = busy.front().begin;
  Nanos idle;
  for (const IdleGap& stretch : busy) {
    if (stretch.begin > reached) {
      gaps.push_back({reached, stretch.begin});
      idle = idle + (stretch.begin - reached);
    }
    reached = std::max(reached, stretch.end);
  }
  const std::int64_t least = std::max(kLeastGapNs, ((reached - busy.front().begin) - idle).count / kBusyShare);
  const auto length = [](const IdleGap& gap) { return (gap.end - gap.begin).count; };
  gaps.erase(std::remove_if(gaps.begin(), gaps.end(), [&](const IdleGap& gap) { return length(gap) < least; }),
             gaps.end());
  if (gaps.size() > most) {
    std::stable_sort(gaps.begin(), gaps.end(),
                     [&](const IdleGap& a, const IdleGap& b) { return length(a) > length(b); });
    gaps.resize(most);
    std::sort(gaps.begin(), gaps.end(), [](const IdleGap& a, const IdleGap& b) { return a.begin < b.begin; });
  }
  return gaps;
}

}  // namespace spanorama
