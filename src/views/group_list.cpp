// Sessions, users, prompts, models, providers and tools of what passes the filter.
#include <algorithm>
#include <array>

#include "spanorama/base/format.h"
#include "views/data_table.h"
#include "views/filter_edit.h"
#include "views/panels.h"
#include "views/shown_rows.h"
#include "views/sizes.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"

namespace spanorama {

namespace {

struct GroupView {
  ListView view;
  GroupBy by;
  FilterField field;
  std::string_view title, none;
};
constexpr std::array<GroupView, 8> kGroupViews = {{
    {ListView::sessions, GroupBy::session, FilterField::session, "Session", "No trace names a session"},
    {ListView::users, GroupBy::user, FilterField::user, "User", "No trace names a user"},
    {ListView::prompts, GroupBy::prompt, FilterField::prompt, "Prompt", "No step names a prompt"},
    {ListView::versions, GroupBy::prompt_version, FilterField::prompt, "Prompt and version", "No step names a prompt"},
    {ListView::models, GroupBy::model, FilterField::model, "Model", "No step names a model"},
    {ListView::providers, GroupBy::provider, FilterField::provider, "Provider", "No step names a provider"},
    {ListView::tools, GroupBy::tool, FilterField::tool, "Tool", "No tool was called"},
    {ListView::groups, GroupBy::value, FilterField::attribute, "Value", "No trace has a value of this field"},
}};

// Column by column what the groups are sorted by.
constexpr std::array<GroupSort, 10> kGroupSorts = {
    GroupSort::name,        GroupSort::last,       GroupSort::count,    GroupSort::cost, GroupSort::tokens,
    GroupSort::mean_tokens, GroupSort::error_rate, GroupSort::duration, GroupSort::ttft, GroupSort::mean_cost};

std::string group_name(const TraceStore& store, const GroupTable& table, const Group& group) {
  std::string name(text_of(store, table, group));
  if (group.version.present()) name += " @ " + std::string(store.text(group.version));
  return name;
}

// By kGroupSorts' columns.
std::string group_cell(Ui& ui, const Derived::Groups& groups, const Group& group, std::size_t column) {
  const std::size_t members = groups.table.of(group).size();
  switch (kGroupSorts[column]) {
    case GroupSort::name: return group_name(ui.store(), groups.table, group);
    case GroupSort::last: return relative_text(group.last_end, ui.frame.host.now());
    case GroupSort::count: return grouped(static_cast<std::int64_t>(members));
    case GroupSort::cost: return cost_text(group.cost_microcents, group.cost_source);
    case GroupSort::tokens: return text_from_count(total_tokens(group.usage));
    case GroupSort::mean_tokens: return text_from_count(group.tokens.mean);
    case GroupSort::error_rate:
      return group.errors == 0 ? "" : percent_text(static_cast<double>(group.errors) / static_cast<double>(members));
    case GroupSort::duration: return duration_or_dash(group.duration_ns.p50);
    case GroupSort::ttft: return duration_or_dash(group.ttft_ns.p50);
    case GroupSort::mean_cost: return text_from_microcents(group.cost.mean);
    default: return {};
  }
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

// Only the traces with this value.
void open_value(Ui& ui, std::string_view value) {
  const FieldRef& by = ui.state().group_by;
  const Filter& filter = ui.state().filter;
  if (!by.key.empty())
    ui.push(SetFilterText{print(with_attribute(filter, by, value))});
  else if (!has_value(filter, by.field, value))
    ui.push(SetFilterText{print(with_value_toggled(filter, by.field, value))});
  ui.push(SetView{ListView::traces});
}

std::vector<ShownValue> group_values(Ui& ui, const GroupView& view, const GroupTable& table, const Group& group) {
  const FieldRef field = view.by == GroupBy::value ? ui.state().group_by : FieldRef(view.field);
  std::vector<ShownValue> out{{field, std::string(text_of(ui.store(), table, group))}};
  if (group.version.present()) out.push_back({FilterField::version, std::string(ui.store().text(group.version))});
  return out;
}

void nothing_here(Ui& ui, Rect area, std::string_view why) {
  fill(ui, area, ui.color.panel);
  text_in(ui, area, why, ui.color.dim, aligned(kBody, Align::center));
}

void choose_field(Ui& ui, std::string_view text) {
  if (const auto field = field_ref_from(text))
    ui.push(SetGroupBy{*field});
  else
    ui.push(ShowNotice{
        "Traces can be grouped by fields such as model or tags, and by attr.KEY, resource.KEY, metadata.KEY"});
}

void field_menu(Ui& ui, Rect& row) {
  constexpr std::array<std::string_view, 14> kFields = {"service",    "name",  "status",  "environment", "release",
                                                        "tags",       "user",  "session", "type",        "operation",
                                                        "error_type", "model", "prompt",  "tool"};
  const std::string by = print(ui.state().group_by);
  std::vector<MenuItem> items;
  for (const std::string_view field : kFields) items.push_back({std::string(field), field == by});
  const Chip chip{"group-by", "Group by", by, true};
  const float width = std::min(row.width(), chip_width(ui, chip, true));
  const auto chosen = menu_chip(ui, centered(cut_left(row, width), width, 24), chip, items, false);
  if (chosen) choose_field(ui, kFields[*chosen]);
  row.x0 += 8;
}

// Attribute keys of the store by alphabet, as many as a menu can hold.
void attribute_menu(Ui& ui, Rect& row) {
  constexpr std::size_t kMostKeys = 75;
  const Chip chip{"group-by-attribute", "Attribute", {}, false};
  const float width = chip_width(ui, chip, true);
  if (width > row.width()) return;
  std::vector<MenuItem> items;
  if (ui.memory.open_menu == chip.name) {
    for (const StringId key : ui.store().columns().keys) {
      const std::string text(ui.store().text(key));
      if (text.find_first_of("0123456789") == std::string::npos) items.push_back({text});  // not llm.messages.3.role
    }
    std::sort(items.begin(), items.end(), [](const MenuItem& a, const MenuItem& b) { return a.label < b.label; });
    if (items.size() > kMostKeys) items.resize(kMostKeys);
  }
  const auto chosen = menu_chip(ui, centered(cut_left(row, width), width, 24), chip, items, false);
  if (chosen) choose_field(ui, "attr." + items[*chosen].label);
  row.x0 += 8;
}

void field_bar(Ui& ui, Rect area) {
  fill(ui, area, ui.color.panel);
  Rect row = inset(area, 16, 0);
  field_menu(ui, row);
  attribute_menu(ui, row);
  if (row.width() < 140) return;
  const Rect field = centered(cut_left(row, std::min(320.0f, row.width())), std::min(320.0f, row.width()), 26);
  std::string& text = ui.memory.group_text;
  if (text_input(ui, "group-by-text", field, text, {"or attr.KEY, metadata.PATH, resource.KEY", kSmall}).entered) {
    choose_field(ui, text);
    text.clear();
  }
}

Memory::TableSort& table_sort(Ui& ui) { return ui.memory.table_sorts[std::string(name_of(ui.state().view))]; }

const Derived::Groups& groups_of(Ui& ui, const GroupView& view) {
  const Memory::TableSort& sort = table_sort(ui);
  const GroupSort by = sort.column < 0 ? GroupSort::last : kGroupSorts[static_cast<std::size_t>(sort.column)];
  return ui.frame.derived.groups(ui.state(), view.by, by, sort.descending);
}

const GroupView* chosen_view(const Ui& ui) {
  const auto found = std::find_if(kGroupViews.begin(), kGroupViews.end(),
                                  [&](const GroupView& known) { return known.view == ui.state().view; });
  return found == kGroupViews.end() ? nullptr : &*found;
}

void draw_groups(Ui& ui, Rect area, const GroupView& view) {
  if (view.by == GroupBy::value) field_bar(ui, cut_top(area, cards() ? 48.0f : 38.0f));
  Memory::TableSort& sort = table_sort(ui);
  const Derived::Groups& groups = groups_of(ui, view);
  if (groups.table.groups.empty()) return nothing_here(ui, area, ui.frame.derived.unfinished() ? "\u2026" : view.none);
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
  rows.cell = [&](std::size_t row, std::size_t column) { return group_cell(ui, groups, at(row), column); };
  rows.detail = [&](std::size_t row) { return std::string(ui.store().text(at(row).last_input)); };
  rows.values = [&](std::size_t row, std::size_t) { return group_values(ui, view, groups.table, at(row)); };
  const auto chosen = data_table(ui, area, columns, rows, sort);
  if (!chosen) return;
  if (view.by == GroupBy::value)
    open_value(ui, text_of(ui.store(), groups.table, at(*chosen)));
  else
    open_group(ui, view, at(*chosen));
}

}  // namespace

const Derived::Groups& shown_groups(Ui& ui) { return groups_of(ui, *chosen_view(ui)); }

void draw_list(Ui& ui, Rect area) {
  const ListView view = ui.state().view;
  if (view == ListView::traces || ui.frame.derived.filtered(ui.state()).count() == 0) return draw_trace_list(ui, area);
  if (view == ListView::calls || view == ListView::steps) return draw_step_list(ui, area);
  if (const GroupView* chosen = chosen_view(ui)) draw_groups(ui, area, *chosen);
}

}  // namespace spanorama
