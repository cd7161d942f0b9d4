// Values to what a field wants: numbers that came as text, instants, tags in three notations.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../raw_value.h"

namespace spanorama {

// A whole number of tokens; kUnknown for anything else, also for negative ones.
std::int64_t token_count(const RawValue& value);
bool number_of(const RawValue& value, double& out);
bool flag_of(const RawValue& value);

// USD to microcents, half away from zero; kUnknown when negative, not finite or too large.
std::int64_t microcents_from_usd(double usd);

// "2025-01-02T03:04:05.678Z" (quotes around it are fine, an offset too) to nanoseconds since 1970; false otherwise.
bool instant_from_iso(std::string_view text, std::int64_t& unix_ns);

// Placeholders that mean "nothing": "N/A", "None", "<not specified>", "null", "undefined".
bool is_placeholder(std::string_view text);
bool says_nothing(const RawValue& value);  // its text is one of them

// The tags of a list value, of a JSON list in text, or of a comma list.
std::vector<std::string> tags_of(const RawValue& value);

// The number or numeric text of each of the object's members at its top level, in order. For small objects such as
// {"input": 12, "output": "7"}.
struct NamedNumber {
  std::string name;
  double value;
};
std::vector<NamedNumber> numbers_of_object(const RawValue& value);

}  // namespace spanorama
