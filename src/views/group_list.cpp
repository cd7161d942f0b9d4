// Sessions, users, prompts, models, providers and tools of what passes the filter.
#include <array>

#include "spanorama/base/format.h"
#include "views/data_table.h"
#include "views/filter_edit.h"
#include "views/panels.h"
#include "views/trace_text.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

struct GroupView {
  ListView view;
  GroupBy by;
  FilterField field;
  std::string_view title, none;
};
constexpr std::array<GroupView, 7> kGroupViews = {{
    {ListView::sessions, GroupBy::session, FilterField::session, "Session", "No trace names a session"},
    {ListView::users, GroupBy::user, FilterField::user, "User", "No trace names a user"},
    {ListView::prompts, GroupBy::prompt, FilterField::prompt, "Prompt", "No step names a prompt"},
    {ListView::versions, GroupBy::prompt_version, FilterField::prompt, "Prompt and version", "No step names a prompt"},
    {ListView::models, GroupBy::model, FilterField::model, "Model", "No step names a model"},
    {ListView::providers, GroupBy::provider, FilterField::provider, "Provider", "No step names a provider"},
    {ListView::tools, GroupBy::tool, FilterField::tool, "Tool", "No tool was called"},
}};

// Column by column what the groups are sorted by.
constexpr std::array<GroupSort, 10> kGroupSorts = {
    GroupSort::name,        GroupSort::last,       GroupSort::count,    GroupSort::cost, GroupSort::tokens,
    GroupSort::mean_tokens, GroupSort::error_rate, GroupSort::duration, GroupSort::ttft, GroupSort::mean_cost};

std::string duration_or_dash(std::int64_t ns) { return ns == kUnknown ? "\u2013" : text_from(Nanos{ns}); }

std::string group_name(const TraceStore& store, const Group& group) {
  std::string name(store.text(group.name));
  if (group.version.present()) name += " @ " + std::string(store.text(group.version));
  return name;
}

std::vector<std::string> group_cells(Ui& ui, const Derived::Groups& groups, const Group& group) {
  const std::size_t members = groups.table.of(group).size();
  return {group_name(ui.store(), group),
          relative_text(group.last_end, ui.frame.host.now()),
          grouped(static_cast<std::int64_t>(members)),
          cost_text(group.cost_microcents, group.cost_source),
          text_from_count(total_tokens(group.usage)),
          text_from_count(group.tokens.mean),
          group.errors == 0 ? "" : percent_text(static_cast<double>(group.errors) / static_cast<double>(members)),
          duration_or_dash(group.duration_ns.p50),
          duration_or_dash(group.ttft_ns.p50),
          text_from_microcents(group.cost.mean)};
}

// Only the traces of this group, in the list of traces.
void open_group(Ui& ui, const GroupView& view, const Group& group) {
  Filter filter = ui.state().filter;
  const std::string name(ui.store().text(group.name));
  if (!has_value(filter, view.field, name)) filter = with_value_toggled(filter, view.field, name);
  if (group.version.present()) {
    const std::string version(ui.store().text(group.version));
    if (!has_value(filter, FilterField::version, version))
      filter = with_value_toggled(filter, FilterField::version, version);
  }
  ui.push(SetFilterText{print(filter)});
  ui.push(SetView{ListView::traces});
}

void nothing_here(Ui& ui, Rect area, std::string_view why) {
  fill(ui, area, ui.color.panel);
  text_in(ui, area, why, ui.color.dim, aligned(kBody, Align::center));
}

void draw_groups(Ui& ui, Rect area, const GroupView& view) {
  Memory::TableSort& sort = ui.memory.table_sorts[std::string(name_of(view.view))];
  const GroupSort by = sort.column < 0 ? GroupSort::last : kGroupSorts[static_cast<std::size_t>(sort.column)];
  const Derived::Groups& groups = ui.frame.derived.groups(ui.state(), view.by, by, sort.descending);
  if (groups.table.groups.empty()) return nothing_here(ui, area, view.none);
  const std::array<TableColumn, 10> columns = {{{"name", view.title, 0, false},
                                                {"last", "Last used", 104},
                                                {"count", groups_calls(view.by) ? "Calls" : "Traces", 74},
                                                {"cost", "Cost", 88},
                                                {"tokens", "Tokens", 76},
                                                {"mean_tokens", "Tokens, mean", 96},
                                                {"failed", "Failed", 72},
                                                {"median", "Median time", 92},
                                                {"ttft", "First token", 86},
                                                {"mean_cost", "Cost, mean", 88}}};
  const auto at = [&](std::size_t row) -> const Group& { return groups.table.groups[groups.order[row]]; };
  TableRows rows;
  rows.name = "groups";
  rows.count = groups.order.size();
  rows.cells = [&](std::size_t row) { return group_cells(ui, groups, at(row)); };
  rows.detail = [&](std::size_t row) { return std::string(ui.store().text(at(row).last_input)); };
  if (const auto chosen = data_table(ui, area, columns, rows, sort)) open_group(ui, view, at(*chosen));
}

}  // namespace

void draw_list(Ui& ui, Rect area) {
  const ListView view = ui.state().view;
  if (view == ListView::traces || ui.frame.derived.filtered(ui.state()).count() == 0) return draw_trace_list(ui, area);
  if (view == ListView::calls || view == ListView::steps) return draw_step_list(ui, area);
  for (const GroupView& known : kGroupViews)
    if (known.view == view) return draw_groups(ui, area, known);
}

}  // namespace spanorama
