// The filter's conditions as rows of field, operator and value. A change is at once one of the filter's text, and what
// changes the text elsewhere changes the rows.
#include <algorithm>
#include <optional>
#include <utility>

#include "spanorama/query/rules.h"
#include "views/dialog.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

using Row = Memory::RulesMemory::Row;

constexpr int kNegated = 64, kAnyCase = 128;  // in Row::op, beside the operator

float field_height() { return cards() ? 44.0f : 30.0f; }
// On a phone the value stands below field and operator.
float row_height() { return cards() ? 2 * field_height() + 12 : field_height() + 6; }

RuleOperator op_of(const Row& row) { return static_cast<RuleOperator>(row.op & (kNegated - 1)); }
FilterRule rule_from(const Row& row) {
  return {row.field, op_of(row), row.value, (row.op & kNegated) != 0, (row.op & kAnyCase) != 0};
}
int flags_of(const FilterRule& rule) { return (rule.negated ? kNegated : 0) | (rule.any_case ? kAnyCase : 0); }

// Rows that say nothing yet stay while somebody types.
void take_over(Ui& ui) {
  Memory::RulesMemory& memory = ui.memory.rules;
  if (memory.known == ui.state().filter_text && !memory.rows.empty()) return;
  memory.known = ui.state().filter_text;
  memory.rows.clear();
  for (const Condition& condition : ui.state().filter.conditions) {
    FilterRule rule = rule_of(condition);
    const int op = static_cast<int>(rule.op) | flags_of(rule);
    memory.rows.push_back({std::move(rule.field), std::move(rule.value), op});
  }
  if (memory.rows.empty()) memory.rows.push_back({});
}

void use_rows(Ui& ui) {
  Memory::RulesMemory& memory = ui.memory.rules;
  Filter filter;
  for (const Row& row : memory.rows)
    if (Result<Condition> condition = condition_of(rule_from(row))) filter.conditions.push_back(condition.value());
  memory.known = print(filter);
  if (memory.known != ui.state().filter_text) ui.push(SetFilterText{memory.known, true});
}

struct Cells {
  Rect field, menu, op, value, remove;
};
Cells cells_of(Rect row) {
  Cells cells;
  Rect first = cut_top(row, field_height());
  cells.remove = cut_right(first, cards() ? 44.0f : 30.0f);
  cells.field = cut_left(first, first.width() * (cards() ? 0.45f : 0.30f));
  cells.menu = cut_left(first, cards() ? 40.0f : 28.0f);
  first.x0 += 6;
  cells.op = cards() ? first : cut_left(first, 140);
  first.x0 += 6;
  cells.value = cards() ? Rect{cells.field.x0, row.y0 + 2, cells.op.x1, row.y0 + 2 + field_height()} : first;
  return cells;
}

bool field_cell(Ui& ui, const Cells& cells, const std::string& number, Row& row) {
  InputOptions options;
  options.hint = "field";
  options.style = kSmall;
  bool changed = text_input(ui, "rule-field-" + number, inset(cells.field, 0, 2), row.field, options).changed;
  const std::vector<std::string> fields = rule_fields();
  std::vector<MenuItem> items;
  for (const std::string& field : fields)
    items.push_back({field.back() == '.' ? field + "KEY" : field, field == row.field});
  const auto chosen =
      menu_button(ui, "rule-fields-" + number, inset(cells.menu, 2, 3), Icon::chevron_down, "All fields", items);
  if (chosen) {
    row.field = fields[*chosen];
    close_menu(ui);
    changed = true;
  }
  if (!changed) return false;
  const std::vector<RuleOperator> ops = operators_of(row.field);
  if (std::find(ops.begin(), ops.end(), op_of(row)) == ops.end()) row.op = static_cast<int>(ops[0]);
  return true;
}

bool op_cell(Ui& ui, Rect cell, const std::string& number, Row& row) {
  const std::vector<RuleOperator> ops = operators_of(row.field);
  std::vector<MenuItem> items;
  for (const RuleOperator op : ops) items.push_back({std::string(label_of(op)), op == op_of(row)});
  const std::string label = ((row.op & kNegated) != 0 ? "not " : "") + std::string(label_of(op_of(row))) +
                            ((row.op & kAnyCase) != 0 ? ", any case" : "");
  const std::string name = "rule-op-" + number;
  const Chip chip{name, label, {}, false};
  const float width = std::min(cell.width(), chip_width(ui, chip, true));
  const auto chosen =
      menu_chip(ui, centered(cut_left(cell, width), width, cards() ? 36.0f : 24.0f), chip, items, false);
  if (chosen) row.op = static_cast<int>(ops[*chosen]);
  return chosen.has_value();
}

bool value_cell(Ui& ui, Rect cell, const std::string& number, Row& row) {
  if (!takes_value(op_of(row))) return false;
  InputOptions options;
  const RuleOperator op = op_of(row);
  const bool list = op == RuleOperator::any_of || op == RuleOperator::none_of || op == RuleOperator::all_of;
  options.hint = list ? "value, value" : op == RuleOperator::between ? "least..greatest" : "value";
  options.style = kSmall;
  return text_input(ui, "rule-value-" + number, inset(cell, 0, 2), row.value, options).changed;
}

// True when the row is to go.
bool draw_row(Ui& ui, Rect area, std::size_t index, bool& changed, std::string& mistake) {
  Row& row = ui.memory.rules.rows[index];
  const std::string number = std::to_string(index);
  const Cells cells = cells_of(area);
  changed = field_cell(ui, cells, number, row) || changed;
  changed = op_cell(ui, cells.op, number, row) || changed;
  changed = value_cell(ui, cells.value, number, row) || changed;
  const bool begun = !row.field.empty() && (!row.value.empty() || !takes_value(op_of(row)));
  if (begun && mistake.empty())
    if (const Result<Condition> condition = condition_of(rule_from(row)); !condition)
      mistake = row.field + ": " + condition.error().message;
  return icon_button(ui, "rule-remove-" + number, cells.remove, Icon::close, "Remove this rule");
}

void draw_rows(Ui& ui, Rect area, std::string& mistake) {
  Memory::RulesMemory& memory = ui.memory.rules;
  const float height = row_height();
  Scroll& scroll = scroll_of(ui, "rules");
  ScrollView view =
      scroll_begin(ui, scroll, area, static_cast<double>(height) * static_cast<double>(memory.rows.size()));
  bool changed = false;
  std::optional<std::size_t> gone;
  for (std::size_t i = 0; i < memory.rows.size(); ++i) {
    const float y = area.y0 + height * static_cast<float>(i) - static_cast<float>(view.y);
    if (y + height <= area.y0 || y >= area.y1) continue;
    if (draw_row(ui, {area.x0, y, area.x1 - 10, y + height}, i, changed, mistake)) gone = i;
  }
  scroll_end(ui, "rules", scroll, view);
  if (gone) memory.rows.erase(memory.rows.begin() + static_cast<std::ptrdiff_t>(*gone));
  if (memory.rows.empty()) memory.rows.push_back({});
  if (changed || gone) use_rows(ui);
}

}  // namespace

void draw_rules(Ui& ui, Rect screen) {
  Memory::RulesMemory& memory = ui.memory.rules;
  if (!memory.shown) return;
  take_over(ui);
  const bool menu_open = !ui.memory.open_menu.empty();
  const float rows = row_height() * static_cast<float>(std::min<std::size_t>(memory.rows.size(), 10));
  Dialog dialog = dialog_begin(ui, "rules", "Filter rules", screen, 680, std::max(300.0f, rows + 190));
  Rect content = dialog.content;
  Rect buttons = cut_bottom(content, cards() ? 44.0f : 32.0f);
  const Rect mistake_line = cut_bottom(content, 24), text_line = cut_bottom(content, 24);
  std::string mistake;
  draw_rows(ui, content, mistake);
  text_in(ui, text_line, ui.state().filter_text, ui.color.dim, kMono);
  text_in(ui, mistake_line, mistake, ui.color.warn, kSmall);
  if (text_button(ui, "rule-add", cut_left(buttons, button_width(ui, "Add rule", true)), "Add rule",
                  ButtonKind::outlined, Icon::plus))
    memory.rows.push_back({});
  if (text_button(ui, "rules-done", cut_right(buttons, button_width(ui, "Done")), "Done", ButtonKind::primary))
    dialog.closed = true;
  dialog_end(ui);
  if (!dialog.closed || menu_open) return;  // Escape and a press beside it were the menu's
  memory.shown = false;
  memory.rows.clear();
  memory.known.clear();
}

}  // namespace spanorama
