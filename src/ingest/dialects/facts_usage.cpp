// Token counts out of numbers and objects of any scheme.
#include <algorithm>
#include <cmath>

#include "coerce.h"
#include "facts_collector.h"
#include "spanorama/base/json_cursor.h"
#include "usage_parts.h"

namespace spanorama {

namespace {

constexpr std::size_t kMaxAnswerBytes = 256 * 1024;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

void add_known(std::int64_t& sum, double count) {
  if (!(count >= 0) || count > 9e15) return;
  sum = (sum == kUnknown ? 0 : sum) + std::llround(count);
}

// {"input": 10, "output": 5, "input_cached_tokens": 3, "total": 18}: by convention every member is a part of its own,
// unless the total says otherwise.
bool disjoint_usage(const std::vector<NamedNumber>& numbers, ReportedUsage& r) {
  bool any = false;
  for (const NamedNumber& n : numbers) {
    const std::string_view name = n.name;
    if (contains(name, "cost")) continue;
    any = true;
    if (name == "total" || name == "total_tokens" || name == "totalTokens") {
      add_known(r.total, n.value);
      continue;
    }
    const bool cache = contains(name, "cache") || contains(name, "Cache");
    const bool output = contains(name, "output") || contains(name, "completion");
    if (cache && (contains(name, "creation") || contains(name, "write") || contains(name, "Creation"))) {
      add_known(r.cache_write, n.value);
      if (contains(name, "1h")) add_known(r.cache_write_1h, n.value);
    } else if (cache) {
      add_known(r.cache_read, n.value);
    } else if (contains(name, "reasoning") || contains(name, "thought")) {
      add_known(r.reasoning, n.value);
    } else {
      add_known(output ? r.output : r.input, n.value);
      if (contains(name, "audio")) add_known(output ? r.audio_output : r.audio_input, n.value);
    }
  }
  r.input_by_key = r.output_by_key = Counting::additive;
  return any;
}

struct UsageName {
  std::string_view name;
  std::int64_t ReportedUsage::*count;
};
// What answers of the providers and SDKs call their counts.
constexpr UsageName kUsageNames[] = {
    {"input_tokens", &ReportedUsage::input},
    {"prompt_tokens", &ReportedUsage::input},
    {"inputTokens", &ReportedUsage::input},
    {"promptTokens", &ReportedUsage::input},
    {"prompt_token_count", &ReportedUsage::input},
    {"promptTokenCount", &ReportedUsage::input},
    {"output_tokens", &ReportedUsage::output},
    {"completion_tokens", &ReportedUsage::output},
    {"outputTokens", &ReportedUsage::output},
    {"completionTokens", &ReportedUsage::output},
    {"candidates_token_count", &ReportedUsage::output},
    {"candidatesTokenCount", &ReportedUsage::output},
    {"total_tokens", &ReportedUsage::total},
    {"totalTokens", &ReportedUsage::total},
    {"total_token_count", &ReportedUsage::total},
    {"totalTokenCount", &ReportedUsage::total},
    {"cache_read", &ReportedUsage::cache_read},
    {"cache_read_input_tokens", &ReportedUsage::cache_read},
    {"cache_read_tokens", &ReportedUsage::cache_read},
    {"cached_tokens", &ReportedUsage::cache_read},
    {"prompt_cached_tokens", &ReportedUsage::cache_read},
    {"cachedInputTokens", &ReportedUsage::cache_read},
    {"cachedPromptTokens", &ReportedUsage::cache_read},
    {"cacheReadInputTokens", &ReportedUsage::cache_read},
    {"cachedContentTokens", &ReportedUsage::cache_read},
    {"cached_content_token_count", &ReportedUsage::cache_read},
    {"cachedContentTokenCount", &ReportedUsage::cache_read},
    {"cache_creation", &ReportedUsage::cache_write},
    {"cache_creation_input_tokens", &ReportedUsage::cache_write},
    {"cache_creation_tokens", &ReportedUsage::cache_write},
    {"cache_write_tokens", &ReportedUsage::cache_write},
    {"cacheWriteInputTokens", &ReportedUsage::cache_write},
    {"ephemeral_5m_input_tokens", &ReportedUsage::cache_write_5m},
    {"ephemeral_1h_input_tokens", &ReportedUsage::cache_write_1h},
    {"reasoning", &ReportedUsage::reasoning},
    {"reasoning_tokens", &ReportedUsage::reasoning},
    {"reasoningTokens", &ReportedUsage::reasoning},
    {"thoughtsTokens", &ReportedUsage::reasoning},
    {"thoughts_token_count", &ReportedUsage::reasoning},
    {"thoughtsTokenCount", &ReportedUsage::reasoning},
};

// The usual pair with parts inside; fills what is not known yet.
void usual_usage(const std::vector<NamedNumber>& numbers, ReportedUsage& r) {
  for (const NamedNumber& n : numbers) {
    for (const UsageName& known : kUsageNames) {
      if (known.name != n.name) continue;
      std::int64_t& into = r.*known.count;
      if (into == kUnknown && n.value >= 0 && n.value < 9e15) into = std::llround(n.value);
    }
  }
}

// Where the object of the last member with this name begins, npos without one. Names inside texts have a backslash.
std::size_t find_member(std::string_view json, std::string_view quoted_name) {
  for (std::size_t at = json.rfind(quoted_name); at != std::string_view::npos && at != 0;
       at = json.rfind(quoted_name, at - 1)) {
    const std::size_t colon = json.find_first_not_of(" \t\r\n", at + quoted_name.size());
    if (json[at - 1] == '\\' || colon == std::string_view::npos || json[colon] != ':') continue;
    const std::size_t value = json.find_first_not_of(" \t\r\n", colon + 1);
    if (value != std::string_view::npos && json[value] == '{') return value;
  }
  return std::string_view::npos;
}

}  // namespace

// The object of usage in a whole answer; empty without one. The view is into scratch_.
RawValue FactsCollector::object_inside(const RawValue& value) {
  RawValue object;
  if (value.raw.size() > kMaxAnswerBytes) return object;
  const std::string text(text_of(value, scratch_));
  scratch_ = text;
  for (const std::string_view name : {"\"usage_metadata\"", "\"usageMetadata\"", "\"usage\""}) {
    const std::size_t at = find_member(scratch_, name);
    if (at == std::string_view::npos) continue;
    JsonCursor json(std::string_view(scratch_).substr(at));
    if (!json.raw_value(object.raw)) continue;
    object.kind = RawKind::text;
    return object;
  }
  return object;
}

// An object of input and output alone may stand beside Vercel's own keys for the same call, which know the parts. Those
// lie inside: they are taken only where both say the same input, and the object's total leaves no room beside it.
void FactsCollector::parts_beside_object(ReportedUsage& r) const {
  const RawValue* input = get(Field::input_tokens);
  if (input == nullptr || r.input == kUnknown || r.output == kUnknown || r.total != r.input + r.output) return;
  if (token_count(*input) != r.input || r.cache_read != kUnknown || r.reasoning != kUnknown) return;
  const auto part = [&](Field field, std::int64_t whole) {
    const RawValue* value = get(field);
    if (value == nullptr || key_of(field).substr(0, 9) != "ai.usage.") return kUnknown;
    const std::int64_t count = token_count(*value);
    return count <= whole ? count : kUnknown;
  };
  r.cache_read = part(Field::cache_read, r.input);
  r.reasoning = part(Field::reasoning, r.output);
  r.input_by_key = r.output_by_key = Counting::inclusive;
}

ReportedUsage FactsCollector::reported_usage() {
  ReportedUsage r;
  if (const RawValue* object = get(Field::usage_object)) {
    const std::vector<NamedNumber> numbers = numbers_of_object(*object);
    if (key_of(Field::usage_object) == "langfuse.observation.usage_details") {
      if (disjoint_usage(numbers, r)) return parts_beside_object(r), r;
    } else {
      usual_usage(numbers, r);
      r.input_by_key = r.output_by_key = Counting::inclusive;
    }
  }
  const auto fill = [&](std::int64_t& into, Field field) {
    if (into == kUnknown && get(field) != nullptr) into = token_count(*get(field));
  };
  fill(r.input, Field::input_tokens), fill(r.output, Field::output_tokens), fill(r.total, Field::total_tokens);
  fill(r.cache_read, Field::cache_read), fill(r.cache_write, Field::cache_write);
  fill(r.reasoning, Field::reasoning);
  fill(r.cache_write_5m, Field::cache_write_5m), fill(r.cache_write_1h, Field::cache_write_1h);
  fill(r.audio_input, Field::audio_input), fill(r.audio_output, Field::audio_output);
  if (const RawValue* details = get(Field::usage_details)) usual_usage(numbers_of_object(*details), r);
  if (r.input != kUnknown || r.output != kUnknown || get(Field::usage_inside) == nullptr) return r;
  usual_usage(numbers_of_object(object_inside(*get(Field::usage_inside))), r);
  const std::string_view key = key_of(Field::usage_inside);
  if (key == "gcp.vertex.agent.llm_response" || key == "genkit:output") {  // Gemini's own numbers
    r.input_by_key = Counting::inclusive;
    r.output_by_key = Counting::additive;
  }
  return r;
}

void FactsCollector::fill_usage(Facts& facts, bool scope_counts_additive) {
  ReportedUsage r = reported_usage();
  if (r.cache_write == kUnknown && (r.cache_write_5m != kUnknown || r.cache_write_1h != kUnknown))
    r.cache_write = std::max<std::int64_t>(r.cache_write_5m, 0) + std::max<std::int64_t>(r.cache_write_1h, 0);
  const auto key = [&](Field field) { return get(field) == nullptr ? std::string_view{} : key_of(field); };
  const std::string_view input = key(Field::input_tokens), cache = key(Field::cache_read),
                         written = key(Field::cache_write), provider_key = key(Field::provider);
  if (r.input_by_key == Counting::unknown) {
    if (scope_counts_additive || input == "input_tokens") {
      r.input_by_key = Counting::additive;
    } else if (input.substr(0, 9) == "ai.usage." || cache == "gen_ai.usage.cache_read.input_tokens" ||
               written == "gen_ai.usage.cache_creation.input_tokens" || provider_key == "gen_ai.provider.name") {
      r.input_by_key = Counting::inclusive;
    }
  }
  if (r.output_by_key == Counting::unknown &&
      (input.substr(0, 9) == "ai.usage." || key(Field::reasoning) == "gen_ai.usage.reasoning.output_tokens"))
    r.output_by_key = Counting::inclusive;
  const std::string_view provider = batch_.strings.view(facts.provider);
  if (provider == "anthropic" || provider == "aws.bedrock") r.input_by_provider = Counting::additive;
  if (provider == "gcp.vertex_ai" || provider == "gcp.gemini") r.output_by_provider = Counting::additive;
  facts.usage = usage_parts(r);
  cache_write_1h_ = r.cache_write_1h;
  audio_input_ = r.audio_input, audio_output_ = r.audio_output;
  const auto beside = [&](Field field, std::int64_t& plain, std::int64_t& audio) {
    const std::int64_t count = get(field) == nullptr ? kUnknown : token_count(*get(field));
    if (count == kUnknown || audio != kUnknown) return;
    audio = count;
    plain = (plain == kUnknown ? 0 : plain) + count;
  };
  beside(Field::audio_input_beside, facts.usage.input_plain, audio_input_);
  beside(Field::audio_output_beside, facts.usage.output_plain, audio_output_);
}

}  // namespace spanorama
