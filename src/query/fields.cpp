#include "query/fields.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "spanorama/base/utf8.h"

namespace spanorama {
namespace query {
namespace {

using enum FilterField;

// By the value of FilterField.
constexpr FieldInfo kFields[] = {
    {text, "", FieldKind::contains},
    {status, "status", FieldKind::word},
    {name, "name", FieldKind::contains},
    {type, "type", FieldKind::word},
    {model, "model", FieldKind::whole},
    {provider, "provider", FieldKind::whole},
    {service, "service", FieldKind::whole},
    {operation, "operation", FieldKind::whole},
    {error_type, "error_type", FieldKind::whole},
    {tool, "tool", FieldKind::whole},
    {prompt, "prompt", FieldKind::whole},
    {version, "version", FieldKind::whole},
    {session, "session", FieldKind::whole},
    {user, "user", FieldKind::whole},
    {environment, "environment", FieldKind::whole},
    {release, "release", FieldKind::whole},
    {tags, "tags", FieldKind::whole},
    {trace, "trace", FieldKind::contains},
    {level, "level", FieldKind::word},
    {simulation, "simulation", FieldKind::whole},
    {bookmarked, "bookmarked", FieldKind::word},
    {local_tag, "local_tag", FieldKind::whole},
    {score_source, "score_source", FieldKind::whole},
    {duration, "duration", FieldKind::duration},
    {ttft, "ttft", FieldKind::duration},
    {cost, "cost", FieldKind::cost},
    {tokens, "tokens", FieldKind::count},
    {input_tokens, "input_tokens", FieldKind::count},
    {output_tokens, "output_tokens", FieldKind::count},
    {spans, "spans", FieldKind::count},
    {errors, "errors", FieldKind::count},
    {time, "time", FieldKind::time},
    {attribute, "attr", FieldKind::keyed},
    {resource, "resource", FieldKind::keyed},
    {metadata, "metadata", FieldKind::keyed},
    {score, "score", FieldKind::keyed},
    {has, "has", FieldKind::word},
};

struct Alias {
  std::string_view word;
  FilterField field;
};
constexpr Alias kAliases[] = {{"env", environment},
                              {"tag", tags},
                              {"models", model},
                              {"providers", provider},
                              {"services", service},
                              {"prompts", prompt},
                              {"tools", tool},
                              {"session_id", session},
                              {"user_id", user},
                              {"trace_id", trace},
                              {"error", errors},
                              {"total_tokens", tokens},
                              {"experiment", simulation},
                              {"exception", error_type},
                              {"local_tags", local_tag},
                              {"latency", duration}};

constexpr std::string_view kStatusWords[] = {"ok", "error", "unset"};
constexpr std::string_view kBookmarkedWords[] = {"true", "false"};
constexpr std::string_view kLevelWords[] = {"debug", "default", "warning", "error"};
constexpr std::pair<std::string_view, std::string_view> kLevelAliases[] = {
    {"info", "default"}, {"log", "default"},    {"notice", "default"}, {"warn", "warning"},
    {"fatal", "error"},  {"critical", "error"}, {"trace", "debug"},    {"verbose", "debug"}};
constexpr std::string_view kTypeWords[] = {"span",     "generation", "embedding", "agent", "tool", "chain", "retriever",
                                           "reranker", "guardrail",  "evaluator", "event", "http", "db"};
constexpr std::string_view kHasWords[] = {
    "cost",       "ttft",    "tokens", "input_tokens", "output_tokens", "model",   "provider",   "service",   "prompt",
    "version",    "session", "user",   "environment",  "release",       "tags",    "tool",       "operation", "errors",
    "error_type", "input",   "output", "json_output",  "root",          "orphans", "simulation", "score"};

std::span<const std::string_view> word_list(FilterField field) {
  if (field == status) return kStatusWords;
  if (field == type) return kTypeWords;
  if (field == level) return kLevelWords;
  if (field == bookmarked) return kBookmarkedWords;
  return kHasWords;
}

// Letters to change, add or drop.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::string shown(const FieldInfo& info) {
  return info.kind == FieldKind::keyed ? std::string(info.name) + ".KEY" : std::string(info.name);
}

}  // namespace

const FieldInfo& info_of(FilterField field) { return kFields[static_cast<std::size_t>(field)]; }

std::string suggestion_for_field(std::string_view word) {
  constexpr std::size_t kLongestWord = 40;
  const std::string lower = ascii_lower(word.substr(0, kLongestWord));
  std::string near, all;
  for (const FieldInfo& info : kFields) {
    if (info.name.empty()) continue;
    all += (all.empty() ? "" : ", ") + shown(info);
    const std::size_t allowed = info.name.size() < 4 ? 1 : 2;
    const bool begins = lower.size() >= 2 && info.name.substr(0, lower.size()) == lower;
    if (begins || edit_distance(lower, info.name) <= allowed) near += (near.empty() ? "" : " or ") + shown(info);
  }
  return near.empty() ? "the fields are " + all : "did you mean " + near + "?";
}

std::string_view level_from(std::string_view word) {
  static constexpr std::string_view kCanonical[] = {"", "debug", "default", "warning", "error"};
  const std::string known = canonical_word(level, word);
  for (const std::string_view each : kCanonical)
    if (each == known) return each;
  return {};
}

std::string words_of(FilterField field) {
  std::string out;
  for (std::string_view word : word_list(field)) out += (out.empty() ? "" : ", ") + std::string(word);
  return field == has ? out + ", attr.KEY, resource.KEY, metadata.KEY, score.KEY" : out;
}

std::string canonical_word(FilterField field, std::string_view word) {
  FilterField keyed{};
  std::string_view key;
  if (field == has && split_keyed(word, keyed, key)) return std::string(word);
  std::string lower = ascii_lower(word);
  if (field == type && lower == "llm") lower = "generation";
  if (field == level)
    for (const auto& [alias, canonical] : kLevelAliases)
      if (alias == lower) lower = canonical;
  if (field == has)
    if (const auto known = filter_field_from(lower)) lower = std::string(name_of(*known));
  const auto words = word_list(field);
  return std::find(words.begin(), words.end(), lower) != words.end() ? lower : std::string();
}

bool split_keyed(std::string_view text, FilterField& field, std::string_view& key) {
  for (FilterField candidate : {attribute, resource, metadata, score}) {
    const std::string_view prefix = info_of(candidate).name;
    if (text.size() <= prefix.size() + 1 || text.substr(0, prefix.size()) != prefix || text[prefix.size()] != '.')
      continue;
    field = candidate;
    key = text.substr(prefix.size() + 1);
    return true;
  }
  return false;
}

}  // namespace query

std::string_view name_of(FilterField field) { return query::info_of(field).name; }

std::optional<FilterField> filter_field_from(std::string_view word) {
  for (const query::FieldInfo& info : query::kFields)
    if (!info.name.empty() && info.name == word) return info.field;
  for (const query::Alias& alias : query::kAliases)
    if (alias.word == word) return alias.field;
  return std::nullopt;
}

}  // namespace spanorama
