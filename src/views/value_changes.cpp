#include "views/value_changes.h"

#include <algorithm>
#include <cmath>

#include "spanorama/base/utf8.h"
#include "views/filter_edit.h"

namespace spanorama {

namespace {

using F = FilterField;

bool is_amount(F field) { return field >= F::duration && field <= F::time; }

Condition range_condition(const FieldRef& field) {
  Condition condition;
  condition.field = field.field;
  condition.key = field.key;
  condition.match = Match::range;
  return condition;
}

// The field's plain range when there is one: its other bound stays when one is set.
Condition* plain_range(Filter& filter, const FieldRef& field) {
  for (Condition& condition : filter.conditions)
    if (condition.field == field.field && condition.key == field.key && condition.match == Match::range &&
        !condition.negated && condition.fine.low_percentile < 0 && condition.fine.high_percentile < 0)
      return &condition;
  return nullptr;
}

// Keyed fields have either whole or real bounds; real ones hold both.
void make_real(Condition& condition) {
  if (condition.fine.real) return;
  condition.fine.real = true;
  if (condition.low != INT64_MIN) condition.fine.low_real = static_cast<double>(condition.low);
  if (condition.high != INT64_MAX) condition.fine.high_real = static_cast<double>(condition.high);
  condition.low = INT64_MIN;
  condition.high = INT64_MAX;
}

void set_bound(Condition& condition, const ShownValue& value, bool low) {
  if (value.real || condition.fine.real) {
    make_real(condition);
    FineBounds& fine = condition.fine;
    const double bound = value.real ? *value.real : static_cast<double>(*value.number);
    (low ? fine.low_real : fine.high_real) = bound;
    (low ? fine.low_open : fine.high_open) = false;
    if (fine.low_real > fine.high_real) (low ? fine.high_real : fine.low_real) = low ? HUGE_VAL : -HUGE_VAL;
    return;
  }
  (low ? condition.low : condition.high) = *value.number;
  if (condition.low > condition.high) (low ? condition.high : condition.low) = low ? INT64_MAX : INT64_MIN;
}

Filter with_bound(Filter filter, const ShownValue& value, bool low) {
  Condition* known = plain_range(filter, value.field);
  if (known == nullptr) {
    filter.conditions.push_back(range_condition(value.field));
    known = &filter.conditions.back();
  }
  set_bound(*known, value, low);
  return filter;
}

void add_bounds(std::vector<FilterChange>& out, const Filter& filter, const ShownValue& value) {
  const bool time = value.field.field == F::time;
  out.push_back({time ? "From then on" : "At least this", false, with_bound(filter, value, true)});
  out.push_back({time ? "Until then" : "At most this", false, with_bound(filter, value, false)});
}

void add_range(std::vector<FilterChange>& out, const Filter& filter, const ShownValue& value) {
  out.push_back({"Add as filter", false, with_range(filter, value.field.field, value.range)});
  Condition without = range_condition(value.field);
  without.low = value.range->first;
  without.high = value.range->second;
  without.negated = true;
  Filter others = filter;
  others.conditions.push_back(without);
  out.push_back({"Exclude", false, std::move(others)});
}

}  // namespace

std::string title_of(const ShownValue& value) {
  constexpr std::size_t kMost = 48;
  std::string text = value.text.size() <= kMost ? value.text : std::string(utf8_prefix(value.text, kMost)) + "\u2026";
  std::replace(text.begin(), text.end(), '\n', ' ');
  const std::string field = value.field.field == F::text ? "text" : print(value.field);
  return field + ": " + text;
}

std::vector<FilterChange> changes_by(const Filter& filter, const ShownValue& value) {
  std::vector<FilterChange> out;
  if (value.range) return add_range(out, filter, value), out;
  if (!is_amount(value.field.field)) {
    out.push_back({"Add as filter", has_value(filter, value.field, value.text),
                   with_value_toggled(filter, value.field, value.text)});
    out.push_back({"Exclude", has_excluded(filter, value.field, value.text),
                   with_value_excluded(filter, value.field, value.text)});
  }
  if (value.number || (value.real && std::isfinite(*value.real))) add_bounds(out, filter, value);
  return out;
}

}  // namespace spanorama
