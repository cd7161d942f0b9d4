#include <algorithm>
#include <numeric>

#include "spanorama/analysis/groups.h"
#include "spanorama/base/sliced_sort.h"

namespace spanorama {
namespace {

// What is compared; kUnknown comes last in both directions.
std::int64_t value_of(const Group& group, GroupSort by) {
  switch (by) {
    case GroupSort::last: return group.last_end.ns == 0 ? kUnknown : group.last_end.ns;
    case GroupSort::first: return group.first_start.ns == 0 ? kUnknown : group.first_start.ns;
    case GroupSort::count: return group.members.count;
    case GroupSort::traces: return group.traces;
    case GroupSort::errors: return group.errors;
    case GroupSort::duration: return group.duration_ns.p50;
    case GroupSort::tokens: return total_tokens(group.usage);
    case GroupSort::mean_tokens: return group.tokens.mean;
    case GroupSort::cost: return group.cost_microcents;
    case GroupSort::mean_cost: return group.cost.mean;
    case GroupSort::ttft: return group.ttft_ns.p50;
    case GroupSort::error_rate:
    case GroupSort::name: break;
  }
  return 0;
}

// Greater than zero when `a` belongs before `b` in rising order.
int compared(const TraceStore& store, const GroupTable& table, const Group& a, const Group& b, GroupSort by) {
  if (by == GroupSort::name) return text_of(store, table, b).compare(text_of(store, table, a));
  if (by == GroupSort::error_rate) {
    const std::uint64_t x = std::uint64_t{a.errors} * b.members.count, y = std::uint64_t{b.errors} * a.members.count;
    return x < y ? 1 : x > y ? -1 : 0;
  }
  const std::int64_t x = value_of(a, by), y = value_of(b, by);
  return x < y ? 1 : x > y ? -1 : 0;
}

}  // namespace

std::optional<GroupSort> group_sort_from(std::string_view word) {
  static constexpr std::string_view kNames[] = {"name",   "last",       "first",    "count",  "traces",
                                                "errors", "error_rate", "duration", "tokens", "mean_tokens",
                                                "cost",   "mean_cost",  "ttft"};
  for (std::size_t n = 0; n < std::size(kNames); ++n)
    if (kNames[n] == word) return static_cast<GroupSort>(n);
  return std::nullopt;
}

namespace {

struct GroupStandsBefore {
  const TraceStore* store;
  const GroupTable* table;
  GroupSort by;
  bool descending;

  bool operator()(std::uint32_t i, std::uint32_t j) const {
    const Group &a = table->groups[i], &b = table->groups[j];
    const bool a_known = value_of(a, by) != kUnknown, b_known = value_of(b, by) != kUnknown;
    if (a_known != b_known) return a_known;
    if (!a_known) return i < j;
    const int sign = compared(*store, *table, a, b, by);
    if (sign == 0) return i < j;
    return descending ? sign < 0 : sign > 0;
  }
};

std::vector<std::uint32_t> all_groups(const GroupTable& table) {
  std::vector<std::uint32_t> order(table.groups.size());
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

}  // namespace

struct GroupOrderWork::Impl {
  SlicedSort<std::uint32_t, GroupStandsBefore, kShortRun> sort;
};

GroupOrderWork::GroupOrderWork(const TraceStore& store, const GroupTable& table, GroupSort by, bool descending)
    : impl_(std::make_unique<Impl>(Impl{{all_groups(table), GroupStandsBefore{&store, &table, by, descending}}})) {}
GroupOrderWork::~GroupOrderWork() = default;
GroupOrderWork::GroupOrderWork(GroupOrderWork&&) noexcept = default;
bool GroupOrderWork::step(const TimeIsUp& up) { return impl_->sort.step(up); }
std::vector<std::uint32_t> GroupOrderWork::take() { return std::move(impl_->sort.items()); }

std::vector<std::uint32_t> sorted_groups(const TraceStore& store, const GroupTable& table, GroupSort by,
                                         bool descending) {
  GroupOrderWork work(store, table, by, descending);
  work.step({});
  return work.take();
}

}  // namespace spanorama
