// What a search found: documents with their scores, wherever a dialect keeps them.
#pragma once

#include <vector>

#include "attribute_view.h"
#include "spanorama/ingest/content.h"

namespace spanorama {

// The documents of a span. A retriever of a framework often names texts without scores, while the span of the vector
// database that ran within it has ids and scores: those are taken from there and marked `from_database`.
// O(attributes and events), and O(spans of the trace) where scores are missing. Sets `waiting` as AttributeView does.
std::vector<Document> read_documents(const TraceStore& store, SpanRow span, PayloadSource& payloads, bool& waiting);

}  // namespace spanorama
