// Content that is spread over keys with an index inside: llm.input_messages.0.message.content,
// gen_ai.prompt.1.tool_calls.0.name, retrieval.documents.2.document.score.
#pragma once

#include <string_view>
#include <vector>

#include "attribute_view.h"
#include "spanorama/ingest/content.h"

namespace spanorama {

// Messages under `prefix` (with its dot) in the order of their index; nothing when there are none. O(keys log keys).
std::vector<Message> indexed_messages(const AttributeView& attributes, std::string_view prefix, std::string_view role);
std::vector<Document> indexed_documents(const AttributeView& attributes, std::string_view prefix);

}  // namespace spanorama
