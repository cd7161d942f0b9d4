#include "spanorama/views/rects.h"

#include <algorithm>

namespace spanorama {

std::optional<PointRect> RectRegistry::find(std::string_view name) const {
  const auto found = std::find_if(entries_.rbegin(), entries_.rend(), [&](const Entry& e) { return e.name == name; });
  if (found == entries_.rend()) return std::nullopt;
  return found->rect;
}

}  // namespace spanorama
