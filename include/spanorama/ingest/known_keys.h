// Which attribute keys the dialects and the content of spans are read from.
#pragma once

#include <cstdint>
#include <vector>

#include "spanorama/model/trace_store.h"

namespace spanorama {

// By KeyId: 1 where the program reads the attribute for a fact, a message, a parameter or metadata, 0 where it is only
// kept and shown. O(keys).
std::vector<std::uint8_t> keys_read(const TraceStore& store);

}  // namespace spanorama
