#include "spanorama/analysis/cohorts.h"

#include <string>
#include <unordered_map>

#include "spanorama/analysis/charts.h"

namespace spanorama {

namespace {

constexpr std::uint32_t kLeastForMedian = 30, kLeastForP90 = 30, kLeastForP95 = 100, kLeastForP99 = 1000;

// Equal for equal lists of tags: their ids are in the same order.
std::string key_of(const TraceStore& store, const Trace& trace) {
  const auto tags = store.items(trace.tags);
  return {reinterpret_cast<const char*>(tags.data()), tags.size_bytes()};
}

CohortSpread spread_of(std::vector<std::int64_t>& values) {
  CohortSpread out;
  out.count = static_cast<std::uint32_t>(values.size());
  if (out.count >= kLeastForMedian) out.p50 = percentile(values, 50);
  if (out.count >= kLeastForP90) out.p90 = percentile(values, 90);
  if (out.count >= kLeastForP95) out.p95 = percentile(values, 95);
  if (out.count >= kLeastForP99) out.p99 = percentile(values, 99);
  return out;
}

}  // namespace

std::int64_t cohort_value(const Trace& trace, CohortNumber number) {
  switch (number) {
    case CohortNumber::duration: return trace.duration.count;
    case CohortNumber::ttft: return trace.ttft_ns;
    case CohortNumber::cost: return trace.cost_microcents;
  }
  return kUnknown;
}

Cohorts::Cohorts(const TraceStore& store) : cohort_of_(store.trace_count()) {
  std::unordered_map<std::string, std::uint32_t> known;
  std::vector<std::array<std::vector<std::int64_t>, kCohortNumbers>> values;
  for (std::uint32_t row = 0; row < store.trace_count(); ++row) {
    const Trace& trace = store.trace(TraceRow{row});
    const auto [at, fresh] = known.try_emplace(key_of(store, trace), static_cast<std::uint32_t>(values.size()));
    if (fresh) values.emplace_back();
    cohort_of_[row] = at->second;
    for (std::size_t n = 0; n < kCohortNumbers; ++n) {
      const auto number = static_cast<CohortNumber>(n);
      const std::int64_t value = cohort_value(trace, number);
      const std::int64_t least = number == CohortNumber::ttft ? 1 : 0;  // a first token after no time was not measured
      if (value != kUnknown && value >= least) values[at->second][n].push_back(value);
    }
  }
  spreads_.resize(values.size());
  for (std::size_t cohort = 0; cohort < values.size(); ++cohort)
    for (std::size_t n = 0; n < kCohortNumbers; ++n) spreads_[cohort][n] = spread_of(values[cohort][n]);
}

const CohortSpread& Cohorts::spread(TraceRow row, CohortNumber number) const {
  return spreads_[cohort_of_[row.value]][static_cast<std::size_t>(number)];
}

std::int64_t Cohorts::threshold(TraceRow row, CohortNumber number, Standing standing) const {
  const CohortSpread& of = spread(row, number);
  switch (standing) {
    case Standing::p99: return of.p99;
    case Standing::p95: return of.p95;
    case Standing::p90: return of.p90;
    case Standing::triple_median:
      return of.p50 == kUnknown || of.p50 == 0 || of.p95 != kUnknown || of.p50 > INT64_MAX / 3 ? kUnknown : 3 * of.p50;
    case Standing::usual: break;
  }
  return kUnknown;
}

Standing Cohorts::standing(TraceRow row, CohortNumber number, std::int64_t value) const {
  const CohortSpread& of = spread(row, number);
  if (value == kUnknown || of.p50 == kUnknown || value <= of.p50) return Standing::usual;
  for (const Standing standing : {Standing::p99, Standing::p95, Standing::triple_median, Standing::p90}) {
    const std::int64_t least = threshold(row, number, standing);
    if (least != kUnknown && value >= least) return standing;
  }
  return Standing::usual;
}

}  // namespace spanorama
