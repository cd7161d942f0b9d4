// How a model or a search was set, and what a tool, an agent or a guardrail says of itself.
#pragma once

#include <vector>

#include "attribute_view.h"
#include "spanorama/model/content.h"
#include "spanorama/model/vocabulary.h"

namespace spanorama {

// In the order of the attributes, objects of parameters behind them; a name once, by the first that tells it.
std::vector<ModelParameter> read_parameters(const AttributeView& attributes, ObservationType type);

// Beside the name and the call id, which are facts: "description" of a tool, "id" of an agent.
std::vector<ModelParameter> read_about(const AttributeView& attributes, ObservationType type);

}  // namespace spanorama
