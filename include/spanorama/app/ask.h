// A filter from words: a question is sent to a language model at an address that the user names, and what comes back is
// read as a filter. Nothing here asks anybody; src/app/filter_asker.h does. What is sent is the question, the query
// language, names of attributes, the time, and values only where they are given.
//
//   host.http_post(*ask_address("localhost:11434"), ask_headers(key), ask_body("llama3.1", "slow failed ones", hints), …);
//   Result<std::string> filter = filter_from_answer(answer, address);   // "status:error duration:>5s"
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spanorama/app/host.h"
#include "spanorama/base/result.h"
#include "spanorama/base/time.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// Where chat completions are asked (as OpenAI defined them, and as Ollama, llama.cpp and vLLM answer them), from what a
// person types: with or without scheme, the server alone, its /v1, or the whole address. User and password stay in it.
// Error: not an http(s) address.
Result<std::string> ask_address(std::string_view typed);

// `key` as typed: "sk-…" is sent as a bearer token, "api-key: …" as the header of that name. Line breaks end it.
std::vector<std::pair<std::string, std::string>> ask_headers(std::string_view key);

// What the model may know about the traces.
struct AskHints {
  UnixTime now;
  std::vector<std::string> keys;                                         // names of attributes
  std::vector<std::pair<std::string, std::vector<std::string>>> values;  // field -> frequent values
};
// Names of attributes, the first 100 that are neither long nor strange; no values. O(keys).
AskHints ask_hints(const TraceStore& store, UnixTime now);

// An answer that could not be read as a filter, and what was wrong with it: it is asked again with both.
struct AskTurn {
  std::string answer, mistake;
};
// The request, as JSON. `before` may be null.
std::string ask_body(std::string_view model, std::string_view question, const AskHints& hints, const AskTurn* before);

// What the model proposes, one line, not parsed yet. An error when there is nothing: a sentence that names the address
// without its secrets.
Result<std::string> filter_from_answer(const HttpAnswer& answer, std::string_view address);

// What came of a question: a filter, or what the model proposed instead and why that is none.
struct AskedFilter {
  std::string proposal, problem, mistake;  // `mistake`: of the proposal, where the problem is that it cannot be read
};
// Nothing when the same is to be asked once more, with `before`: the first answer that cannot be read goes there.
std::optional<AskedFilter> asked_filter_from(const HttpAnswer& answer, std::string_view address, UnixTime now,
                                             std::optional<AskTurn>& before);

// Questions and their filters, as the model is shown them. Every filter can be read.
struct AskExample {
  std::string_view question, filter;
};
std::span<const AskExample> ask_examples();

}  // namespace spanorama
