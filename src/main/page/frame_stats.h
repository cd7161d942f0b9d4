// Counts and times of frames since the last reset, for window.spanorama.stats() and the tests that watch idleness.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace spanorama {

class FrameStats {
 public:
  void add(double cpu_ms, std::uint64_t quads, std::uint64_t draw_calls) {
    ++frames_;
    last_ms_ = cpu_ms;
    max_ms_ = std::max(max_ms_, cpu_ms);
    quads_ = quads;
    draw_calls_ = draw_calls;
    if (recent_.size() < kRecent)
      recent_.push_back(cpu_ms);
    else
      recent_[frames_ % kRecent] = cpu_ms;
  }
  // A piece of work between two frames.
  void add_work(double ms) {
    ++slices_;
    max_slice_ms_ = std::max(max_slice_ms_, ms);
  }
  void reset() { *this = {}; }

  std::uint64_t frames() const { return frames_; }
  double last_ms() const { return last_ms_; }
  double max_ms() const { return max_ms_; }
  std::uint64_t quads() const { return quads_; }
  std::uint64_t draw_calls() const { return draw_calls_; }
  std::uint64_t slices() const { return slices_; }
  double max_slice_ms() const { return max_slice_ms_; }
  // Of the last thousand frames; 0 before the first. `share` 0..1. O(frames kept).
  double percentile_ms(double share) const {
    if (recent_.empty()) return 0;
    std::vector<double> times = recent_;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(times.size() - 1) + 0.5);
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(at), times.end());
    return times[at];
  }

 private:
  static constexpr std::size_t kRecent = 1024;
  std::uint64_t frames_ = 0, quads_ = 0, draw_calls_ = 0;
  double last_ms_ = 0, max_ms_ = 0;
  std::uint64_t slices_ = 0;
  double max_slice_ms_ = 0;
  std::vector<double> recent_;
};

}  // namespace spanorama
