#include "spanorama/views/workspace.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "spanorama/base/format.h"
#include "spanorama/views/theme.h"
#include "views/filter_parts.h"
#include "views/font_metrics.h"
#include "views/kept_memory.h"
#include "views/palette_commands.h"
#include "views/panels.h"
#include "views/search_marks.h"
#include "views/sizes.h"
#include "views/trace_notes.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/quads.h"

namespace spanorama {

struct Workspace::Impl {
  Memory memory;
  RectRegistry rects;
  bool animates = false, unfinished = false;
};

namespace {

// Dear ImGui sizes fonts by their line; the design by their em.
void measure_fonts(Memory& memory) {
  if (memory.fonts_measured) return;
  memory.fonts_measured = true;
  const ImVector<ImFont*>& fonts = ImGui::GetIO().Fonts->Fonts;
  for (int i = 0; i < std::min(3, fonts.Size); ++i) {
    if (fonts[i]->Sources.Size == 0) continue;
    const ImFontConfig* source = fonts[i]->Sources[0];
    if (source->FontData == nullptr || source->FontDataSize <= 0) continue;
    const float factor =
        em_factor({static_cast<const char*>(source->FontData), static_cast<std::size_t>(source->FontDataSize)});
    if (factor > 0.5f && factor < 3) memory.font_factor[static_cast<std::size_t>(i)] = factor;
  }
}

// Fonts that are only drawn with learn the screen's density when they are made current once a frame; without it
// their glyphs stay at one pixel a point and look soft on dense screens.
void tell_fonts_the_density() {
  for (ImFont* font : ImGui::GetIO().Fonts->Fonts) {
    ImGui::PushFont(font, 16);
    ImGui::PopFont();
  }
}

bool wants_dark(const AppState& state, const Host& host) {
  return state.theme == ThemeChoice::system ? host.prefers_dark() : state.theme == ThemeChoice::dark;
}

void follow_theme(Memory& memory, bool dark) {
  if (memory.themed == static_cast<int>(dark)) return;
  memory.themed = static_cast<int>(dark);
  apply_theme(dark, 1.0f);
}

// Nothing that could be shown has been opened.
bool is_empty(const AppState& state) {
  if (state.store->trace_count() > 0) return false;
  return std::none_of(state.sources.begin(), state.sources.end(), [](const OpenSource& source) {
    return source.phase == OpenSource::Phase::reading || source.phase == OpenSource::Phase::done;
  });
}

bool charts_fit(Ui& ui, Rect area) {
  Memory& memory = ui.memory;
  if (memory.charts_chosen) return memory.charts_shown;
  memory.charts_shown = !narrow() && (!ui.state().trace.valid() || area.height() >= 860);
  return memory.charts_shown;
}

void draw_list_and_detail(Ui& ui, Rect area) {
  Memory& memory = ui.memory;
  if (!ui.state().trace.valid()) return draw_list(ui, area);
  if (ui.state().detail_full) return draw_trace_detail(ui, area);
  const float list_width =
      std::round(std::clamp(area.width() * memory.list_share, 260.0f, std::max(260.0f, area.width() - 380)));
  Rect rest = area;
  const Rect list = cut_left(rest, list_width);
  draw_list(ui, list);
  draw_trace_detail(ui, rest);
  float moved = 0;
  if (splitter(ui, "split-list", {rest.x0, rest.y0, rest.x0 + 1, rest.y1}, true, moved))
    memory.list_share = std::clamp((list_width + moved) / area.width(), 0.15f, 0.8f);
}

void draw_wide(Ui& ui, Rect area) {
  draw_sub_bar(ui, cut_top(area, kSubBarHeight));
  Memory& memory = ui.memory;
  if (ui.state().filters_shown) {
    const Rect rail = cut_left(area, memory.rail_width);
    draw_filter_rail(ui, rail);
    float moved = 0;
    if (splitter(ui, "split-rail", {rail.x1, rail.y0, rail.x1 + 1, rail.y1}, true, moved))
      memory.rail_width = std::clamp(memory.rail_width + moved, 150.0f, 380.0f);
    area.x0 += 1;
  }
  const bool covered = ui.state().trace.valid() && ui.state().detail_full;
  if (!covered && charts_fit(ui, area)) draw_charts_row(ui, cut_top(area, area.height() > 700 ? 136.0f : 112.0f));
  draw_list_and_detail(ui, area);
}

// One page at a time.
void draw_narrow(Ui& ui, Rect area) {
  if (ui.state().trace.valid()) return draw_trace_detail(ui, area);
  if (!ui.memory.charts_chosen) ui.memory.charts_shown = false;
  draw_sub_bar(ui, cut_top(area, cards() ? 44.0f : kSubBarHeight));
  if (ui.memory.rail_popup) return draw_filter_rail(ui, area);
  if (ui.memory.charts_shown) draw_charts_row(ui, cut_top(area, 112));
  draw_list(ui, area);
}

void draw_screen(Ui& ui, Rect screen) {
  fill(ui, screen, ui.color.page);
  Rect area = screen;
  draw_top_bar(ui, cut_top(area, cards() ? 52.0f : kTopBarHeight));
  if (is_empty(ui.state()) && !ui.state().trace.valid()) {
    if (!ui.state().sources.empty()) draw_status_bar(ui, cut_bottom(area, kStatusBarHeight));
    return draw_empty_state(ui, area);
  }
  draw_status_bar(ui, cut_bottom(area, kStatusBarHeight));
  if (narrow())
    draw_narrow(ui, area);
  else
    draw_wide(ui, area);
}

void begin_root(Rect screen) {
  ImGui::SetNextWindowPos(corner0(screen));
  ImGui::SetNextWindowSize({screen.width(), screen.height()});
  ImGui::Begin("##workspace", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav);
}

}  // namespace

Workspace::Workspace() : impl_(std::make_unique<Impl>()) {}
Workspace::~Workspace() = default;

void Workspace::set_options(WorkspaceOptions options) { impl_->memory.options = options; }
const RectRegistry& Workspace::rects() const { return impl_->rects; }

bool Workspace::draw(const FrameContext& frame, Renderer& renderer) {
  constexpr double kSliceSeconds = 0.008;  // of a frame's 16 ms
  frame.derived.begin_slice(kSliceSeconds);
  Memory& memory = impl_->memory;
  measure_fonts(memory);
  tell_fonts_the_density();
  const bool dark = wants_dark(frame.state, frame.host);
  follow_theme(memory, dark);
  impl_->rects.begin_frame();
  impl_->memory.pictures.begin_frame();
  recycle_batches(memory);
  memory.now += static_cast<double>(ImGui::GetIO().DeltaTime);
  Ui ui{frame, renderer, memory, impl_->rects, palette(dark)};
  ui.modal = dialog_open(ui);
  memory.focus_dialog = memory.focus_dialog || (ui.modal && !memory.was_modal);
  memory.was_modal = ui.modal;
  follow_filter(ui);
  take_opened_views(ui);
  follow_notes(ui);
  follow_prices(ui);
  move_focus(ui);
  global_keys(ui);
  memory.search_shown = false;
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const Rect screen{0, 0, size.x, size.y};
  begin_root(screen);
  draw_screen(ui, screen);
  ImGui::End();
  if (ui.modal) memory.focus.order.clear();  // Tab stays inside the dialog
  draw_value_menu(ui);
  draw_report_panel(ui, screen);
  draw_backend_dialog(ui, screen);
  draw_url_dialog(ui, screen);
  draw_calendar(ui, screen);
  draw_prices(ui, screen);
  draw_rules(ui, screen);
  draw_versions(ui, screen);
  draw_ask(ui, screen);
  draw_help(ui, screen);
  draw_command_palette(ui, screen);
  draw_notice(ui, screen);
  impl_->unfinished = frame.derived.end_slice();
  impl_->animates = ui.animating || !frame.commands.empty();
  return impl_->animates || impl_->unfinished;
}

void Workspace::forget_text_layouts() {
  impl_->memory.prose.clear();
  impl_->memory.rich.clear();
}

bool Workspace::animates() const { return impl_->animates; }
bool Workspace::unfinished() const { return impl_->unfinished; }

std::vector<std::string> Workspace::palette_lines(const AppState& state) const {
  return palette_texts(impl_->memory.palette, *state.store);
}
std::size_t Workspace::palette_chosen() const { return impl_->memory.palette.chosen; }

std::string Workspace::layout_text() const {
  const Memory& memory = impl_->memory;
  char text[160];
  std::snprintf(text, sizeof text, "rail=%.0f list=%.3f span=%.3f side=%.3f charts=%d",
                static_cast<double>(memory.rail_width), static_cast<double>(memory.list_share),
                static_cast<double>(memory.span_share), static_cast<double>(memory.span_side_share),
                memory.charts_chosen ? static_cast<int>(memory.charts_shown) : -1);
  return text + memory_text(memory);
}

void Workspace::set_layout_text(std::string_view text) {
  Memory& memory = impl_->memory;
  read_memory_text(memory, text);
  const auto read = [&](std::string_view key, double low, double high, auto&& store) {
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) return;
    const std::string_view rest = text.substr(at + key.size());
    double value = 0;
    if (parse_double(rest.substr(0, rest.find(' ')), value) && value >= low && value <= high) store(value);
  };
  read("rail=", 150, 380, [&](double v) { memory.rail_width = static_cast<float>(v); });
  read("list=", 0.15, 0.8, [&](double v) { memory.list_share = static_cast<float>(v); });
  read("span=", 0.15, 0.85, [&](double v) { memory.span_share = static_cast<float>(v); });
  read("side=", 0.2, 0.7, [&](double v) { memory.span_side_share = static_cast<float>(v); });
  read("charts=", 0, 1, [&](double v) {
    memory.charts_chosen = true;
    memory.charts_shown = v > 0.5;
  });
}

}  // namespace spanorama
