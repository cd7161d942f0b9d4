// Which spans' usage and cost make up the trace's: the same call is often reported by its wrapper as well.
#pragma once

#include <cstdint>
#include <vector>

#include "spanorama/model/trace_store.h"

namespace spanorama::assembly {

// Types whose spans are calls of a model.
bool is_call(ObservationType type);

// Sets Facts::counted of the spans first .. end, which are one trace. O(spans).
//
// A span bears numbers when its usage or its cost is known.
// - A generation, embedding, reranker, evaluator or guardrail that bears numbers counts, unless one of these below it
//   bears numbers too: then it repeats them.
// - An agent or chain that bears numbers counts when nothing below it does (a remote agent, children sampled out).
// - Any other span that bears numbers counts when nothing below it does and nothing above it counts.
// Numbers that are all zero do not make the spans above a repetition.
class Counting {
 public:
  void mark(OwnedColumns& columns, std::uint32_t first, std::uint32_t end);

 private:
  std::vector<std::uint8_t> below_;  // bits: what spans below bear
};

}  // namespace spanorama::assembly
