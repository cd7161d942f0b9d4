#include "spanorama/analysis/groups.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "analysis/group_collector.h"
#include "spanorama/base/rank_select.h"
#include "spanorama/base/sliced_sort.h"
#include "spanorama/model/row_slices.h"

namespace spanorama {
namespace {

// The mean of numbers of which each is at most 2^63 - 1, without their sum leaving the range.
class Mean {
 public:
  explicit Mean(std::size_t count) : count_(static_cast<std::int64_t>(count)) {}
  void add(std::int64_t value) {
    quotients_ += value / count_;
    remainders_ += value % count_;
    if (remainders_ >= count_) ++quotients_, remainders_ -= count_;
    if (remainders_ <= -count_) --quotients_, remainders_ += count_;
  }
  std::int64_t rounded() const { return quotients_ + (2 * remainders_ >= count_ ? 1 : 0); }

 private:
  std::int64_t count_, quotients_ = 0, remainders_ = 0;
};

// Few values are sorted; many, those of a group that is a large part of everything, are not worth it.
Spread spread_of(std::span<std::int64_t> values) {
  Spread out;
  if (values.empty()) return out;
  std::sort(values.begin(), values.end());
  const auto at = [&](double p) { return values[nearest_rank(values.size(), p)]; };
  Mean mean(values.size());
  for (const std::int64_t value : values) mean.add(value);
  out.mean = mean.rounded();
  out.p50 = at(50), out.p75 = at(75), out.p90 = at(90), out.p95 = at(95), out.p99 = at(99);
  return out;
}

// The same in slices.
class SpreadWork {
 public:
  explicit SpreadWork(std::vector<std::int64_t> values) : values_(std::move(values)), mean_(values_.size()) {}
  bool step(const TimeIsUp& up) {
    if (!select_) {
      constexpr std::size_t kChunk = 16'384;
      if (!use_sliced(next_, values_.size(), kChunk, up, [&](std::size_t i) { mean_.add(values_[i]); })) return false;
      out_.mean = mean_.rounded();
      std::vector<std::size_t> ranks;
      for (const double p : {50.0, 75.0, 90.0, 95.0, 99.0}) ranks.push_back(nearest_rank(values_.size(), p));
      select_.emplace(std::move(values_), ranks);
    }
    return select_->step(up);
  }
  Spread take() {
    const std::vector<std::int64_t>& of = select_->answers();
    out_.p50 = of[0], out_.p75 = of[1], out_.p90 = of[2], out_.p95 = of[3], out_.p99 = of[4];
    return out_;
  }

 private:
  std::vector<std::int64_t> values_;
  Mean mean_;
  std::size_t next_ = 0;
  std::optional<RankSelect> select_;
  Spread out_;
};

std::int64_t ttft_of(const TraceStore& store, bool calls, std::uint32_t row) {
  return calls ? fact_ttft_ns(store, SpanRow{row}) : store.trace(TraceRow{row}).ttft_ns;
}

Nanos duration_of(const TraceStore& store, bool calls, std::uint32_t row) {
  return calls ? store.columns().duration[row] : store.trace(TraceRow{row}).duration;
}

// The spreads of groups one after another.
class SpreadTaker {
 public:
  SpreadTaker(const TraceStore& store, bool calls) : store_(store), calls_(calls) {}

  bool step(Group& group, std::span<const GroupMember> members, const TimeIsUp& up) {
    constexpr std::array<Spread Group::*, 6> kFields = {&Group::duration_ns,  &Group::ttft_ns,       &Group::tokens,
                                                        &Group::input_tokens, &Group::output_tokens, &Group::cost};
    for (; field_ < kFields.size(); ++field_)
      if (!take(group.*kFields[field_], members, up)) return false;
    field_ = 0;
    return true;
  }

 private:
  static constexpr std::size_t kFew = 16'384;

  std::int64_t value_of(const GroupMember& member) const {
    switch (field_) {
      case 0: return duration_of(store_, calls_, member.row).count;
      case 1: return ttft_of(store_, calls_, member.row);
      case 2: return all_tokens(member);
      case 3: return member.input_tokens;
      case 4: return member.output_tokens;
      default: return member.cost;
    }
  }
  bool take(Spread& out, std::span<const GroupMember> members, const TimeIsUp& up) {
    if (!work_) {
      if (next_ == 0) values_.reserve(members.size());
      const auto add = [&](std::size_t i) {
        if (const std::int64_t value = value_of(members[i]); value != kUnknown) values_.push_back(value);
      };
      if (!use_sliced(next_, members.size(), kFew, up, add)) return false;
      next_ = 0;
      if (values_.size() <= kFew) {
        out = spread_of(values_);
        values_.clear();
        return true;
      }
      work_.emplace(std::exchange(values_, {}));
    }
    if (!work_->step(up)) return false;
    out = work_->take();
    work_.reset();
    return true;
  }

  const TraceStore& store_;
  bool calls_;
  std::size_t field_ = 0, next_ = 0;
  std::vector<std::int64_t> values_;
  std::optional<SpreadWork> work_;
};

// Latest first, then by what they are called, then as they were found.
struct ByLastUse {
  const TraceStore* store;
  const GroupTable* table;  // its texts
  const Chunked<FoundGroup, 512>* groups;

  bool operator()(std::uint32_t a, std::uint32_t b) const {
    const Group &x = (*groups)[a].group, &y = (*groups)[b].group;
    if (x.last_end != y.last_end) return y.last_end < x.last_end;
    if (!(x.name == y.name) || x.text != y.text) {
      const std::string_view left = text_of(*store, *table, x), right = text_of(*store, *table, y);
      if (left != right) return left < right;
    }
    const std::string_view left = store->text(x.version), right = store->text(y.version);
    return left != right ? left < right : a < b;
  }
};

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

// Members are found, groups ordered, members laid out group by group, and spreads taken.
struct GroupWork::Impl {
  Impl(const TraceStore& s, const RowSet& r, GroupBy by)
      : store(s), rows(r, by == GroupBy::value ? 4096 : 512), collector(s, by), spreads(s, groups_calls(by)) {
    table.by = by;
  }

  const TraceStore& store;
  RowSlices rows;
  GroupCollector collector;
  SpreadTaker spreads;
  GroupTable table;
  TraceValues values;         // by value
  std::size_t next_pair = 0;  // of the values
  enum class Phase : std::uint8_t { collect, order, begin, place, spread } phase = Phase::collect;
  std::optional<SlicedSort<std::uint32_t, ByLastUse, kShortRun>> order;
  std::vector<std::uint32_t> place_of;  // by group as found: where its next member goes
  std::vector<GroupMember> placed;
  std::size_t next = 0;

  bool collect(const TimeIsUp& up);
  void begin_order();
  bool begin_groups(const TimeIsUp& up);
  bool place(const TimeIsUp& up);
  bool spread(const TimeIsUp& up);
};

bool GroupWork::Impl::collect(const TimeIsUp& up) {
  if (table.by != GroupBy::value) return rows.step(up, [&](std::uint32_t row) { collector.add(TraceRow{row}); });
  return rows.step(up, [&](std::uint32_t row) {
    const std::size_t first = next_pair;
    for (; next_pair < values.pairs.size() && values.pairs[next_pair].first == row; ++next_pair)
      collector.add_valued(TraceRow{row}, values.pairs[next_pair].second);
    if (next_pair == first) collector.add_ungrouped();
  });
}

void GroupWork::Impl::begin_order() {
  table.ungrouped = collector.ungrouped();
  table.texts = std::move(values.texts);
  std::vector<std::uint32_t> all(collector.groups().size());
  std::iota(all.begin(), all.end(), 0u);
  order.emplace(std::move(all), ByLastUse{&store, &table, &collector.groups()});
}

bool GroupWork::Impl::begin_groups(const TimeIsUp& up) {
  const auto& found = collector.groups();
  if (table.groups.empty()) {
    table.groups.reserve(found.size());
    place_of.resize(found.size());
  }
  std::uint32_t begin = table.groups.empty() ? 0 : table.groups.back().members.end();
  return use_sliced(next, found.size(), 1024, up, [&](std::size_t i) {
    const std::uint32_t old = order->items()[i];
    table.groups.push_back(found[old].group);
    Group& group = table.groups.back();
    group.cost_source = found[old].origins.joined();
    group.members.begin = place_of[old] = begin;
    begin += group.members.count;
  });
}

bool GroupWork::Impl::place(const TimeIsUp& up) {
  const Chunked<GroupMember>& members = collector.members();
  if (placed.empty()) {
    placed.reserve(members.size());
    table.members.reserve(members.size());
  }
  while (placed.size() < members.size()) {  // room is there; this only writes it
    constexpr std::size_t kPiece = 65'536;
    const std::size_t more = std::min(members.size(), placed.size() + kPiece);
    placed.resize(more);
    table.members.resize(more);
    if (up && up()) return false;
  }
  return use_sliced(next, members.size(), 16'384, up, [&](std::size_t i) {
    const std::uint32_t at = place_of[members[i].group]++;
    placed[at] = members[i];
    table.members[at] = members[i].row;
  });
}

bool GroupWork::Impl::spread(const TimeIsUp& up) {
  std::size_t seen = 0;  // members since the last look at the clock
  for (; next < table.groups.size(); ++next) {
    Group& group = table.groups[next];
    const auto members = std::span<const GroupMember>(placed).subspan(group.members.begin, group.members.count);
    if (!spreads.step(group, members, up)) return false;
    if ((seen += members.size() + 16) < 4096) continue;
    seen = 0;
    if (up && next + 1 < table.groups.size() && up()) return ++next, false;
  }
  return true;
}

GroupWork::GroupWork(const TraceStore& store, const RowSet& rows, GroupBy by)
    : impl_(std::make_unique<Impl>(store, rows, by)) {}
GroupWork::GroupWork(const TraceStore& store, const RowSet& rows, TraceValues values)
    : impl_(std::make_unique<Impl>(store, rows, GroupBy::value)) {
  impl_->values = std::move(values);
}
GroupWork::~GroupWork() = default;
GroupWork::GroupWork(GroupWork&&) noexcept = default;

bool GroupWork::step(const TimeIsUp& up) {
  using Phase = Impl::Phase;
  Impl& work = *impl_;
  if (work.phase == Phase::collect) {
    if (!work.collect(up)) return false;
    work.begin_order();
    work.phase = Phase::order;
  }
  if (work.phase == Phase::order) {
    if (!work.order->step(up)) return false;
    work.phase = Phase::begin;
  }
  if (work.phase == Phase::begin) {
    if (!work.begin_groups(up)) return false;
    work.next = 0;
    work.phase = Phase::place;
  }
  if (work.phase == Phase::place) {
    if (!work.place(up)) return false;
    work.next = 0;
    work.phase = Phase::spread;
  }
  return work.spread(up);
}

GroupTable GroupWork::take() { return std::move(impl_->table); }

GroupTable group_by(const TraceStore& store, const RowSet& rows, GroupBy by) {
  GroupWork work(store, rows, by);
  work.step({});
  return work.take();
}

GroupTable group_by(const TraceStore& store, const RowSet& rows, TraceValues values) {
  GroupWork work(store, rows, std::move(values));
  work.step({});
  return work.take();
}

std::vector<StringId> models_of(const TraceStore& store, const GroupTable& table, const Group& group) {
  std::vector<StringId> models;
  const auto add = [&](StringId model) {
    if (model.present() && (models.empty() || !(models.back() == model))) models.push_back(model);
  };
  for (const std::uint32_t row : table.of(group)) {
    if (!groups_calls(table.by)) {
      for (const StringId model : store.items(store.lists(store.trace(TraceRow{row})).models)) add(model);
    } else if (const FactsRow facts = store.columns().facts[row]; facts.valid()) {
      const StringId model = store.fact_text(facts, fact_number(&Facts::model));
      add(model.present() ? model : store.fact_text(facts, fact_number(&Facts::response_model)));
    }
    if (models.size() > kMostUnsorted) distinct(models);
  }
  distinct(models);
  std::sort(models.begin(), models.end(), [&](StringId a, StringId b) { return store.text(a) < store.text(b); });
  return models;
}

}  // namespace spanorama
