// Finds the members of groups and adds up their numbers; groups.cpp orders them and takes the spreads.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "spanorama/analysis/groups.h"
#include "spanorama/base/chunked.h"
#include "spanorama/model/cost_origins.h"
#include "spanorama/model/fact_numbers.h"

namespace spanorama {

// One trace or call of a group, with the numbers that spreads are taken over.
struct GroupMember {
  std::uint32_t group = 0;
  std::uint32_t row = 0;
  std::int64_t input_tokens = kUnknown, output_tokens = kUnknown, cost = kUnknown;
};
std::int64_t all_tokens(const GroupMember& member);

// A group while its members are found.
struct FoundGroup {
  Group group;  // with everything but where its members lie, spreads and the source of its cost
  CostOrigins origins;
  UnixTime input_at, user_at;    // start of the member that gave the text
  std::uint32_t last_trace = 0;  // row + 1
};

class GroupCollector {
 public:
  GroupCollector(const TraceStore& store, GroupBy by) : store_(store), by_(by) {}

  // O(spans of the trace) for calls, O(1) for whole traces.
  void add(TraceRow trace);
  // The trace has the value with this index; by value only.
  void add_valued(TraceRow trace, std::uint32_t text);
  void add_ungrouped() { ++ungrouped_; }

  const Chunked<FoundGroup, 512>& groups() const { return groups_; }  // in the order of first appearance
  const Chunked<GroupMember>& members() const { return members_; }
  std::uint32_t ungrouped() const { return ungrouped_; }

 private:
  // Numbers that belong to one naming span.
  struct Share {
    Usage usage;
    std::int64_t cost = kUnknown;
  };

  void add_whole_trace(TraceRow row);
  void add_trace_to(std::uint32_t group, TraceRow row);
  void add_calls(const Trace& trace);
  void add_tool_calls(const Trace& trace);
  void add_prompt_uses(const Trace& trace);
  void add_call(std::uint32_t row, FactsRow facts, const FactNumbers& numbers);
  void mark_calls(const Trace& trace);
  StringId name_of_call(FactsRow facts) const;

  std::uint32_t group_named(StringId name, StringId version = {});
  FoundGroup& add_member(std::uint32_t group, std::uint32_t row, std::uint32_t trace, UnixTime start, Nanos duration,
                         Status status);
  void add_span_member(std::uint32_t group, std::uint32_t row, const Usage& usage, std::int64_t cost);
  void add_numbers(std::uint32_t group, const Usage& usage, std::int64_t cost, CostSource source);
  bool same_prompt(SpanRow a, SpanRow b) const;

  const TraceStore& store_;
  GroupBy by_;
  Chunked<FoundGroup, 512> groups_;
  Chunked<GroupMember> members_;
  SparseIndex index_;                                          // name, or index of a text -> group
  std::unordered_map<std::uint64_t, std::uint32_t> versions_;  // by prompt_version: (name, version) -> group
  std::uint32_t ungrouped_ = 0;
  // of the present trace, by span from its first
  std::vector<std::uint8_t> bits_, inner_;
  std::vector<std::uint32_t> nearest_;
  std::vector<Share> shares_;
};

}  // namespace spanorama
