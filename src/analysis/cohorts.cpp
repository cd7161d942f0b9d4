#include "spanorama/analysis/cohorts.h"

#include <array>

namespace spanorama {

namespace {

constexpr std::uint32_t kLeastForMedian = 30, kLeastForP90 = 30, kLeastForP95 = 100, kLeastForP99 = 1000;

// Equal for equal lists of tags: their ids are in the same order.
std::string key_of(const TraceStore& store, const Trace& trace) {
  const auto tags = store.items(store.lists(trace).tags);
  return {reinterpret_cast<const char*>(tags.data()), tags.size_bytes()};
}

struct Percentile {
  double p;
  std::uint32_t least;  // values that it takes
  std::int64_t CohortSpread::*field;
};
constexpr std::array<Percentile, 4> kPercentiles = {{{50, kLeastForMedian, &CohortSpread::p50},
                                                     {90, kLeastForP90, &CohortSpread::p90},
                                                     {95, kLeastForP95, &CohortSpread::p95},
                                                     {99, kLeastForP99, &CohortSpread::p99}}};

}  // namespace

std::int64_t cohort_value(const Trace& trace, CohortNumber number) {
  switch (number) {
    case CohortNumber::duration: return trace.duration.count;
    case CohortNumber::ttft: return trace.ttft_ns;
    case CohortNumber::cost: return trace.cost_microcents;
  }
  return kUnknown;
}

Cohorts::Cohorts(const TraceStore& store) {
  CohortsWork work(store);
  work.step({});
  *this = work.take();
}

void CohortsWork::add(std::uint32_t row) {
  const Trace& trace = store_.trace(TraceRow{row});
  const auto [at, fresh] = known_.try_emplace(key_of(store_, trace), static_cast<std::uint32_t>(values_.size()));
  if (fresh) values_.emplace_back();
  out_.cohort_of_.push_back(at->second);
  for (std::size_t n = 0; n < kCohortNumbers; ++n) {
    const auto number = static_cast<CohortNumber>(n);
    const std::int64_t value = cohort_value(trace, number);
    const std::int64_t least = number == CohortNumber::ttft ? 1 : 0;  // a first token after no time was not measured
    if (value != kUnknown && value >= least) values_[at->second][n].push_back(value);
  }
}

// The spread of one number of one cohort.
bool CohortsWork::take_spread(const TimeIsUp& up) {
  const std::size_t cohort = next_spread_ / kCohortNumbers, number = next_spread_ % kCohortNumbers;
  CohortSpread& out = out_.spreads_[cohort][number];
  if (!ranks_) {
    std::vector<std::int64_t>& values = values_[cohort][number];
    out.count = static_cast<std::uint32_t>(values.size());
    std::vector<std::size_t> ranks;
    for (const Percentile& one : kPercentiles)
      if (out.count >= one.least) ranks.push_back(nearest_rank(out.count, one.p));
    ranks_.emplace(std::move(values), ranks);
  }
  if (!ranks_->step(up)) return false;
  for (std::size_t i = 0; i < ranks_->answers().size(); ++i) out.*kPercentiles[i].field = ranks_->answers()[i];
  ranks_.reset();
  ++next_spread_;
  return true;
}

bool CohortsWork::step(const TimeIsUp& up) {
  constexpr std::size_t kChunk = 2048;
  out_.cohort_of_.reserve(store_.trace_count());
  if (!use_sliced(next_, store_.trace_count(), kChunk, up,
                  [&](std::size_t row) { add(static_cast<std::uint32_t>(row)); }))
    return false;
  out_.spreads_.resize(values_.size());
  while (next_spread_ < values_.size() * kCohortNumbers) {
    if (!take_spread(up)) return false;
    if (up && next_spread_ % 64 == 0 && up()) return false;
  }
  return true;
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
