// Traces by session, user or any value, calls by prompt, version, model, provider or tool: who used how much, for lists and tables.
//
//   const GroupTable sessions = group_by(store, rows, GroupBy::session);
//   for (const Group& g : sessions.groups) show(store.text(g.name), g.cost_microcents, sessions.of(g).size());
//
// Nothing is counted twice: sums are over the spans that make up the traces' sums (Facts::counted), each of which belongs
// to one group at most. docs/semantics.md says the rules for users.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "spanorama/base/slice.h"
#include "spanorama/base/time.h"
#include "spanorama/model/row_set.h"
#include "spanorama/model/trace_store.h"
#include "spanorama/model/trace_values.h"

namespace spanorama {

enum class GroupBy : std::uint8_t { session, user, prompt, prompt_version, model, provider, tool, value };

// "session", "user", "prompt", "version", "model", "provider", "tool", "value".
std::string_view name_of(GroupBy by);
// True for all but session, user and value: the members are calls (spans), not whole traces.
bool groups_calls(GroupBy by);

// One figure over the members that know it. Percentiles take the nearest rank.
struct Spread {
  std::int64_t mean = kUnknown;  // rounded to the nearest
  std::int64_t p50 = kUnknown, p75 = kUnknown, p90 = kUnknown, p95 = kUnknown, p99 = kUnknown;
};

struct Group {
  StringId name;                  // id of the session or user, name of the prompt, model, provider or tool
  std::uint32_t text = 0;         // by value: index into GroupTable::texts, instead of a name
  StringId version;               // by prompt_version: the version, absent where none was told
  StringId last_user;             // by session: of its latest trace that has one
  StringId last_input;            // the latest member's, for a preview
  Range members;                  // in GroupTable::members
  std::uint32_t traces = 0;       // distinct
  std::uint32_t errors = 0;       // members with status error
  std::uint32_t spans = 0;        // by session and user: of all their traces; else as many as members
  std::uint32_t generations = 0;  // of all their traces; by others: members of that type
  std::uint32_t tools = 0;
  UnixTime first_start, last_end;  // over members; last_end is the latest of their ends
  Nanos busy;                      // sum of the members' durations
  Usage usage;                     // over counted spans
  std::int64_t cost_microcents = kUnknown;
  CostSource cost_source = CostSource::none;
  std::uint32_t without_cost = 0;  // members with tokens but no known cost
  Spread duration_ns, ttft_ns, tokens, input_tokens, output_tokens, cost;
};

struct GroupTable {
  GroupBy by = GroupBy::session;
  std::vector<Group> groups;           // latest last_end first, then by name and version
  std::vector<std::uint32_t> members;  // rows of traces or of spans, by group, rising inside a group
  std::vector<std::string> texts;      // by value
  std::uint32_t ungrouped = 0;         // traces (or calls) that name none

  std::span<const std::uint32_t> of(const Group& group) const {
    return std::span<const std::uint32_t>(members).subspan(group.members.begin, group.members.count);
  }
};

// What a group is called; without the version.
std::string_view text_of(const TraceStore& store, const GroupTable& table, const Group& group);

// Over the traces of `rows`. O(spans of those traces) expected, and sorting the groups.
//
// - session, user: a trace belongs to the one that it has (the last that its spans name).
// - model, provider, tool: a call belongs to what it names. A call is a counted span, or one of a type that makes calls
//   without any numbers, when nothing else reports the same call. A tool call is a span of type tool; one right below a
//   call of the same tool is the same call. Its name is the tool's, else the span's.
// - prompt: a use is a span that names the prompt, unless a span below it names the same one. A counted span adds its
//   numbers to the nearest span at or above it that names a prompt; sums of a group are over all of them, spreads over
//   uses.
GroupTable group_by(const TraceStore& store, const RowSet& rows, GroupBy by);
// Whole traces by their values: a trace with several is a member of several groups, so that sums of groups may add up to
// more than there is. O(pairs), and sorting the groups.
GroupTable group_by(const TraceStore& store, const RowSet& rows, TraceValues values);

// group_by() in slices; store and rows must stay as they are until it is done.
class GroupWork {
 public:
  GroupWork(const TraceStore& store, const RowSet& rows, GroupBy by);
  GroupWork(const TraceStore& store, const RowSet& rows, TraceValues values);
  ~GroupWork();
  GroupWork(GroupWork&&) noexcept;
  bool step(const TimeIsUp& up);
  GroupTable take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Distinct models of a group's traces, or of its calls, by alphabet. O(members + distinct log distinct).
std::vector<StringId> models_of(const TraceStore& store, const GroupTable& table, const Group& group);

enum class GroupSort : std::uint8_t {
  name,
  last,
  first,
  count,
  traces,
  errors,
  error_rate,
  duration,
  tokens,
  mean_tokens,
  cost,
  mean_cost,
  ttft
};
// "name", "last", … "mean_tokens" as above; nothing for other words.
std::optional<GroupSort> group_sort_from(std::string_view word);
// sorted_groups() in slices; the table must stay as it is.
class GroupOrderWork {
 public:
  GroupOrderWork(const TraceStore& store, const GroupTable& table, GroupSort by, bool descending);
  ~GroupOrderWork();
  GroupOrderWork(GroupOrderWork&&) noexcept;
  bool step(const TimeIsUp& up);
  std::vector<std::uint32_t> take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Indexes into table.groups. Groups without a value come last in both directions; equal ones stay in the table's order.
// duration, ttft: by median. O(n log n).
std::vector<std::uint32_t> sorted_groups(const TraceStore& store, const GroupTable& table, GroupSort by,
                                         bool descending);

}  // namespace spanorama
