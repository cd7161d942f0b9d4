#include "spanorama/app/prompt_call.h"

namespace spanorama {

SpanRow call_below(const TraceStore& store, SpanRow span) {
  const auto& columns = store.columns();
  for (std::uint32_t row = span.value; row < store.span_count(); ++row) {
    if (row != span.value && columns.depth[row] <= columns.depth[span.value]) break;
    if (columns.type[row] == ObservationType::generation) return SpanRow{row};
  }
  return span;
}

}  // namespace spanorama
