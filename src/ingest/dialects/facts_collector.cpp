#include "facts_collector.h"

#include <algorithm>
#include <array>

#include "coerce.h"
#include "spanorama/base/fetch.h"
#include "words.h"

namespace spanorama {

namespace {

enum class ValueClass : std::uint8_t { text, tokens, number, any };

constexpr ValueClass class_by_name(Field field) {
  switch (field) {
    case Field::input_tokens:
    case Field::output_tokens:
    case Field::total_tokens:
    case Field::cache_read:
    case Field::cache_write:
    case Field::reasoning:
    case Field::cache_write_5m:
    case Field::cache_write_1h:
    case Field::audio_input:
    case Field::audio_output:
    case Field::audio_input_beside:
    case Field::audio_output_beside: return ValueClass::tokens;
    case Field::cost:
    case Field::input_cost:
    case Field::output_cost:
    case Field::ttft_seconds:
    case Field::ttft_ms:
    case Field::ttft_ns:
    case Field::ttft_any_unit: return ValueClass::number;
    case Field::streaming:
    case Field::tags:
    case Field::marks_agent:
    case Field::marks_embedding:
    case Field::marks_reranker:
    case Field::marks_retriever:
    case Field::marks_db:
    case Field::marks_http: return ValueClass::any;
    default: return ValueClass::text;
  }
}

constexpr bool is_content(Field field) { return field >= Field::input_messages && field <= Field::documents; }

// Whether a rule's value makes facts of its span, and is not only kept for those that have others.
constexpr bool makes_facts(const FieldRule& rule) {
  if (rule.dialect != Dialect::otel_plain) return true;
  return !(is_content(rule.field) || rule.field >= Field::marks_embedding || rule.field == Field::operation ||
           rule.field == Field::environment || rule.field == Field::release || rule.field == Field::loose_model ||
           rule.field == Field::call_metadata);
}

// What is asked of a rule for each value, in the order of kFieldRules.
struct RuleTraits {
  Field field = Field::none;
  ValueClass values = ValueClass::text;
  bool makes_facts = false, content = false;
};
constexpr auto kTraits = [] {
  std::array<RuleTraits, kFieldRuleCount> out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Field field = kFieldRules[i].field;
    out[i] = {field, class_by_name(field), makes_facts(kFieldRules[i]), is_content(field)};
  }
  return out;
}();

// Words that say nothing begin like this, and so do escapes and white space.
bool may_be_placeholder(char first) {
  switch (first) {
    case 'N':
    case '<':
    case 'n':
    case 'u':
    case '"':
    case '\\': return true;
    default: return static_cast<unsigned char>(first) <= ' ';
  }
}

bool is_number_valid(ValueClass values, const RawValue& value) {
  double number = 0;
  switch (values) {
    case ValueClass::tokens:
      return value.kind == RawKind::integer ? value.integer >= 0 : token_count(value) != kUnknown;
    case ValueClass::number: return number_of(value, number) && number >= 0;
    default: return value.kind != RawKind::empty;
  }
}

// The readers pass over long texts. Where a preview will look is asked of memory here, all at once: the end of what was
// asked, and the beginning of what came back with the reason why it stopped.
void fetch_ahead(Field field, std::string_view text) {
  constexpr std::size_t kEndBytes = 14 * kLineBytes, kHeadBytes = 6 * kLineBytes;
  const bool input = field == Field::input_messages || field == Field::input_text;
  const std::size_t head = std::min(text.size(), input ? kLineBytes : kHeadBytes);
  const std::size_t tail = std::min(text.size() - head, input ? kEndBytes : kLineBytes);
  fetch_lines(text.substr(0, head));
  fetch_lines(text.substr(text.size() - tail));
}

bool is_first_chunk(std::string_view name) {
  return name.ends_with("content.completion.chunk") || name == "ai.stream.firstChunk" ||
         name == "First Token Stream Event" || name == "mlflow.chunk.item.0" || name == "new_token";
}

}  // namespace

FactsCollector::FactsCollector(SpanBatch& batch, bool previews)
    : batch_(batch), previews_(previews), slots_(static_cast<std::size_t>(Field::count)) {}

void FactsCollector::learn(KeyId key) {
  if (key.value >= infos_.size()) infos_.resize(key.value + std::size_t{64});
  infos_[key.value] = classifier_.classify(batch_.strings.view(batch_.keys.text(key)));
}

void FactsCollector::begin_span() {
  ++span_number_;
  dialects_ = 0;
  anything_ = false;
  indexed_.clear();
  event_values_.clear();
  tags_.clear();
  events_.has_input = events_.has_output = false;
  events_.first_chunk = {};
  events_.exception_type = {};
  score_values_.clear();
  scores_.clear();
}

std::optional<ObservationType> FactsCollector::type_from(std::uint16_t rule, const RawValue& value, StringId text) {
  std::string scratch;
  if (!text.present()) return type_from_word(kFieldRules[rule].key, text_of(value, scratch));
  KnownType& known = known_types_[(text.value + rule) % std::size(known_types_)];
  if (known.word != text || known.rule != rule)
    known = {text, rule, type_from_word(kFieldRules[rule].key, batch_.strings.view(text))};
  return known.type;
}

// Whether the first valid value wins with this one.
bool FactsCollector::is_valid(std::uint16_t rule, const RawValue& value, StringId text) {
  const RuleTraits& traits = kTraits[rule];
  if (traits.values != ValueClass::text) return is_number_valid(traits.values, value);
  if (value.kind != RawKind::text)
    return value.kind == RawKind::structured || value.kind == RawKind::integer || value.kind == RawKind::real;
  const std::string_view raw = value.raw;
  const bool is_type = traits.field == Field::type;
  // So much may be white space or a placeholder in escapes.
  if (raw.size() > 64) return !is_type;
  if (raw.empty()) return false;
  if (raw.size() == 2 && ((raw[0] == '{' && raw[1] == '}') || (raw[0] == '[' && raw[1] == ']'))) return false;
  if (may_be_placeholder(raw[0]) && says_nothing(value)) return false;
  return !is_type || type_from(rule, value, text).has_value();
}

void FactsCollector::span_value(const KeyInfo& info, const RawValue& value, StringId text) {
  dialects_ |= info.dialects;
  if (info.indexed != IndexedKey::none) {
    indexed_.push_back({info.indexed, info.index, value});
    anything_ = true;
  }
  if (info.score != ScoreKey::none) {
    score_values_.push_back({info.score, info.score_scope, info.index, value});
    anything_ = true;
  }
  for (std::uint16_t rule = info.first_rule; rule != UINT16_MAX; rule = classifier_.next_rule(rule))
    offer(rule, value, text);
}

void FactsCollector::offer(std::uint16_t rule, const RawValue& value, StringId text) {
  const RuleTraits traits = kTraits[rule];
  Slot& slot = slots_[static_cast<std::size_t>(traits.field)];
  if (slot.span == span_number_ && slot.rule <= rule) {
    if (traits.field == Field::tags) tags_.push_back(value);
    return;
  }
  if (!is_valid(rule, value, text)) return;
  if (traits.field == Field::tags) tags_.push_back(value);
  slot.span = span_number_;
  slot.rule = rule;
  slot.text = text;
  slot.value = value;
  if (traits.content && value.raw.size() > kInlineBytes) fetch_ahead(traits.field, value.raw);
  anything_ = anything_ || traits.makes_facts;
}

const RawValue* FactsCollector::event_value(std::string_view key) const {
  for (const EventValue& v : event_values_)
    if (batch_.strings.view(batch_.keys.text(v.key)) == key && v.value.kind != RawKind::empty) return &v.value;
  return nullptr;
}

void FactsCollector::event_by_name(std::string_view name, UnixTime time) {
  const auto first_of = [&](std::initializer_list<std::string_view> keys) -> const RawValue* {
    for (const std::string_view key : keys)
      if (const RawValue* value = event_value(key)) return value;
    return nullptr;
  };
  const auto take = [](const RawValue* value, RawValue& into, bool& has) {
    if (value == nullptr) return;
    into = *value;
    has = true;
  };
  // Known before any value is taken: interning may move the name.
  const bool genai = name.substr(0, 7) == "gen_ai.";
  if (is_first_chunk(name)) {
    if (events_.first_chunk.ns == 0 || time < events_.first_chunk) events_.first_chunk = time;
  } else if (name == "gen_ai.user.message") {
    take(first_of({"content", "gen_ai.prompt", "gen_ai.event.content", "message"}), events_.input, events_.has_input);
  } else if (name == "gen_ai.choice") {
    take(first_of({"message", "content", "gen_ai.event.content", "gen_ai.completion"}), events_.output,
         events_.has_output);
  } else if (name == "gen_ai.assistant.message") {
    // In the standard this is history; with this attribute it is the answer.
    take(event_value("gen_ai.completion"), events_.output, events_.has_output);
  } else if (name == "gen_ai.content.prompt") {
    take(first_of({"gen_ai.prompt", "gen_ai.event.content"}), events_.input, events_.has_input);
  } else if (name == "gen_ai.content.completion") {
    take(first_of({"gen_ai.completion", "gen_ai.event.content"}), events_.output, events_.has_output);
  } else if (name == "gen_ai.client.inference.operation.details") {
    for (const EventValue& v : event_values_) span_value(infos_[v.key.value], v.value, {});
  } else if (name == "gen_ai.evaluation.result" || name == "langwatch.evaluation.custom") {
    event_score();
  } else if (name == "exception") {
    if (const RawValue* type = event_value("exception.type"))
      if (type->kind == RawKind::text && type->raw.size() <= kInlineBytes)
        events_.exception_type = batch_.strings.intern(text_of(*type, scratch_));
    return;
  } else {
    return;
  }
  if (genai) dialects_ |= 1u << static_cast<unsigned>(Dialect::otel_genai);
  anything_ = true;
}

void FactsCollector::end_event(const SpanEvent& event) {
  const std::string_view name = batch_.strings.view(event.name);
  if (!name.empty()) event_by_name(name, event.time);
  event_values_.clear();
}

ObservationType FactsCollector::type_of(StringId scope_name, StringId span_name) {
  const Slot& slot = slots_[static_cast<std::size_t>(Field::type)];
  if (const RawValue* word = get(Field::type); word != nullptr && word->kind == RawKind::text)
    if (const auto type = type_from(slot.rule, *word, slot.text)) return narrowed(*type, slot.rule);
  if (const auto type = type_by_name(scope_name, span_name)) return *type;
  return guessed_type();
}

// OpenLLMetry calls every step of a framework a task; what the step does is then the word of its operation.
ObservationType FactsCollector::narrowed(ObservationType type, std::uint16_t rule) const {
  if (type != ObservationType::chain || kFieldRules[rule].dialect != Dialect::openllmetry) return type;
  const RawValue* operation = get(Field::operation);
  if (operation == nullptr || operation->kind != RawKind::text) return type;
  const auto told = type_from_word("gen_ai.operation.name", operation->raw);
  return told == ObservationType::retriever || told == ObservationType::reranker ? *told : type;
}

ObservationType FactsCollector::guessed_type() const {
  const auto has = [&](Field field) { return get(field) != nullptr; };
  bool documents = false, reranked = false, embeddings = false, messages = events_.has_input || events_.has_output;
  for (const IndexedValue& v : indexed_) {
    documents = documents || v.kind == IndexedKey::document;
    reranked = reranked || v.kind == IndexedKey::rerank_document || v.kind == IndexedKey::rerank_input;
    embeddings = embeddings || v.kind == IndexedKey::embedding;
    messages = messages || v.kind <= IndexedKey::output_content;
  }
  const bool model = has(Field::request_model) || has(Field::response_model);
  if ((has(Field::tool_name) || has(Field::tool_call_id)) && !model) return ObservationType::tool;
  if (has(Field::marks_retriever) || documents) return ObservationType::retriever;
  if (has(Field::marks_embedding) || embeddings) return ObservationType::embedding;
  if (has(Field::marks_reranker) || reranked) return ObservationType::reranker;
  if (has(Field::marks_agent)) return ObservationType::agent;
  if (model || messages) return ObservationType::generation;
  if (has(Field::agent_name)) return ObservationType::agent;
  if (has(Field::marks_db)) return ObservationType::db;
  if (has(Field::marks_http)) return ObservationType::http;
  return ObservationType::span;
}

ResourceFacts FactsCollector::facts_of_resource(Range attributes) {
  ResourceFacts facts;
  std::uint16_t environment_rule = UINT16_MAX, release_rule = UINT16_MAX;
  for (std::uint32_t i = attributes.begin; i < attributes.end(); ++i) {
    const Attribute a = batch_.attributes[i];
    if (a.type() != ValueType::string || a.value == 0) continue;
    const KeyInfo info = info_of(a.key());
    for (std::uint16_t rule = info.first_rule; rule != UINT16_MAX; rule = classifier_.next_rule(rule)) {
      const Field field = kFieldRules[rule].field;
      if (field == Field::environment && rule < environment_rule) {
        facts.environment = {a.value};
        environment_rule = rule;
      } else if (field == Field::release && rule < release_rule) {
        facts.release = {a.value};
        release_rule = rule;
      }
    }
  }
  return facts;
}

bool FactsCollector::finish_loose_event(LooseEvent& event) {
  if (!anything_ && !events_.exception_type.present()) return false;
  event.type = guessed_type();
  Facts facts;
  facts.dialects = dialects_;
  fill_names(facts);
  fill_usage(facts, false);
  fill_cost(facts);
  fill_previews(facts, event.type);
  const auto index = kFirstLooseRow | static_cast<std::uint32_t>(batch_.loose_events.size());
  add_rare(facts, index);
  add_scores(index);
  event.facts = {static_cast<std::uint32_t>(batch_.facts.size())};
  batch_.facts.push_back(facts);
  return true;
}

std::uint32_t FactsCollector::finish_span(SpanRecord& span, StringId scope_name, const ResourceFacts& resource) {
  dialects_ |= dialects_of_scope(scope_name);
  span.type = type_of(scope_name, span.name);
  // session.id and the like are used by all of them: plain only counts where nothing else speaks.
  const std::uint32_t plain = 1u << static_cast<unsigned>(Dialect::otel_plain);
  if ((dialects_ & ~plain) != 0) dialects_ &= ~plain;
  // Rows without a parent carry what their resource says, so that a trace has it even without LLM spans.
  const bool from_resource =
      !span.parent_span_id.valid() && (resource.environment.present() || resource.release.present());
  const bool error_told = events_.exception_type.present() && span.status == Status::error;
  const bool own_place = get(Field::environment) != nullptr || get(Field::release) != nullptr;
  if (!anything_ && !from_resource && !error_told && !own_place) return dialects_;
  Facts facts;
  facts.dialects = dialects_;
  fill_names(facts);
  if (!facts.environment.present()) facts.environment = resource.environment;
  if (!facts.release.present()) facts.release = resource.release;
  fill_prompt_object(facts);
  fill_usage(facts, scope_counts_additive_);
  fill_loose_model(facts, span.type);
  fill_loose_provider(facts, span.type);
  fill_answering_model(facts, span.type);
  fill_loose_tool(facts, span);
  fill_cost(facts);
  fill_ttft(facts, span, scope_name);
  fill_previews(facts, span.type);
  const auto index = static_cast<std::uint32_t>(batch_.spans.size());
  add_tags(index);
  add_rare(facts, index);
  add_scores(index);
  span.facts = {static_cast<std::uint32_t>(batch_.facts.size())};
  batch_.facts.push_back(facts);
  return dialects_;
}

}  // namespace spanorama
