#include "app/step_work.h"

#include "spanorama/model/fact_numbers.h"
#include "spanorama/query/sort.h"

namespace spanorama {

namespace {

constexpr std::size_t kChunk = 8192;

}  // namespace

std::int64_t step_number(const TraceStore& store, SpanRow row, Derived::StepSort field) {
  using StepSort = Derived::StepSort;
  if (field == StepSort::start) return store.columns().start[row.value].ns;
  if (field == StepSort::duration) return store.columns().duration[row.value].count;
  if (field == StepSort::ttft) return fact_ttft_ns(store, row);
  if (!store.has_facts(row)) return kUnknown;
  const FactNumbers numbers = fact_numbers(store, row);
  return field == StepSort::tokens ? total_tokens(numbers.usage) : numbers.cost_microcents;
}

// Where words are searched: the steps that have them, or all where none has.
void StepsWork::keep_steps_with_words(std::size_t first) {
  std::vector<SpanRow> having;
  for (std::size_t i = first; i < out_.size(); ++i)
    if (wanted_.has_words(out_[i])) having.push_back(out_[i]);
  if (having.empty()) return;
  out_.resize(first);
  out_.insert(out_.end(), having.begin(), having.end());
}

void StepsWork::add_steps(const Trace& trace) {
  const std::size_t first = out_.size();
  for (std::uint32_t i = 0; i < trace.span_count; ++i) {
    const SpanRow row{trace.first_span.value + i};
    if (calls_ && store_.columns().type[row.value] != ObservationType::generation) continue;
    if (wanted_.passes(row)) out_.push_back(row);
  }
  if (wanted_.searches()) keep_steps_with_words(first);
}

bool StepsWork::step(const TimeIsUp& up) {
  if (!counted_) {  // so that what is found is not copied to grow
    if (!rows_.step(up, [&](std::uint32_t trace) { most_ += store_.trace(TraceRow{trace}).span_count; })) return false;
    counted_ = true;
    out_.reserve(most_);
    rows_.begin_again();
  }
  return rows_.step(up, [&](std::uint32_t trace) { add_steps(store_.trace(TraceRow{trace})); });
}

bool TraceTotalsWork::step(const TimeIsUp& up) {
  if (!totals_) {
    const auto add = [&](std::uint32_t row) {
      if (const std::int64_t value = number_of(store_.trace(TraceRow{row}), field_); value != kUnknown)
        values_.push_back(value);
    };
    if (values_.empty()) values_.reserve(all_.count());
    if (!rows_.step(up, add)) return false;
    totals_.emplace(std::move(values_));
  }
  return totals_->step(up);
}

bool StepTotalsWork::step(const TimeIsUp& up) {
  if (!totals_) {
    const auto add = [&](std::size_t i) {
      if (const std::int64_t value = step_number(store_, steps_[i], field_); value != kUnknown)
        values_.push_back(value);
    };
    if (next_ == 0) values_.reserve(steps_.size());
    if (!use_sliced(next_, steps_.size(), kChunk, up, add)) return false;
    totals_.emplace(std::move(values_));
  }
  return totals_->step(up);
}

bool StepOrderWork::step(const TimeIsUp& up) {
  if (!sorter_) {
    keys_.reserve(steps_.size());
    const auto add = [&](std::size_t i) { keys_.push_back({step_number(store_, steps_[i], by_), steps_[i].value}); };
    if (!use_sliced(next_, steps_.size(), kChunk, up, add)) return false;
    sorter_.emplace(std::move(keys_), before_);
    next_ = 0;
  }
  if (!sorter_->step(up)) return false;
  out_.reserve(steps_.size());
  const std::vector<query::SortEntry>& sorted = sorter_->items();
  return use_sliced(next_, sorted.size(), 8 * kChunk, up,
                    [&](std::size_t i) { out_.push_back(SpanRow{sorted[i].row}); });
}

}  // namespace spanorama
