#include "spanorama/query/engine.h"

#include <algorithm>
#include <array>
#include <list>
#include <map>

#include "query/case_fold.h"
#include "query/condition_tests.h"
#include "query/distribution.h"
#include "query/sort_keys.h"
#include "query/text_match.h"
#include "query/trace_columns.h"
#include "spanorama/base/utf8.h"
#include "spanorama/query/row_order.h"
#include "spanorama/query/value_search.h"

namespace spanorama {

using namespace query;

namespace {

constexpr std::size_t kMostConditions = 64;  // whose rows are remembered
constexpr std::uint32_t kFewRowsShare = 12;  // below this share of all rows, sorting them alone is cheaper

// A condition without its sign, and the rows that pass it; `next` rows have been looked at.
struct ConditionRows {
  Condition condition;
  RowSet rows;
  std::uint32_t next = 0;
  std::unique_ptr<TraceTest> test;
};

bool uses_text_column(const Condition& c) { return c.match != Match::range && has_text_column(c.field); }

// Fills rows[from, to) by `passes(row)`.
template <class Passes>
void fill_rows(ConditionRows& work, std::uint32_t to, Passes&& passes) {
  for (; work.next < to; ++work.next)
    if (passes(work.next)) work.rows.insert(work.next);
}

}  // namespace

struct QueryEngine::Impl {
  explicit Impl(std::shared_ptr<const TraceStore> s) : store(std::move(s)) {}

  std::shared_ptr<const TraceStore> store;
  ValueHits* hits = nullptr;
  std::map<FilterField, TextColumn> texts;
  std::map<FilterField, TextColumnBuilder> text_builders;
  std::map<FilterField, std::vector<std::int64_t>> numbers;
  std::map<FilterField, NumberColumnBuilder> number_builders;
  std::map<FilterField, WordColumn> words;  // finished or being built
  std::list<ConditionRows> known;           // last used first
  std::map<std::pair<SortKey, bool>, std::vector<std::uint32_t>> orders;
  std::map<std::pair<SortKey, bool>, RowSorter> sorters;

  const TextColumn* text_column(FilterField field, const TimeIsUp& up);
  const std::vector<std::int64_t>* number_column(FilterField field, const TimeIsUp& up);
  const RowSet* condition_rows(const Condition& condition, const TimeIsUp& up);
  std::optional<RowSet> passing_rows(const Condition& condition, const TimeIsUp& up);
  bool fill(ConditionRows& work, const TimeIsUp& up);
  template <class Passes>
  bool fill_sliced(ConditionRows& work, const TimeIsUp& up, Passes&& passes);
  std::optional<RowSet> plain_rows(const Filter& filter, const TimeIsUp& up);
  bool entries(const RowSet& rows, SortOrder order, const TimeIsUp& up, std::vector<SortEntry>& out);
  const WordColumn* word_column(FilterField field, const TimeIsUp& up);
};

const TextColumn* QueryEngine::Impl::text_column(FilterField field, const TimeIsUp& up) {
  if (const auto found = texts.find(field); found != texts.end()) return &found->second;
  TextColumnBuilder& builder = text_builders.try_emplace(field, *store, field).first->second;
  if (!builder.step(up)) return nullptr;
  TextColumn& column = texts[field] = builder.take();
  text_builders.erase(field);
  return &column;
}

const std::vector<std::int64_t>* QueryEngine::Impl::number_column(FilterField field, const TimeIsUp& up) {
  if (const auto found = numbers.find(field); found != numbers.end()) return &found->second;
  NumberColumnBuilder& builder = number_builders.try_emplace(field, *store, field).first->second;
  if (!builder.step(up)) return nullptr;
  std::vector<std::int64_t>& column = numbers[field] = builder.take();
  number_builders.erase(field);
  return &column;
}

const WordColumn* QueryEngine::Impl::word_column(FilterField field, const TimeIsUp& up) {
  WordColumn& column = words.try_emplace(field, *store, field).first->second;
  return column.step(up) ? &column : nullptr;
}

template <class Passes>
bool QueryEngine::Impl::fill_sliced(ConditionRows& work, const TimeIsUp& up, Passes&& passes) {
  while (work.next < work.rows.size()) {
    // Tests of spans and their attributes are slower than a pass over a column.
    const std::uint32_t slice = work.test ? kSliceRows / 16 : kSliceRows;
    fill_rows(work, std::min(work.rows.size(), work.next + slice), passes);
    if (up && work.next < work.rows.size() && up()) return false;
  }
  return true;
}

bool QueryEngine::Impl::fill(ConditionRows& work, const TimeIsUp& up) {
  const Condition& c = work.condition;
  if (c.match == Match::range && has_number_column(c.field)) {
    const std::vector<std::int64_t>* values = number_column(c.field, up);
    return values != nullptr && fill_sliced(work, up, [&](std::uint32_t row) {
             const std::int64_t value = (*values)[row];
             return value != kUnknown && value >= c.low && value <= c.high;
           });
  }
  if (uses_text_column(c)) {
    const TextColumn* column = text_column(c.field, up);
    if (column == nullptr) return false;
    const TextMatcher matcher(c);
    std::vector<bool> passing;
    for (const StringId label : column->label) passing.push_back(matcher.matches(store->text(label)));
    return fill_sliced(work, up, [&](std::uint32_t row) {
      bool passes = false;
      column->for_each_value(row, [&](std::uint32_t value) { passes = passes || passing[value]; });
      return passes;
    });
  }
  if (has_word_column(c.field) && c.match != Match::range) {
    const WordColumn* column = word_column(c.field, up);
    if (column == nullptr) return false;
    const std::uint32_t wanted = column->bits_of(c.texts);
    return fill_sliced(work, up, [&](std::uint32_t row) { return (column->bits(row) & wanted) != 0; });
  }
  if (!work.test) work.test = make_test(c, *store, hits != nullptr ? searched_elsewhere() : nullptr);
  const bool done =
      fill_sliced(work, up, [&](std::uint32_t row) { return work.test->passes(store->trace(TraceRow{row})); });
  if (done) work.test.reset();
  return done;
}

const RowSet* QueryEngine::Impl::condition_rows(const Condition& condition, const TimeIsUp& up) {
  const auto same = [&](const ConditionRows& each) { return each.condition == condition; };
  auto found = std::find_if(known.begin(), known.end(), same);
  if (found == known.end()) {
    known.push_front({condition, RowSet(store->trace_count()), 0, nullptr});
    if (known.size() > kMostConditions) known.pop_back();
    found = known.begin();
  }
  known.splice(known.begin(), known, found);
  ConditionRows& work = known.front();
  if (work.next == work.rows.size()) return &work.rows;
  const bool several = condition.match != Match::range && condition.all_of && condition.texts.size() > 1;
  if (!several) return fill(work, up) ? &work.rows : nullptr;
  // Every text by itself; the list keeps addresses of its elements.
  RowSet all(store->trace_count(), true);
  for (const std::string& text : condition.texts) {
    Condition one = condition;
    one.texts = {text};
    one.all_of = false;
    const RowSet* rows = condition_rows(one, up);
    if (rows == nullptr) return nullptr;
    all &= *rows;
  }
  const auto again = std::find_if(known.begin(), known.end(), same);
  if (again == known.end()) return nullptr;
  again->rows = std::move(all);
  again->next = again->rows.size();
  return &again->rows;
}

std::optional<RowSet> QueryEngine::Impl::plain_rows(const Filter& filter, const TimeIsUp& up) {
  RowSet rows(store->trace_count(), true);
  for (Condition condition : filter.conditions) {
    if (condition.match != Match::range && condition.texts.empty()) continue;
    const bool negated = std::exchange(condition.negated, false);
    std::optional<RowSet> passing = passing_rows(condition, up);
    if (!passing) return std::nullopt;
    if (negated) passing->flip();
    rows &= *passing;
  }
  return rows;
}

// With what lies in sources.
std::optional<RowSet> QueryEngine::Impl::passing_rows(const Condition& condition, const TimeIsUp& up) {
  if (hits == nullptr || !looks_into_values(condition)) {
    const RowSet* rows = condition_rows(condition, up);
    return rows == nullptr ? std::nullopt : std::optional<RowSet>(*rows);
  }
  const bool every = condition.all_of && condition.texts.size() > 1;
  RowSet all(store->trace_count(), true);
  for (const std::string& text : condition.texts) {
    Condition one = condition;
    one.all_of = false;
    if (every) one.texts = {text};
    const RowSet* in_store = condition_rows(one, up);
    if (in_store == nullptr) return std::nullopt;
    RowSet rows = *in_store;
    if (const RowSet* more = hits->traces(one)) rows |= *more;
    all &= rows;
    if (!every) break;
  }
  return all;
}

QueryEngine::QueryEngine(std::shared_ptr<const TraceStore> store) : impl_(std::make_unique<Impl>(std::move(store))) {}
QueryEngine::~QueryEngine() = default;
QueryEngine::QueryEngine(QueryEngine&&) noexcept = default;
QueryEngine& QueryEngine::operator=(QueryEngine&&) noexcept = default;

std::optional<RowSet> QueryEngine::rows(const Filter& filter, const TimeIsUp& up, ValueHits* hits) {
  impl_->hits = hits;
  Filter plain, relative;
  for (const Condition& condition : filter.conditions)
    (has_percentile(condition) ? relative : plain).conditions.push_back(condition);
  std::optional<RowSet> rows = impl_->plain_rows(plain, up);
  if (!rows || relative.conditions.empty()) return rows;
  for (Condition& condition : relative.conditions) condition = without_percentiles(condition, *impl_->store, *rows);
  const std::optional<RowSet> more = impl_->plain_rows(relative, up);
  if (!more) return std::nullopt;
  *rows &= *more;
  return rows;
}

std::optional<FacetList> QueryEngine::facet(const RowSet& rows, FilterField field, std::size_t most,
                                            std::string_view containing, const TimeIsUp& up) {
  FacetList out;
  if (has_word_column(field)) {
    const WordColumn* words = impl_->word_column(field, up);
    if (words == nullptr) return std::nullopt;
    out.values = words->counts(rows);
    out.distinct = static_cast<std::uint32_t>(out.values.size());
    return out;
  }
  if (!has_text_column(field)) return out;
  const TextColumn* column = impl_->text_column(field, up);
  if (column == nullptr) return std::nullopt;
  std::vector<std::uint32_t> counts(column->label.size(), 0);
  rows.for_each([&](std::uint32_t row) { column->for_each_value(row, [&](std::uint32_t value) { ++counts[value]; }); });
  const TextMatcher matcher(TextMode::contains, {std::string(containing)});
  std::vector<std::uint32_t> seen;
  for (std::uint32_t value = 0; value < counts.size(); ++value)
    if (counts[value] > 0 && (containing.empty() || matcher.matches(impl_->store->text(column->label[value]))))
      seen.push_back(value);
  out.distinct = static_cast<std::uint32_t>(seen.size());
  const std::size_t shown = std::min(most, seen.size());
  std::partial_sort(
      seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(shown), seen.end(),
      [&](std::uint32_t a, std::uint32_t b) { return counts[a] != counts[b] ? counts[a] > counts[b] : a < b; });
  for (std::size_t i = 0; i < shown; ++i)
    out.values.push_back({std::string(impl_->store->text(column->label[seen[i]])), counts[seen[i]]});
  return out;
}

std::optional<Distribution> QueryEngine::distribution(const RowSet& rows, FilterField field, std::size_t bins,
                                                      const TimeIsUp& up) {
  if (!has_number_column(field)) return Distribution();
  const std::vector<std::int64_t>* values = impl_->number_column(field, up);
  if (values == nullptr) return std::nullopt;
  return distribution_of(*values, rows, bins);
}

bool QueryEngine::Impl::entries(const RowSet& rows, SortOrder order, const TimeIsUp& up, std::vector<SortEntry>& out) {
  const FilterField field = field_of(order.key);
  if (order.key == SortKey::status) {
    rows.for_each([&](std::uint32_t row) {
      out.push_back({static_cast<std::int64_t>(store->trace(TraceRow{row}).status), row});
    });
  } else if (has_number_column(field)) {
    const std::vector<std::int64_t>* values = number_column(field, up);
    if (values == nullptr) return false;
    const bool start = order.key == SortKey::start;  // a start that is not known is time 0, not unknown
    rows.for_each([&](std::uint32_t row) {
      const std::int64_t value = (*values)[row];
      out.push_back({start && value == kUnknown ? store->trace(TraceRow{row}).start.ns : value, row});
    });
  } else {
    const TextColumn* column = text_column(field, up);
    if (column == nullptr) return false;
    const std::vector<std::uint32_t> rank = any_case_ranks(*store, column->label);
    rows.for_each([&](std::uint32_t row) {
      std::int64_t key = kUnknown;
      column->for_each_value(row, [&](std::uint32_t value) {
        if (key == kUnknown || rank[value] < key) key = rank[value];
      });
      out.push_back({key, row});
    });
  }
  return true;
}

std::optional<std::vector<TraceRow>> QueryEngine::sorted(const RowSet& rows, SortOrder order, const TimeIsUp& up) {
  std::vector<TraceRow> out;
  const std::uint32_t count = rows.count();
  out.reserve(count);
  const std::pair key{order.key, order.descending};
  if (order.key == SortKey::start && !order.descending) {
    rows.for_each([&](std::uint32_t row) { out.push_back(TraceRow{row}); });
    if (impl_->store->trace_count() == 0 || impl_->store->trace(TraceRow{0}).start != UnixTime{kUnknown}) return out;
    out.clear();
  }
  const auto known = impl_->orders.find(key);
  if (known == impl_->orders.end() && count < rows.size() / kFewRowsShare) {
    std::vector<SortEntry> few;
    if (!impl_->entries(rows, order, up, few)) return std::nullopt;
    std::sort(few.begin(), few.end(), StandsBefore{order.descending});
    for (const SortEntry& entry : few) out.push_back(TraceRow{entry.row});
    return out;
  }
  if (known == impl_->orders.end()) {
    auto sorter = impl_->sorters.find(key);
    if (sorter == impl_->sorters.end()) {
      std::vector<SortEntry> all;
      if (!impl_->entries(RowSet(rows.size(), true), order, up, all)) return std::nullopt;
      sorter = impl_->sorters.emplace(key, RowSorter(std::move(all), StandsBefore{order.descending})).first;
    }
    if (!sorter->second.step(up)) return std::nullopt;
    std::vector<std::uint32_t>& rows_in_order = impl_->orders[key];
    for (const SortEntry& entry : sorter->second.items()) rows_in_order.push_back(entry.row);
    impl_->sorters.erase(sorter);
  }
  for (const std::uint32_t row : impl_->orders[key])
    if (rows.contains(row)) out.push_back(TraceRow{row});
  return out;
}

std::uint64_t QueryEngine::byte_count() const {
  std::uint64_t bytes = 0;
  for (const auto& [field, column] : impl_->texts)
    bytes += 4 * (column.label.size() + column.begin.size() + column.value.size());
  for (const auto& [field, column] : impl_->numbers) bytes += 8 * column.size();
  for (const auto& [key, order] : impl_->orders) bytes += 4 * order.size();
  for (const ConditionRows& each : impl_->known) bytes += each.rows.size() / 8;
  return bytes;
}

}  // namespace spanorama
