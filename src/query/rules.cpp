#include "spanorama/query/rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "query/fields.h"
#include "query/pattern.h"
#include "spanorama/base/utf8.h"
#include "spanorama/query/any_case.h"

namespace spanorama {

using namespace query;

namespace {

using Op = RuleOperator;

constexpr std::string_view kText = "text";
constexpr std::array<std::string_view, kRuleOperatorCount> kLabels = {
    "is",           "is not",    "contains", "does not contain", "begins with", "ends with", "is any of", "is none of",
    "has all of",   "matches",   ">",        "\u2265",           "<",           "\u2264",    "between",   "has a value",
    "has no value", "as written"};

struct Place {
  FilterField field = FilterField::text;
  std::string key;
};

std::optional<Place> place_of(std::string_view word) {
  if (word == kText) return Place{};
  Place place;
  std::string_view key;
  if (split_keyed(word, place.field, key)) return place.key = std::string(key), place;
  const auto field = filter_field_from(word);
  if (!field || info_of(*field).kind == FieldKind::keyed) return std::nullopt;
  place.field = *field;
  return place;
}

std::string field_word(const Condition& condition) {
  if (condition.field == FilterField::text) return std::string(kText);
  return std::string(name_of(condition.field)) + (condition.key.empty() ? "" : "." + condition.key);
}

bool is_amount(FieldKind kind) {
  return kind == FieldKind::count || kind == FieldKind::duration || kind == FieldKind::cost || kind == FieldKind::time;
}

// has: knows the field.
bool can_be_known(const Place& place) {
  return info_of(place.field).kind == FieldKind::keyed ||
         !canonical_word(FilterField::has, name_of(place.field)).empty();
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view one = text.substr(0, comma);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
    if (!one.empty()) out.emplace_back(one);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return out;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

// What print() writes behind "-field:".
std::string written_value(const Condition& condition) {
  Condition plain = condition;
  plain.negated = false;
  plain.key.clear();
  std::string text = print(Filter{{plain}});
  if (condition.field == FilterField::text) return text;
  return text.substr(std::min(text.find(':') + 1, text.size()));
}

Error without_column(const Error& error) {
  const std::size_t colon = error.message.find(": ");
  const bool has_column = error.message.starts_with("column ") && colon != std::string::npos;
  return Error{has_column ? error.message.substr(colon + 2) : error.message};
}

// One condition of the language, with the place put in instead of a field's word.
Result<Condition> read_written(const Place& place, const std::string& value) {
  const bool keyed = !place.key.empty();
  std::string text = value;
  if (place.field != FilterField::text) text = std::string(name_of(place.field)) + (keyed ? ".key:" : ":") + value;
  const Result<Filter> filter = parse_filter(text);
  if (!filter) return without_column(filter.error());
  if (filter.value().conditions.size() != 1 || filter.value().conditions[0].field != place.field ||
      filter.value().conditions[0].negated)
    return Error{"one value was expected; put quotes around several words"};
  Condition out = filter.value().conditions[0];
  if (keyed) out.key = place.key;
  return out;
}

std::string_view sign_of(Op op) {
  switch (op) {
    case Op::greater: return ">";
    case Op::at_least: return ">=";
    case Op::less: return "<";
    case Op::at_most: return "<=";
    default: return "";
  }
}

bool compares(Op op) { return !sign_of(op).empty() || op == Op::between; }

Result<Condition> words_condition(const Place& place, const FilterRule& rule) {
  const std::vector<std::string> words = split_at_commas(rule.value);
  if (words.empty()) return Error{"expected one of " + words_of(place.field)};
  std::string value = "(";
  for (const std::string& word : words)
    value += (value.size() > 1 ? rule.op == Op::all_of ? " AND " : " OR " : "") + word;
  return read_written(place, words.size() == 1 ? words[0] : value + ")");
}

// Without "=" these fields compare whole values in any case.
bool compares_whole(const Place& place) {
  const FieldKind kind = info_of(place.field).kind;
  return kind == FieldKind::whole || kind == FieldKind::keyed;
}

Result<Condition> texts_condition(const Place& place, const FilterRule& rule) {
  Condition out;
  out.field = place.field;
  out.key = place.key;
  out.match = rule.any_case && compares_whole(place) ? Match::glob : Match::equals;
  out.texts = {rule.value};
  switch (rule.op) {
    case Op::contains:
    case Op::lacks: out.match = Match::contains; break;
    case Op::begins: out.match = Match::glob, out.texts = {rule.value + '*'}; break;
    case Op::ends: out.match = Match::glob, out.texts = {'*' + rule.value}; break;
    case Op::any_of:
    case Op::none_of:
    case Op::all_of:
      out.texts = split_at_commas(rule.value);
      out.all_of = rule.op == Op::all_of;
      break;
    case Op::pattern:
      out.match = Match::pattern;
      if (const std::string mistake = pattern_mistake(rule.value); !mistake.empty())
        return Error{"this is no regular expression: " + repaired_utf8(mistake)};
      break;
    default: break;
  }
  if (rule.value.empty() || out.texts.empty()) return Error{"expected a text"};
  return out;
}

Result<Condition> known_condition(const Place& place, const FilterRule& rule) {
  if (!can_be_known(place)) return Error{"it is always there"};
  Condition out;
  out.field = FilterField::has;
  out.match = Match::equals;
  out.texts = {info_of(place.field).kind == FieldKind::keyed ? rule.field : std::string(name_of(place.field))};
  return out;
}

bool turns(Op op) { return op == Op::differs || op == Op::lacks || op == Op::none_of || op == Op::unknown; }

Op range_form(std::string_view written) {
  for (const Op op : {Op::at_least, Op::greater, Op::at_most, Op::less})
    if (written.starts_with(sign_of(op))) return op;
  return written.find("..") == std::string_view::npos ? Op::equals : Op::between;
}

// The operators that a condition may be a form of, the best first.
std::vector<Op> forms_of(const Condition& c) {
  if (c.match == Match::range) return {range_form(written_value(c))};
  const Op whole = c.texts.size() == 1 ? Op::equals : c.all_of ? Op::all_of : Op::any_of;
  switch (c.match) {
    case Match::equals: return {whole};
    case Match::contains: return {Op::contains};
    case Match::glob:
      if (is_whole_in_any_case(c)) return {whole};
      return {Op::begins, Op::ends};
    case Match::pattern: return {Op::pattern};
    default: return {};
  }
}

std::string value_of(const Condition& c, Op op) {
  if (c.match == Match::range) {
    std::string text = written_value(c);
    return text.substr(sign_of(op).size());
  }
  if (c.texts.size() > 1) return joined(c.texts);
  const std::string& text = c.texts[0];
  if (op == Op::begins) return text.substr(0, text.size() - 1);
  return op == Op::ends ? text.substr(1) : text;
}

std::optional<Op> turned(Op op) {
  if (op == Op::equals) return Op::differs;
  if (op == Op::contains) return Op::lacks;
  return op == Op::any_of ? std::optional(Op::none_of) : std::nullopt;
}

}  // namespace

std::string_view label_of(RuleOperator op) { return kLabels[static_cast<std::size_t>(op)]; }
bool takes_value(RuleOperator op) { return op != Op::known && op != Op::unknown; }

std::vector<RuleOperator> operators_of(std::string_view field) {
  const std::optional<Place> place = place_of(field);
  if (!place) return {Op::written};
  std::vector<Op> out;
  const FieldKind kind = info_of(place->field).kind;
  if (place->field == FilterField::text)
    out = {Op::contains, Op::lacks, Op::equals, Op::pattern};
  else if (kind == FieldKind::word)
    out = {Op::equals, Op::differs, Op::any_of, Op::none_of, Op::all_of};
  else if (is_amount(kind))
    out = {Op::greater, Op::at_least, Op::less, Op::at_most, Op::between, Op::equals, Op::differs};
  else
    out = {Op::equals, Op::differs, Op::contains, Op::lacks,  Op::begins,
           Op::ends,   Op::any_of,  Op::none_of,  Op::all_of, Op::pattern};
  if (kind == FieldKind::contains && place->field != FilterField::text)
    std::rotate(out.begin(), out.begin() + 2, out.begin() + 4);
  if (kind == FieldKind::keyed) out.insert(out.end(), {Op::greater, Op::at_least, Op::less, Op::at_most, Op::between});
  if (place->field != FilterField::text && place->field != FilterField::has && can_be_known(*place))
    out.insert(out.end(), {Op::known, Op::unknown});
  out.push_back(Op::written);
  return out;
}

std::vector<std::string> rule_fields() {
  std::vector<std::string> out = {std::string(kText)};
  for (int f = static_cast<int>(FilterField::status); f < static_cast<int>(FilterField::has); ++f) {
    const FieldInfo& info = info_of(static_cast<FilterField>(f));
    out.push_back(std::string(info.name) + (info.kind == FieldKind::keyed ? "." : ""));
  }
  return out;
}

Result<Condition> condition_of(const FilterRule& rule) {
  const std::optional<Place> place = place_of(rule.field);
  if (!place) return Error{"there is no field " + repaired_utf8(rule.field) + "; " + suggestion_for_field(rule.field)};
  const FieldKind kind = info_of(place->field).kind;
  Result<Condition> read = [&]() -> Result<Condition> {
    if (!takes_value(rule.op)) return known_condition(*place, rule);
    if (rule.op == Op::written) return read_written(*place, rule.value);
    if (compares(rule.op) || is_amount(kind)) {
      if (rule.op == Op::between && rule.value.find("..") == std::string::npos)
        return Error{"expected the least and the greatest, as in 1..5"};
      return read_written(*place, std::string(sign_of(rule.op)) + rule.value);
    }
    return kind == FieldKind::word ? words_condition(*place, rule) : texts_condition(*place, rule);
  }();
  if (!read) return read;
  Condition out = read.value();
  out.negated = turns(rule.op) != rule.negated;
  return out;
}

FilterRule rule_of(const Condition& condition) {
  const auto says_it = [&](const FilterRule& rule) {
    const Result<Condition> back = condition_of(rule);
    return back && back.value() == condition;
  };
  if (condition.field == FilterField::has && condition.texts.size() == 1) {
    const FilterRule rule{condition.texts[0], condition.negated ? Op::unknown : Op::known, "", false};
    if (says_it(rule)) return rule;
  }
  for (const Op op : forms_of(condition)) {
    FilterRule rule{field_word(condition), op, value_of(condition, op), condition.negated};
    if (condition.negated && turned(op)) rule.op = *turned(op), rule.negated = false;
    rule.any_case = is_whole_in_any_case(condition);
    if (says_it(rule)) return rule;
  }
  return {field_word(condition), Op::written, written_value(condition), condition.negated};
}

}  // namespace spanorama
