// For now only the previews: what a person reads first. Messages, documents and tool calls are not read yet.
#include "spanorama/ingest/content.h"

namespace spanorama {

SpanContent read_content(const TraceStore& store, SpanRow span, PayloadSource&) {
  SpanContent content;
  if (const Facts* facts = store.facts(span)) {
    content.input_text = store.text(facts->input_preview);
    content.output_text = store.text(facts->output_preview);
    content.error_type = store.text(facts->error_type);
  }
  return content;
}

}  // namespace spanorama
