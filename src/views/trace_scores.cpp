#include "views/trace_scores.h"

#include <cmath>
#include <cstdio>
#include <vector>

#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"
#include "spanorama/model/trace_scores.h"
#include "views/sizes.h"
#include "views/span_color.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

constexpr std::size_t kMostInTip = 10;

void score_tip(Ui& ui, std::span<const Score> scores) {
  std::vector<TipLine> lines;
  for (const Score& score : scores.first(std::min(scores.size(), kMostInTip)))
    lines.push_back({utf8_prefix(ui.store().text(score.name), 40), score_text(ui.store(), score)});
  if (scores.size() > kMostInTip)
    lines.push_back({"and", grouped(static_cast<std::int64_t>(scores.size() - kMostInTip)) + " more"});
  tooltip(ui, lines);
}

}  // namespace

std::string score_text(const TraceStore& store, const Score& score) {
  std::string out;
  if (score.has_value) {
    char number[40];
    std::snprintf(number, sizeof number, "%.6g", score.value);
    out = number;
  }
  const std::string_view label = utf8_prefix(store.text(score.label), 40);
  if (!label.empty()) out += (out.empty() ? "" : " ") + std::string(label);
  return out.empty() ? "\u2013" : out;
}

std::string full_score_text(const TraceStore& store, const Score& score) {
  std::string text = score_text(store, score);
  if (score.scope != ScoreScope::span) text += "  of the " + std::string(name_of(score.scope));
  if (score.origin.present()) text += "  by " + std::string(store.text(score.origin));
  return text;
}

std::string scores_text(const TraceStore& store, const Trace& trace) {
  constexpr std::size_t kMostBytes = 200;
  std::string out;
  for (const Score& score : scores_of(store, trace)) {
    if (out.size() > kMostBytes) break;
    out += (out.empty() ? "" : " \u00b7 ") + std::string(utf8_prefix(store.text(score.name), 40)) + " " +
           score_text(store, score);
  }
  return out;
}

void score_mark(Ui& ui, Rect& line, const Trace& trace) {
  const std::span<const Score> scores = scores_of(ui.store(), trace);
  if (scores.empty()) return;
  const std::string label =
      grouped(static_cast<std::int64_t>(scores.size())) + (scores.size() == 1 ? " score" : " scores");
  const float width = std::ceil(text_width(ui, label, kTiny)) + 12;
  if (width + 10 > line.width()) return;
  const Rect pill = centered(cut_left(line, width), width, 16);
  line.x0 += 10;
  const Press pressed = press(ui, "scores:" + hex_from(trace.id), pill, kPressNoFocus);
  const Color ink = type_color(ObservationType::evaluator, ui.color.dark);
  fill(ui, pill, with_alpha(ink, pressed.hovered ? 0.34f : 0.18f), 4);
  text_in(ui, pill, label, ui.color.text, aligned(kTiny, Align::center));
  if (pressed.hovered) score_tip(ui, scores);
  if (!pressed.clicked) return;
  ui.push(SelectTrace{trace.id});
  ui.push(SelectSpan{ui.store().columns().span_id[scores[0].span.value]});
  ui.push(SelectSpanTab{SpanTab::metadata});
}

}  // namespace spanorama
