#include "query/condition_tests.h"

#include <algorithm>
#include <array>
#include <vector>

#include "query/case_fold.h"
#include "query/fields.h"
#include "query/list_work.h"
#include "query/text_match.h"

namespace spanorama::query {
namespace {

using F = FilterField;

class RangeTest final : public TraceTest {
 public:
  explicit RangeTest(const Condition& c) : field_(c.field), low_(c.low), high_(c.high) {}
  bool passes(const Trace& trace) override {
    const std::int64_t value = number_of(trace, field_);
    return value != kUnknown && value >= low_ && value <= high_;
  }

 private:
  FilterField field_;
  std::int64_t low_, high_;
};

class StatusTest final : public TraceTest {
 public:
  explicit StatusTest(const Condition& c) {
    for (const std::string& text : c.texts)
      if (const auto status = status_from(text)) wanted_[static_cast<std::size_t>(*status)] = true;
  }
  bool passes(const Trace& trace) override { return wanted_[static_cast<std::size_t>(trace.status)]; }

 private:
  std::array<bool, 3> wanted_{};
};

class TraceStringTest final : public TraceTest {
 public:
  TraceStringTest(const Condition& c, const TraceStore& store, StringId Trace::*field)
      : memo_(store, TextMatcher(c)), field_(field) {}
  bool passes(const Trace& trace) override { return memo_.matches(trace.*field_); }

 private:
  StringMemo memo_;
  StringId Trace::*field_;
};

class TraceListTest final : public TraceTest {
 public:
  TraceListTest(const Condition& c, const TraceStore& store, Range TraceLists::*field)
      : store_(store), memo_(store, TextMatcher(c)), field_(field) {}
  bool passes(const Trace& trace) override {
    const auto items = store_.items(store_.lists(trace).*field_);
    return std::any_of(items.begin(), items.end(), [this](StringId item) { return memo_.matches(item); });
  }

 private:
  const TraceStore& store_;
  StringMemo memo_;
  Range TraceLists::*field_;
};

class TraceIdTest final : public TraceTest {
 public:
  explicit TraceIdTest(const Condition& c) : matcher_(c) {
    whole_ = c.texts.size() == 1 && trace_id_from_hex(c.texts[0], id_);
  }
  bool passes(const Trace& trace) override { return whole_ ? trace.id == id_ : matcher_.matches(hex_from(trace.id)); }

 private:
  TextMatcher matcher_;
  TraceId id_;
  bool whole_ = false;
};

class SpanTypeTest final : public TraceTest {
 public:
  SpanTypeTest(const Condition& c, const TraceStore& store) : types_(store.columns().type) {
    for (const std::string& text : c.texts)
      if (const auto type = observation_type_from(text)) wanted_[static_cast<std::size_t>(*type)] = true;
  }
  bool passes(const Trace& trace) override {
    const auto types = types_.subspan(trace.first_span.value, trace.span_count);
    return std::any_of(types.begin(), types.end(),
                       [this](ObservationType t) { return wanted_[static_cast<std::size_t>(t)]; });
  }

 private:
  std::span<const ObservationType> types_;
  std::array<bool, kObservationTypeCount> wanted_{};
};

class SpanFactTest final : public TraceTest {
 public:
  SpanFactTest(const Condition& c, const TraceStore& store, StringId Facts::*field)
      : store_(store), memo_(store, TextMatcher(c)), text_(fact_number(field)) {}
  bool passes(const Trace& trace) override {
    for (std::uint32_t i = 0; i < trace.span_count; ++i) {
      const SpanRow row{trace.first_span.value + i};
      if (store_.has_facts(row) && memo_.matches(store_.fact_text(row, text_))) return true;
    }
    return false;
  }

 private:
  const TraceStore& store_;
  StringMemo memo_;
  FactNumber text_;
};

// A span's level as it was recorded, else error for a failed span and default for others.
class LevelTest final : public TraceTest {
 public:
  LevelTest(const Condition& c, const TraceStore& store) : store_(store) {
    for (const std::string& text : c.texts)
      for (std::size_t i = 0; i < kLevels.size(); ++i) wanted_[i] = wanted_[i] || kLevels[i] == text;
    for (const std::string_view key : {"langfuse.observation.level", "level"}) keys_.push_back(store.find_key(key));
  }
  bool passes(const Trace& trace) override {
    for (std::uint32_t i = 0; i < trace.span_count; ++i)
      if (wanted_[level_of(SpanRow{trace.first_span.value + i})]) return true;
    return false;
  }

 private:
  static constexpr std::array<std::string_view, 4> kLevels = {"debug", "default", "warning", "error"};
  static constexpr std::size_t kDefault = 1, kError = 3;

  std::size_t place_of(std::string_view recorded) const {
    const std::string_view level = level_from(recorded);
    return static_cast<std::size_t>(std::find(kLevels.begin(), kLevels.end(), level) - kLevels.begin());
  }
  std::size_t level_of(SpanRow row) const {
    if (!store_.columns().rare_facts.empty()) {
      const StringId told = store_.rare_text(row, RareField::level);
      if (const std::size_t place = place_of(store_.text(told)); told.present() && place < kLevels.size()) return place;
    }
    for (const Attribute attribute : store_.attributes_of(row)) {
      if (attribute.type() != ValueType::string) continue;
      if (std::find(keys_.begin(), keys_.end(), attribute.key()) == keys_.end()) continue;
      const std::size_t place = place_of(store_.text(StringId{attribute.value}));
      if (place < kLevels.size()) return place;
    }
    return store_.columns().status[row.value] == Status::error ? kError : kDefault;
  }

  const TraceStore& store_;
  std::vector<KeyId> keys_;
  std::array<bool, 4> wanted_{};
};

// has:FIELD for the fields that are no keys.
// An object or a list: what a model that was asked for JSON answers. The whole may be longer than its preview.
bool begins_as_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (text[first] != '{' && text[first] != '[')) return false;
  const std::size_t next = text.find_first_not_of(" \t\r\n", first + 1);
  if (next == std::string_view::npos) return false;
  if (text[first] == '{') return text[next] == '"' || text[next] == '}';
  return std::string_view("{[\"]-0123456789tfn").find(text[next]) != std::string_view::npos;
}

class HasTest final : public TraceTest {
 public:
  HasTest(std::string_view word, const TraceStore& store) : store_(store), word_(word) {
    if (const auto field = filter_field_from(word)) field_ = *field;
  }
  bool passes(const Trace& trace) override {
    if (word_ == "input") return trace.input_preview.present();
    if (word_ == "output") return trace.output_preview.present();
    if (word_ == "json_output") return begins_as_json(store_.text(trace.output_preview));
    if (word_ == "root") return !trace.root_missing;
    if (word_ == "orphans") return trace.orphan_count > 0;
    switch (field_) {
      case F::errors: return trace.error_count > 0;
      case F::model: return store_.lists(trace).models.count > 0;
      case F::provider: return store_.lists(trace).providers.count > 0;
      case F::service: return store_.lists(trace).services.count > 0;
      case F::prompt: return store_.lists(trace).prompts.count > 0;
      case F::tags: return store_.lists(trace).tags.count > 0;
      case F::session: return trace.session_id.present();
      case F::user: return trace.user_id.present();
      case F::environment: return trace.environment.present();
      case F::release: return trace.release.present();
      case F::version: return any_fact(trace, &Facts::prompt_version);
      case F::tool: return any_fact(trace, &Facts::tool_name);
      case F::operation: return any_fact(trace, &Facts::operation);
      case F::error_type: return any_fact(trace, &Facts::error_type);
      default: return number_of(trace, field_) != kUnknown;
    }
  }

 private:
  bool any_fact(const Trace& trace, StringId Facts::*field) const {
    for (std::uint32_t i = 0; i < trace.span_count; ++i) {
      const SpanRow row{trace.first_span.value + i};
      if (store_.has_facts(row) && store_.fact_text(row, fact_number(field)).present()) return true;
    }
    return false;
  }

  const TraceStore& store_;
  std::string word_;
  FilterField field_ = FilterField::cost;
};

// Several tests as one.
class GroupTest final : public TraceTest {
 public:
  GroupTest(std::vector<std::unique_ptr<TraceTest>> tests, bool all) : tests_(std::move(tests)), all_(all) {}
  bool passes(const Trace& trace) override {
    for (const auto& test : tests_)
      if (test->passes(trace) != all_) return !all_;
    return all_;
  }

 private:
  std::vector<std::unique_ptr<TraceTest>> tests_;
  bool all_;
};

std::unique_ptr<TraceTest> make_has_test(const Condition& condition, const TraceStore& store, PayloadSource* payloads) {
  Condition keyed;
  std::string_view key;
  if (condition.texts[0] == "simulation") keyed.field = F::simulation;
  if (condition.texts[0] == "score") keyed.field = F::score_source;
  if (keyed.field != F::text) return make_keyed_test(keyed, store, true, payloads);
  if (!split_keyed(condition.texts[0], keyed.field, key)) return std::make_unique<HasTest>(condition.texts[0], store);
  keyed.key = std::string(key);
  return make_keyed_test(keyed, store, true, payloads);
}

// One test per text, where the texts have to be told apart.
std::unique_ptr<TraceTest> make_group(const Condition& condition, const TraceStore& store, PayloadSource* payloads) {
  std::vector<std::unique_ptr<TraceTest>> tests;
  for (const std::string& text : condition.texts) {
    Condition one = condition;
    one.texts = {text};
    tests.push_back(make_test(one, store, payloads));
  }
  return std::make_unique<GroupTest>(std::move(tests), condition.all_of);
}

}  // namespace

bool has_percentile(const Condition& c) {
  return c.match == Match::range && (c.fine.low_percentile >= 0 || c.fine.high_percentile >= 0);
}

Condition without_percentiles(const Condition& condition, const TraceStore& store, const RowSet& rows) {
  PercentileWork work(store, condition, rows);
  work.step({});
  return work.answer();
}

int cost_class(FilterField field) {
  switch (field) {
    case F::text: return 4;
    case F::attribute:
    case F::resource:
    case F::metadata:
    case F::score:
    case F::score_source:
    case F::level:
    case F::simulation: return 3;
    case F::type:
    case F::operation:
    case F::error_type:
    case F::tool:
    case F::version:
    case F::has: return 2;
    case F::trace: return 1;
    default: return 0;
  }
}

std::unique_ptr<TraceTest> make_test(const Condition& c, const TraceStore& store, PayloadSource* payloads) {
  const bool several = c.texts.size() > 1 && (c.all_of || c.field == F::has);
  if (c.match != Match::range && several) return make_group(c, store, payloads);
  const bool keyed =
      info_of(c.field).kind == FieldKind::keyed || c.field == F::simulation || c.field == F::score_source;
  if (keyed) return make_keyed_test(c, store, false, payloads);
  if (c.match == Match::range) return std::make_unique<RangeTest>(c);
  switch (c.field) {
    case F::text: return make_words_test(c, store, payloads);
    case F::status: return std::make_unique<StatusTest>(c);
    case F::type: return std::make_unique<SpanTypeTest>(c, store);
    case F::has: return make_has_test(c, store, payloads);
    case F::level: return std::make_unique<LevelTest>(c, store);
    case F::trace: return std::make_unique<TraceIdTest>(c);
    case F::name: return std::make_unique<TraceStringTest>(c, store, &Trace::name);
    case F::session: return std::make_unique<TraceStringTest>(c, store, &Trace::session_id);
    case F::user: return std::make_unique<TraceStringTest>(c, store, &Trace::user_id);
    case F::environment: return std::make_unique<TraceStringTest>(c, store, &Trace::environment);
    case F::release: return std::make_unique<TraceStringTest>(c, store, &Trace::release);
    case F::model: return std::make_unique<TraceListTest>(c, store, &TraceLists::models);
    case F::provider: return std::make_unique<TraceListTest>(c, store, &TraceLists::providers);
    case F::service: return std::make_unique<TraceListTest>(c, store, &TraceLists::services);
    case F::prompt: return std::make_unique<TraceListTest>(c, store, &TraceLists::prompts);
    case F::tags: return std::make_unique<TraceListTest>(c, store, &TraceLists::tags);
    case F::version: return std::make_unique<SpanFactTest>(c, store, &Facts::prompt_version);
    case F::tool: return std::make_unique<SpanFactTest>(c, store, &Facts::tool_name);
    case F::operation: return std::make_unique<SpanFactTest>(c, store, &Facts::operation);
    case F::error_type: return std::make_unique<SpanFactTest>(c, store, &Facts::error_type);
    default: return std::make_unique<RangeTest>(c);  // a number field compared as text: nothing sensible to do
  }
}

}  // namespace spanorama::query

namespace spanorama {

std::int64_t number_of(const Trace& trace, FilterField field) {
  switch (field) {
    case FilterField::duration: return trace.duration.count;
    case FilterField::ttft: return trace.ttft_ns;
    case FilterField::cost: return trace.cost_microcents;
    case FilterField::tokens: return total_tokens(trace.usage);
    case FilterField::input_tokens: return input_tokens(trace.usage);
    case FilterField::output_tokens: return output_tokens(trace.usage);
    case FilterField::spans: return trace.span_count;
    case FilterField::errors: return trace.error_count;
    case FilterField::time: return trace.start == UnixTime{} ? kUnknown : trace.start.ns;
    default: return kUnknown;
  }
}

}  // namespace spanorama
