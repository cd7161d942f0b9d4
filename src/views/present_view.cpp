#include "views/present_view.h"

#include <algorithm>
#include <cmath>

#include "spanorama/base/format.h"
#include "spanorama/base/take.h"
#include "spanorama/query/field_values.h"
#include "views/shown_rows.h"
#include "views/trace_columns.h"

namespace spanorama {

namespace {

constexpr std::string_view kUsual = "usual", kNone = "none";

// How the columns and the order of a list are remembered.
struct ListTable {
  std::string choice, sort;  // in Memory::tables and Memory::table_sorts
  std::vector<TableColumn> columns;
};

ListTable table_of(ListView view) {
  const std::string name(name_of(view));
  if (view == ListView::traces) {
    const auto columns = trace_list_columns();
    return {name, name, {columns.begin(), columns.end()}};
  }
  if (view == ListView::calls || view == ListView::steps) return {name, name, step_table_columns()};
  return {"groups", name, group_table_columns()};
}

const TableColumn* find_column(const ListTable& table, std::string_view id) {
  const auto found =
      std::find_if(table.columns.begin(), table.columns.end(), [id](const TableColumn& c) { return c.id == id; });
  return found == table.columns.end() ? nullptr : &*found;
}

std::string columns_text(const TableChoice& choice) {
  if (!choice.chosen) return std::string(kUsual);
  std::string out;
  for (const TableChoice::Column& column : choice.columns)
    out += (out.empty() ? "" : ",") + column.id + ":" + std::to_string(std::lround(column.width));
  return out.empty() ? std::string(kNone) : out;
}

std::string list_sort_text(const ListTable& table, const Memory::TableSort& sort) {
  if (sort.column < 0) return std::string(kUsual);
  return std::string(table.columns[static_cast<std::size_t>(sort.column)].id) + (sort.descending ? ":desc" : ":asc");
}

using Unknown = std::vector<std::string>;

void restore_columns(TableChoice& choice, const ListTable& table, std::string_view text, Unknown& unknown) {
  if (text.empty()) return;
  const bool usual = text == kUsual, none = text == kNone;
  std::vector<TableChoice::Column> columns;
  while (!usual && !none && !text.empty()) {
    std::string_view width_text = take_until(text, ',');
    const std::string_view id = take_until(width_text, ':');
    const TableColumn* column = find_column(table, id);
    if (column == nullptr || column == table.columns.data()) {
      unknown.push_back("the column \u201c" + std::string(id) + "\u201d");
      continue;
    }
    const bool twice = std::any_of(columns.begin(), columns.end(), [id](const auto& known) { return known.id == id; });
    double width = 0;
    if (!parse_double(width_text, width) || !std::isfinite(width)) width = static_cast<double>(column->width);
    if (!twice) columns.push_back({std::string(id), std::clamp(static_cast<float>(width), kColumnLeast, kColumnMost)});
  }
  if (columns.empty() && !usual && !none) return;  // nothing of it is known
  choice.chosen = !usual;
  choice.columns = std::move(columns);
}

void restore_list_sort(Memory::TableSort& sort, const ListTable& table, std::string_view text, Unknown& unknown) {
  if (text.empty()) return;
  if (text == kUsual) return void(sort = {});
  std::string_view direction = text;
  const TableColumn* column = find_column(table, take_until(direction, ':'));
  if (column == nullptr || !column->sorts || (direction != "asc" && direction != "desc"))
    return unknown.push_back("the order \u201c" + std::string(text) + "\u201d");
  sort = {static_cast<int>(column - table.columns.data()), direction == "desc"};
}

void tell(Ui& ui, const SavedView& view, const Unknown& unknown) {
  if (unknown.empty()) return;
  std::string list;
  for (const std::string& one : unknown) list += (list.empty() ? "" : ", ") + one;
  ui.push(ShowNotice{"\u201c" + view.name + "\u201d has what is not known here: " + list + ". The rest is shown."});
}

}  // namespace

SavedView present_view(Ui& ui, std::string name) {
  const AppState& state = ui.state();
  const ListTable table = table_of(state.view);
  SavedView view{std::move(name), state.filter_text, print(state.sort), std::string(name_of(state.view))};
  if (state.view == ListView::groups) view.group_by = print(state.group_by);
  if (state.view != ListView::traces) view.list_sort = list_sort_text(table, ui.memory.table_sorts[table.sort]);
  view.columns = columns_text(ui.memory.tables[table.choice]);
  return view;
}

void use_view(Ui& ui, const SavedView& view) {
  Unknown unknown;
  const auto quoted = [](const std::string& text) { return "\u201c" + text + "\u201d"; };
  ui.push(SetFilterText{view.filter});
  const auto order = sort_order_from(view.sort);
  if (order) ui.push(SetSort{*order});
  if (!order && !view.sort.empty()) unknown.push_back("the order " + quoted(view.sort));
  const auto field = field_ref_from(view.group_by);
  if (field) ui.push(SetGroupBy{*field});
  if (!field && !view.group_by.empty()) unknown.push_back("the field " + quoted(view.group_by));
  const auto list = list_view_from(view.view);
  if (list) ui.push(SetView{*list});
  if (!list && !view.view.empty()) unknown.push_back("the list " + quoted(view.view));
  if (list) {
    const ListTable table = table_of(*list);
    restore_columns(ui.memory.tables[table.choice], table, view.columns, unknown);
    restore_list_sort(ui.memory.table_sorts[table.sort], table, view.list_sort, unknown);
  }
  tell(ui, view, unknown);
}

}  // namespace spanorama
