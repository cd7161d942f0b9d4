// What the sort keys stand for.
#pragma once

#include <cstdint>
#include <vector>

#include "spanorama/query/sort.h"

namespace spanorama::query {

// The field that an order is by; `status` for status, `time` for start.
FilterField field_of(SortKey key);

// An order that needs no ranking: by relevance, where nothing ranks, is newest first.
inline SortOrder without_relevance(SortOrder order) { return order.key == SortKey::relevance ? SortOrder{} : order; }

// The place of each string in the alphabet: any case first, then by bytes.
std::vector<std::uint32_t> any_case_ranks(const TraceStore& store, const std::vector<StringId>& strings);

}  // namespace spanorama::query
