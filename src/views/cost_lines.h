// What a cost was for, in words.
#pragma once

#include <string>
#include <vector>

#include "spanorama/app/cost_parts.h"
#include "spanorama/model/trace_store.h"
#include "views/widgets/controls.h"

namespace spanorama {

// "$0.00038512*"; nothing when it is not known.
std::string exact_cost(std::int64_t microcents, CostSource source);

// "Input  1,200 tok  $0.0024" and so on: a line for each part that is told, of tokens where `usage` is given, and one for
// what the parts leave of the cost.
void add_cost_lines(std::vector<TipLine>& lines, const CostParts& parts, const Usage* usage, std::int64_t microcents,
                    CostSource source);

}  // namespace spanorama
