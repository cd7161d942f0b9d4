// What a step was given and what it made of it, each as one text, for comparing steps and for copying.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "spanorama/model/content.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

struct StepTexts {
  std::string input, output;
};
// Messages with their roles, without ids that differ from call to call; else the texts, a tool's arguments and result,
// documents, and in the end the previews. At most `most_bytes` of each side. O(bytes).
StepTexts step_texts(const TraceStore& store, SpanRow span, const SpanContent& content, std::size_t most_bytes);

// For the clipboard: its parts as they were recorded, with an empty line between them; of a call the tool and its arguments.
std::string plain_text(const Message& message);
// Of several each below its role.
std::string plain_text(const std::vector<Message>& messages);

}  // namespace spanorama
