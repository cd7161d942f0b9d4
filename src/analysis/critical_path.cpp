#include <algorithm>

#include "spanorama/analysis/trace_shape.h"

namespace spanorama {

namespace {

struct Cut {
  UnixTime begin, end;
};

// Time is walked backwards without recursion: each level remembers which of its children it has not looked at yet.
class PathWalk {
 public:
  PathWalk(const TraceStore& store, const Trace& trace) : store_(store), trace_(trace) {}

  std::vector<PathPart> run() {
    const UnixTime end = trace_.start + trace_.duration;
    enter({}, trace_.first_span.value, trace_.first_span.value + trace_.span_count, {trace_.start, end});
    while (!levels_.empty()) step();
    std::reverse(parts_.begin(), parts_.end());
    return std::move(parts_);
  }

 private:
  struct Level {
    SpanRow row;
    UnixTime begin, at;           // still to be explained: begin..at
    std::size_t first_child = 0;  // its children in `children_`, by end; those after the last were looked at
  };
  struct Child {
    SpanRow row;
    Cut cut;
  };

  Cut cut_of(SpanRow row, Cut holder) const {
    const UnixTime begin = std::clamp(store_.columns().start[row.value], holder.begin, holder.end);
    return {begin, std::clamp(store_.end(row), begin, holder.end)};
  }

  void enter(SpanRow row, std::uint32_t child, std::uint32_t end, Cut cut) {
    levels_.push_back({row, cut.begin, cut.end, children_.size()});
    for (; child < end; child = std::max(child + 1, store_.columns().subtree_end[child])) {
      const Cut child_cut = cut_of({child}, cut);
      if (child_cut.begin < child_cut.end) children_.push_back({{child}, child_cut});
    }
    std::sort(
        children_.begin() + static_cast<std::ptrdiff_t>(levels_.back().first_child), children_.end(),
        [](const Child& a, const Child& b) { return a.cut.end != b.cut.end ? a.cut.end < b.cut.end : a.row < b.row; });
  }

  void step() {
    Level& level = levels_.back();
    while (children_.size() > level.first_child && children_.back().cut.end > level.at) children_.pop_back();
    if (children_.size() == level.first_child) {
      add(level.row, {level.begin, level.at});
      levels_.pop_back();
      return;
    }
    const Child child = children_.back();
    children_.pop_back();
    add(level.row, {child.cut.end, level.at});
    level.at = child.cut.begin;
    enter(child.row, child.row.value + 1, store_.columns().subtree_end[child.row.value], child.cut);
  }

  void add(SpanRow row, Cut cut) {
    if (cut.begin < cut.end) parts_.push_back({row, cut.begin, cut.end});
  }

  const TraceStore& store_;
  const Trace& trace_;
  std::vector<Level> levels_;
  std::vector<Child> children_;
  std::vector<PathPart> parts_;
};

}  // namespace

std::vector<PathPart> critical_path(const TraceStore& store, TraceRow trace) {
  if (trace.value >= store.trace_count()) return {};
  return PathWalk(store, store.trace(trace)).run();
}

PathByRow::PathByRow(const Trace& trace, const std::vector<PathPart>& path)
    : first_span_(trace.first_span), ends_(trace.span_count) {
  const auto held = [](const PathPart& part) { return part.row.valid(); };
  for (const PathPart& part : path)
    if (held(part)) ++ends_[part.row.value - first_span_.value];
  std::uint32_t parts = 0;
  for (std::uint32_t& end : ends_) parts = end += parts;
  parts_.resize(parts);
  // From the last one, so that every end is moved to its span's begin, then back by one span.
  for (auto part = path.rbegin(); part != path.rend(); ++part)
    if (held(*part)) parts_[--ends_[part->row.value - first_span_.value]] = *part;
  if (ends_.empty()) return;
  std::copy(ends_.begin() + 1, ends_.end(), ends_.begin());
  ends_.back() = parts;
}

std::span<const PathPart> PathByRow::of(SpanRow row) const {
  if (!row.valid() || row < first_span_ || row.value - first_span_.value >= ends_.size()) return {};
  const std::size_t at = row.value - first_span_.value;
  const std::uint32_t begin = at == 0 ? 0 : ends_[at - 1];
  return std::span(parts_).subspan(begin, ends_[at] - begin);
}

}  // namespace spanorama
