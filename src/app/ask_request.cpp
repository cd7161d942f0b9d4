// What a language model is asked for a filter.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/typed_address.h"
#include "spanorama/app/ask.h"
#include "spanorama/base/format.h"
#include "spanorama/base/trimmed.h"
#include "spanorama/base/utf8.h"
#include "spanorama/query/complete.h"

namespace spanorama {

namespace {

constexpr std::size_t kMostKeys = 100, kMostKeyBytes = 80, kMostQuestionBytes = 4000;

constexpr std::string_view kRole =
    "You turn a question about traces of LLM applications into one filter. Answer with the filter alone, on one line, "
    "without any explanation. If the question cannot be said as a filter, answer NONE.\n\n"
    "A filter is a row of conditions with spaces between them; all must hold. FIELD:VALUE is a condition, -FIELD:VALUE "
    "its opposite. There is no OR between conditions: FIELD:(a OR b) is any of several values of one field. Values "
    "with "
    "spaces stand in double quotes. * in a value is any text. Numbers: >5, >=5, <5, 1..5. Durations have a unit (ms, "
    "s, "
    "m, h), costs are $0.01. p95 in place of a number is that percentile. has:FIELD is that there is a value. Words "
    "without a field are looked for in all texts, prompts and answers.\n\nFields:\n";

constexpr AskExample kExamples[] = {
    {"failed traces that took longer than five seconds", "status:error duration:>5s"},
    {"gpt-4o or any claude model in production, but not the tests",
     "model:(gpt-4o* OR claude*) environment:production -tags:test"},
    {"the slowest 5 percent since yesterday evening", "duration:>=p95 time:last 18h"},
    {"expensive ones where a tool failed", "cost:>=p90 type:tool status:error"},
    {"conversations that mention a refund", "refund"},
    {"where it says out of memory, with more than 10 steps", "\"out of memory\" spans:>10"},
    {"no first token within 2 seconds", "ttft:>2s"},
    {"who is the president?", "NONE"},
};

std::string fields_text() {
  std::string out;
  for (int f = static_cast<int>(FilterField::status); f <= static_cast<int>(FilterField::has); ++f) {
    const auto field = static_cast<FilterField>(f);
    const std::string help = help_of(field);
    out += std::string(name_of(field)) + (help.starts_with("KEY") ? "." : ": ") + help + "\n";
  }
  return out;
}

std::string listed(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

std::string role_text(const AskHints& hints) {
  std::string out = std::string(kRole) + fields_text() + "\nExamples:\n";
  for (const AskExample& example : kExamples)
    out += std::string(example.question) + " => " + std::string(example.filter) + "\n";
  if (!hints.keys.empty())
    out += "\nKEYs of attr., resource. and metadata. in these traces: " + listed(hints.keys) + "\n";
  for (const auto& [field, values] : hints.values) out += "Values of " + field + ": " + listed(values) + "\n";
  return out + "\nNow it is " + iso8601_from(hints.now) + ".";
}

nlohmann::json message(std::string_view role, std::string text) {
  return {{"role", std::string(role)}, {"content", std::move(text)}};
}

// A header's name in front of a colon: "api-key: x".
std::size_t header_name_end(std::string_view key) {
  const std::size_t colon = key.find(':');
  if (colon == std::string_view::npos || colon == 0) return 0;
  const auto is_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  const std::string_view name = key.substr(0, colon);
  return std::all_of(name.begin(), name.end(), is_name) ? colon : 0;
}

}  // namespace

Result<std::string> ask_address(std::string_view typed) {
  std::string text(trimmed(typed));
  if (text.empty()) return Error{"Name the address of a chat completions endpoint, for example http://localhost:11434"};
  if (text.find("://") == std::string::npos) text = (is_this_machine(text) ? "http://" : "https://") + text;
  const std::size_t host = text.find("://") + 3;
  const std::string scheme = ascii_lower(std::string_view(text).substr(0, host - 3));
  if (scheme != "http" && scheme != "https") return Error{"Only http and https can be asked, not " + scheme + "://"};
  const bool odd = std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; });
  text.erase(std::min(text.find('#'), text.size()));
  const std::size_t query = std::min(text.find('?'), text.size());
  std::string path = text.substr(0, query);
  while (path.size() > host && path.back() == '/') path.pop_back();
  if (odd || path.size() <= host) return Error{"There is no host in this address."};
  if (path.find('/', host) == std::string::npos) path += "/v1";
  if (!path.ends_with("/completions")) path += "/chat/completions";
  return path + text.substr(query);
}

std::vector<std::pair<std::string, std::string>> ask_headers(std::string_view key) {
  std::vector<std::pair<std::string, std::string>> out = {{"Content-Type", "application/json"},
                                                          {"Accept", "application/json"}};
  key = trimmed(key);
  key = trimmed(key.substr(0, key.find_first_of("\r\n")));
  if (key.empty()) return out;
  const std::size_t name = header_name_end(key);
  if (name > 0)
    out.emplace_back(std::string(key.substr(0, name)), std::string(trimmed(key.substr(name + 1))));
  else
    out.emplace_back("Authorization", "Bearer " + std::string(key));
  return out;
}

AskHints ask_hints(const TraceStore& store, UnixTime now) {
  AskHints hints;
  hints.now = now;
  for (std::uint32_t key = 0; key < store.columns().keys.size() && hints.keys.size() < kMostKeys; ++key) {
    const std::string_view text = store.key_text(KeyId{key});
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127 && c != '"'; });
    if (plain && !text.empty() && text.size() <= kMostKeyBytes) hints.keys.emplace_back(text);
  }
  return hints;
}

std::string ask_body(std::string_view model, std::string_view question, const AskHints& hints, const AskTurn* before) {
  nlohmann::json messages = nlohmann::json::array();
  messages.push_back(message("system", role_text(hints)));
  messages.push_back(message("user", std::string(utf8_prefix(question, kMostQuestionBytes))));
  if (before != nullptr) {
    messages.push_back(message("assistant", before->answer));
    messages.push_back(message("user", "This filter cannot be read: " + before->mistake +
                                           "\nAnswer with the corrected filter alone, on one line."));
  }
  const nlohmann::json body = {{"model", std::string(model)}, {"messages", std::move(messages)}, {"stream", false}};
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::span<const AskExample> ask_examples() { return kExamples; }

}  // namespace spanorama
