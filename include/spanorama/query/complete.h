// What may follow while a filter is being typed: fields, words, attribute keys, and values that the store has.
//
//   completions("stat", 4, store, values)            gives "status:" and others
//   completions("model:gpt", 9, store, values)       gives model:=gpt-4o …, as `values` knows them
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/query/filter.h"
#include "spanorama/query/sort.h"

namespace spanorama {

struct Completion {
  std::string text;    // the whole query with the completion in its place
  std::size_t cursor;  // where the cursor stands then, in bytes
  std::string label;   // what is offered
  std::string detail;  // how many traces have it, or what a field is for
};

// The most frequent values of a field that contain a text, in any case.
using ValuesOf = std::function<std::vector<FacetValue>(FilterField field, std::string_view containing)>;

// At most `most`, best first; none where nothing is being typed that could be completed. O(keys of the store).
std::vector<Completion> completions(std::string_view query, std::size_t cursor, const TraceStore& store,
                                    const ValuesOf& values_of, std::size_t most = 8);

// What a field takes, in a few words: ">=1000, 1k..5k, >p95", or the words it knows.
std::string help_of(FilterField field);

}  // namespace spanorama
