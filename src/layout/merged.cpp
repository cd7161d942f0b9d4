#include "spanorama/layout/merged.h"

#include <algorithm>

namespace spanorama {

namespace {

class MergedLayout {
 public:
  MergedLayout(const MergedFlame& flame, FlameKind kind, float width_px, float min_px, std::uint32_t first,
               std::uint32_t count, std::vector<MergedBox>& out)
      : flame_(flame), kind_(kind), width_(width_px), least_(min_px), first_(first), count_(count), out_(out) {}

  void run(std::uint32_t top) {
    for (std::uint32_t node = top; node != kNoNode && node != 0; node = flame_.nodes[node].parent)
      add({0, width_, flame_.nodes[node].depth - 1, node, 0});
    const std::int64_t whole = weight(top);
    if (whole <= 0) return;
    scale_ = static_cast<double>(width_) / static_cast<double>(whole);
    open_.push_back({top, 0});
    while (!open_.empty()) {
      const Open next = open_.back();
      open_.pop_back();
      lay_out_children(next);
    }
  }

 private:
  struct Open {
    std::uint32_t node;
    float x0;
  };

  std::int64_t weight(std::uint32_t node) const { return weight_of(flame_.nodes[node].total, kind_); }
  void add(MergedBox box) {
    if (box.lane >= first_ && box.lane - first_ < count_) out_.push_back(box);
  }

  // The heaviest come first: once one is too narrow, all that follow are.
  void lay_out_children(Open holder) {
    const std::uint32_t lane = flame_.nodes[holder.node].depth;
    if (lane >= first_ + std::min(count_, UINT32_MAX - first_)) return;
    float x = holder.x0;
    std::int64_t given = 0;
    const std::uint32_t before = static_cast<std::uint32_t>(open_.size());
    for (std::uint32_t child = flame_.nodes[holder.node].first_child; child != kNoNode;
         child = flame_.nodes[child].next) {
      const auto width = static_cast<float>(static_cast<double>(weight(child)) * scale_);
      if (width < least_) {
        add_rest(child, lane, x, holder.node, given);
        break;
      }
      add({x, x + width, lane, child, 0});
      open_.push_back({child, x});
      x += width;
      given += weight(child);
    }
    std::reverse(open_.begin() + before, open_.end());
  }

  void add_rest(std::uint32_t child, std::uint32_t lane, float x, std::uint32_t holder, std::int64_t given) {
    const std::int64_t own = weight_of(flame_.nodes[holder].self, kind_);
    const std::int64_t rest = weight(holder) - own - given;
    if (rest <= 0) return;
    std::uint32_t count = 0;
    for (std::uint32_t at = child; at != kNoNode; at = flame_.nodes[at].next) ++count;
    const auto width = static_cast<float>(static_cast<double>(rest) * scale_);
    add({x, x + std::max(width, 1.0f), lane, child, count - 1});
  }

  const MergedFlame& flame_;
  const FlameKind kind_;
  const float width_, least_;
  const std::uint32_t first_, count_;
  std::vector<MergedBox>& out_;
  double scale_ = 0;
  std::vector<Open> open_;
};

}  // namespace

void lay_out_merged(const MergedFlame& flame, FlameKind kind, std::uint32_t top, float width_px, float min_px,
                    std::uint32_t first_lane, std::uint32_t lane_count, std::vector<MergedBox>& out) {
  if (top >= flame.nodes.size()) top = 0;
  MergedLayout(flame, kind, width_px, min_px, first_lane, lane_count, out).run(top);
}

}  // namespace spanorama
