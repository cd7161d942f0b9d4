// The fields of the filter language: their words and what kind of values they take.
#pragma once

#include <string>
#include <string_view>

#include "spanorama/query/filter.h"

namespace spanorama::query {

enum class FieldKind : std::uint8_t {
  contains,  // text; without an operator: contains, any case
  whole,     // text; without an operator: the whole value, any case, with stars
  word,      // one of a closed set of words
  count,     // a whole number
  duration,  // nanoseconds
  cost,      // microcents
  time,      // nanoseconds since 1970
  keyed,     // attr.KEY and its like: text, or a whole number with < and >
};

struct FieldInfo {
  FilterField field;
  std::string_view name;
  FieldKind kind;
};
const FieldInfo& info_of(FilterField field);

// "did you mean status?" with the fields spelled like `word`, else the list of all.
std::string suggestion_for_field(std::string_view word);
// "one of ok, error, unset"
std::string words_of(FilterField field);
// The canonical form of a word of status, type or has; empty when it is none. Status "success" is not one word.
std::string canonical_word(FilterField field, std::string_view word);
// The canonical level for a recorded one ("WARN" -> "warning"); empty for none.
std::string_view level_from(std::string_view word);
// attr.KEY, resource.KEY, metadata.KEY and score.KEY as used in has:
bool split_keyed(std::string_view text, FilterField& field, std::string_view& key);

}  // namespace spanorama::query
