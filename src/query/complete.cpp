#include "spanorama/query/complete.h"

#include <algorithm>
#include <set>

#include "query/case_fold.h"
#include "query/fields.h"
#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

using namespace query;

namespace {

// The piece of the query that the cursor stands in or behind: from the last white space outside quotes on.
struct Place {
  std::size_t begin = 0, end = 0;
  bool negated = false;
  std::string_view before_colon, after_colon;
  bool has_colon = false;
};

Place place_in(std::string_view query, std::size_t cursor) {
  Place place;
  bool quoted = false;
  cursor = std::min(cursor, query.size());
  for (std::size_t i = 0; i < cursor; ++i) {
    if (query[i] == '"') quoted = !quoted;
    if (query[i] == ' ' && !quoted) place.begin = i + 1;
  }
  place.end = cursor;
  while (place.end < query.size() && query[place.end] != ' ') ++place.end;
  std::string_view piece = query.substr(place.begin, cursor - place.begin);
  place.negated = !piece.empty() && piece[0] == '-';
  if (place.negated) piece.remove_prefix(1);
  const std::size_t colon = piece.find(':');
  place.has_colon = colon != std::string_view::npos;
  place.before_colon = piece.substr(0, colon);
  if (place.has_colon) place.after_colon = piece.substr(colon + 1);
  return place;
}

std::string_view help_for(FilterField field) {
  switch (info_of(field).kind) {
    case FieldKind::count: return ">=1000, 1k..5k, >p95";
    case FieldKind::duration: return ">5s, 100ms..2s, >p95";
    case FieldKind::cost: return ">$0.01, >p95";
    case FieldKind::time: return "last 6h, 2026-08-01";
    case FieldKind::contains: return "part, =exact, /pattern/";
    case FieldKind::whole: return "value, part*, (a OR b)";
    case FieldKind::keyed: return "KEY:value, KEY:>3";
    case FieldKind::word: return "";
  }
  return "";
}

class Collector {
 public:
  Collector(std::string_view query, const Place& place, std::size_t most) : query_(query), place_(place), most_(most) {}

  bool full() const { return out_.size() >= most_; }
  void add(std::string piece, std::string label, std::string detail) {
    if (full()) return;
    if (place_.negated) piece.insert(piece.begin(), '-');
    const std::string_view rest = query_.substr(place_.end);
    const bool closed = piece.back() != ':' && piece.back() != '.' && rest.empty();
    std::string text = std::string(query_.substr(0, place_.begin)) + piece + (closed ? " " : "");
    const std::size_t cursor = text.size();
    out_.push_back({text + std::string(rest), cursor, std::move(label), std::move(detail)});
  }
  std::vector<Completion> take() { return std::move(out_); }

 private:
  std::string_view query_;
  const Place& place_;
  std::size_t most_;
  std::vector<Completion> out_;
};

void add_fields(Collector& out, std::string_view typed) {
  const std::string small = folded(typed);
  for (const bool beginning : {true, false})
    for (int f = static_cast<int>(FilterField::status); f <= static_cast<int>(FilterField::has); ++f) {
      const auto field = static_cast<FilterField>(f);
      const std::string name(name_of(field));
      const std::size_t at = name.find(small);
      if (at == std::string::npos || (at == 0) != beginning) continue;
      const bool keyed = info_of(field).kind == FieldKind::keyed;
      const std::string_view help = help_for(field);
      out.add(name + (keyed ? "." : ":"), name + (keyed ? "." : ":"),
              std::string(help.empty() ? utf8_prefix(words_of(field), 34) : help));
    }
}

void add_keys(Collector& out, const TraceStore& store, std::string_view prefix, std::string_view typed) {
  std::vector<std::string_view> keys;
  const std::string small = folded(typed);
  for (std::uint32_t key = 0; key < store.columns().keys.size(); ++key) {
    const std::string_view text = store.key_text(KeyId{key});
    if (contains_any_case(text, small) && text.find_first_of(" :\"") == std::string_view::npos) keys.push_back(text);
  }
  std::sort(keys.begin(), keys.end(), [&](std::string_view a, std::string_view b) {
    const bool at_a = a.substr(0, typed.size()) == typed, at_b = b.substr(0, typed.size()) == typed;
    return at_a != at_b ? at_a : a < b;
  });
  for (const std::string_view key : keys) out.add(std::string(prefix) + std::string(key) + ':', std::string(key), "");
}

// Names of scores.
void add_score_names(Collector& out, const TraceStore& store, std::string_view typed) {
  std::set<std::string_view> names;
  const std::string small = folded(typed);
  for (const Score& score : store.columns().scores) {
    const std::string_view name = store.text(score.name);
    if (!name.empty() && contains_any_case(name, small) && name.find_first_of(" :\"") == std::string_view::npos)
      names.insert(name);
  }
  for (const std::string_view name : names) out.add("score." + std::string(name) + ':', std::string(name), "");
}

void add_words(Collector& out, FilterField field, std::string_view typed) {
  const std::string words = words_of(field) + ", ";
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t comma = words.find(", ", at);
    const std::string word = words.substr(at, comma - at);
    at = comma + 2;
    const bool key = word.find("KEY") != std::string::npos;
    if (!key && word.starts_with(folded(typed))) out.add(std::string(name_of(field)) + ':' + word, word, "");
  }
}

void add_values(Collector& out, FilterField field, std::string_view typed, const ValuesOf& values_of) {
  while (!typed.empty() && std::string_view("=~\"(*").find(typed[0]) != std::string_view::npos) typed.remove_prefix(1);
  while (!typed.empty() && typed.back() == '*') typed.remove_suffix(1);
  std::vector<FacetValue> values = values_of(field, typed);
  const std::string small = folded(typed);
  // What begins as typed stands before what only holds it.
  std::stable_partition(values.begin(), values.end(),
                        [&](const FacetValue& value) { return folded(value.value).substr(0, small.size()) == small; });
  for (const FacetValue& value : values) {
    if (value.value.empty()) continue;
    Condition condition;
    condition.field = field;
    condition.match = Match::equals;
    condition.texts = {value.value};
    out.add(print(Filter{{condition}}), value.value, grouped(value.count));
  }
}

}  // namespace

std::string help_of(FilterField field) {
  const std::string_view help = help_for(field);
  return help.empty() ? words_of(field) : std::string(help);
}

std::vector<Completion> completions(std::string_view query, std::size_t cursor, const TraceStore& store,
                                    const ValuesOf& values_of, std::size_t most) {
  const Place place = place_in(query, cursor);
  Collector out(query, place, most);
  const auto with_key = [&](std::string_view prefix) { return place.before_colon.substr(0, prefix.size()) == prefix; };
  if (place.has_colon) {
    const auto field = filter_field_from(place.before_colon);
    if (!field) return {};
    if (info_of(*field).kind == FieldKind::word && *field != FilterField::status && *field != FilterField::type)
      add_words(out, *field, place.after_colon);
    else
      add_values(out, *field, place.after_colon, values_of);
  } else if (with_key("attr.") || with_key("resource.")) {
    const std::size_t dot = place.before_colon.find('.') + 1;
    add_keys(out, store, place.before_colon.substr(0, dot), place.before_colon.substr(dot));
  } else if (with_key("score.")) {
    add_score_names(out, store, place.before_colon.substr(std::string_view("score.").size()));
  } else if (!place.before_colon.empty()) {
    add_fields(out, place.before_colon);
    for (const FilterField field : {FilterField::name, FilterField::model})
      if (!out.full() && place.before_colon.size() > 1) add_values(out, field, place.before_colon, values_of);
  } else if (query.empty()) {
    add_fields(out, "");
  }
  return out.take();
}

}  // namespace spanorama
