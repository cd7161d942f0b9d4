// The object about one span (show_json of json_rows.h) cut into what people copy: each member belongs to one part.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spanorama {

enum class SpanPart : std::uint8_t { whole, input, output, metadata, timings };

// The members of that part in their order, the ids always first: what is neither given to the step, nor made by it, nor
// a time, is metadata. The whole has the four parts as objects: {"trace_id":…,"span_id":…,"input":{…},"output":{…},
// "metadata":{…},"timings":{…}}. `span` as show_json writes it; what is no object comes back as it is. O(bytes).
std::string span_part_json(std::string_view span, SpanPart part);

}  // namespace spanorama
