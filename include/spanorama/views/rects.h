// Where named controls and rows were drawn in the last frame, in points: for tests, overlays and the script API.
//
//   rects.find("filter-input"), rects.find("trace-row-0"), rects.find("span-row:00f067aa0ba902b7")
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spanorama {

struct PointRect {
  float x = 0, y = 0, width = 0, height = 0;
};

class RectRegistry {
 public:
  struct Entry {
    std::string name;
    PointRect rect;
  };

  void begin_frame() { entries_.clear(); }
  void add(std::string_view name, PointRect rect) { entries_.push_back({std::string(name), rect}); }
  // The last one of that name. O(entries), a few hundred.
  std::optional<PointRect> find(std::string_view name) const;
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

}  // namespace spanorama
