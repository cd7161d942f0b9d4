#include "views/save_menu.h"

#include <array>
#include <memory>
#include <string>

#include "spanorama/app/list_rows.h"
#include "views/shown_rows.h"
#include "views/widgets/menu.h"

namespace spanorama {

namespace {

ListRows rows_of(Ui& ui, SaveTraces::Which which) {
  using Which = SaveTraces::Which;
  const AppState& state = ui.state();
  ListRows rows;
  rows.store = state.store;
  rows.now = ui.frame.host.now();
  rows.name = which == Which::passing ? std::string(name_of(state.view)) : "traces";
  if (which == Which::open) {
    rows.kind = RowKind::steps;
    rows.name = "steps";
    const Trace& trace = ui.store().trace(ui.frame.derived.trace_row(state));
    for (std::uint32_t i = 0; i < trace.span_count; ++i) rows.steps.push_back({trace.first_span.value + i});
  } else if (which == Which::marked || state.view == ListView::traces) {
    for (const TraceRow row : ui.frame.derived.list(state))
      if (which == Which::passing || state.marked.has(ui.store().trace(row).id)) rows.traces.push_back(row);
  } else if (state.view == ListView::calls || state.view == ListView::steps) {
    rows.kind = RowKind::steps;
    rows.steps = shown_steps(ui);
  } else {
    rows.kind = RowKind::groups;
    const Derived::Groups& groups = shown_groups(ui);
    rows.groups = groups.table;
    rows.group_order = groups.order;
  }
  return rows;
}

}  // namespace

void save_rows(Ui& ui, SaveTraces::Which which, RowsForm form) {
  ui.push(SaveRows{std::make_shared<const ListRows>(rows_of(ui, which)), form});
}

void save_menu(Ui& ui, std::string_view name, Rect rect, SaveTraces::Which which, std::string_view tip) {
  constexpr std::array<Format, 3> kFormats = {Format::otlp_json, Format::otlp_json_lines, Format::otlp_proto};
  constexpr std::array<RowsForm, 2> kForms = {RowsForm::csv, RowsForm::json_lines};
  const bool steps = which == SaveTraces::Which::open;
  const std::array<MenuItem, 7> items = {{{"Traces whole, as", false, 0, true},
                                          {"OTLP JSON"},
                                          {"OTLP JSON Lines"},
                                          {"OTLP protobuf"},
                                          {steps ? "Steps as rows" : "Rows of the list", false, 0, true},
                                          {"CSV"},
                                          {"JSON Lines"}}};
  constexpr std::size_t kFirstForm = kFormats.size() + 2;
  const auto chosen = menu_button(ui, name, rect, Icon::download, tip, items);
  if (!chosen || items[*chosen].title) return;
  ui.memory.open_menu.clear();
  if (*chosen < kFirstForm) return ui.push(SaveTraces{which, kFormats[*chosen - 1]});
  save_rows(ui, which, kForms[*chosen - kFirstForm]);
}

}  // namespace spanorama
