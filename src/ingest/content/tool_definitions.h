// The tools that a call offered to the model, as one JSON list whatever carried them.
#pragma once

#include <string>

#include "attribute_view.h"

namespace spanorama {

// The text of a JSON list, or what the attribute holds where that is no JSON; empty without tools.
std::string tool_definitions(const AttributeView& attributes);

}  // namespace spanorama
