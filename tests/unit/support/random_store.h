// Seeded random batches: many small traces with everything that assembly, filters and charts look at, and with
// the damage of real files (orphans, cycles, duplicates, missing times) when asked for.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "spanorama/model/span_batch.h"
#include "spanorama/model/trace_store.h"

namespace spanorama::test {

// A small generator with the same numbers on every platform.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15ULL + 1) {}
  std::uint64_t next();
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(next() % limit); }
  bool chance(std::uint32_t percent) { return below(100) < percent; }
  template <class T, std::size_t N>
  const T& pick(const T (&items)[N]) {
    return items[below(static_cast<std::uint32_t>(N))];
  }

 private:
  std::uint64_t state_;
};

struct RandomShape {
  std::uint32_t traces = 30;
  std::uint32_t max_spans = 12;  // of a trace
  std::uint32_t damage_percent = 10;
  bool shuffled = false;  // records in random order
};

SpanBatch random_batch(std::uint64_t seed, RandomShape shape = {});
std::shared_ptr<const TraceStore> random_store(std::uint64_t seed, RandomShape shape = {});

// The records of `batch` in the same order, cut into `parts` batches with tables of their own.
std::vector<SpanBatch> split(const SpanBatch& batch, std::uint32_t parts, Random& random);

}  // namespace spanorama::test
