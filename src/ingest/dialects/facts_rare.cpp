// Facts that few spans have, and scores.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "coerce.h"
#include "facts_collector.h"
#include "spanorama/base/same_bytes.h"
#include "words.h"

namespace spanorama {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxScoreBytes = 64 * 1024;
constexpr std::size_t kMaxScores = 1000;

struct NamedType {
  std::string_view scope, span_name;
  ObservationType type;
};
// Programs that say what a span is by its name alone.
constexpr NamedType kNamedTypes[] = {
    {"livekit-agents", "agent_turn", ObservationType::agent},
    {"livekit-agents", "start_agent_activity", ObservationType::agent},
    {"livekit-agents", "function_tool", ObservationType::tool},
    {"livekit-agents", "llm_request", ObservationType::generation},
    {"codex_", "session_task.turn", ObservationType::agent},
    {"codex_", "handle_responses", ObservationType::generation},
    {"", "haystack.pipeline.run", ObservationType::chain},
    {"", "haystack.async_pipeline.run", ObservationType::chain},
};

std::string text_member(const Json& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) continue;
    return found->is_string() ? found->get<std::string>() : found->dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  return {};
}

Json json_of(const RawValue& value) {
  std::string scratch;
  if (value.raw.size() > kMaxScoreBytes) return Json(Json::value_t::discarded);
  const std::string_view text = text_of(value, scratch);
  if (std::count(text.begin(), text.end(), '[') + std::count(text.begin(), text.end(), '{') > 20'000)
    return Json(Json::value_t::discarded);
  Json json = Json::parse(text, nullptr, false);
  if (json.is_string()) json = Json::parse(json.get<std::string>(), nullptr, false);
  return json;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

// The word that a member of JSON holds, seen from behind the member's name; the JSON may be escaped once.
std::string_view word_behind_name(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && at < 8 && (text[at] == '"' || text[at] == '\\' || text[at] == ':' || text[at] == ' '))
    ++at;
  std::size_t end = at;
  while (end < text.size() && is_word(text[end])) ++end;
  return at != 0 && end < text.size() ? text.substr(at, end - at) : std::string_view();
}

// Messages as JSON end with it: …"finish_reason": "stop"}]. Read backwards; what stands before is not looked at. `ending`
// is all that was looked at when there is one.
std::string_view finish_reason_at_end(std::string_view messages, std::string_view& ending) {
  constexpr std::string_view kName = "finish_reason";
  constexpr std::size_t kTailBytes = 96, kMostBetween = 8;
  const std::string_view tail = messages.substr(messages.size() - std::min(messages.size(), kTailBytes));
  const auto pass = [&tail](std::size_t at, auto&& wanted) {
    while (at != 0 && wanted(tail[at - 1])) --at;
    return at;
  };
  const auto is_quote = [](char c) { return c == '"' || c == '\\' || c == ' '; };
  const std::size_t end = pass(tail.size(), [&](char c) { return is_quote(c) || c == '}' || c == ']'; });
  const std::size_t begin = pass(end, is_word);
  const std::size_t name_end = pass(begin, [&](char c) { return is_quote(c) || c == ':'; });
  if (begin == end || end == tail.size() || name_end == begin || begin - name_end > kMostBetween) return {};
  if (name_end < kName.size() || tail.substr(name_end - kName.size(), kName.size()) != kName) return {};
  const std::string_view word = tail.substr(begin, end - begin);
  ending = tail.substr(name_end - kName.size());
  return word == "null" ? std::string_view() : word;
}

}  // namespace

std::uint32_t FactsCollector::dialects_of_scope(StringId scope_name) {
  if (scope_name == scope_name_) return scope_dialects_;
  scope_name_ = scope_name;
  scope_dialects_ = 0;
  const std::string_view scope = batch_.strings.view(scope_name);
  for (const PrefixRule& rule : kScopeRules)
    if (scope.starts_with(rule.prefix)) scope_dialects_ |= 1u << static_cast<unsigned>(rule.dialect);
  scope_counts_additive_ = scope.find("strands") != std::string_view::npos || scope.starts_with("langwatch");
  return scope_dialects_;
}

std::optional<ObservationType> FactsCollector::type_by_name(StringId scope_name, StringId span_name) const {
  const std::string_view name = batch_.strings.view(span_name);
  if (name.starts_with("claude_code.")) return type_from_word("span.type", name.substr(12));
  if (scope_dialects_ == 0 && !name.starts_with("haystack.")) return std::nullopt;
  const std::string_view scope = batch_.strings.view(scope_name);
  for (const NamedType& known : kNamedTypes)
    if (known.span_name == name && scope.starts_with(known.scope)) return known.type;
  return std::nullopt;
}

StringId FactsCollector::finish_reasons() {
  const RawValue* value = get(Field::finish_reasons);
  if (value == nullptr) {
    const RawValue* messages = get(Field::output_messages);
    if (messages == nullptr || messages->kind != RawKind::text) return {};
    // Nearly all end alike.
    if (!known_reason_.ending.empty() && messages->raw.ends_with(known_reason_.ending)) return known_reason_.folded;
    std::string_view ending;
    const std::string_view word = finish_reason_at_end(messages->raw, ending);
    if (word.empty()) return {};
    known_reason_ = {std::string(ending), batch_.strings.intern(folded_finish_reason(word))};
    return known_reason_.folded;
  }
  return told_stops(*value);
}

// The same few lists of words in span after span.
StringId FactsCollector::told_stops(const RawValue& value) {
  constexpr std::size_t kMostKept = 128;
  for (const KnownStop& known : known_stops_)
    if (known.kind == value.kind && known.encoding == value.encoding && same_text(known.raw, value.raw))
      return known.folded;
  std::string joined;
  for (const std::string& word : tags_of(value))
    if (word.size() <= 64) joined.append(joined.empty() ? "" : ",").append(folded_finish_reason(word));
  const StringId folded = batch_.strings.intern(joined);
  if (!value.escaped && value.raw.size() <= kMostKept)
    known_stops_[next_stop_++ % std::size(known_stops_)] = {std::string(value.raw), value.kind, value.encoding, folded};
  return folded;
}

StringId FactsCollector::level() {
  const StringId given = text_fact(Field::level);
  return given.present() ? batch_.strings.intern(folded_level(std::string(batch_.strings.view(given)))) : StringId{};
}

// {"name": …, "version": …}, or a list of these.
void FactsCollector::fill_prompt_object(Facts& facts) {
  const RawValue* value = get(Field::prompt_object);
  if (value == nullptr || facts.prompt_name.present()) return;
  Json json = json_of(*value);
  if (json.is_array() && !json.empty()) json = Json(json[0]);
  if (!json.is_object()) return;
  facts.prompt_name = batch_.strings.intern(text_member(json, {"name"}).substr(0, 256));
  if (!facts.prompt_version.present())
    facts.prompt_version = batch_.strings.intern(text_member(json, {"version"}).substr(0, 256));
}

// Where an SDK leaves the tool's name to the span's: Langfuse to its name, OpenLLMetry to that of the entity.
void FactsCollector::fill_loose_tool(Facts& facts, const SpanRecord& span) {
  if (facts.tool_name.present() || span.type != ObservationType::tool) return;
  facts.tool_name = text_fact(Field::loose_tool);
  if (!facts.tool_name.present() && get(Field::type) != nullptr && key_of(Field::type) == "langfuse.observation.type")
    facts.tool_name = span.name;
}

// "model" alone may be of a car; beside tokens, or on a call, it is ours. A call that failed has no model but the one
// that its request names.
void FactsCollector::fill_loose_model(Facts& facts, ObservationType type) {
  if (facts.model.present()) return;
  const bool call = type == ObservationType::generation || type == ObservationType::embedding;
  const RawValue* request = get(Field::call_object);
  if (call && request != nullptr) {
    const Json json = json_of(*request);
    if (json.is_object())
      facts.model = batch_.strings.intern(text_member(json, {"model", "model_name"}).substr(0, 256));
    if (facts.model.present()) return;
  }
  if (get(Field::loose_model) == nullptr) return;
  if (key_of(Field::loose_model) == "genkit:name" ? !call : total_tokens(facts.usage) == kUnknown && !call) return;
  std::string model(batch_.strings.view(text_fact(Field::loose_model)));
  // Claude Code writes it in colour.
  for (std::size_t at = model.find('\x1b'); at != std::string::npos; at = model.find('\x1b')) {
    std::size_t end = at;
    while (end < model.size() && !(model[end] >= 'a' && model[end] <= 'z')) ++end;
    model.erase(at, end + 1 - at);
  }
  facts.model = batch_.strings.intern(model);
  if (facts.provider.present()) return;
  // Genkit's names begin with the plug-in.
  std::string scratch;
  const std::size_t slash = model.find('/');
  const std::string_view maker = slash != std::string::npos
                                     ? folded_provider(std::string_view(model).substr(0, slash), scratch)
                                     : provider_of_model(model);
  if (!maker.empty()) facts.provider = batch_.strings.intern(std::string(maker));
}

// LangChain says it in the metadata of a run, {"ls_provider": "openai", …}, which other instrumentation hands on.
void FactsCollector::fill_loose_provider(Facts& facts, ObservationType type) {
  if (type != ObservationType::generation || facts.provider.present()) return;
  constexpr std::string_view kName = "ls_provider";
  constexpr std::size_t kMetadataBytes = 4096;
  std::string text, scratch;
  if (get(Field::loose_provider) != nullptr) {
    text = batch_.strings.view(text_fact(Field::loose_provider));
  } else if (const RawValue* value = get(Field::call_metadata)) {
    const std::string_view metadata = value->raw.substr(0, kMetadataBytes);
    const std::size_t name = metadata.find(kName);
    if (name != std::string_view::npos) text = word_behind_name(metadata.substr(name + kName.size()));
  }
  if (text.empty() || text == "null") return;
  const std::string_view folded = folded_provider(text, scratch);
  facts.provider = batch_.strings.intern(std::string(folded));
}

// LangChain's answer tells it, {"response_metadata": {"model_name": …}}, where OpenInference names only the one asked for.
void FactsCollector::fill_answering_model(Facts& facts, ObservationType type) {
  if (type != ObservationType::generation || facts.response_model.present()) return;
  const RawValue* output = get(Field::output_text);
  if (output == nullptr || output->kind != RawKind::text || key_of(Field::output_text) != "output.value") return;
  constexpr std::string_view kWhere = "response_metadata", kName = "model_name";
  constexpr std::size_t kMetadataBytes = 1024;
  const std::size_t where = output->raw.find(kWhere);
  if (where == std::string_view::npos) return;
  const std::string_view metadata = output->raw.substr(where, kMetadataBytes);
  const std::size_t name = metadata.find(kName);
  if (name == std::string_view::npos) return;
  const std::string_view model = word_behind_name(metadata.substr(name + kName.size()));
  if (!model.empty()) facts.response_model = batch_.strings.intern(std::string(model));
}

// {"stream": true} in the parameters of the call; parsed only where the word is there.
bool FactsCollector::asks_for_stream() const {
  const RawValue* request = get(Field::call_object);
  if (request == nullptr || request->raw.find("stream") == std::string_view::npos) return false;
  const Json json = json_of(*request);
  if (!json.is_object()) return false;
  const auto stream = json.find("stream");
  return stream != json.end() && stream->is_boolean() && stream->get<bool>();
}

void FactsCollector::add_rare(const Facts& facts, std::uint32_t span) {
  const auto add = [&](RareField field, std::uint32_t value) {
    RareFact fact;
    fact.span = {span};
    fact.field = field;
    fact.value = value;
    batch_.rare_facts.push_back(fact);
  };
  const auto text = [&](RareField field, StringId id) {
    if (id.present()) add(field, id.value);
  };
  const auto count = [&](RareField field, std::int64_t tokens) {
    if (tokens > 0) add(field, static_cast<std::uint32_t>(std::min<std::int64_t>(tokens, UINT32_MAX)));
  };
  text(RareField::trace_name, text_fact(Field::trace_name));
  text(RareField::level, level());
  const StringId conversation = text_fact(Field::conversation);
  if (conversation != facts.session_id) text(RareField::conversation_id, conversation);
  text(RareField::response_id, text_fact(Field::response_id));
  text(RareField::finish_reasons, finish_reasons());
  text(RareField::simulation_id, text_fact(Field::simulation));
  text(RareField::experiment_id, text_fact(Field::experiment));
  text(RareField::experiment_item, text_fact(Field::experiment_item));
  text(RareField::prompt_label, text_fact(Field::prompt_label));
  text(RareField::service_tier, text_fact(Field::service_tier));
  count(RareField::cache_write_1h, cache_write_1h_);
  count(RareField::audio_input, audio_input_);
  count(RareField::audio_output, audio_output_);
}

void FactsCollector::take_score(Score& score, ScoreKey key, const RawValue& value) {
  const auto text = [&]() -> StringId {
    std::string scratch;
    if (value.kind == RawKind::boolean) return batch_.strings.intern(value.flag ? "true" : "false");
    if (value.kind != RawKind::text || value.raw.size() > kMaxScoreBytes) return {};
    return batch_.strings.intern(std::string(text_of(value, scratch)));
  };
  double number = 0;
  switch (key) {
    case ScoreKey::name: score.name = text(); break;
    case ScoreKey::label: score.label = text(); break;
    case ScoreKey::explanation: score.explanation = text(); break;
    case ScoreKey::origin: score.origin = text(); break;
    case ScoreKey::value:
      if (number_of(value, number)) {
        score.value = number;
        score.has_value = true;
      } else if (!score.label.present()) {
        score.label = text();
      }
      break;
    default: break;
  }
}

// {"accuracy": 0.8, "style": 1}
void FactsCollector::add_score_numbers(const RawValue& value, Score score) {
  for (const NamedNumber& n : numbers_of_object(value)) {
    score.name = batch_.strings.intern(n.name);
    score.value = n.value;
    score.has_value = true;
    scores_.push_back(score);
  }
}

// [{"name": …, "value": …, "comment": …}], or one of these.
void FactsCollector::add_score_list(const RawValue& value, Score score) {
  Json list = json_of(value);
  if (list.is_object()) list = Json::array({list});
  if (!list.is_array()) return;
  const auto intern = [&](const std::string& text) { return batch_.strings.intern(text.substr(0, kMaxScoreBytes)); };
  for (const Json& item : list) {
    if (!item.is_object() || scores_.size() >= kMaxScores) continue;
    Score one = score;
    one.name = intern(text_member(item, {"name", "evaluator_id"}));
    one.label = intern(text_member(item, {"stringValue", "string_value", "label"}));
    one.explanation = intern(text_member(item, {"comment", "explanation", "details"}));
    one.origin = intern(text_member(item, {"source", "annotator_kind"}));
    for (const char* name : {"value", "score"}) {
      const auto found = item.find(name);
      if (found == item.end() || one.has_value || !found->is_number()) continue;
      one.value = found->get<double>();
      one.has_value = true;
    }
    if (!one.label.present() && item.contains("passed") && item["passed"].is_boolean())
      one.label = batch_.strings.intern(item["passed"].get<bool>() ? "passed" : "failed");
    scores_.push_back(one);
  }
}

void FactsCollector::event_score() {
  if (const RawValue* whole = event_value("json_encoded_event")) return add_score_list(*whole, {});
  Score score;
  for (const EventValue& v : event_values_) take_score(score, infos_[v.key.value].score, v.value);
  if (score.name.present() || score.has_value || score.label.present()) scores_.push_back(score);
}

void FactsCollector::add_scores(std::uint32_t span) {
  std::stable_sort(score_values_.begin(), score_values_.end(),
                   [](const ScoreValue& a, const ScoreValue& b) { return a.number < b.number; });
  for (std::size_t i = 0; i < score_values_.size();) {
    Score score;
    score.scope = score_values_[i].scope;
    const std::uint32_t number = score_values_[i].number;
    for (; i < score_values_.size() && score_values_[i].number == number; ++i) {
      const ScoreValue& v = score_values_[i];
      if (v.key == ScoreKey::numbers) add_score_numbers(v.value, score);
      if (v.key == ScoreKey::list) add_score_list(v.value, score);
      take_score(score, v.key, v.value);
    }
    if (score.name.present() || score.has_value || score.label.present()) scores_.push_back(score);
  }
  for (Score& score : scores_) {
    score.span = {span};
    batch_.scores.push_back(score);
  }
}

}  // namespace spanorama
