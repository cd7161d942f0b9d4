// From the token counts that a span reports to disjoint parts. Some sources count cached tokens inside the input and
// some beside it, and likewise reasoning and output; adding up wrongly would double the bill.
#pragma once

#include <cstdint>

#include "spanorama/model/columns.h"

namespace spanorama {

// Whether a part is counted inside the whole (inclusive) or beside it (additive).
enum class Counting : std::uint8_t { unknown, inclusive, additive };

struct ReportedUsage {
  std::int64_t input = kUnknown, output = kUnknown, total = kUnknown;
  std::int64_t cache_read = kUnknown, cache_write = kUnknown, reasoning = kUnknown;
  // Parts of parts: of what is written to the cache, of the input, of the output.
  std::int64_t cache_write_5m = kUnknown, cache_write_1h = kUnknown, audio_input = kUnknown, audio_output = kUnknown;
  Counting input_by_key = Counting::unknown, output_by_key = Counting::unknown;  // the key says so
  Counting input_by_provider = Counting::inclusive, output_by_provider = Counting::inclusive;
};

// In this order: a reported total that fits one way only, the key, the provider; more cached than input is additive.
Usage usage_parts(const ReportedUsage& reported);

}  // namespace spanorama
