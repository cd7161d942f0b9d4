// What the filter can ask about the things that are shown: of a trace, of a step, of an attribute. For value_menu.h.
#pragma once

#include <vector>

#include "spanorama/model/trace_store.h"
#include "views/value_changes.h"

namespace spanorama {

// One value of one field of a trace; nothing where the trace has none. Lists give each of their values.
std::vector<ShownValue> values_of(const TraceStore& store, const Trace& trace, FilterField field);
// What a row of the list tells, the most used first.
std::vector<ShownValue> values_of(const TraceStore& store, const Trace& trace);
// The texts and the type of a step, then what its trace says.
std::vector<ShownValue> values_of(const TraceStore& store, SpanRow step);
// `field` is that of the attribute's place: attribute, resource. Values too long to be compared are asked for as
// `has:KEY`; the members of a metadata object each by their path, at most 12.
std::vector<ShownValue> values_of(const TraceStore& store, FilterField field, Attribute attribute);

// A text, when there is one.
std::vector<ShownValue> text_value(FilterField field, std::string_view text);
// Words out of a longer text, to be searched for everywhere; nothing when they are too long for that.
std::vector<ShownValue> searched_value(std::string_view words);
// A value of a metadata object by its path.
std::vector<ShownValue> member_value(const std::string& path, std::string_view text, bool is_number);
// Whether the filter asks for the members of this attribute's value by their paths.
bool is_metadata_object(std::string_view attribute_key);

}  // namespace spanorama
