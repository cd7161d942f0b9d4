// Orders of the trace list and facet counts.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/model/row_set.h"
#include "spanorama/model/trace_store.h"
#include "spanorama/query/filter.h"

namespace spanorama {

enum class SortKey : std::uint8_t {
  start,
  name,
  status,
  duration,
  cost,
  tokens,
  ttft,
  spans,
  errors,
  input_tokens,
  output_tokens,
  model,
  provider,
  service,
  environment,
  release,
  user,
  session,
  prompt,
  tags,
  relevance,  // of words that are searched for (relevance.h); here, where nobody ranks, by start
};
inline constexpr int kSortKeyCount = 21;

struct SortOrder {
  SortKey key = SortKey::start;
  bool descending = true;
  friend bool operator==(const SortOrder&, const SortOrder&) = default;
};
std::string_view name_of(SortKey key);
std::optional<SortOrder> sort_order_from(std::string_view text);  // "duration:desc", "name"
std::string print(SortOrder order);

// Rows in order; unknown values last in both directions, ties by start then id. Lists go by the first of their texts in
// the alphabet. O(n log n).
std::vector<TraceRow> sorted(const TraceStore& store, const RowSet& rows, SortOrder order);

// The value of a number field; kUnknown when the trace has none.
std::int64_t number_of(const Trace& trace, FilterField field);

struct FacetValue {
  std::string value;
  std::uint32_t count = 0;
};
// The fields whose values are listed where no field was asked for, in their order.
std::span<const FilterField> facet_fields();
// One of them, by its name.
std::optional<FilterField> facet_field_from(std::string_view name);
// Distinct values of a field over the traces in `rows`, most frequent first, ties by text. Works for facet_fields(), for
// prompt versions and operations; there is nothing of other fields.
std::vector<FacetValue> facet(const TraceStore& store, const RowSet& rows, FilterField field);

}  // namespace spanorama
