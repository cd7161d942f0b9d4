// One line on standard error that says how far the reading is, once it takes noticeably long.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace spanorama {

class ProgressLine {
 public:
  // `wanted` is false for --quiet; without a terminal nothing is shown either.
  explicit ProgressLine(bool wanted);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // `total` 0: unknown. Cheap enough for every chunk.
  void show(std::string_view name, std::uint64_t bytes, std::uint64_t total);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point started_, shown_at_;
  bool wanted_ = false;
  bool visible_ = false;
};

}  // namespace spanorama
