// How a trace's numbers stand among the traces of the same kind: those with exactly the same tags.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "spanorama/base/rank_select.h"
#include "spanorama/base/slice.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

enum class CohortNumber : std::uint8_t { duration, ttft, cost };
inline constexpr std::size_t kCohortNumbers = 3;

// Known numbers of a cohort (first tokens above 0); a percentile is known only with enough of them: p90 with 30, p95 with 100, p99 with 1,000.
struct CohortSpread {
  std::uint32_t count = 0;
  std::int64_t p50 = kUnknown, p90 = kUnknown, p95 = kUnknown, p99 = kUnknown;
};

// What is worth a mark: at or above a percentile, and above the median; three times the median while p95 is not known.
enum class Standing : std::uint8_t { usual, p90, triple_median, p95, p99 };

class Cohorts {
 public:
  Cohorts() = default;
  // O(traces) expected, and selecting the percentiles.
  explicit Cohorts(const TraceStore& store);

  const CohortSpread& spread(TraceRow row, CohortNumber number) const;
  Standing standing(TraceRow row, CohortNumber number, std::int64_t value) const;
  // The least value that has this standing in the trace's cohort.
  std::int64_t threshold(TraceRow row, CohortNumber number, Standing standing) const;

 private:
  friend class CohortsWork;
  std::vector<std::uint32_t> cohort_of_;  // by trace
  std::vector<std::array<CohortSpread, kCohortNumbers>> spreads_;
};

// Cohorts in slices.
class CohortsWork {
 public:
  explicit CohortsWork(const TraceStore& store) : store_(store) {}
  bool step(const TimeIsUp& up);
  Cohorts take() { return std::move(out_); }

 private:
  void add(std::uint32_t trace);
  bool take_spread(const TimeIsUp& up);

  const TraceStore& store_;
  std::unordered_map<std::string, std::uint32_t> known_;  // by the list of tags
  std::vector<std::array<std::vector<std::int64_t>, kCohortNumbers>> values_;
  std::size_t next_ = 0, next_spread_ = 0;
  std::optional<RankSelect> ranks_;
  Cohorts out_;
};

std::int64_t cohort_value(const Trace& trace, CohortNumber number);

}  // namespace spanorama
