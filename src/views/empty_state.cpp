// What stands where nothing is open yet, and while a link's sources are awaited.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "spanorama/base/format.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"
#include "views/widgets/line_text.h"

namespace spanorama {

namespace {

constexpr std::string_view kDemo = "assets/samples/demo.otlp.jsonl";

void dashed_rect(const Ui& ui, Rect rect, Color color) {
  const float dash = 6, gap = 5;
  for (float x = rect.x0 + 6; x < rect.x1 - 6; x += dash + gap) {
    const float end = std::min(x + dash, rect.x1 - 6);
    fill(ui, {x, rect.y0, end, rect.y0 + 1}, color);
    fill(ui, {x, rect.y1 - 1, end, rect.y1}, color);
  }
  for (float y = rect.y0 + 6; y < rect.y1 - 6; y += dash + gap) {
    const float end = std::min(y + dash, rect.y1 - 6);
    fill(ui, {rect.x0, y, rect.x0 + 1, end}, color);
    fill(ui, {rect.x1 - 1, y, rect.x1, end}, color);
  }
}

// The idea of the program as a picture: a few bars of a trace.
void picture(const Ui& ui, Rect area) {
  struct Bar {
    float x0, x1;
    ObservationType type;
  };
  constexpr std::array<Bar, 6> kBars = {{{0, 1, ObservationType::agent},
                                         {0.04f, 0.3f, ObservationType::generation},
                                         {0.32f, 0.5f, ObservationType::tool},
                                         {0.36f, 0.46f, ObservationType::retriever},
                                         {0.52f, 0.94f, ObservationType::generation},
                                         {0.95f, 0.995f, ObservationType::evaluator}}};
  for (std::size_t i = 0; i < kBars.size(); ++i) {
    const float y = area.y0 + static_cast<float>(i) * 13;
    fill(ui, {area.x0 + area.width() * kBars[i].x0, y, area.x0 + area.width() * kBars[i].x1, y + 8},
         type_color(kBars[i].type, ui.color.dark), 2);
  }
}

void buttons(Ui& ui, Rect area) {
  const bool stacked = area.width() < 480;
  struct Button {
    std::string_view name, label;
    ButtonKind kind;
    Icon which;
  };
  constexpr std::array<Button, 4> kButtons = {
      {{"empty-open-files", "Open files", ButtonKind::primary, Icon::folder},
       {"empty-open-url", "Open URL", ButtonKind::outlined, Icon::globe},
       {"empty-open-backend", "Connect to Jaeger", ButtonKind::outlined, Icon::database},
       {"empty-demo", "Try the demo", ButtonKind::outlined, Icon::chart}}};
  float total = -8;
  for (const Button& one : kButtons) total += button_width(ui, one.label, true) + 8;
  Rect row = stacked ? area : centered(area, total, 36);
  for (std::size_t i = 0; i < kButtons.size(); ++i) {
    const Button& one = kButtons[i];
    Rect rect = stacked ? inset(cut_top(row, 52), 0, 4) : cut_left(row, button_width(ui, one.label, true));
    row.x0 += stacked ? 0.0f : 8.0f;
    if (!text_button(ui, one.name, rect, one.label, one.kind, one.which)) continue;
    if (i == 0) ui.push(PickFiles{});
    if (i == 1) ui.memory.url_shown = true;
    if (i == 2) ui.push(ShowBackend{true});
    if (i == 3) ui.push(OpenUrl{std::string(kDemo)});
  }
}

constexpr std::size_t kMostLoads = 3;
constexpr float kLoadHeight = 40;

float kept_height(const Ui& ui) {
  const KeepingState& keeping = ui.state().keeping;
  if (!keeping.available || (keeping.on && keeping.loads.empty())) return 0;
  return static_cast<float>(std::min(keeping.loads.size(), kMostLoads)) * kLoadHeight + 36;
}

// "Continue with run.jsonl   12 traces, 2 min ago"
void kept_load(Ui& ui, Rect row, const KeptLoad& load) {
  const std::string name = "kept:" + std::to_string(load.number);
  const Press pressed = press(ui, name, row);
  fill(ui, row, pressed.hovered ? ui.color.raised : with_alpha(ui.color.panel, 0.7f), 6);
  Rect inner = inset(row, 14, 0);
  icon(ui, Icon::folder, inner.x0 + 7, inner.center_y(), 14, ui.color.accent);
  inner.x0 += 24;
  const std::string rest = grouped(static_cast<std::int64_t>(load.traces)) +
                           (load.traces == 1 ? " trace, " : " traces, ") +
                           relative_text(load.when, ui.frame.host.now());
  const float width = std::ceil(text_width(ui, rest, kSmall));
  text_in(ui, cut_right(inner, width), rest, ui.color.dim, kSmall);
  inner.x1 -= 12;
  text_in(ui, inner, "Continue with " + load.name, ui.color.text, kBody);
  if (pressed.focused) focus_ring(ui, row);
  if (pressed.clicked) ui.push(OpenKept{load.number});
}

bool quiet_button(Ui& ui, Rect& line, std::string_view name, std::string_view label) {
  const Rect whole = cut_left(line, button_width(ui, label));
  return text_button(ui, name, {whole.x0, whole.y0 + 4, whole.x1, whole.y1 - 4}, label, ButtonKind::quiet);
}

// What is kept of earlier loads, and how to have it otherwise.
void kept_loads(Ui& ui, Rect& column) {
  const KeepingState& keeping = ui.state().keeping;
  if (kept_height(ui) == 0) return;
  for (std::size_t i = 0; i < std::min(keeping.loads.size(), kMostLoads); ++i)
    kept_load(ui, inset(cut_top(column, kLoadHeight), 0, 2), keeping.loads[i]);
  Rect line = cut_top(column, 36);
  if (!keeping.on) {
    text_left(ui, line, "What you open is not kept.", ui.color.dim, kSmall, 8);
    if (quiet_button(ui, line, "keeping-on", "Keep it for the next time")) ui.push(SetKeeping{true});
    return;
  }
  std::uint64_t bytes = 0;
  for (const KeptLoad& load : keeping.loads) bytes += load.bytes;
  text_left(ui, line, (cards() ? "Kept: " : "Kept by this browser, ") + text_from_bytes(bytes) + ".", ui.color.dim,
            kSmall, 8);
  if (quiet_button(ui, line, "keeping-forget", "Forget it")) ui.push(ForgetKept{});
  if (quiet_button(ui, line, "keeping-off", "Keep nothing")) ui.push(SetKeeping{false});
}

void wanted_sources(Ui& ui, Rect& column) {
  const auto& sources = ui.state().sources;
  const auto reading = [](const OpenSource& source) { return source.phase == OpenSource::Phase::reading; };
  if (std::any_of(sources.begin(), sources.end(), reading)) return;  // it may be what the link names
  for (const OpenSource& source : ui.state().sources) {
    if (source.phase != OpenSource::Phase::wanted && source.phase != OpenSource::Phase::failed) continue;
    const bool failed = source.phase == OpenSource::Phase::failed;
    const std::string text = failed ? source.error
                                    : "This link shows \u201c" + source.name +
                                          "\u201d, a file of another machine. Drop your copy of it here.";
    column.y0 +=
        text_wrapped(ui, column.x0, column.y0, column.width(), text, failed ? ui.color.error : ui.color.warn, kBody) +
        8;
  }
}

// A sentence in the middle, over several lines where the screen is narrow.
void sentence_in(Ui& ui, Rect& column, std::string_view sentence, TextStyle style, float line_height) {
  const std::vector<std::uint32_t> begins =
      wrapped_lines(font_of(style.face), font_size(ui, style), sentence, column.width());
  for (std::size_t i = 0; i + 1 < begins.size(); ++i)
    text_in(ui, cut_top(column, line_height), wrapped_line(sentence, begins, i), ui.color.dim,
            aligned(style, Align::center));
}

}  // namespace

void draw_empty_state(Ui& ui, Rect area) {
  fill(ui, area, ui.color.page);
  const bool small = area.width() < 640;
  const float width = std::min(680.0f, area.width() - 32);
  Rect column = centered(area, width, (small ? 560.0f : 460.0f) + kept_height(ui));
  column.y0 = std::max(column.y0, area.y0 + 16);
  picture(ui, centered(cut_top(column, 92), std::min(320.0f, width), 78));
  column.y0 += 12;
  text_in(ui, cut_top(column, 32), "See what your LLM application did", ui.color.text,
          aligned({Face::semibold, small ? 18.0f : 22.0f, Align::left}, Align::center));
  sentence_in(ui, column, "Opens OpenTelemetry traces: every call, token, tool and cost, step by step.", kBody, 24);
  column.y0 += 12;
  wanted_sources(ui, column);
  Rect drop = cut_top(column, small ? 300.0f : 148.0f);
  ui.rects.add("drop-area", {drop.x0, drop.y0, drop.width(), drop.height()});
  fill(ui, drop, with_alpha(ui.color.panel, 0.7f), 8);
  dashed_rect(ui, drop, mixed(ui.color.hairline, ui.color.faint, 0.5f));
  Rect inner = inset(drop, 16, 20);
  text_in(ui, cut_top(inner, 26), small ? "Choose what to open" : "Drop trace files here", ui.color.text,
          aligned(kTitle, Align::center));
  inner.y0 += 10;
  buttons(ui, inner);
  column.y0 += 16;
  kept_loads(ui, column);
  sentence_in(ui, column, "Reads OTLP as JSON, JSON Lines and protobuf, plain, gzip or zstd, of any size.", kSmall, 20);
  sentence_in(ui, column, "Nothing is uploaded: everything stays on this machine.", kSmall, 20);
}

}  // namespace spanorama
