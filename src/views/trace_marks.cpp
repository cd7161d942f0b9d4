#include "views/trace_marks.h"

#include <algorithm>
#include <utility>

#include "spanorama/base/format.h"
#include "views/panels.h"
#include "views/save_menu.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

constexpr float kBoxLeft = 4, kBox = 14, kBoxRoom = 22;
constexpr std::size_t kMostInFilter = 500;  // ids that a filter's text can carry and a person can still look at

Rect box_in(Rect row) { return centered({row.x0 + kBoxLeft, row.y0, row.x0 + kBoxLeft + kBox, row.y1}, kBox, kBox); }

std::size_t place_of(Ui& ui, const std::vector<TraceRow>& list, TraceId id) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](TraceRow row) { return ui.store().trace(row).id == id; });
  return static_cast<std::size_t>(found - list.begin());
}

void mark(Ui& ui, const std::vector<TraceRow>& list, std::size_t index, bool range) {
  const TraceId id = ui.store().trace(list[index]).id;
  const bool marked = !ui.state().marked.has(id);
  std::size_t from = range ? place_of(ui, list, ui.memory.mark_from) : index;
  if (from >= list.size()) from = index;
  std::vector<TraceId> ids;
  for (std::size_t i = std::min(from, index); i <= std::max(from, index); ++i)
    ids.push_back(ui.store().trace(list[i]).id);
  ui.memory.mark_from = id;
  ui.push(MarkTraces{std::move(ids), range ? true : marked});
}

std::vector<TraceId> marked_ids(Ui& ui) {
  std::vector<TraceId> out;
  for (const TraceRow row : ui.frame.derived.list(ui.state()))
    if (const TraceId id = ui.store().trace(row).id; ui.state().marked.has(id)) out.push_back(id);
  return out;
}

std::size_t marked_count(Ui& ui) {
  const std::size_t listed = ui.frame.derived.list(ui.state()).size(), ids = ui.state().marked.ids.size();
  return ui.state().marked.all ? listed - std::min(listed, ids) : ids;
}

// The shorter of naming the marked ones and naming the others.
void show_only(Ui& ui) {
  const MarkedTraces& marked = ui.state().marked;
  Condition condition;
  condition.field = FilterField::trace;
  condition.negated = marked.all;
  for (const TraceId id : marked.ids) condition.texts.push_back(hex_from(id));
  Filter filter = ui.state().filter;
  if (!condition.texts.empty()) filter.conditions.push_back(condition);
  ui.push(SetFilterText{print(filter)});
  ui.push(MarkAllTraces{false});
}

void copy_ids(Ui& ui) {
  std::string text;
  const std::vector<TraceId> ids = marked_ids(ui);
  for (const TraceId id : ids) text += hex_from(id) + "\n";
  ui.push(CopyText{text, grouped(static_cast<std::int64_t>(ids.size())) + " trace ids copied"});
}

void compare_two(Ui& ui) {
  const std::vector<TraceId> ids = marked_ids(ui);
  if (ids.size() != 2) return;
  ui.push(SelectTrace{ids[0]});
  ui.push(CompareWith{ids[1]});
  ui.push(SelectTab{DetailTab::compare});
  ui.push(MarkAllTraces{false});
}

bool button(Ui& ui, Rect& row, std::string_view name, std::string_view label) {
  const float width = button_width(ui, label);
  if (width > row.width()) return false;
  const Rect rect = cut_left(row, width);
  row.x0 += 8;
  return text_button(ui, name, centered(rect, width, 26), label, ButtonKind::outlined);
}

// A local tag for all of them.
void tag_field(Ui& ui, Rect& row) {
  constexpr float kWidth = 110;
  if (kWidth > row.width()) return;
  const Rect field = cut_left(row, kWidth);
  row.x0 += 8;
  InputOptions options;
  options.hint = "Add a tag";
  options.style = kSmall;
  const InputResult typed =
      text_input(ui, "marked-tag", centered(field, kWidth, 26), ui.memory.marked_tag_text, options);
  if (typed.entered && !ui.memory.marked_tag_text.empty())
    ui.push(TagTraces{marked_ids(ui), std::exchange(ui.memory.marked_tag_text, {}), true});
}

}  // namespace

bool mark_by_press(Ui& ui, const std::vector<TraceRow>& list, std::size_t index) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!io.KeyCtrl && !io.KeySuper && !io.KeyShift) return false;
  mark(ui, list, index, io.KeyShift);
  return true;
}

void mark_box(Ui& ui, Rect row, const std::vector<TraceRow>& list, std::size_t index, bool row_hovered) {
  const Rect room{row.x0, row.y0, row.x0 + kBoxRoom, row.y1};
  const Press pressed = press(ui, "mark-" + std::to_string(index), room, kPressNoFocus);
  const bool marked = ui.state().marked.has(ui.store().trace(list[index]).id);
  if (marked || row_hovered || pressed.hovered || ui.state().marked.any())
    check_box(ui, box_in(row), marked, pressed.hovered);
  if (pressed.clicked) mark(ui, list, index, ImGui::GetIO().KeyShift);
}

void mark_all_box(Ui& ui, Rect head) {
  const Rect room{head.x0, head.y0, head.x0 + kBoxRoom, head.y1};
  const Press pressed = press(ui, "mark-all", room);
  const MarkedTraces& marked = ui.state().marked;
  if (marked.any() || pressed.hovered || pressed.focused)
    check_box(ui, box_in(head), marked.all && marked.ids.empty(), pressed.hovered);
  if (pressed.hovered) tooltip(ui, marked.all ? "Mark none" : "Mark all that pass the filter");
  if (pressed.focused) focus_ring(ui, inset(room, 2, 6));
  if (pressed.clicked) ui.push(MarkAllTraces{!marked.all});
}

void draw_mark_bar(Ui& ui, Rect area) {
  fill(ui, area, ui.color.raised);
  fill(ui, {area.x0, area.y0, area.x1, area.y0 + 1}, ui.color.hairline);
  Rect row = inset(area, 12, 0);
  const std::size_t count = marked_count(ui);
  if (icon_button(ui, "marked-clear", cut_right(row, 28), Icon::close, "Mark none  Esc")) ui.push(MarkAllTraces{false});
  save_menu(ui, "marked-save", cut_right(row, 28), SaveTraces::Which::marked, "Save these traces as a file");
  text_left(ui, row, grouped(static_cast<std::int64_t>(count)) + " marked", ui.color.text, kStrong, 14);
  if (ui.state().marked.ids.size() <= kMostInFilter && button(ui, row, "marked-only", "Show only these")) show_only(ui);
  if (count == 2 && button(ui, row, "marked-compare", "Compare")) compare_two(ui);
  if (button(ui, row, "marked-bookmark", "Bookmark")) ui.push(BookmarkTraces{marked_ids(ui), true});
  tag_field(ui, row);
  if (button(ui, row, "marked-copy", count == 1 ? "Copy id" : "Copy ids")) copy_ids(ui);
}

}  // namespace spanorama
