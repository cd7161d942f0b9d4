#include "views/view_bar.h"

#include <array>
#include <cmath>

#include "spanorama/base/format.h"
#include "views/playhead.h"
#include "views/sizes.h"
#include "views/span_color.h"
#include "views/span_search.h"
#include "views/trace_text.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"

namespace spanorama {

namespace {

constexpr float kChipHeight = 22, kGap = 6;
constexpr std::array<ObservationType, kObservationTypeCount> kTypes = {
    ObservationType::agent,     ObservationType::generation, ObservationType::tool,     ObservationType::chain,
    ObservationType::retriever, ObservationType::embedding,  ObservationType::reranker, ObservationType::guardrail,
    ObservationType::evaluator, ObservationType::event,      ObservationType::http,     ObservationType::db,
    ObservationType::span};

Rect chip_rect(Ui& ui, Rect& row, const Chip& chip, bool has_menu) {
  const float width = chip_width(ui, chip, has_menu);
  if (width > row.width()) return {};
  const Rect cell = cut_left(row, width);
  row.x0 += kGap;
  return centered(cell, width, cards() ? 34.0f : kChipHeight);
}

template <class Change>
void change(Ui& ui, Change&& apply) {
  TraceView view = ui.state().trace_view;
  apply(view);
  ui.push(SetTraceView{view});
}

void color_chip(Ui& ui, Rect& row) {
  const ColorBy by = ui.state().trace_view.color_by;
  const Chip chip{"color-by", "Colour", name_of(by), by != ColorBy::type};
  const Rect rect = chip_rect(ui, row, chip, true);
  if (!rect.drawable()) return;
  std::vector<MenuItem> items;
  for (int i = 0; i < 6; ++i)
    items.push_back({std::string(name_of(static_cast<ColorBy>(i))), static_cast<int>(by) == i});
  const auto chosen = menu_chip(ui, rect, chip, items, false);
  if (chosen) change(ui, [&](TraceView& view) { view.color_by = static_cast<ColorBy>(*chosen); });
}

std::vector<MenuItem> step_items(const Ui& ui) {
  const TraceView& view = ui.state().trace_view;
  std::vector<MenuItem> items = {{"All steps", view.hidden_types == 0 && !view.only_llm && !view.only_matches &&
                                                   view.least_level == StepLevel::debug},
                                 {"Only LLM calls", view.only_llm},
                                 {"Only what the search finds", view.only_matches},
                                 {"From level default", view.least_level == StepLevel::normal},
                                 {"From level warning", view.least_level == StepLevel::warning},
                                 {"Only errors", view.least_level == StepLevel::error},
                                 {"Types", false, 0, true}};
  for (const ObservationType type : kTypes)
    items.push_back(
        {std::string(name_of(type)), (view.hidden_types & bit_of(type)) == 0, type_color(type, ui.color.dark)});
  return items;
}

void choose_step(TraceView& view, std::size_t item) {
  const auto level = [&](StepLevel wanted) {
    view.least_level = view.least_level == wanted ? StepLevel::debug : wanted;
  };
  switch (item) {
    case 0:
      view.hidden_types = 0;
      view.only_llm = view.only_matches = false;
      return level(view.least_level);
    case 1: view.only_llm = !view.only_llm; return;
    case 2: view.only_matches = !view.only_matches; return;
    case 3: return level(StepLevel::normal);
    case 4: return level(StepLevel::warning);
    case 5: return level(StepLevel::error);
    default: break;
  }
  if (item >= 7 && item - 7 < kTypes.size()) view.hidden_types ^= bit_of(kTypes[item - 7]);
}

void steps_chip(Ui& ui, Rect& row) {
  const ShownSteps& shown = ui.frame.derived.open_trace().shown_steps(ui.state());
  const std::string value = shown.hidden == 0 ? std::string("All") : grouped(shown.hidden) + " hidden";
  const Chip chip{"steps", "Steps", value, shown.hidden > 0};
  const Rect rect = chip_rect(ui, row, chip, true);
  if (!rect.drawable()) return;
  const auto chosen = menu_chip(ui, rect, chip, step_items(ui), true);
  if (chosen) change(ui, [&](TraceView& view) { choose_step(view, *chosen); });
}

void depth_chip(Ui& ui, Rect& row) {
  const Chip chip{"fold-depth", "Fold", {}, !ui.state().folded.empty()};
  const Rect rect = chip_rect(ui, row, chip, true);
  if (!rect.drawable()) return;
  std::vector<MenuItem> items = {{"Unfold all"}, {"Top only"}};
  for (int depth = 2; depth <= 6; ++depth) items.push_back({std::to_string(depth) + " levels"});
  const auto chosen = menu_chip(ui, rect, chip, items, false);
  if (!chosen) return;
  if (*chosen == 0) return ui.push(FoldAll{false});
  ui.push(FoldToDepth{static_cast<std::uint32_t>(*chosen - 1)});
}

void path_chip(Ui& ui, Rect& row) {
  const Chip chip{"critical-path", "Critical path", {}, ui.state().trace_view.critical_path};
  const Rect rect = chip_rect(ui, row, chip, false);
  if (rect.drawable() && toggle_chip(ui, rect, chip, "The chain of steps that made it take this long"))
    change(ui, [](TraceView& view) { view.critical_path = !view.critical_path; });
}

// Offered where there is something to fold.
void gaps_chip(Ui& ui, Rect& row) {
  if (ui.frame.derived.open_trace().idle_gaps(ui.state()).empty()) return;
  const Chip chip{"fold-gaps", "Fold idle time", {}, ui.state().trace_view.fold_gaps};
  const Rect rect = chip_rect(ui, row, chip, false);
  if (!rect.drawable() || !toggle_chip(ui, rect, chip, "Stretches in which nothing runs become a marked break")) return;
  change(ui, [](TraceView& view) { view.fold_gaps = !view.fold_gaps; });
}

void top_chip(Ui& ui, Rect& row) {
  const SpanRow selected = ui.frame.derived.span_row(ui.state());
  const bool set = ui.state().trace_view.top.valid();
  if (!set && (!selected.valid() || ui.store().columns().subtree_end[selected.value] <= selected.value + 1)) return;
  const Chip chip{"top-step", set ? "Whole trace" : "Only this subtree", {}, set};
  const Rect rect = chip_rect(ui, row, chip, false);
  if (!rect.drawable() || !toggle_chip(ui, rect, chip, set ? "Show every step again  Esc" : "Hide everything else"))
    return;
  const SpanId top = set ? SpanId{} : ui.state().span;
  change(ui, [&](TraceView& view) { view.top = top; });
}

void order_chip(Ui& ui, Rect& row) {
  const bool by_time = ui.state().trace_view.log_by_time;
  const Chip chip{"log-order", "Order", by_time ? "time" : "tree", !by_time};
  const Rect rect = chip_rect(ui, row, chip, false);
  if (rect.drawable() && toggle_chip(ui, rect, chip, "By when steps began, or as they lie in the tree"))
    change(ui, [](TraceView& view) { view.log_by_time = !view.log_by_time; });
}

std::string sums_text(const RangeSums& sums) {
  std::string text = grouped(sums.steps) + (sums.steps == 1 ? " step" : " steps");
  if (sums.errors > 0) text += " \u00b7 " + grouped(sums.errors) + (sums.errors == 1 ? " error" : " errors");
  if (sums.tokens != kUnknown) text += " \u00b7 " + text_from_count(sums.tokens) + " tokens";
  if (sums.cost_microcents != kUnknown) text += " \u00b7 " + text_from_microcents(sums.cost_microcents);
  return text;
}

void range_chip(Ui& ui, Rect& row) {
  if (!ui.state().picked_time) return;
  const TimeRange range = *ui.state().picked_time;
  const std::string value = sums_text(ui.frame.derived.open_trace().picked_sums(ui.state()));
  const std::string label = text_from(range.end - range.begin);
  const Chip chip{"picked-range", label, value, true};
  const Rect rect = chip_rect(ui, row, chip, false);
  if (rect.drawable() && toggle_chip(ui, rect, chip, "The picked range; press to forget it  Esc")) ui.push(PickTime{});
}

bool has_bar(DetailTab tab) {
  return tab == DetailTab::timeline || tab == DetailTab::flame || tab == DetailTab::tree || tab == DetailTab::log;
}

}  // namespace

void draw_view_bar(Ui& ui, Rect& area, TraceRow trace) {
  const DetailTab tab = ui.state().tab;
  if (!has_bar(tab) || area.height() < 160) return;
  Rect bar = cut_top(area, cards() ? 44.0f : 32.0f);
  hairline_below(ui, bar);
  Rect row = inset(bar, 12, 0);
  if (row.width() > 400) {
    Rect search = cut_right(row, std::min(150.0f, row.width() * 0.22f));
    row.x1 -= kGap;
    draw_span_search(ui, centered(search, search.width(), 24), trace);
  }
  const bool timed = tab == DetailTab::timeline || tab == DetailTab::flame;
  range_chip(ui, row);
  if (timed) color_chip(ui, row);
  if (tab != DetailTab::flame) steps_chip(ui, row);
  if (tab == DetailTab::timeline || tab == DetailTab::tree) depth_chip(ui, row);
  if (timed) path_chip(ui, row);
  if (timed) gaps_chip(ui, row);
  if (tab == DetailTab::timeline || tab == DetailTab::tree) top_chip(ui, row);
  if (timed) play_chip(ui, row, trace);
  if (tab == DetailTab::log) order_chip(ui, row);
  if (tab != DetailTab::log) return;
  const std::vector<SpanRow>& rows = ui.frame.derived.open_trace().log_rows(ui.state());
  const std::string count =
      grouped(static_cast<std::int64_t>(rows.size())) + " of " + grouped(ui.store().trace(trace).span_count) + " steps";
  if (row.width() > text_width(ui, count, kSmall)) text_in(ui, row, count, ui.color.dim, aligned(kSmall, Align::right));
}

}  // namespace spanorama
