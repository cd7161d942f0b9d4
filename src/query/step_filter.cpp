#include "spanorama/query/step_filter.h"

#include "query/condition_tests.h"
#include "query/text_match.h"

namespace spanorama {

namespace {

using F = FilterField;

// Texts that a trace keeps as lists of its own: here they are those of the step.
class OwnTextTest final : public query::TraceTest {
 public:
  OwnTextTest(const Condition& condition, const TraceStore& store)
      : store_(store), memo_(store, query::TextMatcher(condition)), field_(condition.field) {}
  bool passes(const Trace& step) override {
    const SpanRow row = step.first_span;
    if (field_ == F::service) {
      const ResourceRow resource = store_.columns().resource[row.value];
      return resource.valid() && memo_.matches(store_.columns().resources[resource.value].service_name);
    }
    if (!store_.has_facts(row)) return false;
    const auto matches = [&](StringId Facts::*text) { return memo_.matches(store_.fact_text(row, fact_number(text))); };
    if (field_ == F::provider) return matches(&Facts::provider);
    if (field_ == F::prompt) return matches(&Facts::prompt_name);
    return matches(&Facts::model) || matches(&Facts::response_model);
  }

 private:
  const TraceStore& store_;
  query::StringMemo memo_;
  F field_;
};

class FailedTest final : public query::TraceTest {
 public:
  explicit FailedTest(const TraceStore& store) : status_(store.columns().status) {}
  bool passes(const Trace& step) override { return status_[step.first_span.value] == Status::error; }

 private:
  std::span<const Status> status_;
};

std::unique_ptr<query::TraceTest> make_step_test(const Condition& condition, const TraceStore& store) {
  switch (condition.field) {
    case F::type:
    case F::operation:
    case F::error_type:
    case F::tool:
    case F::version:
    case F::level:
    case F::attribute: return query::make_test(condition, store, nullptr);
    case F::model:
    case F::provider:
    case F::service:
    case F::prompt: return std::make_unique<OwnTextTest>(condition, store);
    case F::status:
      if (!condition.negated && condition.texts == std::vector<std::string>{"error"})
        return std::make_unique<FailedTest>(store);
      return nullptr;
    default: return nullptr;
  }
}

bool searches_words(const Condition& condition) {
  return condition.field == F::text && !condition.negated && condition.match != Match::range;
}

}  // namespace

struct StepFilter::Test {
  std::unique_ptr<query::TraceTest> test;
  bool negated = false;
};

StepFilter::StepFilter(const Filter& filter, const TraceStore& store) {
  for (const Condition& condition : filter.conditions) {
    if (auto test = make_step_test(condition, store)) tests_.push_back({std::move(test), condition.negated});
    if (searches_words(condition)) words_.push_back({query::make_test(condition, store, nullptr), false});
  }
}
StepFilter::~StepFilter() = default;
StepFilter::StepFilter(StepFilter&&) noexcept = default;
StepFilter& StepFilter::operator=(StepFilter&&) noexcept = default;

bool StepFilter::searches() const { return !words_.empty(); }

bool StepFilter::has_words(SpanRow row) {
  Trace step;
  step.first_span = row;
  step.span_count = 1;
  for (Test& test : words_)
    if (!test.test->passes(step)) return false;
  return true;
}

bool StepFilter::passes(SpanRow row) {
  Trace step;  // the tests look at nothing but a trace's spans
  step.first_span = row;
  step.span_count = 1;
  for (Test& test : tests_)
    if (test.test->passes(step) == test.negated) return false;
  return true;
}

}  // namespace spanorama
