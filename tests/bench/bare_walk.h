// The least that a reader of OTLP protobuf can do, as a reference: visits every field of every message down to the values
// of attributes and looks at none. A cursor of its own, so that it shares nothing with what it is measured against.
#pragma once

#include <cstdint>
#include <string_view>

namespace spanorama::bench {

// The number of fields, which keeps the work alive; 0 when the bytes are damaged. O(fields).
std::uint64_t bare_walk_otlp(std::string_view traces_data);

}  // namespace spanorama::bench
