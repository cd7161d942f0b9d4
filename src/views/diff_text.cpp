#include "views/diff_text.h"

#include <string>

#include "spanorama/app/step_texts.h"
#include "spanorama/base/hash.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr std::size_t kMostBytes = 200'000;  // of one side that is compared
constexpr float kLineHeight = 19;

StepTexts texts_of(Ui& ui, SpanRow span) {
  if (!span.valid()) return {};
  return step_texts(ui.store(), span, ui.frame.derived.content(ui.state(), span), kMostBytes);
}

// Draws one part flowing on from (x, y), word by word; gives where it ended.
struct Flow {
  float x0, x1, x, y;
};

void flow_word(Ui& ui, Flow& flow, std::string_view word, TextPart::Kind kind) {
  const bool breaks = !word.empty() && word.find('\n') != std::string_view::npos;
  std::string_view shown = word;
  while (!shown.empty() && (shown.back() == '\n' || shown.back() == '\r')) shown.remove_suffix(1);
  const float width = text_width(ui, shown, kBody);
  if (flow.x + width > flow.x1 && flow.x > flow.x0) {
    flow.x = flow.x0;
    flow.y += kLineHeight;
  }
  const Rect box{flow.x, flow.y, std::min(flow.x + width, flow.x1), flow.y + kLineHeight};
  const Rect room{box.x0, box.y0, box.x1 + 1, box.y1};  // no word is cut because of a rounded width
  if (kind != TextPart::Kind::same) {
    const Color color = kind == TextPart::Kind::added ? ui.color.ok : ui.color.error;
    fill(ui, inset(box, -1, 1), with_alpha(color, 0.2f), 2);
    if (kind == TextPart::Kind::removed)
      fill(ui, {box.x0, box.center_y(), box.x1, box.center_y() + 1}, with_alpha(color, 0.7f));
  }
  text_in(ui, room, shown,
          kind == TextPart::Kind::same    ? ui.color.text
          : kind == TextPart::Kind::added ? ui.color.ok
                                          : ui.color.error,
          kBody);
  flow.x += width;
  if (!breaks) return;
  flow.x = flow.x0;
  flow.y += kLineHeight;
}

void flow_text(Ui& ui, Flow& flow, std::string_view text, TextPart::Kind kind) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find_first_of(" \n", at);
    end = end == std::string_view::npos ? text.size() : end + 1;
    flow_word(ui, flow, text.substr(at, end - at), kind);
    at = end;
  }
}

}  // namespace

float draw_words_diff(Ui& ui, Rect area, float y, std::string_view title, const std::string& left,
                      const std::string& right) {
  if (left.empty() && right.empty()) return y;
  text_in(ui, {area.x0, y, area.x1, y + 24}, title, ui.color.dim, kStrong);
  Flow flow{area.x0, area.x1, area.x0, y + 26};
  if (left == right) {
    text_in(ui, {area.x0, flow.y, area.x1, flow.y + kLineHeight}, "The same on both sides.", ui.color.faint, kBody);
    return flow.y + kLineHeight + 12;
  }
  // Made anew only when the texts are others.
  Memory::Diff& memory = ui.memory.diffs[std::string(title)];
  const std::uint64_t key = hash64(left, hash64(right));
  if (memory.key != key) {
    memory.key = key;
    memory.parts = text_diff(left, right);
  }
  for (const TextPart& part : memory.parts) {
    const std::string& text = part.kind == TextPart::Kind::added ? right : left;
    flow_text(ui, flow, std::string_view(text).substr(part.begin, part.end - part.begin), part.kind);
  }
  return flow.y + kLineHeight + 12;
}

void draw_text_diff(Ui& ui, Rect area, const DiffRow& row) {
  ui.rects.add("text-diff", {area.x0, area.y0, area.width(), area.height()});
  const StepTexts left = texts_of(ui, row.left), right = texts_of(ui, row.right);
  ScrollPanel panel = scroll_panel_begin(ui, "text-diff", area, 14);
  float y = panel.area.y0;
  y = draw_words_diff(ui, panel.area, y, "Input", left.input, right.input);
  y = draw_words_diff(ui, panel.area, y, "Output", left.output, right.output);
  if (y == panel.area.y0) {
    text_in(ui, {panel.area.x0, y, panel.area.x1, y + 24}, "Neither side has an input or an output.", ui.color.faint,
            kBody);
    y += 24;
  }
  scroll_panel_end(ui, "text-diff", panel, y);
}

}  // namespace spanorama
