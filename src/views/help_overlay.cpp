// Keys and the query language on one page.
#include <algorithm>
#include <array>
#include <cmath>

#include "views/dialog.h"
#include "views/panels.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

struct Line {
  std::string_view left, right;  // an empty right side is a title
};
constexpr std::array<Line, 28> kKeys = {{
    {"Everywhere", ""},
    {"Ctrl K   \u2318 K", "Commands, traces, steps by name"},
    {"/", "Filter"},
    {"J   K", "Next, previous trace"},
    {"X   Shift or Ctrl and press", "Mark traces"},
    {"B   Shift B", "Bookmark, tag the open trace"},
    {"\u2191   \u2193   Enter", "Move in the list, open"},
    {"Esc", "Back"},
    {"T", "From when to when"},
    {"V   right press", "Filter by a value"},
    {"Ctrl Z   Ctrl Shift Z", "Undo, redo a filter"},
    {"Tab", "Next control"},
    {"?", "This page"},
    {"In a trace", ""},
    {"W   S", "Zoom in, out"},
    {"A   D", "Earlier, later"},
    {"\u2191   \u2193", "Previous, next step"},
    {"\u2190   \u2192", "Fold, unfold"},
    {"F", "Fit the step; twice: everything"},
    {"E   Shift E", "Next, previous error"},
    {"L   Shift L", "Next, previous model call"},
    {"N   P", "Next, previous message of a conversation"},
    {"Space", "Play the trace, pause"},
    {",   .", "Playhead back, on"},
    {"Ctrl wheel", "Zoom at the pointer"},
    {"Drag", "Pick a time range; Enter zooms to it"},
    {"Shift drag", "Pan"},
    {"Double click", "Zoom to the step"},
}};
constexpr std::array<Line, 17> kQuery = {{
    {"Query", ""},
    {"status:error", "ok, error or unset"},
    {"model:gpt-4o*", "any run for *"},
    {"model:(a OR b)", "any of several"},
    {"duration:>5s", "also ttft, 1s..5s"},
    {"cost:>$0.01", "in dollars"},
    {"tokens:>=1000", "input_tokens, output_tokens"},
    {"name:=exact", "name:part contains"},
    {"attr.KEY:value", "of any step"},
    {"duration:>=p95", "percentile of what passes the rest"},
    {"name:/^a.*z$/", "regular expression"},
    {"`in this order`", "these words, one after another"},
    {"has:ttft", "-has:cost for none"},
    {"time:last 6h", "or from..to"},
    {"-environment:dev", "without"},
    {"words", "in names, ids and previews"},
    {"?slow failed ones", "asks a language model for a filter"},
}};

constexpr TextStyle kKeyStyle{Face::mono, 12, Align::left};

template <std::size_t N>
float draw_lines(Ui& ui, Rect area, const std::array<Line, N>& lines) {
  float y = area.y0, left = 0;
  for (const Line& line : lines)
    if (!line.right.empty()) left = std::max(left, std::ceil(text_width(ui, line.left, kKeyStyle)) + 14);
  for (const Line& line : lines) {
    Rect row{area.x0, y, area.x1, y + 26};
    y += 26;
    if (line.right.empty()) {
      text_in(ui, row, line.left, ui.color.text, kStrong);
      continue;
    }
    text_in(ui, cut_left(row, left), line.left, ui.color.accent, kKeyStyle);
    text_in(ui, row, line.right, ui.color.dim, kSmall);
  }
  return y;
}

}  // namespace

void draw_help(Ui& ui, Rect screen) {
  if (!ui.memory.help_shown) return;
  const Dialog dialog = dialog_begin(ui, "help", "Keys and queries", screen, 760, 620);
  ScrollPanel panel = scroll_panel_begin(ui, "help", dialog.content, 0);
  const bool two = panel.area.width() > 690;
  Rect left = panel.area;
  if (two) left.x1 = left.center_x() - 12;
  float y = draw_lines(ui, left, kKeys);
  Rect right = panel.area;
  if (two)
    right.x0 = right.center_x() + 12;
  else
    right.y0 = y + 12;
  y = std::max(y, draw_lines(ui, right, kQuery));
  scroll_panel_end(ui, "help", panel, y);
  dialog_end(ui);
  if (dialog.closed) ui.memory.help_shown = false;
}

}  // namespace spanorama
