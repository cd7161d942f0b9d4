#include "views/playhead.h"

#include <algorithm>
#include <cmath>

#include "spanorama/base/format.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"

namespace spanorama {

namespace {

constexpr double kPlaySeconds = 12;  // a trace takes that long, whatever its length

UnixTime end_of(const Trace& trace) { return trace.start + trace.duration; }

void start(Ui& ui, const Trace& trace) {
  ui.memory.timeline.play_rate = std::max(1.0, static_cast<double>(trace.duration.count) / kPlaySeconds);
  if (!ui.state().playhead || *ui.state().playhead >= end_of(trace)) ui.push(SetPlayhead{trace.start});
}

void advance(Ui& ui, const Trace& trace) {
  TimelineMemory& memory = ui.memory.timeline;
  if (memory.play_rate <= 0) return;
  ui.animating = true;
  if (!ui.state().playhead) return;
  const double seconds = std::min(0.1, static_cast<double>(ImGui::GetIO().DeltaTime));
  // Idle stretches that are folded pass as fast as they look.
  const TimeFolds& folds = ui.frame.derived.open_trace().time_folds(ui.state());
  const UnixTime shown =
      folds.shown_from(*ui.state().playhead) + Nanos{static_cast<std::int64_t>(memory.play_rate * seconds)};
  const UnixTime next = folds.real_from(shown);
  if (next >= end_of(trace)) memory.play_rate = 0;
  ui.push(SetPlayhead{std::min(next, end_of(trace))});
}

// The next beginning after the playhead, or the last one before it.
void step(Ui& ui, const Trace& trace, bool forward) {
  const auto starts = ui.store().columns().start.subspan(trace.first_span.value, trace.span_count);
  const UnixTime now = ui.state().playhead.value_or(forward ? UnixTime{INT64_MIN} : end_of(trace));
  UnixTime best = forward ? end_of(trace) : trace.start;
  for (const UnixTime at : starts)
    if (forward ? (at > now && at < best) : (at < now && at > best)) best = at;
  ui.memory.timeline.play_rate = 0;
  ui.push(SetPlayhead{best});
}

}  // namespace

void play_chip(Ui& ui, Rect& row, TraceRow trace) {
  const bool playing = ui.memory.timeline.play_rate > 0, shown = ui.state().playhead.has_value();
  const Trace& facts = ui.store().trace(trace);
  const std::string at = shown ? text_from(*ui.state().playhead - facts.start) : std::string();
  const Chip chip{"play", playing ? "Pause" : "Play", at, shown};
  const float width = chip_width(ui, chip, false);
  if (width > row.width()) return;
  const Rect rect = centered(cut_left(row, width), width, cards() ? 34.0f : 22.0f);
  row.x0 += 6;
  if (!toggle_chip(ui, rect, chip, "Play the trace  Space;  step with , and .  Esc ends it")) return;
  if (playing)
    ui.memory.timeline.play_rate = 0;
  else
    start(ui, facts);
}

void follow_playhead(Ui& ui, TraceRow trace) {
  const Trace& facts = ui.store().trace(trace);
  advance(ui, facts);
  const ImGuiIO& io = ImGui::GetIO();
  if (!keys_are_free(ui) || io.KeyCtrl || io.KeyAlt || io.KeySuper) return;
  if (ImGui::IsKeyPressed(ImGuiKey_Period)) step(ui, facts, true);
  if (ImGui::IsKeyPressed(ImGuiKey_Comma)) step(ui, facts, false);
  if (!ImGui::IsKeyPressed(ImGuiKey_Space, false) || ui.memory.focus.visible) return;
  if (ui.memory.timeline.play_rate > 0)
    ui.memory.timeline.play_rate = 0;
  else
    start(ui, facts);
}

void draw_playhead(Ui& ui, const TimeView& view, Rect axis, Rect area) {
  if (!ui.state().playhead) return;
  const float x = std::round(view.x_at(view.since_origin(*ui.state().playhead)));
  if (x < view.area.x0 || x > view.area.x1) return;
  fill(ui, {x - 1, axis.y0 + 6, x + 1, area.y1}, ui.color.warn);
  ui.draw()->AddTriangleFilled({x - 6, axis.y1 - 9}, {x + 6, axis.y1 - 9}, {x, axis.y1 - 1}, ui.color.warn);
}

}  // namespace spanorama
