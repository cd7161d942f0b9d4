// Conditions made ready for one store: each answers whether a trace passes, before negation.
#pragma once

#include <memory>

#include "spanorama/model/trace_store.h"
#include "spanorama/query/filter.h"

namespace spanorama::query {

class TraceTest {
 public:
  virtual ~TraceTest() = default;
  virtual bool passes(const Trace& trace) = 0;
};

// The value of a number field; kUnknown when the trace has none.
std::int64_t number_of(const Trace& trace, FilterField field);

// How much work a field's test is, for asking the cheap ones first.
int cost_class(FilterField field);

// Never null. `condition` has at least one text or is a range.
std::unique_ptr<TraceTest> make_test(const Condition& condition, const TraceStore& store);

// Tests of attribute, resource and metadata; `any` accepts every value (has:attr.KEY).
std::unique_ptr<TraceTest> make_keyed_test(const Condition& condition, const TraceStore& store, bool any);

}  // namespace spanorama::query
