// Lists of steps in slices: the steps that pass, and their order.
#pragma once

#include <optional>
#include <vector>

#include "spanorama/app/derived.h"
#include "spanorama/base/sliced_sort.h"
#include "spanorama/model/row_slices.h"
#include "spanorama/query/row_order.h"
#include "spanorama/query/step_filter.h"

namespace spanorama {

// What a step is sorted by; kUnknown where it does not tell.
std::int64_t step_number(const TraceStore& store, SpanRow row, Derived::StepSort field);

// Steps of the traces in `rows` that have what the filter asks of steps; with `calls` only generations. In store order.
class StepsWork {
 public:
  StepsWork(const TraceStore& store, const RowSet& rows, const Filter& filter, bool calls)
      : store_(store), rows_(rows, 256), wanted_(filter, store), calls_(calls) {}
  bool step(const TimeIsUp& up);
  std::vector<SpanRow> take() { return std::move(out_); }

 private:
  void add_steps(const Trace& trace);
  void keep_steps_with_words(std::size_t first);

  const TraceStore& store_;
  RowSlices rows_;
  StepFilter wanted_;
  bool calls_;
  bool counted_ = false;
  std::size_t most_ = 0;  // steps there may be
  std::vector<SpanRow> out_;
};

// Figures over a number of the traces in `rows`.
class TraceTotalsWork {
 public:
  TraceTotalsWork(const TraceStore& store, const RowSet& rows, FilterField field)
      : store_(store), all_(rows), rows_(rows), field_(field) {}
  bool step(const TimeIsUp& up);
  NumberTotals take() { return totals_->take(); }

 private:
  const TraceStore& store_;
  const RowSet& all_;
  RowSlices rows_;
  FilterField field_;
  std::vector<std::int64_t> values_;
  std::optional<TotalsWork> totals_;
};

// Figures over a number of steps, which must stay as they are.
class StepTotalsWork {
 public:
  StepTotalsWork(const TraceStore& store, const std::vector<SpanRow>& steps, Derived::StepSort field)
      : store_(store), steps_(steps), field_(field) {}
  bool step(const TimeIsUp& up);
  NumberTotals take() { return totals_->take(); }

 private:
  const TraceStore& store_;
  const std::vector<SpanRow>& steps_;
  Derived::StepSort field_;
  std::size_t next_ = 0;
  std::vector<std::int64_t> values_;
  std::optional<TotalsWork> totals_;
};

// Unknown ones last, equal ones in store order. `steps` must stay as they are.
class StepOrderWork {
 public:
  StepOrderWork(const TraceStore& store, const std::vector<SpanRow>& steps, Derived::StepSort sort, bool descending)
      : store_(store), steps_(steps), by_(sort), before_{descending} {}
  bool step(const TimeIsUp& up);
  std::vector<SpanRow> take() { return std::move(out_); }

 private:
  const TraceStore& store_;
  const std::vector<SpanRow>& steps_;
  Derived::StepSort by_;
  query::StandsBefore before_;
  std::vector<query::SortEntry> keys_;
  std::optional<query::RowSorter> sorter_;
  std::size_t next_ = 0;
  std::vector<SpanRow> out_;
};

}  // namespace spanorama
