// Price tables as files: assets/prices/models.json, and what a user puts over it.
//
//   {"format": "spanorama-prices", "version": 1, "providers": [
//     {"name": "openai", "also": ["azure.ai.openai"], "models": [
//       {"model": "gpt-4o", "also": ["gpt-4o-2024-08-06"], "input": 2.5, "cache_read": 1.25, "output": 10,
//        "above": {"prompt_tokens": 200000, "input": 5, "output": 20}}]}]}
//
// Numbers are US dollars per million tokens; a model has `input` and `output`, or `query` per search, and may have
// cache_read, cache_write, cache_write_1h, reasoning, audio_input, audio_output.
#pragma once

#include <string_view>

#include "spanorama/base/result.h"
#include "spanorama/model/price_table.h"

namespace spanorama {

// The table that comes with the program. Takes about a millisecond.
PriceTable built_in_prices();

// `base` with the file's prices over it; those of the same provider and id are replaced. The error names the place.
Result<PriceTable> prices_with(PriceTable base, std::string_view json);

}  // namespace spanorama
