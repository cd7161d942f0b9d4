// Work that is cut into slices, so that a frame never waits for it:
//
//   struct SomeWork { bool step(const TimeIsUp& up); Value take(); };   // true when finished; then take() once
//   while (!work.step([&] { return clock.now() > end_of_frame; })) draw_what_was_there();
#pragma once

#include <cstddef>
#include <functional>
#include <utility>

namespace spanorama {

// Asked every few thousand items; true ends the slice. An empty one never does.
using TimeIsUp = std::function<bool()>;

// Uses items [next, count) in order, a chunk between two looks at the clock; false when the time was up before the end.
template <class Use>
bool use_sliced(std::size_t& next, std::size_t count, std::size_t chunk, const TimeIsUp& up, Use&& use) {
  while (next < count) {
    const std::size_t end = count - next < chunk ? count : next + chunk;
    for (; next < end; ++next) use(next);
    if (up && next < count && up()) return false;
  }
  return true;
}

}  // namespace spanorama
