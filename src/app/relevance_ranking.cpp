#include "app/relevance_ranking.h"

namespace spanorama {

bool RelevanceRanking::find_having(const TimeIsUp& up, const RowsOf& rows_of) {
  while (having_.size() < words_.size()) {
    std::optional<RowSet> rows = rows_of(words_[having_.size()], up);
    if (!rows) return false;
    having_.push_back(std::move(*rows));
  }
  return true;
}

RelevanceRanking::Progress RelevanceRanking::step(const TimeIsUp& up, const RowsOf& rows_of) {
  if (!find_having(up, rows_of)) return Progress::more;
  if (!lengths_) {
    if (!lengths_work_) lengths_work_.emplace(*store_);
    if (!lengths_work_->step(up)) return Progress::more;
    lengths_ = lengths_work_->take();
    lengths_work_.reset();
  }
  if (!counts_) {
    counts_ = std::make_shared<WordCounts>(*store_, words_, rows_);
    finder_.want_counts(counts_, words_);
  }
  if (!counted_here_ && !counts_->step(up)) return Progress::more;
  counted_here_ = true;
  if (!up) finder_.work({});  // nobody waits for a frame: all that can be known at once
  if (!finder_.counted()) return Progress::waits;
  if (!order_) order_.emplace(*counts_, *lengths_, having_);
  return order_->step(up) ? Progress::done : Progress::more;
}

std::vector<TraceRow> RelevanceRanking::take() {
  std::vector<TraceRow> out;
  for (const RankedTrace& each : order_->take()) out.push_back(each.trace);
  return out;
}

}  // namespace spanorama
