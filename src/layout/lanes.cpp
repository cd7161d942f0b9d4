#include <algorithm>
#include <cmath>

#include "layout/lane_buckets.h"
#include "layout/longest.h"
#include "layout/span_geometry.h"

namespace spanorama {

namespace {

// Indexes into DepthLanes::spans.
struct Run {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t count() const { return end - begin; }
};

std::uint32_t members_in(const std::vector<std::uint32_t>& rising, Run run) {
  const auto first = std::lower_bound(rising.begin(), rising.end(), run.begin);
  return static_cast<std::uint32_t>(std::lower_bound(first, rising.end(), run.end) - first);
}

// Buckets are 2^shift ns, so that they stay where they are while the viewport moves.
int bucket_shift(const Viewport& view, float min_px) {
  const double ns = static_cast<double>(std::max(min_px, 0.5f)) / view.px_per_ns;
  if (!(ns > 1)) return 0;
  return std::min(static_cast<int>(std::ceil(std::log2(ns))), 62);
}

UnixTime last_of_bucket(UnixTime time, int shift) {
  return {time.ns | static_cast<std::int64_t>((std::uint64_t{1} << shift) - 1)};
}

class LaneLayout {
 public:
  LaneLayout(const TraceStore& store, const DepthLanes& lanes, const Viewport& view, float min_px,
             std::vector<SpanBox>& out)
      : store_(store),
        lanes_(lanes),
        view_(view),
        view_end_(end_of(view)),
        min_px_(std::max(min_px, kLeastBarPx)),
        shift_(bucket_shift(view, min_px)),
        made_(buckets_for(lanes, shift_)),
        out_(out) {}

  void lay_out(std::uint32_t lane) {
    lane_ = lane;
    const Run all{lanes_.begin[lane], lanes_.begin[lane + 1]};
    const std::uint32_t first = first_start_at_least(view_.begin, all);
    add_reaching_in({all.begin, first});
    const LaneBucket* made = nullptr;
    const LaneBucket* made_end = nullptr;
    if (made_ != nullptr) {
      made_end = made_->rows.data() + made_->begin[lane + 1];
      made = std::partition_point(made_->rows.data() + made_->begin[lane], made_end,
                                  [&](const LaneBucket& one) { return one.begin < first; });
    }
    for (Run bucket{first, first}; bucket.begin < all.end; bucket.begin = bucket.end) {
      while (made != made_end && made->begin < bucket.begin) ++made;
      const bool whole = made != made_end && made->begin == bucket.begin;
      const UnixTime start = whole ? made->first : start_of(bucket.begin);
      if (start > view_end_) break;
      const UnixTime last = last_of_bucket(start, shift_);
      if (!whole || last > view_end_) {
        bucket.end = first_start_after(std::min(last, view_end_), {bucket.begin, all.end});
        add_bucket(bucket, summed(bucket));
        continue;
      }
      LaneBucket sum = *made;
      for (++made; made != made_end && made->first <= last; ++made) put_together(sum, *made);
      bucket.end = made != made_end ? made->begin : all.end;
      add_bucket(bucket, sum);
    }
  }

 private:
  UnixTime start_of(std::uint32_t index) const { return lanes_.start[index]; }
  bool failed(std::uint32_t index) const { return store_.columns().status[lanes_.spans[index].value] == Status::error; }
  bool wide(Nanos duration) const {
    return static_cast<double>(duration.count) * view_.px_per_ns >= static_cast<double>(min_px_);
  }

  std::uint32_t first_start_at_least(UnixTime time, Run run) const {
    const auto begin = lanes_.start.begin();
    const auto found = std::lower_bound(begin + run.begin, begin + run.end, time);
    return static_cast<std::uint32_t>(found - begin);
  }

  // Gallops: the next bucket is near where spans are sparse. The first span of the run starts no later than `time`.
  std::uint32_t first_start_after(UnixTime time, Run run) const {
    std::uint32_t step = 1;
    while (step < run.count() && start_of(run.begin + step) <= time) step *= 2;
    const auto begin = lanes_.start.begin();
    const auto found =
        std::upper_bound(begin + run.begin + step / 2, begin + run.begin + std::min(step, run.count()), time);
    return static_cast<std::uint32_t>(found - begin);
  }

  // Buckets come in rising order: the search goes on, galloping, where the last one ended.
  std::uint32_t errors_in(Run bucket) {
    if (next_error_ != 0 && lanes_.errors[next_error_ - 1] >= bucket.begin) next_error_ = 0;
    const std::uint32_t first = next_error_ = error_from(next_error_, bucket.begin);
    return error_from(first, bucket.end) - first;
  }
  // The first at `from` or after it that is no less than `index`.
  std::uint32_t error_from(std::uint32_t from, std::uint32_t index) const {
    const auto count = static_cast<std::uint32_t>(lanes_.errors.size());
    std::uint32_t step = 1;
    while (step < count - from && lanes_.errors[from + step - 1] < index) step *= 2;
    const auto begin = lanes_.errors.begin();
    return static_cast<std::uint32_t>(
        std::lower_bound(begin + from + step / 2, begin + std::min(from + step, count), index) - begin);
  }

  // Spans that started before the viewport and end in it or after it: one box.
  void add_reaching_in(Run before) {
    if (before.count() == 0) return;
    const auto begin = lanes_.by_end.begin();
    const auto lane_end = begin + lanes_.begin[lane_ + 1];
    const auto over = std::lower_bound(begin + before.begin, lane_end, view_.begin,
                                       [&](SpanRow row, UnixTime t) { return end_of_span(store_, row) < t; });
    const Run ended{before.begin, static_cast<std::uint32_t>(over - begin)};
    const std::uint32_t count = before.count() - ended.count();
    if (count == 0) return;
    SpanBox box = box_of(store_, lanes_.reach[before.end - 1], view_);
    box.error = members_in(lanes_.errors, before) > members_in(lanes_.errors_by_end, ended);
    add(box, count);
  }

  // A bucket that was not put together before: cut by the viewport, or of few spans.
  LaneBucket summed(Run bucket) {
    const std::uint32_t longest = longest_in(lanes_, bucket.begin, bucket.end);
    return {start_of(bucket.begin),
            start_of(bucket.end - 1),
            duration(longest),
            bucket.begin,
            longest,
            lanes_.spans[longest],
            bucket.count() == 1 ? 0 : errors_in(bucket)};
  }

  void add_bucket(Run bucket, const LaneBucket& sum) {
    if (bucket.count() == 1 || wide(sum.duration)) {
      add(box_of(store_, sum.row, view_), 1);
      if (bucket.count() > 1) add_rest(bucket, sum);
    } else {
      add_folded(sum, sum.row, bucket.count(), sum.errors > 0);
    }
  }

  // All of the bucket but the longest, which has a box already.
  void add_rest(Run bucket, const LaneBucket& sum) {
    const std::uint32_t longest = sum.at;
    const std::uint32_t before = longest_in(lanes_, bucket.begin, longest);
    const std::uint32_t after = longest_in(lanes_, longest + 1, bucket.end);
    const bool first_half = after == kNoSpan || (before != kNoSpan && duration(before) >= duration(after));
    const SpanRow second = lanes_.spans[first_half ? before : after];
    const std::uint32_t rest = bucket.count() - 1;
    if (rest == 1) return add(box_of(store_, second, view_), 1);
    add_folded(sum, second, rest, sum.errors > (failed(longest) ? 1u : 0u));
  }

  Nanos duration(std::uint32_t index) const { return lanes_.duration[index]; }

  // Drawn over the bucket's starts only: what is longer lies under the box of the longest.
  void add_folded(const LaneBucket& sum, SpanRow longest, std::uint32_t count, bool error) {
    SpanBox box;
    const Edges edges = edges_of(sum.first, sum.last, view_, min_px_);
    box.x0_px = edges.x0_px;
    box.x1_px = edges.x1_px;
    box.row = longest;
    box.error = error;
    add(box, count);
  }

  void add(SpanBox box, std::uint32_t count) {
    box.lane = lane_;
    box.folded = count - 1;
    if (count > 1) box.first_token_px = -1;
    out_.push_back(box);
  }

  const TraceStore& store_;
  const DepthLanes& lanes_;
  const Viewport& view_;
  const UnixTime view_end_;
  const float min_px_;
  const int shift_;
  const LaneBuckets* const made_;  // null: none that fits
  std::vector<SpanBox>& out_;
  std::uint32_t lane_ = 0;
  std::uint32_t next_error_ = 0;  // in lanes_.errors
};

}  // namespace

void lay_out_lanes(const TraceStore& store, const DepthLanes& lanes, const Viewport& view, float min_px,
                   std::vector<SpanBox>& out, std::uint32_t first_lane, std::uint32_t lane_count) {
  if (!(view.px_per_ns > 0) || lanes.begin.size() < 2) return;
  LaneLayout layout(store, lanes, view, min_px, out);
  const auto count = static_cast<std::uint32_t>(lanes.begin.size() - 1);
  const std::uint32_t end = lane_count < count - std::min(first_lane, count) ? first_lane + lane_count : count;
  for (std::uint32_t lane = first_lane; lane < end; ++lane) layout.lay_out(lane);
}

std::uint32_t spans_in_view(const TraceStore& store, const DepthLanes& lanes, const Viewport& view) {
  const UnixTime view_end = end_of(view);
  std::uint32_t count = 0;
  for (std::size_t lane = 0; lane + 1 < lanes.begin.size(); ++lane) {
    const auto started = std::upper_bound(lanes.start.begin() + lanes.begin[lane],
                                          lanes.start.begin() + lanes.begin[lane + 1], view_end);
    const auto over =
        std::lower_bound(lanes.by_end.begin() + lanes.begin[lane], lanes.by_end.begin() + lanes.begin[lane + 1],
                         view.begin, [&](SpanRow row, UnixTime t) { return end_of_span(store, row) < t; });
    count += static_cast<std::uint32_t>((started - lanes.start.begin()) - (over - lanes.by_end.begin()));
  }
  return count;
}

}  // namespace spanorama
