#include "views/filter_edit.h"

#include <algorithm>

#include "spanorama/query/any_case.h"

namespace spanorama {

namespace {

bool asks_for_values(const Condition& condition, const FieldRef& field) {
  return condition.field == field.field && condition.key == field.key && !condition.negated && !condition.all_of &&
         (condition.match == Match::equals || condition.match == Match::contains || is_whole_in_any_case(condition));
}

std::vector<std::string>::const_iterator text_for(const Condition& condition, std::string_view value) {
  return std::find_if(condition.texts.begin(), condition.texts.end(), [&](const std::string& text) {
    return condition.match == Match::glob ? equal_in_any_case(text, value) : text == value;
  });
}

Condition value_condition(const FieldRef& field, std::string_view value) {
  Condition condition;
  condition.field = field.field;
  condition.key = field.key;
  condition.match = Match::equals;
  condition.texts = {std::string(value)};
  return condition;
}

// The condition that leaves this value out, whatever else it leaves out.
std::vector<Condition>::const_iterator excluding(const Filter& filter, const FieldRef& field, std::string_view value) {
  return std::find_if(filter.conditions.begin(), filter.conditions.end(), [&](Condition condition) {
    condition.negated = !condition.negated;
    return condition.match != Match::contains && asks_for_values(condition, field) &&
           text_for(condition, value) != condition.texts.end();
  });
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
    if (text_for(condition, value) != condition.texts.end()) return true;
  }
  return false;
}

Filter with_value_toggled(Filter filter, const FieldRef& field, std::string_view value) {
  for (std::size_t i = 0; i < filter.conditions.size(); ++i) {
    Condition& condition = filter.conditions[i];
    if (!asks_for_values(condition, field)) continue;
    const auto found = text_for(condition, value);
    if (found == condition.texts.end()) {
      if (condition.match == Match::contains) continue;
      if (value.find('*') != std::string_view::npos) condition.match = Match::equals;
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
  return excluding(filter, field, value) != filter.conditions.end();
}

Filter with_value_excluded(Filter filter, const FieldRef& field, std::string_view value) {
  Condition wanted = value_condition(field, value);
  wanted.negated = true;
  const auto excluded = excluding(filter, field, value);
  if (excluded != filter.conditions.end()) {
    Condition& condition = filter.conditions[static_cast<std::size_t>(excluded - filter.conditions.begin())];
    condition.texts.erase(text_for(condition, value));
    if (condition.texts.empty()) filter.conditions.erase(excluded);
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
