// attr.KEY, resource.KEY, metadata.KEY, score.KEY and simulation.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "query/case_fold.h"
#include "query/condition_tests.h"
#include "query/metadata.h"
#include "query/number_range.h"
#include "query/text_match.h"
#include "spanorama/base/format.h"
#include "spanorama/query/value_search.h"

namespace spanorama::query {
namespace {

// What a value has to be: anything, a number in a range, or a text.
class ValueTest {
 public:
  ValueTest(const Condition& c, const TraceStore& store, bool any, PayloadSource* payloads)
      : store_(store),
        payloads_(payloads),
        any_(any),
        range_(c.match == Match::range),
        bounds_(c),
        memo_(store, TextMatcher(c)) {
    const Condition looked = any ? has_condition(c) : c;
    if (payloads != nullptr && looks_into_values(looked)) search_.emplace(looked);
  }

  bool passes(Attribute attribute) {
    if (any_) return true;
    if (range_) return number_passes(attribute);
    switch (attribute.type()) {
      case ValueType::string:
      case ValueType::json: return memo_.matches(StringId{attribute.value});
      case ValueType::payload: return payload_passes(attribute);
      case ValueType::empty: return false;
      default: return number_text_passes(attribute);
    }
  }

  // Of a value in a source only what is read there: its preview is no value.
  bool source_passes(Attribute attribute) {
    return search_.has_value() && payloads_ != searched_elsewhere() && payload_passes(attribute);
  }

  bool number_or_text_passes(double value) {
    if (any_ || (range_ && bounds_.real(value))) return true;
    constexpr double kWhole = 1e15;
    const bool whole = std::abs(value) < kWhole && value == std::floor(value);
    char text[40];
    std::snprintf(text, sizeof text, whole ? "%.0f" : "%.15g", value);
    return !range_ && memo_.matches(std::string_view(text));
  }

  bool passes(std::string_view text) {
    if (any_) return true;
    return range_ ? bounds_.text(text) : memo_.matches(text);
  }

 private:
  static Condition has_condition(const Condition& keyed) {
    Condition out;
    out.field = FilterField::has;
    out.match = Match::equals;
    out.texts = {std::string(name_of(keyed.field)) + "." + keyed.key};
    return out;
  }
  // Numbers and booleans are compared as the text that is shown; the last few are remembered.
  bool number_text_passes(Attribute attribute) {
    const std::uint64_t bits = (std::uint64_t{attribute.value} << 8 | static_cast<std::uint64_t>(attribute.type())) + 1;
    Remembered& known = remembered_[bits * 0x9e3779b97f4a7c15ULL >> 56];
    if (known.bits != bits) known = {bits, memo_.matches(std::string_view(short_text(store_, attribute)))};
    return known.passes;
  }
  bool number_passes(Attribute attribute) {
    switch (attribute.type()) {
      case ValueType::int32:
      case ValueType::int64: return bounds_.whole(int_of(store_, attribute));
      case ValueType::float64: return bounds_.real(double_of(store_, attribute));
      case ValueType::string: return passes(store_.text(StringId{attribute.value}));
      default: return false;
    }
  }
  bool payload_passes(Attribute attribute) {
    const Payload& payload = store_.columns().payloads[attribute.value];
    if (payloads_ == searched_elsewhere()) return false;
    if (search_)
      if (const auto raw =
              payloads_->read(store_.columns().sources[payload.source.value], payload.offset, payload.length))
        return search_->matches(payload.encoding, *raw);
    return memo_.matches(payload.preview);
  }
  const TraceStore& store_;
  PayloadSource* payloads_;
  bool any_, range_;
  NumberRange bounds_;
  StringMemo memo_;
  std::optional<ValueSearch> search_;
  struct Remembered {
    std::uint64_t bits = 0;
    bool passes = false;
  };
  std::array<Remembered, 256> remembered_{};
};

class AttributeTest final : public TraceTest {
 public:
  AttributeTest(const Condition& c, const TraceStore& store, bool any, PayloadSource* payloads)
      : store_(store),
        rows_(store.columns().attribute_rows),
        key_(store.find_key(c.key)),
        value_(c, store, any, payloads),
        has_events_(!store.columns().event_rows.empty()) {
    for (const Scope& scope : store.columns().scopes) {
      wanted_scope_.push_back(any_passes(rows_, scope.attributes));
      has_scopes_ = has_scopes_ || wanted_scope_.back();
    }
  }
  // Over everything this runs through all spans: what most stores do not have is decided before.
  bool passes(const Trace& trace) override {
    if (key_.value >= store_.columns().keys.size()) return false;
    const std::uint32_t end = trace.first_span.value + trace.span_count;
    const auto& own = store_.columns().attributes;  // those of a trace are one run
    const std::uint32_t first = own[trace.first_span.value].begin;
    if (any_passes(rows_, {first, own[end - 1].end() - first})) return true;
    if (!has_scopes_ && !has_events_) return false;
    for (std::uint32_t row = trace.first_span.value; row < end; ++row)
      if (scope_or_event_passes(row)) return true;
    return false;
  }

 private:
  bool any_passes(const AttributeRows& all, Range attributes) {
    const AttributeRows rows = all;  // a copy: no test changes how it is packed, which the compiler then knows
    for (std::uint32_t i = attributes.begin; i < attributes.end(); ++i) {
      const Attribute attribute = rows[i];
      if (attribute.key() == key_ && value_.passes(attribute)) return true;
    }
    return false;
  }
  bool scope_or_event_passes(std::uint32_t row) {
    const ColumnViews& columns = store_.columns();
    if (has_scopes_ && columns.scope[row].valid() && wanted_scope_[columns.scope[row].value]) return true;
    if (!has_events_) return false;
    const Range events = columns.events[row];
    for (const SpanEvent& event : columns.event_rows.subspan(events.begin, events.count))
      if (any_passes(rows_, event.attributes)) return true;
    return false;
  }

  const TraceStore& store_;
  const AttributeRows& rows_;
  KeyId key_;
  ValueTest value_;
  bool has_events_, has_scopes_ = false;
  std::vector<bool> wanted_scope_;  // scopes are few, so each is asked once beforehand
};

// Resources are few, so each is asked once beforehand.
class ResourceTest final : public TraceTest {
 public:
  ResourceTest(const Condition& c, const TraceStore& store, bool any, PayloadSource* payloads)
      : resource_of_(store.columns().resource) {
    const KeyId key = store.find_key(c.key);
    ValueTest value(c, store, any, payloads == searched_elsewhere() ? nullptr : payloads);
    for (const Resource& resource : store.columns().resources) {
      const auto attributes = store.attributes(resource.attributes);
      wanted_.push_back(std::any_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
        return attribute.key() == key && value.passes(attribute);
      }));
    }
  }
  bool passes(const Trace& trace) override {
    const std::uint32_t end = trace.first_span.value + trace.span_count;
    for (std::uint32_t row = trace.first_span.value; row < end; ++row)
      if (const ResourceRow resource = resource_of_[row]; resource.valid() && wanted_[resource.value]) return true;
    return false;
  }

 private:
  const PackedColumn<ResourceRow>& resource_of_;
  std::vector<bool> wanted_;
};

class MetadataTest final : public TraceTest {
 public:
  MetadataTest(const Condition& c, const TraceStore& store, bool any, PayloadSource* payloads)
      : store_(store), key_(c.key), keys_(metadata_keys(store, c.key)), value_(c, store, any, payloads) {}
  bool passes(const Trace& trace) override {
    if (keys_.whole.empty() && keys_.objects.empty()) return false;
    for (std::uint32_t i = 0; i < trace.span_count; ++i)
      for (const Attribute& attribute : store_.attributes_of(SpanRow{trace.first_span.value + i}))
        if (attribute_passes(attribute)) return true;
    return false;
  }

 private:
  static bool is_in(const std::vector<KeyId>& keys, KeyId key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  }
  bool attribute_passes(Attribute attribute) {
    if (is_in(keys_.whole, attribute.key())) return value_.passes(attribute);
    if (!is_in(keys_.objects, attribute.key())) return false;
    if (attribute.type() == ValueType::payload) return value_.source_passes(attribute);
    const bool text = attribute.type() == ValueType::json || attribute.type() == ValueType::string;
    return text && object_passes(StringId{attribute.value});
  }
  bool object_passes(StringId json) {
    const auto [at, added] = objects_.try_emplace(json.value, false);
    if (added)
      for (const std::string& entry : json_entry(store_.text(json), key_))
        at->second = at->second || value_.passes(entry);
    return at->second;
  }

  const TraceStore& store_;
  std::string key_;
  MetadataKeys keys_;
  ValueTest value_;
  std::unordered_map<std::uint32_t, bool> objects_;  // JSON text -> answer
};

// "passed" and its like, for a score of two values: by its label, or by its number where it is 0 or 1.
std::optional<bool> verdict_of(std::string_view folded_word) {
  constexpr std::string_view kYes[] = {"true", "pass", "passed", "yes"}, kNo[] = {"false", "fail", "failed", "no"};
  if (std::find(std::begin(kYes), std::end(kYes), folded_word) != std::end(kYes)) return true;
  if (std::find(std::begin(kNo), std::end(kNo), folded_word) != std::end(kNo)) return false;
  return std::nullopt;
}

// Scores of the span, and those that are recorded as span events: a number, a label, or both.
class ScoreTest final : public TraceTest {
 public:
  ScoreTest(const Condition& c, const TraceStore& store, bool any)
      : store_(store),
        wanted_(folded(c.key)),
        name_(store.find_key("gen_ai.evaluation.name")),
        value_key_(store.find_key("gen_ai.evaluation.score.value")),
        label_key_(store.find_key("gen_ai.evaluation.score.label")),
        value_(c, store, any, nullptr) {
    if (c.match != Match::glob && c.match != Match::equals) return;
    for (const std::string& text : c.texts)
      if (const auto verdict = verdict_of(folded(text))) verdicts_.push_back(*verdict);
  }
  bool passes(const Trace& trace) override {
    const bool as_events = name_.value < store_.columns().keys.size();
    if (!as_events && store_.columns().scores.empty()) return false;
    for (std::uint32_t i = 0; i < trace.span_count; ++i) {
      for (const Score& score : store_.scores(SpanRow{trace.first_span.value + i}))
        if (score_passes(score)) return true;
      if (!as_events) continue;
      const Range events = store_.columns().events[trace.first_span.value + i];
      for (const SpanEvent& event : store_.columns().event_rows.subspan(events.begin, events.count))
        if (event_passes(store_.attributes(event.attributes))) return true;
    }
    return false;
  }

 private:
  bool score_passes(const Score& score) {
    if (folded(store_.text(score.name)) != wanted_) return false;
    if (!verdicts_.empty() && verdict_passes(score)) return true;
    return (score.has_value && value_.number_or_text_passes(score.value)) ||
           (score.label.present() && value_.passes(store_.text(score.label)));
  }
  bool verdict_passes(const Score& score) const {
    std::optional<bool> told;
    if (score.label.present())
      told = verdict_of(folded(store_.text(score.label)));
    else if (score.has_value && (score.value == 0 || score.value == 1))
      told = score.value == 1;
    return told && std::find(verdicts_.begin(), verdicts_.end(), *told) != verdicts_.end();
  }
  bool event_passes(AttributeList attributes) {
    const bool named = std::any_of(attributes.begin(), attributes.end(), [this](const Attribute& a) {
      return a.key() == name_ && folded(short_text(store_, a)) == wanted_;
    });
    return named && std::any_of(attributes.begin(), attributes.end(), [this](const Attribute& a) {
             return (a.key() == value_key_ || a.key() == label_key_) && value_.passes(a);
           });
  }

  const TraceStore& store_;
  std::string wanted_;
  KeyId name_, value_key_, label_key_;
  ValueTest value_;
  std::vector<bool> verdicts_;  // that are asked for
};

// Who gave a score; `any`: whether there is a score at all.
class ScoreSourceTest final : public TraceTest {
 public:
  ScoreSourceTest(const Condition& c, const TraceStore& store, bool any)
      : store_(store), any_(any), memo_(store, TextMatcher(c)) {}
  bool passes(const Trace& trace) override {
    if (store_.columns().scores.empty()) return false;
    for (std::uint32_t i = 0; i < trace.span_count; ++i)
      for (const Score& score : store_.scores(SpanRow{trace.first_span.value + i}))
        if (any_ || memo_.matches(score.origin)) return true;
    return false;
  }

 private:
  const TraceStore& store_;
  bool any_;
  StringMemo memo_;
};

// A trace belongs to a simulation or experiment when one of these says so.
constexpr std::string_view kSimulationKeys[] = {"simulation.id", "latitude.simulation.id", "metadata.simulationId",
                                                "langfuse.experiment.id", "langfuse.trace.metadata.simulationId"};

// A fact that few spans have.
class RareTextTest final : public TraceTest {
 public:
  RareTextTest(const Condition& c, const TraceStore& store, RareField field, bool any)
      : store_(store), field_(field), any_(any), memo_(store, TextMatcher(c)) {}
  bool passes(const Trace& trace) override {
    for (std::uint32_t i = 0; i < trace.span_count; ++i) {
      const StringId text = store_.rare_text(SpanRow{trace.first_span.value + i}, field_);
      if (text.present() && (any_ || memo_.matches(text))) return true;
    }
    return false;
  }

 private:
  const TraceStore& store_;
  RareField field_;
  bool any_;
  StringMemo memo_;
};

class AnyOfTests final : public TraceTest {
 public:
  explicit AnyOfTests(std::vector<std::unique_ptr<TraceTest>> tests) : tests_(std::move(tests)) {}
  bool passes(const Trace& trace) override {
    return std::any_of(tests_.begin(), tests_.end(), [&](const auto& test) { return test->passes(trace); });
  }

 private:
  std::vector<std::unique_ptr<TraceTest>> tests_;
};

std::unique_ptr<TraceTest> make_simulation_test(const Condition& c, const TraceStore& store, bool any) {
  std::vector<std::unique_ptr<TraceTest>> tests;
  if (!store.columns().rare_facts.empty())
    for (const RareField field : {RareField::simulation_id, RareField::experiment_id})
      tests.push_back(std::make_unique<RareTextTest>(c, store, field, any));
  for (const std::string_view key : kSimulationKeys) {
    if (store.find_key(key).value >= store.columns().keys.size()) continue;
    Condition one = c;
    one.key = std::string(key);
    tests.push_back(std::make_unique<AttributeTest>(one, store, any, nullptr));
    tests.push_back(std::make_unique<ResourceTest>(one, store, any, nullptr));
  }
  return std::make_unique<AnyOfTests>(std::move(tests));
}

}  // namespace

PayloadSource* searched_elsewhere() {
  struct Elsewhere final : PayloadSource {
    std::optional<std::string_view> read(const Source&, std::uint64_t, std::uint64_t) override { return std::nullopt; }
  };
  static Elsewhere elsewhere;
  return &elsewhere;
}

std::unique_ptr<TraceTest> make_keyed_test(const Condition& c, const TraceStore& store, bool any,
                                           PayloadSource* payloads) {
  switch (c.field) {
    case FilterField::attribute: return std::make_unique<AttributeTest>(c, store, any, payloads);
    case FilterField::resource: return std::make_unique<ResourceTest>(c, store, any, payloads);
    case FilterField::score: return std::make_unique<ScoreTest>(c, store, any);
    case FilterField::score_source: return std::make_unique<ScoreSourceTest>(c, store, any);
    case FilterField::simulation: return make_simulation_test(c, store, any);
    default: return std::make_unique<MetadataTest>(c, store, any, payloads);
  }
}

}  // namespace spanorama::query
