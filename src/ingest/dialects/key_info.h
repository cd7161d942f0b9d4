// What a key is to the dialects. Found out once per distinct key and then looked up by KeyId.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "field_rules.h"

namespace spanorama {

// Keys with an index inside: llm.input_messages.12.message.content, gen_ai.prompt.3.role.
enum class IndexedKey : std::uint8_t {
  none = 0,
  input_role,
  input_content,
  output_role,
  output_content,
  output_tool,
  document,
  rerank_document,
  rerank_input,  // a document that it was given
  embedding,
};

// Keys of scores: annotations.0.annotation.name, gen_ai.evaluation.score.value, guard.verdict.
enum class ScoreKey : std::uint8_t { none = 0, name, value, label, explanation, origin, numbers, list };

struct KeyInfo {
  std::uint16_t first_rule = UINT16_MAX;  // in kFieldRules; the same key's next one is next_rule[]
  IndexedKey indexed = IndexedKey::none;
  ScoreKey score = ScoreKey::none;
  std::uint32_t dialects = 0;  // bits 1 << Dialect
  std::uint32_t index = 0;     // of an indexed key, or the number of the score
  ScoreScope score_scope = ScoreScope::span;
  bool known = false;          // filled in
  bool interesting = false;    // to any dialect, on a span or on an event
  bool event_content = false;  // read on message events
};

// All rules by key. Built once per reader: a few hundred inserts.
class KeyClassifier {
 public:
  KeyClassifier();
  KeyInfo classify(std::string_view key) const;
  // The next rule with the same key, UINT16_MAX behind the last.
  std::uint16_t next_rule(std::uint16_t rule) const { return next_rule_[rule]; }

 private:
  std::uint16_t first_rule(std::string_view key) const;
  std::vector<std::uint16_t> slots_;  // open addressing over keys
  std::vector<std::uint16_t> next_rule_;
};

}  // namespace spanorama
