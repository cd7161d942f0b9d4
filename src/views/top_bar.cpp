// The mark, what is open, the query, the theme.
#include <algorithm>
#include <cmath>

#include "views/filter_completion.h"
#include "views/palette_commands.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

void source_chip(Ui& ui, Rect& row, const OpenSource& source) {
  const float name_width = std::min(200.0f, std::ceil(text_width(ui, source.name, kSmall)));
  const float width = name_width + 44;
  if (width > row.width()) return;
  const Rect chip = centered(cut_left(row, width), width, 26);
  row.x0 += 6;
  fill(ui, chip, ui.color.raised, 6);
  Rect inner = chip;
  const Rect close = cut_right(inner, 24);
  using Phase = OpenSource::Phase;
  const Color dot = source.phase == Phase::failed   ? ui.color.error
                    : source.phase == Phase::done   ? ui.color.ok
                    : source.phase == Phase::wanted ? ui.color.warn
                                                    : ui.color.accent;
  ui.draw()->AddCircleFilled({inner.x0 + 11, inner.center_y()}, 3, dot);
  if (source.phase == Phase::reading && source.bytes_total > 0) {
    const float share =
        static_cast<float>(static_cast<double>(source.bytes_read) / static_cast<double>(source.bytes_total));
    fill(ui, {chip.x0 + 6, chip.y1 - 2, chip.x0 + 6 + (chip.width() - 12) * std::min(1.0f, share), chip.y1},
         ui.color.accent, 1);
  }
  inner.x0 += 19;
  text_in(ui, inner, source.name, ui.color.text, kSmall);
  const std::string id = std::to_string(source.id);
  const Press pressed = press(ui, "source-close:" + id, close);
  if (pressed.hovered) fill(ui, centered(close, 18, 18), ui.color.hairline, 4);
  icon(ui, Icon::close, close.center_x(), close.center_y(), 10, pressed.hovered ? ui.color.text : ui.color.faint);
  if (pressed.focused) focus_ring(ui, centered(close, 18, 18));
  if (pressed.hovered) tooltip(ui, "Close this source");
  if (pressed.clicked) ui.push(CloseSource{source.id});
}

void source_chips(Ui& ui, Rect& row) {
  const std::vector<OpenSource>& sources = ui.state().sources;
  std::size_t shown = 0;
  Rect space = row;
  space.x1 -= 3 * 32 + 40;  // the open buttons and "+3"
  for (const OpenSource& source : sources) {
    const float before = space.x0;
    if (shown < 3) source_chip(ui, space, source);
    if (space.x0 == before) break;
    ++shown;
  }
  row.x0 = space.x0;
  if (shown < sources.size()) {
    const std::string more = "+" + std::to_string(sources.size() - shown);
    text_left(ui, row, more, ui.color.dim, kSmall);
  }
}

void filter_error_below(Ui& ui, Rect box, float text_x) {
  const std::string& message = ui.state().filter_error;
  outline(ui, box, ui.color.error, 6, 1.5f);
  const std::size_t column = mistake_column(ui);
  if (column > 0) {
    const std::string before = ui.memory.filter_text.substr(0, std::min(column - 1, ui.memory.filter_text.size()));
    const float x = std::min(text_x + text_width(ui, before, kMono), box.x1 - 12);
    ui.draw()->AddTriangleFilled({x - 4, box.y1 - 2}, {x + 4, box.y1 - 2}, {x, box.y1 - 7}, ui.color.error);
  }
  // As wide as its one line, where the screen has room for it.
  const float screen = screen_width(), room = cards() ? screen - 16 : std::max(box.width(), 320.0f);
  const float width = std::min({room, screen - 16, std::ceil(text_width(ui, message, kSmall)) + 46});
  const float height = wrapped_height(ui, width - 42, message, kSmall) + 16;
  const float left = std::clamp(box.x0, 8.0f, std::max(8.0f, screen - width - 8));
  Rect note{left, box.y1 + 6, left + width, box.y1 + 6 + height};
  ImGui::SetNextWindowPos(corner0(note));
  ImGui::SetNextWindowSize({width, height});
  ImGui::Begin("##filter-error", nullptr,
               ImGuiWindowFlags_Tooltip | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoDecoration);
  fill(ui, note, ui.color.dark ? ui.color.raised : ui.color.panel, 6);
  outline(ui, note, with_alpha(ui.color.error, 0.6f), 6);
  error_mark(ui, note.x0 + 16, note.y0 + 16, 11);
  text_wrapped(ui, note.x0 + 30, note.y0 + 8, width - 42, message, ui.color.text, kSmall);
  ui.rects.add("filter-error", {note.x0, note.y0, note.width(), note.height()});
  ui.memory.filter_error_height = height;
  ImGui::End();
}

void take_over_filter_text(Ui& ui) {
  Memory& memory = ui.memory;
  if (memory.filter_known == ui.state().filter_text) return;
  memory.filter_known = memory.filter_text = ui.state().filter_text;
}

// Entered queries are offered again, the latest first.
void remember_query(Ui& ui) {
  constexpr std::size_t kMost = 12;
  std::vector<std::string>& history = ui.memory.filter_history;
  const std::string& text = ui.memory.filter_text;
  if (text.empty() || !ui.state().filter_error.empty()) return;
  history.erase(std::remove(history.begin(), history.end(), text), history.end());
  history.insert(history.begin(), text);
  if (history.size() > kMost) history.pop_back();
}

// A question is no filter: behind it stands the one that is in force.
void clear_query(Ui& ui) {
  if (is_question(ui.memory.filter_text))
    ui.memory.filter_text = ui.state().filter_text;
  else
    ui.push(SetFilterText{});
}

void query_field(Ui& ui, Rect box) {
  take_over_filter_text(ui);
  fill(ui, box, ui.color.raised, 6);
  icon(ui, Icon::search, box.x0 + 16, box.center_y(), 14, ui.color.dim);
  Rect field{box.x0 + 30, box.y0, box.x1 - 34, box.y1};
  InputOptions options;
  options.hint = cards() ? "Filter" : "Filter: status:error model:gpt-4o* duration:>5s words";
  options.style = kMono;
  options.bare = true;
  options.focus = std::exchange(ui.memory.focus_filter, false);
  options.edit = &ui.memory.filter_edit;
  const InputResult typed = text_input(ui, "filter-input", field, ui.memory.filter_text, options);
  if (typed.active) outline(ui, box, ui.color.accent, 6, 1.5f);
  const bool question = is_question(ui.memory.filter_text);
  if (typed.changed && !question) {
    ui.memory.filter_known = ui.memory.filter_text;
    ui.push(SetFilterText{ui.memory.filter_text, true});
  }
  if (!ui.memory.filter_text.empty()) {
    const Rect clear{box.x1 - 32, box.y0, box.x1, box.y1};
    if (icon_button(ui, "filter-clear", clear, Icon::close, "Clear the filter")) clear_query(ui);
  } else if (!typed.active && !cards()) {
    const Rect key = centered({box.x1 - 32, box.y0, box.x1, box.y1}, 18, 18);
    outline(ui, key, ui.color.hairline, 4);
    text_in(ui, key, "/", ui.color.faint, aligned(kTiny, Align::center));
  }
  if (question) {
    if (typed.entered) ask_question(ui, std::exchange(ui.memory.filter_text, ui.state().filter_text));
    if (typed.active) question_note(ui, box);
    return;
  }
  if (!filter_completion(ui, field, typed.active, typed.entered) && typed.entered) remember_query(ui);
  if (!ui.state().filter_error.empty() && !mistake_is_unfinished(ui)) filter_error_below(ui, box, field.x0);
}

void theme_button(Ui& ui, Rect rect) {
  const ThemeChoice now = ui.state().theme;
  const Icon face = now == ThemeChoice::system ? Icon::auto_theme : now == ThemeChoice::dark ? Icon::moon : Icon::sun;
  const std::string_view tip = now == ThemeChoice::system ? "Theme: as the system"
                               : now == ThemeChoice::dark ? "Theme: dark"
                                                          : "Theme: light";
  if (!icon_button(ui, "theme-toggle", rect, face, tip)) return;
  // The other one; where the system wants that one, following it says the same and holds when it changes.
  const bool to_dark = !ui.color.dark;
  const ThemeChoice other = to_dark ? ThemeChoice::dark : ThemeChoice::light;
  ui.push(SetTheme{to_dark == ui.frame.host.prefers_dark() ? ThemeChoice::system : other});
}

void open_buttons(Ui& ui, Rect& row) {
  const float size = cards() ? 44.0f : 32.0f;
  if (icon_button(ui, "open-files", cut_left(row, size), Icon::plus, "Open files")) ui.push(PickFiles{});
  if (icon_button(ui, "open-url", cut_left(row, size), Icon::globe, "Open a URL")) ui.memory.url_shown = true;
  if (icon_button(ui, "open-backend", cut_left(row, size), Icon::database, "Connect to a trace store"))
    ui.push(ShowBackend{true});
}

}  // namespace

void draw_top_bar(Ui& ui, Rect area) {
  fill(ui, area, ui.color.panel);
  hairline_below(ui, area);
  Rect row = inset(area, 12, 0);
  Rect mark = cut_left(row, 26);
  icon(ui, Icon::logo, mark.x0 + 10, mark.center_y(), 20, ui.color.accent);
  if (!narrow()) text_left(ui, row, "Spanorama", ui.color.text, kTitle, 16);
  const float size = cards() ? 44.0f : 32.0f;
  // Without a keyboard it is the way to everything else; on a phone it has the place of what it offers itself.
  if ((cards() || ui.memory.options.touch) &&
      icon_button(ui, "commands-button", cut_right(row, size), Icon::more, "All commands"))
    toggle_palette(ui);
  if (!cards()) theme_button(ui, cut_right(row, size));
  if (!cards() && icon_button(ui, "help-button", cut_right(row, size), Icon::help, "Keys and query language  ?"))
    ui.memory.help_shown = true;
  const bool has_query = ui.store().trace_count() > 0 || !ui.state().filter_text.empty();
  const float left = row.width() * 0.42f;
  Rect sources = has_query && !narrow() ? cut_left(row, std::max(left, row.width() - 640)) : row;
  if (narrow()) sources.x1 = has_query ? sources.x0 + 3 * size : row.x1;
  if (!narrow()) source_chips(ui, sources);
  open_buttons(ui, sources);
  if (narrow()) row.x0 = sources.x0 + 4;
  if (!has_query) return;
  row.x0 += 4;
  row.x1 -= 4;
  query_field(ui, centered(row, row.width(), cards() ? 36.0f : 30.0f));
}

}  // namespace spanorama
