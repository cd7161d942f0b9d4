// What the list shows of each trace, from its spans.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "assembly/counting.h"
#include "assembly/grouping.h"
#include "assembly/join.h"
#include "assembly/repeated_responses.h"
#include "assembly/span_columns.h"

namespace spanorama::assembly {

// Appends to `traces` and `list_items` of the joined columns and marks counted facts. O(spans) beside the sorting of
// the distinct models, tags, … of each trace.
class Rollup {
 public:
  // `tags` by group: tags[tag_begin[group] .. tag_begin[group + 1]), as ids of the joined strings.
  Rollup(Joined& joined, std::span<const Top> top, std::span<const StringId> tags,
         std::span<const std::uint32_t> tag_begin);

  void add(const TraceNodes& nodes);

 private:
  void add_shape(Trace& trace);
  StringId given_name(const Trace& trace) const;
  void add_counts(Trace& trace);
  void add_model_calls(Trace& trace);
  void add_numbers(Trace& trace);
  void add_people(Trace& trace);
  void add_previews(Trace& trace);
  void add_lists(Trace& trace, std::uint32_t group);
  void find_deployment_facts();
  StringId deployment_text(const Resource& resource, std::span<const std::string_view> keys);
  Range list_of(std::vector<StringId>& items);
  ListsRow row_of(const TraceLists& lists);
  const Facts* facts_of(std::uint32_t row) const;

  Joined& joined_;
  OwnedColumns& columns_;
  std::span<const Top> top_;
  std::span<const StringId> tags_;
  std::span<const std::uint32_t> tag_begin_;
  Counting counting_;
  RepeatedResponses repeated_responses_;
  std::vector<StringId> environment_of_, release_of_;  // by resource
  std::vector<StringId> models_, providers_, services_, trace_tags_, prompts_;
  std::unordered_multimap<std::uint64_t, Range> known_lists_;
  std::unordered_multimap<std::uint64_t, ListsRow> known_rows_;
};

}  // namespace spanorama::assembly
