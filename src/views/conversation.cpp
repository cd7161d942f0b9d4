// What was said in the selected trace, or over the traces of its session: each message once, with the call that brought
// it, tool calls with their results, and a way to every span behind it.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "spanorama/analysis/conversation.h"
#include "spanorama/base/format.h"
#include "views/messages.h"
#include "views/panels.h"
#include "views/span_link.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kReadingWidth = 640;
constexpr float kSpanLinkWidth = 200;
constexpr std::size_t kLongSystemBytes = 400;  // longer instructions are folded

void nothing_here(Ui& ui, Rect area, bool waiting) {
  Rect box = centered(area, std::min(420.0f, area.width() - 32), 60);
  const std::string_view title = waiting ? "Reading\u2026" : "No conversation in this trace";
  text_in(ui, cut_top(box, 26), title, ui.color.text, aligned(kTitle, Align::center));
  if (waiting) return;
  text_in(ui, cut_top(box, 22), "None of its steps is a model call with recorded messages.", ui.color.dim,
          aligned(kBody, Align::center));
}

std::size_t text_bytes(const Message& message) {
  std::size_t bytes = 0;
  for (const MessagePart& part : message.parts) bytes += part.text.size();
  return bytes;
}

// `tops` gets the place of the message.
void draw_one(Ui& ui, Column& column, const std::string& name, const ShownMessage& shown, SpanRow& said_before,
              std::vector<float>& tops) {
  tops.push_back(column.y);
  const bool system = speaker_of(shown.message.role) == Speaker::system;
  if (system && text_bytes(shown.message) > kLongSystemBytes &&
      !fold_row(ui, column, name + "-system", "Instructions, " + text_from_bytes(text_bytes(shown.message))))
    return;
  const SpanRow origin = shown.turn.origin;
  if (origin.valid() && !(origin == said_before)) {
    const float width = std::min(kSpanLinkWidth, column.width * 0.5f);
    const float right = column.x + column.width;
    span_link(ui, name + "-origin", {right - width, column.y, right, column.y + 22}, origin, true);
    said_before = origin;
  }
  draw_message(ui, column, name, shown.message);
  int index = 0;
  for (const SpanRow ran : shown.ran) {
    span_link_after(ui, name + "-ran" + std::to_string(index++),
                    {column.x + 14, column.y - 6, column.x + column.width, column.y + 16}, "ran as", ran);
    column.y += 24;
  }
}

void draw_list(Ui& ui, Column& column, const std::string& name, const std::vector<ShownMessage>& messages,
               std::vector<float>& tops) {
  SpanRow said_before;
  for (std::size_t i = 0; i < messages.size(); ++i)
    draw_one(ui, column, name + std::to_string(i), messages[i], said_before, tops);
}

std::string counted_noun(std::size_t count, std::string_view one, std::string_view many) {
  return grouped(static_cast<std::int64_t>(count)) + " " + std::string(count == 1 ? one : many);
}

void draw_aside(Ui& ui, Column& column, const std::string& name, const std::vector<SpanRow>& aside) {
  if (aside.empty()) return;
  const std::string title =
      counted_noun(aside.size(), "model call", "model calls") + " answered outside this conversation";
  if (!fold_row(ui, column, name + "-aside", title)) return;
  for (std::size_t i = 0; i < aside.size(); ++i) {
    span_link(ui, name + "-aside" + std::to_string(i),
              {column.x + 14, column.y, column.x + column.width, column.y + 24}, aside[i], false);
    column.y += 24;
  }
}

void draw_part_heading(Ui& ui, Column& column, const TalkPart& part) {
  const Trace& trace = ui.store().trace(part.trace);
  if (part.idle >= kIdleGap) {
    text_in(ui, {column.x, column.y, column.x + column.width, column.y + 22}, "a pause of " + text_from(part.idle),
            ui.color.faint, aligned(kSmall, Align::center));
    column.y += 26;
  }
  Rect row{column.x, column.y, column.x + column.width, column.y + 26};
  hairline_below(ui, row);
  const bool here = trace.id == ui.state().trace;
  status_mark(ui, trace.status, row.x0 + 6, row.center_y(), 10);
  row.x0 += 18;
  const std::string when = time_text(ui, trace.start, 0);
  Rect time = cut_right(row, std::ceil(text_width(ui, when, kSmall)) + 4);
  text_in(ui, time, when, ui.color.faint, kSmall);
  const Press pressed = press(ui, "talk-trace-" + hex_from(trace.id), row);
  offer_values(ui, row, pressed.focused, [&] { return values_of(ui.store(), trace); });
  text_in(ui, row, ui.store().text(trace.name), pressed.hovered ? ui.color.accent : ui.color.text,
          here ? kStrong : kBody);
  if (pressed.focused) focus_ring(ui, row);
  if (pressed.clicked && !here) ui.push(SelectTrace{trace.id});
  column.y += 36;
}

void draw_talk_part(Ui& ui, Column& column, const TalkPart& part, bool of_session, std::vector<float>& tops) {
  const std::string name = of_session ? "talk-" + hex_from(ui.store().trace(part.trace).id) + "-" : "conversation-";
  if (of_session) draw_part_heading(ui, column, part);
  if (!part.repeated.empty() &&
      fold_row(ui, column, name + "earlier", counted_noun(part.repeated.size(), "earlier message", "earlier messages")))
    draw_list(ui, column, name + "earlier", part.repeated, tops);
  draw_list(ui, column, name, part.messages, tops);
  draw_aside(ui, column, name, part.aside);
  column.y += of_session ? 12 : 0;
}

// Where this trace's conversation ends and that of its session begins.
void draw_reach(Ui& ui, Column& column, const Talk& talk) {
  if (talk.session_traces < 2) return;
  Rect row{column.x, column.y, column.x + column.width, column.y + 28};
  const std::string whole = "Session of " + grouped(talk.session_traces) + " traces";
  const Rect one = cut_left(row, button_width(ui, "This trace"));
  row.x0 += 4;
  const Rect all = cut_left(row, button_width(ui, whole));
  bool& session = ui.memory.whole_session;
  if (text_button(ui, "talk-trace", one, "This trace", session ? ButtonKind::quiet : ButtonKind::outlined))
    session = false;
  if (text_button(ui, "talk-session", all, whole, session ? ButtonKind::outlined : ButtonKind::quiet)) session = true;
  column.y += 40;
}

// N and P bring the next and the previous message to the top.
void message_keys(Ui& ui, const ScrollPanel& panel, const std::vector<float>& tops) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!keys_are_free(ui) || io.KeyCtrl || io.KeyAlt || io.KeySuper) return;
  constexpr float kAbove = 16;  // the padding of the panel
  const float top = panel.view.area.y0 + kAbove;
  const auto show = [&](float y) {
    panel.scroll->y = std::max(0.0, panel.view.y + static_cast<double>(y - top));
    ui.animating = true;
  };
  if (ImGui::IsKeyPressed(ImGuiKey_N))
    if (const auto next = std::upper_bound(tops.begin(), tops.end(), top + 1); next != tops.end()) show(*next);
  if (ImGui::IsKeyPressed(ImGuiKey_P))
    if (const auto next = std::lower_bound(tops.begin(), tops.end(), top - 1); next != tops.begin())
      show(*std::prev(next));
}

}  // namespace

void draw_conversation(Ui& ui, Rect area) {
  ui.rects.add("conversation", {area.x0, area.y0, area.width(), area.height()});
  const Talk& single = ui.frame.derived.conversation(ui.state());
  const bool of_session = ui.memory.whole_session && single.session_traces > 1;
  const Talk& talk = of_session ? ui.frame.derived.session_conversation(ui.state()) : single;
  if (talk.parts.empty() && single.session_traces < 2) return nothing_here(ui, area, talk.waiting);
  ScrollPanel panel = scroll_panel_begin(ui, "conversation", area, 16);
  Column column{panel.area.x0, panel.area.y0, std::min(panel.area.width() - 8, kReadingWidth)};
  column.x += std::max(0.0f, (panel.area.width() - column.width) * 0.5f);
  draw_reach(ui, column, single);
  if (talk.waiting) {
    text_in(ui, {column.x, column.y, column.x + column.width, column.y + 24}, "Reading\u2026", ui.color.faint);
    column.y += 28;
  } else if (talk.parts.empty()) {
    text_in(ui, {column.x, column.y, column.x + column.width, column.y + 24}, "No conversation in this trace",
            ui.color.dim);
    column.y += 28;
  }
  std::vector<float> tops;
  for (const TalkPart& part : talk.parts) draw_talk_part(ui, column, part, of_session, tops);
  message_keys(ui, panel, tops);
  scroll_panel_end(ui, "conversation", panel, column.y);
}

}  // namespace spanorama
