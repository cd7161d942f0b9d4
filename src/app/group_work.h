// Groups and their order in slices.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "spanorama/analysis/groups.h"
#include "spanorama/app/derived.h"
#include "spanorama/query/field_values.h"

namespace spanorama {

struct GroupsWanted {
  GroupBy by = GroupBy::session;
  FieldRef field;  // by value
  GroupSort sort = GroupSort::last;
  bool descending = true;
};

// Values where they are grouped by, then the table, then its order.
class GroupsWork {
 public:
  GroupsWork(const TraceStore& store, const RowSet& rows, GroupsWanted wanted)
      : store_(store), rows_(rows), wanted_(std::move(wanted)) {
    if (wanted_.by == GroupBy::value)
      values_.emplace(store, rows, wanted_.field);
    else
      groups_.emplace(store, rows, wanted_.by);
  }
  bool step(const TimeIsUp& up) {
    if (!groups_) {
      if (!values_->step(up)) return false;
      groups_.emplace(store_, rows_, values_->take());
    }
    if (!order_) {
      if (!groups_->step(up)) return false;
      out_.table = groups_->take();
      order_.emplace(store_, out_.table, wanted_.sort, wanted_.descending);
    }
    return order_->step(up);
  }
  Derived::Groups take() {
    out_.order = order_->take();
    return std::move(out_);
  }

 private:
  const TraceStore& store_;
  const RowSet& rows_;
  GroupsWanted wanted_;
  std::optional<FieldValuesWork> values_;
  std::optional<GroupWork> groups_;
  Derived::Groups out_;
  std::optional<GroupOrderWork> order_;  // of out_.table
};

// Another order of groups that are there; takes their table over in the end.
class ReorderWork {
 public:
  ReorderWork(const TraceStore& store, Derived::Groups& groups, GroupSort sort, bool descending)
      : groups_(groups), order_(store, groups.table, sort, descending) {}
  bool step(const TimeIsUp& up) { return order_.step(up); }
  Derived::Groups take() { return {std::move(groups_.table), order_.take()}; }

 private:
  Derived::Groups& groups_;
  GroupOrderWork order_;
};

}  // namespace spanorama
