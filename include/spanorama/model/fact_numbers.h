// What is added up of a span's facts, without its texts: seven of the twenty-five numbers that facts are packed in.
//
//   const FactNumbers n = fact_numbers(store, row);   // the span has facts
//   if (n.counted) add_usage(sum, n.usage);
#pragma once

#include <cstddef>
#include <cstdint>

#include "spanorama/model/packed_fields.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

struct FactNumbers {
  Usage usage;
  std::int64_t cost_microcents = kUnknown;
  CostSource cost_source = CostSource::none;
  bool counted = false;
};

inline FactNumbers fact_numbers(const TraceStore& store, FactsRow row) {
  using Fields = PackedFields<Facts>;
  const auto& column = store.columns().facts_rows;
  const auto number = [&](std::size_t behind_texts) {
    return column.number(row.value, Fields::kTextCount + behind_texts);
  };
  FactNumbers out;
  out.usage.input_plain = unpacked_count(number(0));
  out.usage.cache_read = unpacked_count(number(1));
  out.usage.cache_write = unpacked_count(number(2));
  out.usage.output_plain = unpacked_count(number(3));
  out.usage.reasoning = unpacked_count(number(4));
  out.cost_microcents = unpacked_count(number(5));
  const std::uint64_t flags = number(8);
  out.cost_source = static_cast<CostSource>(flags & 0xFF);
  out.counted = (flags & Fields::kCounted) != 0;
  return out;
}
// kUnknown also where the span has no facts.
inline std::int64_t fact_ttft_ns(const TraceStore& store, SpanRow row) {
  const FactsRow facts = store.columns().facts[row.value];
  if (!facts.valid()) return kUnknown;
  return unpacked_count(store.columns().facts_rows.number(facts.value, PackedFields<Facts>::kTextCount + 6));
}
inline FactNumbers fact_numbers(const TraceStore& store, SpanRow row) {
  return fact_numbers(store, store.columns().facts[row.value]);
}

}  // namespace spanorama
