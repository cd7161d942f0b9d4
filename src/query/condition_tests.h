// Conditions made ready for one store: each answers whether a trace passes, before negation.
#pragma once

#include <memory>

#include "spanorama/model/trace_store.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/sort.h"

namespace spanorama::query {

class TraceTest {
 public:
  virtual ~TraceTest() = default;
  virtual bool passes(const Trace& trace) = 0;
};

// How much work a field's test is, for asking the cheap ones first.
int cost_class(FilterField field);

// Never null. `condition` has at least one text or is a range.
// `payloads` may be null: then values that lie in the source are seen by their previews; or searched_elsewhere(): then
// somebody else looks into them, and they pass no text condition here.
PayloadSource* searched_elsewhere();
std::unique_ptr<TraceTest> make_test(const Condition& condition, const TraceStore& store, PayloadSource* payloads);

// Tests of attribute, resource, metadata, score and simulation; `any` accepts every value (has:attr.KEY).
std::unique_ptr<TraceTest> make_keyed_test(const Condition& condition, const TraceStore& store, bool any,
                                           PayloadSource* payloads);

// Words to search.
std::unique_ptr<TraceTest> make_words_test(const Condition& condition, const TraceStore& store,
                                           PayloadSource* payloads);

// Whether one of its bounds is a percentile; and the condition with numbers in their place, for the traces in `rows`.
// Traces without a value have no part in it; where none has one, nothing passes.
bool has_percentile(const Condition& condition);
Condition without_percentiles(const Condition& condition, const TraceStore& store, const RowSet& rows);

}  // namespace spanorama::query
