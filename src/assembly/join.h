// The tables of all batches under one numbering. Span records, facts and extras stay in their batches: they are
// renumbered when the columns are written in their final order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "spanorama/model/span_batch.h"
#include "spanorama/model/trace_store.h"

namespace spanorama::assembly {

// How one batch's numbers become the store's.
struct BatchMap {
  std::vector<StringId> strings;  // empty: unchanged
  std::vector<KeyId> keys;        // empty: unchanged
  std::vector<ResourceRow> resources;
  std::vector<ScopeRow> scopes;
  std::vector<SourceRow> sources;
  std::uint32_t first_attribute = 0, first_event = 0, first_link = 0, first_wide = 0, first_payload = 0;

  StringId string(StringId id) const { return strings.empty() ? id : strings[id.value]; }
  KeyId key(KeyId id) const { return keys.empty() ? id : keys[id.value]; }
  ResourceRow resource(ResourceRow row) const {
    return row.value < resources.size() ? resources[row.value] : ResourceRow{};
  }
  ScopeRow scope(ScopeRow row) const { return row.value < scopes.size() ? scopes[row.value] : ScopeRow{}; }
  SourceRow source(SourceRow row) const { return row.value < sources.size() ? sources[row.value] : SourceRow{}; }
};

// Moves a range by `first`; an empty one is always {0, 0}.
inline Range moved(Range range, std::uint32_t first) {
  return range.count == 0 ? Range{} : Range{range.begin + first, range.count};
}

struct Joined {
  StringInterner strings;
  OwnedColumns columns;        // attributes, wide values, payloads, events, links, resources, scopes, keys and sources
  std::vector<BatchMap> maps;  // one per batch
};

// O(bytes of strings + rows). Equal resources, scopes and sources of several batches become one row each.
Joined join(std::span<const SpanBatch* const> batches);

}  // namespace spanorama::assembly
