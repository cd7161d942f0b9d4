#include "views/filter_edit.h"

#include <algorithm>

namespace spanorama {

namespace {

bool asks_for_values(const Condition& condition, const FieldRef& field) {
  return condition.field == field.field && condition.key == field.key && !condition.negated && !condition.all_of &&
         (condition.match == Match::equals || condition.match == Match::contains);
}

Condition value_condition(const FieldRef& field, std::string_view value) {
  Condition condition;
  condition.field = field.field;
  condition.key = field.key;
  condition.match = Match::equals;
  condition.texts = {std::string(value)};
  return condition;
}

void erase_field(Filter& filter, FilterField field) {
  const auto of_field = [field](const Condition& condition) { return condition.field == field; };
  filter.conditions.erase(std::remove_if(filter.conditions.begin(), filter.conditions.end(), of_field),
                          filter.conditions.end());
}

}  // namespace

bool has_value(const Filter& filter, const FieldRef& field, std::string_view value) {
  for (const Condition& condition : filter.conditions) {
    if (!asks_for_values(condition, field)) continue;
    if (std::find(condition.texts.begin(), condition.texts.end(), value) != condition.texts.end()) return true;
  }
  return false;
}

Filter with_value_toggled(Filter filter, const FieldRef& field, std::string_view value) {
  for (std::size_t i = 0; i < filter.conditions.size(); ++i) {
    Condition& condition = filter.conditions[i];
    if (!asks_for_values(condition, field)) continue;
    const auto found = std::find(condition.texts.begin(), condition.texts.end(), value);
    if (found == condition.texts.end()) {
      // A word that was typed to be contained becomes exact together with what is added beside it.
      if (condition.match != Match::equals) continue;
      condition.texts.emplace_back(value);
      return filter;
    }
    condition.texts.erase(found);
    if (condition.texts.empty()) filter.conditions.erase(filter.conditions.begin() + static_cast<std::ptrdiff_t>(i));
    return filter;
  }
  filter.conditions.push_back(value_condition(field, value));
  return filter;
}

bool has_excluded(const Filter& filter, const FieldRef& field, std::string_view value) {
  Condition wanted = value_condition(field, value);
  wanted.negated = true;
  return std::find(filter.conditions.begin(), filter.conditions.end(), wanted) != filter.conditions.end();
}

Filter with_value_excluded(Filter filter, const FieldRef& field, std::string_view value) {
  Condition wanted = value_condition(field, value);
  wanted.negated = true;
  const auto found = std::find(filter.conditions.begin(), filter.conditions.end(), wanted);
  if (found != filter.conditions.end()) {
    filter.conditions.erase(found);
    return filter;
  }
  if (has_value(filter, field, value)) filter = with_value_toggled(std::move(filter), field, value);
  filter.conditions.push_back(std::move(wanted));
  return filter;
}

Filter with_range(Filter filter, FilterField field, std::optional<std::pair<std::int64_t, std::int64_t>> range) {
  erase_field(filter, field);
  if (!range) return filter;
  Condition condition;
  condition.field = field;
  condition.match = Match::range;
  condition.low = range->first;
  condition.high = range->second;
  filter.conditions.push_back(std::move(condition));
  return filter;
}

Filter with_attribute(Filter filter, const FieldRef& field, std::string_view value) {
  Condition condition = value_condition(field, value);
  if (std::find(filter.conditions.begin(), filter.conditions.end(), condition) == filter.conditions.end())
    filter.conditions.push_back(std::move(condition));
  return filter;
}

Filter without_condition(Filter filter, std::size_t index) {
  if (index < filter.conditions.size())
    filter.conditions.erase(filter.conditions.begin() + static_cast<std::ptrdiff_t>(index));
  return filter;
}

const Condition* range_of(const Filter& filter, FilterField field) {
  for (const Condition& condition : filter.conditions)
    if (condition.field == field && condition.match == Match::range && !condition.negated) return &condition;
  return nullptr;
}

}  // namespace spanorama
