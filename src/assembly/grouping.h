// Records by trace, whatever order and batch they came in.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spanorama/model/span_batch.h"

namespace spanorama::assembly {

// One record and the batch that holds it. Its index in the list of all records is its place in the source.
struct RecordRef {
  const SpanRecord* record = nullptr;
  std::uint32_t batch = 0;
};

struct TraceGroups {
  std::vector<TraceId> ids;             // in the order in which they were first seen
  std::vector<std::uint32_t> trace_of;  // record -> group
  std::vector<std::uint32_t> begin;     // group -> first index in `records`; one more at the end
  std::vector<std::uint32_t> records;   // record indexes, by group, rising inside a group

  std::span<const std::uint32_t> group(std::uint32_t trace) const {
    return std::span<const std::uint32_t>(records).subspan(begin[trace], begin[trace + 1] - begin[trace]);
  }
};

// O(records): one hash look-up where the trace changes, then a counting sort.
TraceGroups group_by_trace(std::span<const RecordRef> records);

}  // namespace spanorama::assembly
