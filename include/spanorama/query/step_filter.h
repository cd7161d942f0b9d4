// What a filter asks of single steps, for lists of steps: a filter chooses traces; of those, such a list shows the steps
// that the conditions which can be asked of a step are about.
//
//   StepFilter wanted(filter, store);
//   if (wanted.passes(row)) …
#pragma once

#include <memory>
#include <vector>

#include "spanorama/model/trace_store.h"
#include "spanorama/query/filter.h"

namespace spanorama {

// type, model, provider, service, operation, tool, prompt, version, level and attr are asked of the step itself, and so is
// `status:error`; every other condition is about the trace and lets all its steps pass. A condition that is negated is
// asked of steps too. Rows may be asked in any order. O(conditions) a step, O(attributes) for level and attr.
class StepFilter {
 public:
  StepFilter(const Filter& filter, const TraceStore& store);
  ~StepFilter();
  StepFilter(StepFilter&&) noexcept;
  StepFilter& operator=(StepFilter&&) noexcept;
  bool passes(SpanRow row);
  // Words to search are a trace's, which may lie in its name or in a file; steps in which they are to be found here can
  // be told apart. Meant for: of the steps of a trace those that have the words, or all of them where none has.
  bool searches() const;
  bool has_words(SpanRow row);

 private:
  struct Test;
  std::vector<Test> tests_, words_;
};

}  // namespace spanorama
