// Collects what the attributes of one span say in any dialect, and turns it into Facts when the span is complete.
#pragma once

#include <cstdint>
#include <string_view>

#include "../raw_value.h"
#include "spanorama/model/span_batch.h"

namespace spanorama {

class FactsCollector {
 public:
  explicit FactsCollector(SpanBatch& batch) : batch_(batch) {}

  void begin_span() {}
  void span_attribute(KeyId, const RawValue&) {}
  void event_attribute(KeyId, const RawValue&) {}
  void end_event(const SpanEvent&) {}
  // Fills type and facts of a record that is about to be appended.
  void finish_span(SpanRecord&) {}

 private:
  [[maybe_unused]] SpanBatch& batch_;
};

}  // namespace spanorama
