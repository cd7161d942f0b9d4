#include "key_info.h"

#include <algorithm>

#include "spanorama/base/hash.h"

namespace spanorama {

namespace {

constexpr std::size_t kSlots = 2048;
static_assert(kFieldRuleCount * 2 < kSlots);
constexpr std::uint16_t kNoRule = UINT16_MAX;

struct IndexedPrefix {
  std::string_view prefix;
  IndexedKey role, content;
};
constexpr IndexedPrefix kIndexedPrefixes[] = {
    {"gen_ai.prompt.", IndexedKey::input_role, IndexedKey::input_content},
    {"gen_ai.completion.", IndexedKey::output_role, IndexedKey::output_content},
    {"llm.input_messages.", IndexedKey::input_role, IndexedKey::input_content},
    {"llm.output_messages.", IndexedKey::output_role, IndexedKey::output_content},
    {"llm.prompts.", IndexedKey::none, IndexedKey::input_content},
    {"llm.choices.", IndexedKey::none, IndexedKey::output_content},
    {"retrieval.documents.", IndexedKey::document, IndexedKey::document},
    {"reranker.output_documents.", IndexedKey::rerank_document, IndexedKey::rerank_document},
    {"reranker.input_documents.", IndexedKey::rerank_input, IndexedKey::rerank_input},
    {"embedding.embeddings.", IndexedKey::embedding, IndexedKey::embedding},
};

bool is_content_leaf(std::string_view leaf) {
  return leaf == "content" || leaf == "text" || leaf == "message.content" ||
         (leaf.starts_with("content.") && leaf.ends_with(".text")) || leaf == "prompt.text" ||
         leaf == "completion.text" ||
         (leaf.starts_with("message.contents.") && leaf.ends_with(".message_content.text"));
}

// message.tool_calls.0.tool_call.function.name, tool_calls.0.name
bool is_tool_name_leaf(std::string_view leaf) {
  return leaf.find("tool_calls.") != std::string_view::npos && leaf.ends_with(".name");
}

void find_index(std::string_view key, KeyInfo& info) {
  for (const IndexedPrefix& p : kIndexedPrefixes) {
    if (!key.starts_with(p.prefix)) continue;
    std::size_t at = p.prefix.size();
    std::uint32_t index = 0;
    for (; at < key.size() && key[at] >= '0' && key[at] <= '9' && index < 100'000'000; ++at)
      index = index * 10 + static_cast<std::uint32_t>(key[at] - '0');
    if (at == p.prefix.size() || at >= key.size() || key[at] != '.') continue;
    const std::string_view leaf = key.substr(at + 1);
    info.index = index;
    if (is_content_leaf(leaf)) info.indexed = p.content;
    if (leaf == "role" || leaf == "message.role") info.indexed = p.role;
    if (p.role == IndexedKey::output_role && is_tool_name_leaf(leaf)) info.indexed = IndexedKey::output_tool;
    if (p.role == p.content) info.indexed = p.role;
    return;
  }
}

struct ScoreWord {
  std::string_view word;
  ScoreKey key;
};
constexpr ScoreWord kAnnotationLeaves[] = {
    {"name", ScoreKey::name},
    {"score", ScoreKey::value},
    {"label", ScoreKey::label},
    {"explanation", ScoreKey::explanation},
    {"annotator_kind", ScoreKey::origin},
};
// Scores without an index are told apart by these numbers.
constexpr std::uint32_t kOwnScore = 1'000'000'000;
struct SingleScoreKey {
  std::string_view key;
  ScoreKey what;
  std::uint32_t number;
};
constexpr SingleScoreKey kSingleScoreKeys[] = {
    {"gen_ai.evaluation.name", ScoreKey::name, kOwnScore},
    {"gen_ai.evaluation.score.value", ScoreKey::value, kOwnScore},
    {"gen_ai.evaluation.score.label", ScoreKey::label, kOwnScore},
    {"gen_ai.evaluation.explanation", ScoreKey::explanation, kOwnScore},
    {"guard.validator", ScoreKey::name, kOwnScore + 1},
    {"guard.score", ScoreKey::value, kOwnScore + 1},
    {"guard.verdict", ScoreKey::label, kOwnScore + 1},
    {"guard.explanation", ScoreKey::explanation, kOwnScore + 1},
    {"eval.name", ScoreKey::name, kOwnScore + 2},
    {"eval.score", ScoreKey::value, kOwnScore + 2},
    {"user.feedback.rating", ScoreKey::value, kOwnScore + 3},
    {"mastra.eval.name", ScoreKey::name, kOwnScore + 4},
    {"mastra.eval.score", ScoreKey::value, kOwnScore + 4},
    {"braintrust.scores", ScoreKey::numbers, kOwnScore + 5},
    {"langsmith.feedback", ScoreKey::numbers, kOwnScore + 8},
    {"opper.scores", ScoreKey::list, kOwnScore + 10},
    {"mlflow.trace.assessments", ScoreKey::list, kOwnScore + 9},
    {"langfuse.trace.scores", ScoreKey::list, kOwnScore + 6},
    {"langfuse.observation.scores", ScoreKey::list, kOwnScore + 7},
};

bool take_start(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

// trace.annotations.3.annotation.score
void find_score(std::string_view key, KeyInfo& info) {
  for (const SingleScoreKey& single : kSingleScoreKeys) {
    if (single.key != key) continue;
    info.score = single.what;
    info.index = single.number;
    if (key.starts_with("langfuse.trace.") || key.starts_with("mlflow.trace.")) info.score_scope = ScoreScope::trace;
    return;
  }
  ScoreScope scope = ScoreScope::span;
  if (take_start(key, "trace."))
    scope = ScoreScope::trace;
  else if (take_start(key, "session."))
    scope = ScoreScope::session;
  const bool annotations = take_start(key, "annotations.");
  if (!annotations && !take_start(key, "evaluations.")) return;
  std::uint32_t index = 0;
  std::size_t at = 0;
  for (; at < key.size() && key[at] >= '0' && key[at] <= '9' && index < 1'000'000; ++at)
    index = index * 10 + static_cast<std::uint32_t>(key[at] - '0');
  if (at == 0) return;
  key.remove_prefix(at);
  if (!take_start(key, annotations ? ".annotation." : ".evaluation.")) return;
  for (const ScoreWord& leaf : kAnnotationLeaves)
    if (leaf.word == key) info.score = leaf.key;
  info.score_scope = scope;
  info.index = index * 8 + static_cast<std::uint32_t>(scope) * 2 + (annotations ? 0 : 1);
}

std::uint32_t dialect_of_prefix(std::string_view key) {
  std::size_t longest = 0;
  std::uint32_t bits = 0;
  for (const PrefixRule& rule : kPrefixRules) {
    if (rule.prefix.size() < longest || !key.starts_with(rule.prefix)) continue;
    longest = rule.prefix.size();
    bits = 1u << static_cast<unsigned>(rule.dialect);
  }
  return bits;
}

constexpr std::string_view kEventKeys[] = {
    "content",        "role",
    "message",        "gen_ai.event.content",
    "gen_ai.prompt",  "gen_ai.completion",
    "exception.type", "json_encoded_event",
};

}  // namespace

KeyClassifier::KeyClassifier() : slots_(kSlots, kNoRule), next_rule_(kFieldRuleCount, kNoRule) {
  // From the last to the first, so that chains run in the order of the table.
  for (std::size_t i = kFieldRuleCount; i-- > 0;) {
    std::size_t slot = hash64(kFieldRules[i].key) & (kSlots - 1);
    while (slots_[slot] != kNoRule && kFieldRules[slots_[slot]].key != kFieldRules[i].key)
      slot = (slot + 1) & (kSlots - 1);
    next_rule_[i] = slots_[slot];
    slots_[slot] = static_cast<std::uint16_t>(i);
  }
}

std::uint16_t KeyClassifier::first_rule(std::string_view key) const {
  std::size_t slot = hash64(key) & (kSlots - 1);
  while (slots_[slot] != kNoRule && kFieldRules[slots_[slot]].key != key) slot = (slot + 1) & (kSlots - 1);
  return slots_[slot];
}

KeyInfo KeyClassifier::classify(std::string_view key) const {
  KeyInfo info;
  info.known = true;
  info.first_rule = first_rule(key);
  info.dialects = dialect_of_prefix(key);
  if (info.first_rule != kNoRule) {
    // A scheme that names the very key knows better than one that its beginning belongs to.
    const Dialect dialect = kFieldRules[info.first_rule].dialect;
    if (info.dialects == 0 || dialect > Dialect::otel_plain) info.dialects = 1u << static_cast<unsigned>(dialect);
  }
  find_index(key, info);
  find_score(key, info);
  info.event_content = std::find(std::begin(kEventKeys), std::end(kEventKeys), key) != std::end(kEventKeys);
  info.interesting =
      info.dialects != 0 || info.first_rule != kNoRule || info.event_content || info.score != ScoreKey::none;
  return info;
}

}  // namespace spanorama
