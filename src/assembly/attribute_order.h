// Where attributes lie in a finished store.
#pragma once

#include "spanorama/model/trace_store.h"

namespace spanorama::assembly {

// Puts those of spans first, span after span without gaps, so that those of a trace are one run; then those of resources,
// scopes, events and links. Rows that nobody refers to are gone. O(attributes), and only O(spans) where they lie so already.
void put_attributes_in_order(OwnedColumns& columns);

}  // namespace spanorama::assembly
