#include "spanorama/analysis/groups.h"

#include <algorithm>
#include <numeric>

#include "analysis/group_collector.h"
#include "spanorama/analysis/charts.h"

namespace spanorama {
namespace {

// The mean of numbers of which each is at most 2^63 - 1, without their sum leaving the range.
std::int64_t mean_of(std::span<const std::int64_t> values) {
  const auto count = static_cast<std::int64_t>(values.size());
  std::int64_t quotients = 0, remainders = 0;
  for (const std::int64_t value : values) {
    quotients += value / count;
    remainders += value % count;
    quotients += remainders / count;
    remainders %= count;
  }
  return quotients + (2 * remainders >= count ? 1 : 0);
}

// Reorders `values`.
Spread spread_of(std::span<std::int64_t> values) {
  Spread out;
  if (values.empty()) return out;
  std::sort(values.begin(), values.end());
  out.mean = mean_of(values);
  out.p50 = percentile(values, 50);
  out.p75 = percentile(values, 75);
  out.p90 = percentile(values, 90);
  out.p95 = percentile(values, 95);
  out.p99 = percentile(values, 99);
  return out;
}

std::int64_t ttft_of(const TraceStore& store, bool calls, std::uint32_t row) {
  if (!calls) return store.trace(TraceRow{row}).ttft_ns;
  const Facts* facts = store.facts(SpanRow{row});
  return facts == nullptr ? kUnknown : facts->ttft_ns;
}

Nanos duration_of(const TraceStore& store, bool calls, std::uint32_t row) {
  return calls ? store.columns().duration[row] : store.trace(TraceRow{row}).duration;
}

class SpreadTaker {
 public:
  SpreadTaker(const TraceStore& store, bool calls) : store_(store), calls_(calls) {}

  void take(Group& group, std::span<const GroupMember> members) {
    group.duration_ns = over(members, [&](const GroupMember& m) { return duration_of(store_, calls_, m.row).count; });
    group.ttft_ns = over(members, [&](const GroupMember& m) { return ttft_of(store_, calls_, m.row); });
    group.tokens = over(members, [](const GroupMember& m) { return m.tokens; });
    group.cost = over(members, [](const GroupMember& m) { return m.cost; });
  }

 private:
  template <class Value>
  Spread over(std::span<const GroupMember> members, Value&& value) {
    values_.clear();
    for (const GroupMember& member : members)
      if (const std::int64_t v = value(member); v != kUnknown) values_.push_back(v);
    return spread_of(values_);
  }

  const TraceStore& store_;
  bool calls_;
  std::vector<std::int64_t> values_;
};

std::vector<std::uint32_t> by_last_use(const TraceStore& store, const GroupTable& table,
                                       const std::vector<Group>& groups) {
  std::vector<std::uint32_t> order(groups.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Group &x = groups[a], &y = groups[b];
    if (x.last_end != y.last_end) return y.last_end < x.last_end;
    if (!(x.name == y.name) || x.text != y.text) return text_of(store, table, x) < text_of(store, table, y);
    return store.text(x.version) < store.text(y.version);
  });
  return order;
}

// Repetitions are taken out whenever this many have come together.
constexpr std::size_t kMostUnsorted = 4096;

void distinct(std::vector<StringId>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace

std::string_view name_of(GroupBy by) {
  switch (by) {
    case GroupBy::session: return "session";
    case GroupBy::user: return "user";
    case GroupBy::prompt: return "prompt";
    case GroupBy::prompt_version: return "version";
    case GroupBy::model: return "model";
    case GroupBy::provider: return "provider";
    case GroupBy::tool: return "tool";
    case GroupBy::value: break;
  }
  return "value";
}

bool groups_calls(GroupBy by) { return by != GroupBy::session && by != GroupBy::user && by != GroupBy::value; }

std::string_view text_of(const TraceStore& store, const GroupTable& table, const Group& group) {
  return table.by == GroupBy::value ? std::string_view(table.texts[group.text]) : store.text(group.name);
}

namespace {

// `table` has its kind and texts.
GroupTable finished(const TraceStore& store, GroupCollector& collector, GroupTable table) {
  std::vector<Group> found = collector.take_groups();
  const std::vector<std::uint32_t> order = by_last_use(store, table, found);
  table.ungrouped = collector.ungrouped();
  table.groups.reserve(found.size());
  std::vector<std::uint32_t> next(found.size());
  std::uint32_t begin = 0;
  for (const std::uint32_t old : order) {
    table.groups.push_back(found[old]);
    table.groups.back().members.begin = next[old] = begin;
    begin += found[old].members.count;
  }
  std::vector<GroupMember> placed(collector.members().size());
  for (const GroupMember& member : collector.members()) placed[next[member.group]++] = member;
  table.members.reserve(placed.size());
  for (const GroupMember& member : placed) table.members.push_back(member.row);
  SpreadTaker spreads(store, groups_calls(table.by));
  for (Group& group : table.groups)
    spreads.take(group, std::span<const GroupMember>(placed).subspan(group.members.begin, group.members.count));
  return table;
}

}  // namespace

GroupTable group_by(const TraceStore& store, const RowSet& rows, GroupBy by) {
  GroupCollector collector(store, by);
  rows.for_each([&](std::uint32_t row) { collector.add(TraceRow{row}); });
  GroupTable table;
  table.by = by;
  return finished(store, collector, std::move(table));
}

GroupTable group_by(const TraceStore& store, const RowSet& rows, TraceValues values) {
  GroupCollector collector(store, GroupBy::value);
  std::size_t next = 0;
  rows.for_each([&](std::uint32_t row) {
    const std::size_t first = next;
    for (; next < values.pairs.size() && values.pairs[next].first == row; ++next)
      collector.add_valued(TraceRow{row}, values.pairs[next].second);
    if (next == first) collector.add_ungrouped();
  });
  GroupTable table;
  table.by = GroupBy::value;
  table.texts = std::move(values.texts);
  return finished(store, collector, std::move(table));
}

std::vector<StringId> models_of(const TraceStore& store, const GroupTable& table, const Group& group) {
  std::vector<StringId> models;
  const auto add = [&](StringId model) {
    if (model.present() && (models.empty() || !(models.back() == model))) models.push_back(model);
  };
  for (const std::uint32_t row : table.of(group)) {
    if (!groups_calls(table.by)) {
      for (const StringId model : store.items(store.trace(TraceRow{row}).models)) add(model);
    } else if (const Facts* facts = store.facts(SpanRow{row}); facts != nullptr) {
      add(facts->model.present() ? facts->model : facts->response_model);
    }
    if (models.size() > kMostUnsorted) distinct(models);
  }
  distinct(models);
  std::sort(models.begin(), models.end(), [&](StringId a, StringId b) { return store.text(a) < store.text(b); });
  return models;
}

}  // namespace spanorama
