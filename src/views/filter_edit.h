// Changes that clicks make to the filter: pure functions from filter to filter.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "spanorama/app/state.h"
#include "spanorama/query/field_values.h"
#include "spanorama/query/filter.h"

namespace spanorama {

// True when some condition asks for exactly this value of the field.
bool has_value(const Filter& filter, const FieldRef& field, std::string_view value);
// Adds the value to the field's condition (any of several), or takes it out; an emptied condition goes.
Filter with_value_toggled(Filter filter, const FieldRef& field, std::string_view value);
// True when some condition leaves out exactly this value.
bool has_excluded(const Filter& filter, const FieldRef& field, std::string_view value);
// Leaves the value out, or lets it in again; a condition that asks for it goes.
Filter with_value_excluded(Filter filter, const FieldRef& field, std::string_view value);
// Only this range of the field; none takes its conditions away. Replaces what stood there.
Filter with_range(Filter filter, FilterField field, std::optional<std::pair<std::int64_t, std::int64_t>> range);
Filter with_attribute(Filter filter, const FieldRef& field, std::string_view value);
Filter without_condition(Filter filter, std::size_t index);
// The range of a field, when there is one.
const Condition* range_of(const Filter& filter, FilterField field);

}  // namespace spanorama
