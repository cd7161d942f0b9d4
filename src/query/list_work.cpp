#include "query/list_work.h"

#include <algorithm>

#include "query/case_fold.h"

namespace spanorama::query {
namespace {

constexpr std::uint32_t kManyRows = 16'384;  // of quick passes, between two looks at the clock

}  // namespace

FacetWork::FacetWork(const TraceStore& store, FacetQuestion question, const TextColumn* texts, const WordColumn* words)
    : store_(store),
      question_(std::move(question)),
      texts_(texts),
      words_(words),
      slices_(question_.rows, kManyRows),
      matcher_(TextMode::contains, {question_.containing}),
      counts_(texts != nullptr ? texts->label.size() : WordColumn::kMostWords, 0) {}

bool FacetWork::count(const TimeIsUp& up) {
  if (words_ != nullptr) return slices_.step(up, [this](std::uint32_t row) { words_->count(row, counts_); });
  return slices_.step(up, [this](std::uint32_t row) {
    texts_->for_each_value(row, [this](std::uint32_t value) { ++counts_[value]; });
  });
}

// Only the greatest are kept in order; they are cut down whenever many have come together.
void FacetWork::keep_greatest(std::size_t most) {
  if (greatest_.size() <= most) return;
  const auto before = [this](std::uint32_t a, std::uint32_t b) {
    return counts_[a] != counts_[b] ? counts_[a] > counts_[b] : a < b;
  };
  std::nth_element(greatest_.begin(), greatest_.begin() + static_cast<std::ptrdiff_t>(most), greatest_.end(), before);
  greatest_.resize(most);
}

void FacetWork::sift(std::uint32_t value) {
  constexpr std::size_t kSpare = 4096;
  if (counts_[value] == 0) return;
  if (!question_.containing.empty() && !matcher_.matches(store_.text(texts_->label[value]))) return;
  ++out_.distinct;
  greatest_.push_back(value);
  if (question_.most < SIZE_MAX - kSpare && greatest_.size() >= question_.most + kSpare) keep_greatest(question_.most);
}

bool FacetWork::step(const TimeIsUp& up) {
  if (!counted_ && !count(up)) return false;
  counted_ = true;
  if (words_ != nullptr) {
    out_.values = words_->values(counts_);
    out_.distinct = static_cast<std::uint32_t>(out_.values.size());
    return true;
  }
  if (!use_sliced(next_, counts_.size(), kSliceRows, up,
                  [this](std::size_t value) { sift(static_cast<std::uint32_t>(value)); }))
    return false;
  keep_greatest(question_.most);
  std::sort(greatest_.begin(), greatest_.end(), [this](std::uint32_t a, std::uint32_t b) {
    return counts_[a] != counts_[b] ? counts_[a] > counts_[b] : a < b;
  });
  for (const std::uint32_t value : greatest_)
    out_.values.push_back({std::string(store_.text(texts_->label[value])), counts_[value]});
  return true;
}

bool PercentileWork::step(const TimeIsUp& up) {
  const FineBounds& fine = condition_.fine;
  if (!select_) {
    const auto collect = [this](std::uint32_t row) {
      const std::int64_t value = number_of(store_.trace(TraceRow{row}), condition_.field);
      if (value != kUnknown) values_.push_back(value);
    };
    if (values_.empty()) values_.reserve(rows_.count());
    if (!slices_.step(up, collect)) return false;
    // The nearest rank: the least value with at least that share of all values at or below it.
    std::vector<std::size_t> ranks;
    for (const std::int32_t hundredths : {fine.low_percentile, fine.high_percentile}) {
      const std::uint64_t share = static_cast<std::uint64_t>(std::max(hundredths, 0));
      const std::uint64_t rank = (share * values_.size() + 9999) / 10000;
      ranks.push_back(static_cast<std::size_t>(rank == 0 ? 0 : rank - 1));
    }
    select_.emplace(std::move(values_), ranks);
  }
  if (!select_->step(up)) return false;
  answer_ = condition_;
  answer_.fine = {};
  if (select_->empty()) return answer_.low = 1, answer_.high = 0, true;
  if (fine.low_percentile >= 0) answer_.low = select_->answers()[0] + fine.low_open;
  if (fine.high_percentile >= 0) answer_.high = select_->answers()[1] - fine.high_open;
  return true;
}

bool RankWork::step(const TimeIsUp& up) {
  if (!order_) {
    if (next_ == 0) folded_.reserve(strings_.size());
    const auto fold = [this](std::size_t i) {
      folded_.emplace_back(folded(store_.text(strings_[i])), static_cast<std::uint32_t>(i));
    };
    if (!use_sliced(next_, strings_.size(), 1024, up, fold)) return false;
    order_.emplace(std::move(folded_), StandsBefore{this});
    next_ = 0;
  }
  if (!order_->step(up)) return false;
  ranks_.resize(strings_.size());
  return use_sliced(next_, strings_.size(), kManyRows, up, [this](std::size_t rank) {
    ranks_[order_->items()[rank].second] = static_cast<std::uint32_t>(rank);
  });
}

std::int64_t RowKeys::of(std::uint32_t row) const {
  if (by == SortKey::status) return static_cast<std::int64_t>(store->trace(TraceRow{row}).status);
  if (numbers != nullptr) {
    const std::int64_t value = (*numbers)[row];
    // A start that is not known is time 0, not unknown.
    return by == SortKey::start && value == kUnknown ? store->trace(TraceRow{row}).start.ns : value;
  }
  std::int64_t least = kUnknown;
  texts->for_each_value(row, [&](std::uint32_t value) {
    const std::int64_t rank = (*ranks)[value];
    if (least == kUnknown || rank < least) least = rank;
  });
  return least;
}

bool RowOrderWork::step(const TimeIsUp& up) {
  if (!sorter_) {
    if (entries_.empty()) entries_.reserve(rows_.count());
    if (!slices_.step(up, [this](std::uint32_t row) { entries_.push_back({keys_.of(row), row}); })) return false;
    sorter_.emplace(std::move(entries_), before_);
  }
  if (!sorter_->step(up)) return false;
  const std::vector<SortEntry>& sorted = sorter_->items();
  if (next_ == 0) out_.reserve(sorted.size());
  return use_sliced(next_, sorted.size(), kManyRows, up, [&](std::size_t i) { out_.push_back(sorted[i].row); });
}

bool ListWork::pick(const std::vector<std::uint32_t>& in_order, const TimeIsUp& up) {
  if (next == 0) out.reserve(rows.count());
  return use_sliced(next, in_order.size(), kManyRows, up, [&](std::size_t i) {
    if (rows.contains(in_order[i])) out.push_back(TraceRow{in_order[i]});
  });
}

bool ListWork::pick_all(const TimeIsUp& up) {
  if (next == 0) out.reserve(rows.count());
  return use_sliced(next, rows.size(), kManyRows, up, [&](std::size_t i) {
    const auto row = static_cast<std::uint32_t>(i);
    if (rows.contains(row)) out.push_back(TraceRow{row});
  });
}

}  // namespace spanorama::query
