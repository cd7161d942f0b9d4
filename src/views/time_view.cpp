#include "views/time_view.h"

#include <cmath>

namespace spanorama {

namespace {

constexpr double kLeastNs = 1'000;

double duration_of(const Trace& trace) { return std::max(1.0, static_cast<double>(trace.duration.count)); }

// Exponential easing that is over in 120 ms.
double ease_share() {
  const double seconds = std::min(0.1, static_cast<double>(ImGui::GetIO().DeltaTime));
  return 1 - std::exp(-seconds / 0.030);
}

void follow(Ui& ui, TimeView& view) {
  TimelineMemory& memory = ui.memory.timeline;
  const bool other = memory.store_revision != ui.store().revision() || !(memory.trace == ui.state().trace) ||
                     memory.folded_time != (view.folds != nullptr);
  const bool jump = other || ui.memory.options.reduced_motion || memory.drag == TimelineMemory::Drag::pan ||
                    memory.drag == TimelineMemory::Drag::minimap || !memory.settled;
  if (other) {
    if (!(memory.trace == ui.state().trace)) memory.scroll = {};
    memory.store_revision = ui.store().revision();
    memory.trace = ui.state().trace;
    memory.folded_time = view.folds != nullptr;
  }
  const double near = (view.asked_end - view.asked_begin) * 0.001;
  const bool there =
      std::abs(memory.shown_begin - view.asked_begin) < near && std::abs(memory.shown_end - view.asked_end) < near;
  const double share = jump || there ? 1.0 : ease_share();
  memory.shown_begin += (view.asked_begin - memory.shown_begin) * share;
  memory.shown_end += (view.asked_end - memory.shown_end) * share;
  memory.settled = true;
  if (share < 1) ui.animating = true;
  view.begin = memory.shown_begin;
  view.end = memory.shown_end;
}

}  // namespace

double TimeView::shown_from(double real) const {
  if (folds == nullptr) return real;
  return since_origin(folds->shown_from(origin + Nanos{static_cast<std::int64_t>(real)}));
}

double TimeView::real_from(double shown) const {
  if (folds == nullptr) return shown;
  return since_origin(folds->real_from(origin + Nanos{static_cast<std::int64_t>(shown)}));
}

Viewport TimeView::viewport() const {
  const UnixTime from = origin + Nanos{static_cast<std::int64_t>(real_from(begin))};
  return {from, 1.0 / ns_per_point(), area.width(), folds};
}

TimeView make_time_view(Ui& ui, TraceRow trace, Rect area) {
  TimeView view;
  const Trace& facts = ui.store().trace(trace);
  const TimeFolds& folds = ui.frame.derived.open_trace().time_folds(ui.state());
  view.trace = trace;
  view.origin = facts.start;
  view.area = area;
  if (!folds.empty()) view.folds = &folds;
  const double length = std::max(1.0, view.shown_from(duration_of(facts)));
  const double room = length * 0.012;
  view.whole_begin = view.asked_begin = -room;
  view.whole_end = view.asked_end = length + room;
  if (ui.state().visible_time) {
    view.asked_begin = view.shown_from(view.since_origin(ui.state().visible_time->begin));
    view.asked_end = view.shown_from(view.since_origin(ui.state().visible_time->end));
  }
  if (!(view.asked_end > view.asked_begin)) view.asked_end = view.asked_begin + 1;
  follow(ui, view);
  return view;
}

void ask_for(Ui& ui, const TimeView& view, double begin, double end) {
  if (!(end > begin)) return;
  const double widest = view.whole_end - view.whole_begin;
  const double width = std::clamp(end - begin, std::min(kLeastNs, widest), widest);
  const double middle = (begin + end) * 0.5;
  begin = middle - width * 0.5;
  begin = std::clamp(begin, view.whole_begin, view.whole_end - width);
  if (width >= widest * 0.9995) return ask_for_all(ui);
  const auto at = [&](double shown) {
    return view.origin + Nanos{static_cast<std::int64_t>(std::floor(view.real_from(shown)))};
  };
  // While a drag rests, asking again would draw for ever.
  const TimeRange range{at(begin), at(begin + width) + Nanos{1}};
  if (!(ui.state().visible_time == range)) ui.push(SetVisibleTime{range});
}

void ask_for_all(Ui& ui) { ui.push(SetVisibleTime{std::nullopt}); }

void ask_for_span(Ui& ui, const TimeView& view, SpanRow span) {
  const ColumnViews& columns = ui.store().columns();
  const double begin = view.shown_from(view.since_origin(columns.start[span.value]));
  const double end = view.shown_from(view.since_origin(ui.store().end(span)));
  const double length = std::max(kLeastNs, end - begin);
  ask_for(ui, view, begin - length * 0.06, begin + length * 1.06);
}

void zoom_at(Ui& ui, const TimeView& view, double factor, double shown) {
  ask_for(ui, view, shown - (shown - view.asked_begin) / factor, shown + (view.asked_end - shown) / factor);
}

void pick_time(Ui& ui, const TimeView& view, double begin, double end) {
  const auto at = [&](double ns) { return view.origin + Nanos{static_cast<std::int64_t>(ns)}; };
  const TimeRange range{at(begin), at(std::max(end, begin + 1))};
  if (!(ui.state().picked_time == range)) ui.push(PickTime{range});
}

}  // namespace spanorama
