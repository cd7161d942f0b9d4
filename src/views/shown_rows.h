// What the lists of steps and of groups show, in their order, for drawing them and for saving them.
#pragma once

#include <string>
#include <vector>

#include "views/columns.h"
#include "views/ui.h"

namespace spanorama {

// Every column these lists can show, the first too.
std::vector<TableColumn> step_table_columns();
std::vector<TableColumn> group_table_columns();
// Of the view of steps or of calls that is chosen.
const std::vector<SpanRow>& shown_steps(Ui& ui);
// Of the view of groups that is chosen; must be one.
const Derived::Groups& shown_groups(Ui& ui);
// What a group is called; a prompt with its version: "summary @ 3".
std::string group_name(const TraceStore& store, const GroupTable& table, const Group& group);

}  // namespace spanorama
