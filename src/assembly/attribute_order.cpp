#include "assembly/attribute_order.h"

#include <utility>
#include <vector>

namespace spanorama::assembly {
namespace {

// Also gives spans without attributes their place.
bool in_order_already(std::vector<Range>& of_spans) {
  std::uint32_t next = 0;
  for (Range& range : of_spans) {
    if (range.count == 0) range.begin = next;
    if (range.begin != next) return false;
    next += range.count;
  }
  return true;
}

class Mover {
 public:
  explicit Mover(std::vector<Attribute>& rows) : from_(rows) { to_.reserve(rows.size()); }
  void move(Range& range) {
    const auto begin = static_cast<std::uint32_t>(to_.size());
    const auto first = from_.begin() + static_cast<std::ptrdiff_t>(range.begin);
    to_.insert(to_.end(), first, first + static_cast<std::ptrdiff_t>(range.count));
    range.begin = begin;
  }
  std::vector<Attribute> take() { return std::move(to_); }

 private:
  const std::vector<Attribute>& from_;
  std::vector<Attribute> to_;
};

}  // namespace

void put_attributes_in_order(OwnedColumns& columns) {
  if (in_order_already(columns.attributes)) return;
  Mover mover(columns.attribute_rows);
  for (Range& range : columns.attributes) mover.move(range);
  for (Resource& resource : columns.resources) mover.move(resource.attributes);
  for (Scope& scope : columns.scopes) mover.move(scope.attributes);
  for (SpanEvent& event : columns.event_rows) mover.move(event.attributes);
  for (SpanLink& link : columns.link_rows) mover.move(link.attributes);
  columns.attribute_rows = mover.take();
}

}  // namespace spanorama::assembly
