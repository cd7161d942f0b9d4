#include "views/filter_completion.h"

#include <imgui_internal.h>

#include <algorithm>

#include "spanorama/query/complete.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

std::size_t cursor_in(const Ui& ui) { return std::min(ui.memory.filter_edit.cursor, ui.memory.filter_text.size()); }

// Where the piece begins that is being typed: at its space, or at 0.
std::size_t begin_of_typed(const Ui& ui) {
  const std::size_t cursor = cursor_in(ui);
  const std::size_t space = ui.memory.filter_text.rfind(' ', cursor == 0 ? 0 : cursor - 1);
  return space == std::string::npos ? 0 : space;
}

// The filter without the piece that is being typed: half a word would let nothing pass, and nothing be offered.
Filter finished_part(Ui& ui) {
  const std::string& text = ui.memory.filter_text;
  const std::size_t begin = begin_of_typed(ui), end = std::min(text.find(' ', cursor_in(ui)), text.size());
  Result<Filter> parsed = parse_filter(text.substr(0, begin) + text.substr(end), ui.frame.host.now());
  return parsed ? std::move(parsed).value() : Filter();
}

std::vector<Completion> offers(Ui& ui) {
  AppState others;  // what facets look at, and no more
  others.store = ui.state().store;
  others.filter = finished_part(ui);
  const ValuesOf values_of = [&](FilterField field, std::string_view containing) {
    return ui.frame.derived.facet_values(others, field, containing).values;
  };
  std::vector<Completion> out = completions(ui.memory.filter_text, ui.memory.filter_edit.cursor, ui.store(), values_of);
  // What was asked before stands above fields where nothing is typed yet.
  if (!ui.memory.filter_text.empty()) return out;
  std::vector<Completion> before;
  for (const std::string& text : ui.memory.filter_history) before.push_back({text, text.size(), text, "before"});
  before.insert(before.end(), out.begin(), out.end());
  if (before.size() > 8) before.resize(8);
  return before;
}

void take(Ui& ui, const Completion& completion) {
  ImGui::ClearActiveID();  // the editor has a copy of its own while it is active
  ui.memory.filter_text = ui.memory.filter_known = completion.text;
  ui.memory.filter_edit.move_cursor = completion.cursor;
  ui.memory.filter_edit.cursor = completion.cursor;
  ui.memory.focus_filter = true;
  ui.memory.completion_chosen = -1;
  ui.push(SetFilterText{completion.text, true});
  ui.animating = true;
}

void draw_offers(Ui& ui, Rect field, const std::vector<Completion>& list) {
  const float row_height = cards() ? 40.0f : 26.0f, width = std::max(280.0f, std::min(field.width(), 460.0f));
  const float error_room =
      ui.state().filter_error.empty() || mistake_is_unfinished(ui) ? 0.0f : ui.memory.filter_error_height + 8;
  const float left = std::min(field.x0 - 30, screen_width() - width - 4);
  const Rect box{std::max(4.0f, left), field.y1 + 6 + error_room, std::max(4.0f, left) + width,
                 field.y1 + 14 + error_room + row_height * static_cast<float>(list.size())};
  ImGui::SetNextWindowPos(corner0(box));
  ImGui::SetNextWindowSize({box.width(), box.height()});
  ImGui::Begin("##filter-completion", nullptr,
               ImGuiWindowFlags_Tooltip | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoDecoration);
  fill(ui, box, ui.color.dark ? ui.color.raised : ui.color.panel, 6);
  outline(ui, box, ui.color.hairline, 6);
  ui.rects.add("filter-completion", {box.x0, box.y0, box.width(), box.height()});
  Rect rest = inset(box, 4, 4);
  for (std::size_t i = 0; i < list.size(); ++i) {
    Rect row = cut_top(rest, row_height);
    ui.rects.add("completion-" + std::to_string(i), {row.x0, row.y0, row.width(), row.height()});
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool hovered = row.contains(mouse.x, mouse.y);
    if (hovered || static_cast<int>(i) == ui.memory.completion_chosen)
      fill(ui, row, with_alpha(ui.color.accent, hovered ? 0.10f : 0.18f), 4);
    Rect inner = inset(row, 8, 0);
    text_right(ui, inner, list[i].detail, ui.color.faint, kSmall, 12);
    text_in(ui, inner, list[i].label, ui.color.text, kMono);
    // The window under it belongs to others: the press is taken here, before the field loses the keyboard.
    if (hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) take(ui, list[i]);
  }
  ImGui::End();
}

}  // namespace

std::size_t mistake_column(const Ui& ui) {
  const std::string& message = ui.state().filter_error;
  const std::size_t at = message.find("column ");
  if (at == std::string::npos) return 0;
  std::size_t column = 0;
  for (std::size_t i = at + 7; i < message.size() && message[i] >= '0' && message[i] <= '9' && column < 10000; ++i)
    column = column * 10 + static_cast<std::size_t>(message[i] - '0');
  return column;
}

bool mistake_is_unfinished(const Ui& ui) {
  return ui.memory.completion_open && mistake_column(ui) > begin_of_typed(ui);
}

bool filter_completion(Ui& ui, Rect field, bool active, bool entered) {
  Memory& memory = ui.memory;
  memory.completion_open = false;
  if (!active && !entered) {
    memory.completion_chosen = -1;
    return false;
  }
  if (memory.completion_closed_for == memory.filter_text) return false;
  const std::vector<Completion> list = offers(ui);
  const int count = static_cast<int>(list.size());
  if (count == 0) return false;
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) memory.completion_chosen = (memory.completion_chosen + 1) % count;
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow))
    memory.completion_chosen = memory.completion_chosen <= 0 ? count - 1 : memory.completion_chosen - 1;
  memory.completion_chosen = std::min(memory.completion_chosen, count - 1);
  if (entered && memory.completion_chosen >= 0) {
    take(ui, list[static_cast<std::size_t>(memory.completion_chosen)]);
    return true;
  }
  if (entered) memory.completion_closed_for = memory.filter_text;
  memory.completion_open = active && !entered;
  if (active) draw_offers(ui, field, list);
  return false;
}

}  // namespace spanorama
