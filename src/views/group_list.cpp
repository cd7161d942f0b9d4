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

// One row of the list.
struct GroupRow {
  Ui& ui;
  const GroupTable& table;
  const Group& group;
  std::size_t members() const { return table.of(group).size(); }
};

struct GroupColumn {
  TableColumn column;
  std::optional<GroupSort> sort;
  std::string (*text)(const GroupRow& row);
};

std::string count_text(std::size_t count) { return grouped(static_cast<std::int64_t>(count)); }
std::string failed_text(const GroupRow& row) {
  if (row.group.errors == 0) return {};
  return percent_text(static_cast<double>(row.group.errors) / static_cast<double>(row.members()));
}

constexpr bool kText = false, kFigure = true, kUnusual = false;
constexpr std::size_t kColumnCount = 18;
using Row = const GroupRow&;
const std::array<GroupColumn, kColumnCount> kColumns = {{
    {{"name", "", 0, kText}, GroupSort::name, [](Row r) { return group_name(r.ui.store(), r.table, r.group); }},
    {{"last", "Last used", 104},
     GroupSort::last,
     [](Row r) { return relative_text(r.group.last_end, r.ui.frame.host.now()); }},
    {{"count", "Traces", 74}, GroupSort::count, [](Row r) { return count_text(r.members()); }},
    {{"cost", "Cost", 88},
     GroupSort::cost,
     [](Row r) { return cost_text(r.group.cost_microcents, r.group.cost_source); }},
    {{"tokens", "Tokens", 76}, GroupSort::tokens, [](Row r) { return text_from_count(total_tokens(r.group.usage)); }},
    {{"mean_tokens", "Tokens, mean", 96},
     GroupSort::mean_tokens,
     [](Row r) { return text_from_count(r.group.tokens.mean); }},
    {{"failed", "Failed", 72}, GroupSort::error_rate, failed_text},
    {{"median", "Median time", 92},
     GroupSort::duration,
     [](Row r) { return duration_or_dash(r.group.duration_ns.p50); }},
    {{"ttft", "First token", 86}, GroupSort::ttft, [](Row r) { return duration_or_dash(r.group.ttft_ns.p50); }},
    {{"mean_cost", "Cost, mean", 88},
     GroupSort::mean_cost,
     [](Row r) { return text_from_microcents(r.group.cost.mean); }},
    {{"first", "First used", 104, kFigure, true, kUnusual},
     GroupSort::first,
     [](Row r) { return relative_text(r.group.first_start, r.ui.frame.host.now()); }},
    {{"traces", "Traces", 74, kFigure, true, kUnusual},
     GroupSort::traces,
     [](Row r) { return count_text(r.group.traces); }},
    {{"median_cost", "Cost, median", 94, kFigure, false, kUnusual},
     {},
     [](Row r) { return text_from_microcents(r.group.cost.p50); }},
    {{"median_tokens", "Tokens, median", 106, kFigure, false, kUnusual},
     {},
     [](Row r) { return text_from_count(r.group.tokens.p50); }},
    {{"p95_tokens", "Tokens, p95", 92, kFigure, false, kUnusual},
     {},
     [](Row r) { return text_from_count(r.group.tokens.p95); }},
    {{"median_input", "In, median", 88, kFigure, false, kUnusual},
     {},
     [](Row r) { return text_from_count(r.group.input_tokens.p50); }},
    {{"median_output", "Out, median", 90, kFigure, false, kUnusual},
     {},
     [](Row r) { return text_from_count(r.group.output_tokens.p50); }},
    {{"p95_time", "Time, p95", 88, kFigure, false, kUnusual},
     {},
     [](Row r) { return duration_or_dash(r.group.duration_ns.p95); }},
}};

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
  const auto column = static_cast<std::size_t>(std::max(0, sort.column));
  const GroupSort by = sort.column < 0 ? GroupSort::last : kColumns[column].sort.value_or(GroupSort::last);
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
  if (view.by == GroupBy::prompt_version)
    versions_bar(ui, cut_top(area, cards() ? 48.0f : 38.0f), groups.table.groups.size());
  if (groups.table.groups.empty()) return nothing_here(ui, area, ui.frame.derived.unfinished() ? "\u2026" : view.none);
  std::array<TableColumn, kColumnCount> columns;
  for (std::size_t i = 0; i < kColumnCount; ++i) columns[i] = kColumns[i].column;
  columns[0].title = view.title;
  if (groups_calls(view.by)) columns[2].title = "Calls";
  const auto at = [&](std::size_t row) -> const Group& { return groups.table.groups[groups.order[row]]; };
  TableRows rows;
  rows.name = "groups";
  rows.count = groups.order.size();
  rows.cell = [&](std::size_t row, std::size_t column) { return kColumns[column].text({ui, groups.table, at(row)}); };
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

std::string group_name(const TraceStore& store, const GroupTable& table, const Group& group) {
  std::string name(text_of(store, table, group));
  if (group.version.present()) name += " @ " + std::string(store.text(group.version));
  return name;
}

std::vector<TableColumn> group_table_columns() {
  std::vector<TableColumn> out;
  for (const GroupColumn& one : kColumns) out.push_back(one.column);
  return out;
}

const Derived::Groups& shown_groups(Ui& ui) { return groups_of(ui, *chosen_view(ui)); }

void draw_list(Ui& ui, Rect area) {
  const ListView view = ui.state().view;
  if (view == ListView::traces || ui.frame.derived.filtered(ui.state()).count() == 0) return draw_trace_list(ui, area);
  if (view == ListView::calls || view == ListView::steps) return draw_step_list(ui, area);
  if (const GroupView* chosen = chosen_view(ui)) draw_groups(ui, area, *chosen);
}

}  // namespace spanorama
