#include "spanorama/app/trace_view.h"

#include <algorithm>
#include <array>

namespace spanorama {

namespace {

constexpr std::array<std::string_view, 6> kColors = {"type", "service", "cost", "tokens", "duration", "status"};
constexpr std::array<std::string_view, 4> kLevels = {"debug", "default", "warning", "error"};
constexpr std::array<std::string_view, 3> kWeights = {"time", "tokens", "cost"};
constexpr std::array<std::string_view, 3> kScopes = {"trace", "selection", "filtered"};

struct Switch {
  std::string_view word;
  bool TraceView::*member;
  bool on;  // what the word means
};
constexpr Switch kSwitches[] = {{"nopath", &TraceView::critical_path, false},
                                {"gaps", &TraceView::fold_gaps, true},
                                {"llm", &TraceView::only_llm, true},
                                {"matches", &TraceView::only_matches, true},
                                {"expanded", &TraceView::graph_expanded, true},
                                {"treeorder", &TraceView::log_by_time, false}};

void add(std::string& out, std::string_view word, std::string_view value = {}) {
  if (!out.empty()) out += ',';
  out += word;
  if (!value.empty()) out += ':' + std::string(value);
}

template <class Enum, std::size_t N>
void add_choice(std::string& out, std::string_view word, const std::array<std::string_view, N>& names, Enum value,
                Enum usual) {
  if (value != usual) add(out, word, names[static_cast<std::size_t>(value)]);
}

template <class Enum, std::size_t N>
void read_choice(const std::array<std::string_view, N>& names, std::string_view value, Enum& out) {
  const auto found = std::find(names.begin(), names.end(), value);
  if (found != names.end()) out = static_cast<Enum>(found - names.begin());
}

void read_word(TraceView& view, std::string_view word, std::string_view value) {
  for (const Switch& s : kSwitches)
    if (s.word == word) view.*s.member = s.on;
  if (word == "color") read_choice(kColors, value, view.color_by);
  if (word == "level") read_choice(kLevels, value, view.least_level);
  if (word == "by") read_choice(kWeights, value, view.flame_kind);
  if (word == "of") read_choice(kScopes, value, view.flame_scope);
  if (word == "top") span_id_from_hex(value, view.top);
  if (word != "hide") return;
  if (const auto type = observation_type_from(value)) view.hidden_types |= bit_of(*type);
}

}  // namespace

std::string print(const TraceView& view) {
  const TraceView usual;
  std::string out;
  add_choice(out, "color", kColors, view.color_by, usual.color_by);
  add_choice(out, "level", kLevels, view.least_level, usual.least_level);
  add_choice(out, "by", kWeights, view.flame_kind, usual.flame_kind);
  add_choice(out, "of", kScopes, view.flame_scope, usual.flame_scope);
  for (const Switch& s : kSwitches)
    if (view.*s.member == s.on) add(out, s.word);
  for (int i = 0; i < kObservationTypeCount; ++i)
    if ((view.hidden_types & bit_of(static_cast<ObservationType>(i))) != 0)
      add(out, "hide", name_of(static_cast<ObservationType>(i)));
  if (view.top.valid()) add(out, "top", hex_from(view.top));
  return out;
}

TraceView trace_view_from(std::string_view text) {
  TraceView view;
  while (!text.empty()) {
    const std::size_t cut = std::min(text.find(','), text.size());
    const std::string_view word = text.substr(0, cut);
    text.remove_prefix(std::min(cut + 1, text.size()));
    const std::size_t colon = std::min(word.find(':'), word.size());
    read_word(view, word.substr(0, colon), word.substr(std::min(colon + 1, word.size())));
  }
  return view;
}

}  // namespace spanorama
