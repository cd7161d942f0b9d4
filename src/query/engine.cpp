#include "spanorama/query/engine.h"

#include <algorithm>
#include <array>
#include <list>
#include <map>

#include "query/condition_tests.h"
#include "query/list_work.h"
#include "query/note_rows.h"
#include "query/sort_keys.h"
#include "query/text_match.h"
#include "query/trace_columns.h"
#include "spanorama/base/utf8.h"
#include "spanorama/query/value_search.h"

namespace spanorama {

using namespace query;

namespace {

constexpr std::size_t kMostConditions = 64;  // whose rows are remembered
constexpr std::size_t kMostPercentiles = 8;  // likewise, with the rows that they are of
constexpr std::uint32_t kFewRowsShare = 12;  // below this share of all rows, sorting them alone is cheaper

// A condition without its sign, and the rows that pass it; `next` rows have been looked at.
struct ConditionRows {
  Condition condition;
  RowSet rows;
  std::uint32_t next = 0;
  std::unique_ptr<TraceTest> test;
  std::vector<bool> labels;  // while it is worked on: which labels of the field's column pass
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
  std::shared_ptr<const TraceNotes> notes;
  std::map<FilterField, TextColumn> texts;
  std::map<FilterField, TextColumnBuilder> text_builders;
  std::map<FilterField, std::vector<std::int64_t>> numbers;
  std::map<FilterField, NumberColumnBuilder> number_builders;
  std::map<FilterField, WordColumn> words;  // finished or being built
  std::list<ConditionRows> known;           // last used first
  using OrderKey = std::pair<SortKey, bool>;
  std::map<OrderKey, std::vector<std::uint32_t>> orders;
  std::map<OrderKey, RowOrderWork> order_works;
  std::map<FilterField, std::vector<std::uint32_t>> ranks;  // of a column's labels
  std::map<FilterField, RankWork> rank_works;
  // What was asked last, while it is worked on.
  std::map<FilterField, std::unique_ptr<FacetWork>> facets;
  std::map<FilterField, std::unique_ptr<DistributionWork>> distributions;
  std::unique_ptr<ListWork> list;
  std::list<std::unique_ptr<PercentileWork>> percentiles;  // last used first

  const TextColumn* text_column(FilterField field, const TimeIsUp& up);
  const std::vector<std::int64_t>* number_column(FilterField field, const TimeIsUp& up);
  const RowSet* condition_rows(const Condition& condition, const TimeIsUp& up);
  std::optional<RowSet> passing_rows(const Condition& condition, const TimeIsUp& up);
  bool fill(ConditionRows& work, const TimeIsUp& up);
  template <class Passes>
  bool fill_sliced(ConditionRows& work, const TimeIsUp& up, Passes&& passes);
  std::optional<RowSet> plain_rows(const Filter& filter, const TimeIsUp& up);
  const Condition* with_numbers(const Condition& condition, const RowSet& rows, const TimeIsUp& up);
  const std::vector<std::uint32_t>* label_ranks(FilterField field, const TimeIsUp& up);
  std::optional<RowKeys> row_keys(SortKey by, const TimeIsUp& up);
  const std::vector<std::uint32_t>* order_of_all(SortOrder order, const TimeIsUp& up);
  bool fill_list(ListWork& work, const TimeIsUp& up);
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
    std::size_t next = work.labels.size();
    const auto look = [&](std::size_t i) { work.labels.push_back(matcher.matches(store->text(column->label[i]))); };
    if (!use_sliced(next, column->label.size(), kSliceRows, up, look)) return false;
    const bool done = fill_sliced(work, up, [&](std::uint32_t row) {
      bool passes = false;
      column->for_each_value(row, [&](std::uint32_t value) { passes = passes || work.labels[value]; });
      return passes;
    });
    if (done) work.labels = {};
    return done;
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
    known.push_front({condition, RowSet(store->trace_count()), 0, nullptr, {}});
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
  if (asks_notes(condition.field)) return note_rows(condition, *store, notes.get());
  if (hits == nullptr || !looks_into_values(condition)) {
    const RowSet* rows = condition_rows(condition, up);
    return rows == nullptr ? std::nullopt : std::optional<RowSet>(*rows);
  }
  const bool every = condition.match != Match::range && condition.all_of && condition.texts.size() > 1;
  RowSet all(store->trace_count(), true);
  for (std::size_t i = 0; i < (every ? condition.texts.size() : 1); ++i) {
    Condition one = condition;
    one.all_of = false;
    if (every) one.texts = {condition.texts[i]};
    const RowSet* in_store = condition_rows(one, up);
    if (in_store == nullptr) return std::nullopt;
    RowSet rows = *in_store;
    if (const RowSet* more = hits->traces(one)) rows |= *more;
    all &= rows;
  }
  return all;
}

QueryEngine::QueryEngine(std::shared_ptr<const TraceStore> store) : impl_(std::make_unique<Impl>(std::move(store))) {}
QueryEngine::~QueryEngine() = default;
QueryEngine::QueryEngine(QueryEngine&&) noexcept = default;
QueryEngine& QueryEngine::operator=(QueryEngine&&) noexcept = default;

void QueryEngine::use_notes(std::shared_ptr<const TraceNotes> notes) { impl_->notes = std::move(notes); }

std::optional<RowSet> QueryEngine::rows(const Filter& filter, const TimeIsUp& up, ValueHits* hits) {
  impl_->hits = hits;
  Filter plain, relative;
  for (const Condition& condition : filter.conditions)
    (has_percentile(condition) ? relative : plain).conditions.push_back(condition);
  std::optional<RowSet> rows = impl_->plain_rows(plain, up);
  if (!rows || relative.conditions.empty()) return rows;
  for (Condition& condition : relative.conditions) {
    const Condition* known = impl_->with_numbers(condition, *rows, up);
    if (known == nullptr) return std::nullopt;
    condition = *known;
  }
  const std::optional<RowSet> more = impl_->plain_rows(relative, up);
  if (!more) return std::nullopt;
  *rows &= *more;
  return rows;
}

// The condition with numbers instead of percentiles, which are those of `rows`.
const Condition* QueryEngine::Impl::with_numbers(const Condition& condition, const RowSet& rows, const TimeIsUp& up) {
  auto found = std::find_if(percentiles.begin(), percentiles.end(),
                            [&](const auto& each) { return each->asks(condition, rows); });
  if (found == percentiles.end()) {
    percentiles.push_front(std::make_unique<PercentileWork>(*store, condition, rows));
    if (percentiles.size() > kMostPercentiles) percentiles.pop_back();
    found = percentiles.begin();
  }
  percentiles.splice(percentiles.begin(), percentiles, found);
  PercentileWork& work = *percentiles.front();
  return work.step(up) ? &work.answer() : nullptr;
}

std::optional<FacetList> QueryEngine::facet(const RowSet& rows, FilterField field, std::size_t most,
                                            std::string_view containing, const TimeIsUp& up) {
  if (asks_notes(field)) return note_facet(*impl_->store, rows, field, impl_->notes.get(), most, containing);
  const WordColumn* words = has_word_column(field) ? impl_->word_column(field, up) : nullptr;
  const TextColumn* texts = has_text_column(field) ? impl_->text_column(field, up) : nullptr;
  if (words == nullptr && texts == nullptr)
    return has_word_column(field) || has_text_column(field) ? std::nullopt : std::optional<FacetList>(FacetList());
  FacetQuestion question{rows, most, std::string(containing)};
  std::unique_ptr<FacetWork>& work = impl_->facets[field];
  if (!work || !(work->question() == question))
    work = std::make_unique<FacetWork>(*impl_->store, std::move(question), texts, words);
  if (!work->step(up)) return std::nullopt;
  FacetList out = work->take();
  work.reset();
  return out;
}

std::optional<Distribution> QueryEngine::distribution(const RowSet& rows, FilterField field, std::size_t bins,
                                                      const TimeIsUp& up) {
  if (!has_number_column(field)) return Distribution();
  const std::vector<std::int64_t>* values = impl_->number_column(field, up);
  if (values == nullptr) return std::nullopt;
  std::unique_ptr<DistributionWork>& work = impl_->distributions[field];
  if (!work || !work->asks(rows, bins)) work = std::make_unique<DistributionWork>(*values, rows, bins);
  if (!work->step(up)) return std::nullopt;
  Distribution out = work->take();
  work.reset();
  return out;
}

const std::vector<std::uint32_t>* QueryEngine::Impl::label_ranks(FilterField field, const TimeIsUp& up) {
  if (const auto found = ranks.find(field); found != ranks.end()) return &found->second;
  const TextColumn* column = text_column(field, up);
  if (column == nullptr) return nullptr;
  RankWork& work = rank_works.try_emplace(field, *store, column->label).first->second;
  if (!work.step(up)) return nullptr;
  std::vector<std::uint32_t>& out = ranks[field] = work.take();
  rank_works.erase(field);
  return &out;
}

std::optional<RowKeys> QueryEngine::Impl::row_keys(SortKey by, const TimeIsUp& up) {
  const FilterField field = field_of(by);
  RowKeys keys{store.get(), by};
  if (by == SortKey::status) return keys;
  if (has_number_column(field)) {
    keys.numbers = number_column(field, up);
    return keys.numbers == nullptr ? std::nullopt : std::optional<RowKeys>(keys);
  }
  keys.texts = text_column(field, up);
  if (keys.texts == nullptr) return std::nullopt;
  keys.ranks = label_ranks(field, up);
  return keys.ranks == nullptr ? std::nullopt : std::optional<RowKeys>(keys);
}

const std::vector<std::uint32_t>* QueryEngine::Impl::order_of_all(SortOrder order, const TimeIsUp& up) {
  const OrderKey key{order.key, order.descending};
  if (const auto found = orders.find(key); found != orders.end()) return &found->second;
  auto work = order_works.find(key);
  if (work == order_works.end()) {
    const std::optional<RowKeys> keys = row_keys(order.key, up);
    if (!keys) return nullptr;
    work = order_works.try_emplace(key, *keys, RowSet(store->trace_count(), true), order.descending).first;
  }
  if (!work->second.step(up)) return nullptr;
  std::vector<std::uint32_t>& out = orders[key] = work->second.take();
  order_works.erase(work);
  return &out;
}

bool QueryEngine::Impl::fill_list(ListWork& work, const TimeIsUp& up) {
  const std::uint32_t count = store->trace_count();
  const SortOrder order = work.order;
  const bool as_they_lie =
      order.key == SortKey::start && !order.descending &&
      (count == 0 || store->trace(TraceRow{0}).start != UnixTime{kUnknown});  // rows are by start, unknown ones first
  if (as_they_lie) return work.pick_all(up);
  const bool ordered = orders.find({order.key, order.descending}) != orders.end();
  if (!ordered && !work.alone && work.rows.count() < count / kFewRowsShare) {
    const std::optional<RowKeys> keys = row_keys(order.key, up);
    if (!keys) return false;
    work.alone.emplace(*keys, work.rows, order.descending);
  }
  if (work.alone) {
    if (!work.alone->step(up)) return false;
    for (const std::uint32_t row : work.alone->take()) work.out.push_back(TraceRow{row});
    return true;
  }
  const std::vector<std::uint32_t>* all = order_of_all(order, up);
  return all != nullptr && work.pick(*all, up);
}

std::optional<std::vector<TraceRow>> QueryEngine::sorted(const RowSet& rows, SortOrder order, const TimeIsUp& up) {
  order = without_relevance(order);
  std::unique_ptr<ListWork>& work = impl_->list;
  if (!work || !(work->order == order) || !(work->rows == rows)) work = std::make_unique<ListWork>(rows, order);
  if (!impl_->fill_list(*work, up)) return std::nullopt;
  std::vector<TraceRow> out = std::move(work->out);
  work.reset();
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
