// Words of the naming schemes to ours: what a span is, and who made the model.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "spanorama/model/vocabulary.h"

namespace spanorama {

// The type that `word` (any case, maybe in JSON quotes) stands for as a value of the attribute `key`; nothing for words
// that tell nothing, such as "unknown".
std::optional<ObservationType> type_from_word(std::string_view key, std::string_view word);

// The provider's name as the GenAI conventions write it: "Bedrock" and "aws" give "aws.bedrock". Unknown names come
// back in lower case in `scratch`.
std::string_view folded_provider(std::string_view name, std::string& scratch);

// As folded_provider, of names with the kind of call behind a dot: "openai.chat", "google.vertex.chat". Where none of
// the shorter names is known either, it stays whole, or with `cut_unknown` goes up to the first dot.
std::string_view provider_from_name(std::string_view name, bool cut_unknown, std::string& scratch);

// One of "stop", "length", "tool_calls", "content_filter", "error", or the word in lower case.
std::string folded_finish_reason(std::string_view word);

// "DEBUG", "DEFAULT", "WARNING", "ERROR" for the many names of them and for Logfire's numbers; empty for others.
std::string_view folded_level(std::string_view word);

// Names of frameworks that stand where a provider should.
bool is_framework(std::string_view lower_name);

// Who makes the model, told by its id; empty when that says nothing.
std::string_view provider_of_model(std::string_view model_id);

}  // namespace spanorama
