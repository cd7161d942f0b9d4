// Collects what the attributes and events of one span say, in any naming scheme, and turns it into Facts, a type and
// tags when the span is complete. Values are views into the source until then; nothing is copied before it is kept.
//
//   facts.begin_span(); facts.span_attribute(key, value)…; facts.finish_span(record, scope_name, resource);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../raw_value.h"
#include "key_info.h"
#include "spanorama/model/span_batch.h"
#include "squeezed_text.h"
#include "usage_parts.h"

namespace spanorama {

// What a resource says of all its spans.
struct ResourceFacts {
  StringId environment, release;
};

class FactsCollector {
 public:
  // Without `previews` none are made of a span's input and output.
  explicit FactsCollector(SpanBatch& batch, bool previews = true);

  void begin_span();
  // `text`: the interned value, when it is a short string.
  void span_attribute(KeyId key, const RawValue& value, StringId text) {
    const KeyInfo& info = info_of(key);
    if (info.interesting) span_value(info, value, text);
  }
  // Whether a span's attribute with this key says anything here.
  bool listens_to(KeyId key) { return info_of(key).interesting; }
  void event_attribute(KeyId key, const RawValue& value) {
    const KeyInfo& info = info_of(key);
    if (info.interesting) event_values_.push_back({key, value});
  }
  // `event` has its name and time.
  void end_event(const SpanEvent& event);
  // Fills type and facts of the record, which is about to be appended to the batch. Gives the span's dialects.
  std::uint32_t finish_span(SpanRecord& span, StringId scope_name, const ResourceFacts& resource);
  // After begin_span() and end_event() for an event whose span is not at hand: what that span learns from it. False when
  // it is nothing.
  bool finish_loose_event(LooseEvent& event);

  ResourceFacts facts_of_resource(Range attributes);

 private:
  struct Slot {
    std::uint32_t span = 0;  // number of the span that filled it
    std::uint16_t rule = 0;
    StringId text;  // the value, where it is interned already
    RawValue value;
  };
  // What a word meant the last time. Words are few, and looking one up costs a walk over tables.
  struct KnownType {
    StringId word;
    std::uint16_t rule = 0;
    std::optional<ObservationType> type;
  };
  struct KnownProvider {
    StringId given, model;
    std::uint16_t rule = 0;
    StringId provider;
  };
  struct KnownReason {
    std::string ending;  // of messages, with all that the reason was found in
    StringId folded;
  };
  // Why models stopped, as it stood in the source.
  struct KnownStop {
    std::string raw;
    RawKind kind = RawKind::empty;
    PayloadEncoding encoding{};
    StringId folded;
  };
  struct IndexedValue {
    IndexedKey kind;
    std::uint32_t index;
    RawValue value;
  };
  struct ScoreValue {
    ScoreKey key;
    ScoreScope scope;
    std::uint32_t number;  // values of one score share it
    RawValue value;
  };
  struct EventValue {
    KeyId key;
    RawValue value;
  };
  // Content that came as an event.
  struct EventContent {
    RawValue input, output;  // good where told
    bool has_input = false, has_output = false;
    UnixTime first_chunk;
    StringId exception_type;
  };

  const KeyInfo& info_of(KeyId key) {
    if (key.value >= infos_.size() || !infos_[key.value].known) learn(key);
    return infos_[key.value];
  }
  void learn(KeyId key);
  void span_value(const KeyInfo& info, const RawValue& value, StringId text);
  void offer(std::uint16_t rule, const RawValue& value, StringId text);
  bool is_valid(std::uint16_t rule, const RawValue& value, StringId text);
  std::optional<ObservationType> type_from(std::uint16_t rule, const RawValue& value, StringId text);
  StringId provider_from(const RawValue& value, std::string_view model);
  const RawValue* get(Field field) const {
    const Slot& slot = slots_[static_cast<std::size_t>(field)];
    return slot.span == span_number_ ? &slot.value : nullptr;
  }
  std::string_view key_of(Field field) const { return kFieldRules[slots_[static_cast<std::size_t>(field)].rule].key; }

  void event_by_name(std::string_view name, UnixTime time);
  const RawValue* event_value(std::string_view key) const;

  ObservationType type_of(StringId scope_name, StringId span_name);
  ObservationType narrowed(ObservationType type, std::uint16_t rule) const;
  ObservationType guessed_type() const;
  StringId text_fact(Field field) { return get(field) == nullptr ? StringId{} : told_text(field); }
  StringId told_text(Field field);
  void fill_names(Facts& facts);
  void fill_provider(Facts& facts);
  ReportedUsage reported_usage();
  void parts_beside_object(ReportedUsage& r) const;
  void fill_usage(Facts& facts, bool scope_counts_additive);
  RawValue object_inside(const RawValue& value);
  std::uint32_t dialects_of_scope(StringId scope_name);
  std::optional<ObservationType> type_by_name(StringId scope_name, StringId span_name) const;
  // In facts_rare.cpp.
  void add_rare(const Facts& facts, std::uint32_t span);
  StringId finish_reasons();
  StringId told_stops(const RawValue& value);
  StringId level();
  void fill_prompt_object(Facts& facts);
  void fill_loose_model(Facts& facts, ObservationType type);
  void fill_loose_provider(Facts& facts, ObservationType type);
  void fill_answering_model(Facts& facts, ObservationType type);
  void fill_loose_tool(Facts& facts, const SpanRecord& span);
  void add_scores(std::uint32_t span);
  void take_score(Score& score, ScoreKey key, const RawValue& value);
  void add_score_numbers(const RawValue& value, Score score);
  void add_score_list(const RawValue& value, Score score);
  void event_score();
  void fill_cost(Facts& facts) const;
  void fill_ttft(Facts& facts, const SpanRecord& span, StringId scope_name) const;
  bool asks_for_stream() const;
  void fill_previews(Facts& facts, ObservationType type);
  // Into `out`, which is empty before.
  void input_preview(SqueezedText& out, ObservationType type) const;
  void output_preview(SqueezedText& out, ObservationType type) const;
  void indexed_preview(SqueezedText& out, IndexedKey role, IndexedKey content, bool user_only) const;
  void document_preview(SqueezedText& out) const;
  void tool_calls_preview(SqueezedText& out) const;
  void add_tags(std::uint32_t span);

  SpanBatch& batch_;
  const bool previews_;
  KeyClassifier classifier_;
  std::vector<KeyInfo> infos_;  // by KeyId
  std::vector<Slot> slots_;     // by Field
  std::uint32_t span_number_ = 0;
  std::uint32_t dialects_ = 0;
  bool anything_ = false;  // a field was filled
  std::vector<IndexedValue> indexed_;
  std::vector<EventValue> event_values_;
  std::vector<RawValue> tags_;
  EventContent events_;
  std::vector<ScoreValue> score_values_;
  std::vector<Score> scores_;  // of the span's events
  std::int64_t cache_write_1h_ = kUnknown, audio_input_ = kUnknown, audio_output_ = kUnknown;
  StringId scope_name_;
  std::uint32_t scope_dialects_ = 0;
  bool scope_counts_additive_ = false;  // its token counts lie beside each other
  std::string scratch_;
  KnownType known_types_[16];
  KnownProvider known_providers_[16];
  KnownReason known_reason_;
  KnownStop known_stops_[4];
  std::size_t next_stop_ = 0;  // place in it
};

}  // namespace spanorama
