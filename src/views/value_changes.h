// What can be asked of the filter about a value that is shown somewhere: add it, exclude it, or take it as a bound. Pure
// functions; value_menu.h offers them.
//
//   changes_by(filter, {FilterField::model, "gpt-4o"})  // "Add as filter" and "Exclude", each with the filter it makes
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "spanorama/query/field_values.h"
#include "spanorama/query/filter.h"

namespace spanorama {

struct ShownValue {
  FieldRef field;
  std::string text;  // what a filter compares; for numbers how they are shown
  // What a bound may be set to, in the field's unit. Without any, the value can only be asked for as a text.
  std::optional<std::int64_t> number = std::nullopt;
  std::optional<double> real = std::nullopt;
  // A bucket of a chart: both ends are inclusive.
  std::optional<std::pair<std::int64_t, std::int64_t>> range = std::nullopt;
  friend bool operator==(const ShownValue&, const ShownValue&) = default;
};

// "model: gpt-4o", as the head of what is offered; cut at about 48 characters.
std::string title_of(const ShownValue& value);

struct FilterChange {
  std::string label;
  bool holds = false;  // the filter asks so already; the change takes it back
  Filter filter;
};
// In the order of their use. A number that can be neither told apart from others nor repeated (a duration, a cost) is
// offered as a bound only.
std::vector<FilterChange> changes_by(const Filter& filter, const ShownValue& value);

}  // namespace spanorama
