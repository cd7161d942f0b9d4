// One trace: summary, tabs, and the selected span below or beside.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "spanorama/analysis/completion.h"
#include "spanorama/base/format.h"
#include "views/open_session.h"
#include "views/panels.h"
#include "views/playhead.h"
#include "views/save_menu.h"
#include "views/sizes.h"
#include "views/trace_notes.h"
#include "views/trace_sums.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/view_bar.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

struct Tab {
  std::string_view label;
  DetailTab tab;
};
constexpr std::array<Tab, 8> kTabs = {{{"Timeline", DetailTab::timeline},
                                       {"Flame", DetailTab::flame},
                                       {"Merged", DetailTab::merged},
                                       {"Tree", DetailTab::tree},
                                       {"Conversation", DetailTab::conversation},
                                       {"Graph", DetailTab::graph},
                                       {"Log", DetailTab::log},
                                       {"Compare", DetailTab::compare}}};

void note_buttons(Ui& ui, Rect& row, float size) {
  const TraceId id = ui.state().trace;
  const bool set = ui.state().notes->bookmarked(id);
  if (icon_button(ui, "bookmark", cut_right(row, size), set ? Icon::star_set : Icon::star,
                  set ? "Take the bookmark away  B" : "Bookmark  B", set))
    ui.push(BookmarkTraces{{id}, !set});
  if (icon_button(ui, "local-tags", cut_right(row, size), Icon::tag, "Local tags  Shift B", ui.memory.tags_wanted))
    ui.memory.focus_tag = ui.memory.tags_wanted = !ui.memory.tags_wanted;
}

void header_buttons(Ui& ui, Rect& row) {
  const float size = cards() ? 44.0f : 30.0f;
  if (narrow() && icon_button(ui, "back", cut_left(row, size), Icon::chevron_left, "Back to the list"))
    ui.push(SelectTrace{});
  if (!narrow() && icon_button(ui, "detail-close", cut_right(row, size), Icon::close, "Close  Esc"))
    ui.push(SelectTrace{});
  if (!narrow()) {
    const bool full = ui.state().detail_full;
    if (icon_button(ui, "detail-full", cut_right(row, size), full ? Icon::shrink : Icon::expand,
                    full ? "Show the list again" : "Full width"))
      ui.push(ShowDetailFull{!full});
  }
  if (!cards()) note_buttons(ui, row, size);
  if (icon_button(ui, "copy-link", cut_right(row, size), Icon::link, "Copy a link to this")) ui.push(CopyLink{});
  save_menu(ui, "trace-save", cut_right(row, size), SaveTraces::Which::open, "Save this trace as a file");
  if (icon_button(ui, "trace-next", cut_right(row, size), Icon::chevron_down, "Next trace  J")) ui.push(StepTrace{1});
  if (icon_button(ui, "trace-previous", cut_right(row, size), Icon::chevron_up, "Previous trace  K"))
    ui.push(StepTrace{-1});
}

void title_row(Ui& ui, Rect row, const Trace& trace) {
  header_buttons(ui, row);
  status_mark(ui, trace.status, row.x0 + 6, row.center_y(), 11);
  row.x0 += 22;
  const float name_x0 = row.x0;
  text_left(ui, row, ui.store().text(trace.name), ui.color.text, kTitle, 12);
  offer_values(ui, {name_x0 - 22, row.y0, row.x0, row.y1}, false, [&] { return values_of(ui.store(), trace); });
  if (row.width() > 90) {
    const std::string id = hex_from(trace.id);
    Rect cell = cut_left(row, 84);
    const Press pressed = press(ui, "trace-id", cell);
    offer_values(ui, cell, pressed.focused, [&] { return values_of(ui.store(), trace, FilterField::trace); });
    text_in(ui, cell, id.substr(0, 10), pressed.hovered ? ui.color.accent : ui.color.faint,
            {Face::mono, 11.5f, Align::left});
    if (pressed.focused) focus_ring(ui, inset(cell, -3, 4));
    if (pressed.hovered) tooltip(ui, "Copy the trace id " + id);
    if (pressed.clicked) ui.push(CopyText{id, "Trace id copied"});
  }
}

// Facts stand beside one another, in a second row where the first is full.
struct FactRows {
  Rect row, second;
  bool in_second = false;  // something did not fit into the first

  std::optional<Rect> take(float width) {
    if (width > row.width() && !in_second) {
      in_second = true;
      row = second;
    }
    if (width > row.width()) return std::nullopt;
    const Rect cell = cut_left(row, width);
    row.x0 += 16;
    return cell;
  }
};

// True while the pointer is on it. `field` is what the filter calls it.
bool fact(Ui& ui, FactRows& rows, std::string_view label, const std::string& value, Color color,
          std::string_view tip = {}, std::optional<FilterField> field = std::nullopt) {
  if (value.empty()) return false;
  const float label_width = label.empty() ? 0.0f : std::ceil(text_width(ui, label, kSmall)) + 5;
  const float width = label_width + std::ceil(text_width(ui, value, kSmall)) + 1;
  const std::optional<Rect> place = rows.take(width);
  if (!place) return false;
  Rect cell = *place;
  const bool hovered = mouse_in(cell);
  const TraceRow trace = ui.frame.derived.trace_row(ui.state());
  if (field && trace.valid())
    offer_values(ui, cell, false, [&] { return values_of(ui.store(), ui.store().trace(trace), *field); });
  if (hovered && !tip.empty()) tooltip(ui, tip);
  if (!label.empty()) text_left(ui, cell, label, ui.color.faint, kSmall, 5);
  text_in(ui, cell, value, color, kSmall);
  return hovered;
}

void completion_fact(Ui& ui, FactRows& rows, const Trace& trace) {
  const CompletionState completion = completion_of(trace, ui.frame.host.now());
  if (completion.state == Completion::complete && narrow()) return;
  const Color color = completion.state == Completion::running      ? ui.color.ok
                      : completion.state == Completion::incomplete ? ui.color.warn
                                                                   : ui.color.faint;
  fact(ui, rows, "", std::string(name_of(completion.state)), color, completion_text(trace, completion));
}

// A press leads to what was said in all of the session.
void session_fact(Ui& ui, FactRows& rows, const Trace& trace) {
  const std::string session(ui.store().text(trace.session_id));
  if (session.empty()) return;
  const float label_width = std::ceil(text_width(ui, "session", kSmall)) + 5;
  const std::optional<Rect> place = rows.take(label_width + std::ceil(text_width(ui, session, kSmall)) + 1);
  if (!place) return;
  Rect cell = *place;
  const Press pressed = press(ui, "session", cell);
  offer_values(ui, cell, pressed.focused, [&] { return values_of(ui.store(), trace, FilterField::session); });
  if (pressed.focused) focus_ring(ui, inset(cell, -3, 2));
  if (pressed.hovered) tooltip(ui, "Open the session's conversation");
  if (pressed.clicked) open_session(ui);
  text_in(ui, cut_left(cell, label_width), "session", ui.color.faint, kSmall);
  text_in(ui, cell, session, pressed.hovered ? ui.color.accent : ui.color.dim, kSmall);
}

// "slowest search 3.1 s": a press leads to the step.
void standout(Ui& ui, FactRows& rows, std::string_view label, SpanRow span, const std::string& figure,
              std::string_view tip) {
  constexpr float kMostName = 120;
  if (!span.valid()) return;
  const TraceStore& store = ui.store();
  const float label_width = std::ceil(text_width(ui, label, kSmall)) + 5;
  const float name_width = std::min(kMostName, std::ceil(text_width(ui, span_name(store, span), kSmall)) + 1);
  const float width = label_width + name_width + 5 + std::ceil(text_width(ui, figure, kSmall)) + 1;
  const std::optional<Rect> place = rows.take(width);
  if (!place) return;
  Rect cell = *place;
  const Press pressed = press(ui, label, cell);
  if (pressed.focused) focus_ring(ui, inset(cell, -3, 2));
  if (pressed.hovered) tooltip(ui, tip);
  if (pressed.clicked) ui.push(SelectSpan{store.columns().span_id[span.value]});
  text_in(ui, cut_left(cell, label_width), label, ui.color.faint, kSmall);
  text_in(ui, cut_left(cell, name_width), span_name(store, span), pressed.hovered ? ui.color.accent : ui.color.text,
          kSmall);
  cell.x0 += 5;
  text_in(ui, cell, figure, ui.color.dim, kSmall);
}

void standout_facts(Ui& ui, FactRows& rows, const Trace& trace) {
  constexpr std::uint32_t kFewSteps = 3;
  if (trace.span_count < kFewSteps) return;
  const StandoutSteps& steps = ui.frame.derived.open_trace().standouts(ui.state());
  if (steps.slowest.valid()) {
    const Nanos self = ui.frame.derived.self_times(ui.state())[steps.slowest.value - trace.first_span.value];
    standout(ui, rows, "slowest", steps.slowest, text_from(self), "The step that took longest, without those below it");
  }
  const MaybeFacts facts = steps.costliest.valid() ? ui.store().facts(steps.costliest) : MaybeFacts();
  if (facts != nullptr)
    standout(ui, rows, "costliest", steps.costliest, cost_text(facts->cost_microcents, facts->cost_source),
             "The step that cost most");
}

void draw_facts(Ui& ui, FactRows& rows, const Trace& trace) {
  const TraceStore& store = ui.store();
  const Color ink = ui.color.text;
  if (trace.error_count > 0)
    fact(ui, rows, "", grouped(trace.error_count) + (trace.error_count == 1 ? " error" : " errors"), ui.color.error, {},
         FilterField::errors);
  fact(ui, rows, "", text_from(trace.duration), ink, exact_milliseconds(trace.duration), FilterField::duration);
  completion_fact(ui, rows, trace);
  bool sums = fact(ui, rows, "cost", cost_text(trace.cost_microcents, trace.cost_source), ink, {}, FilterField::cost);
  const std::int64_t tokens = total_tokens(trace.usage);
  if (tokens != kUnknown)
    sums |= fact(ui, rows, "tokens",
                 text_from_count(input_tokens(trace.usage)) + " \u2192 " + text_from_count(output_tokens(trace.usage)),
                 ink, {}, FilterField::tokens);
  if (sums) sums_tooltip(ui, trace);
  fact(ui, rows, "", composition_text(trace), ui.color.dim);
  standout_facts(ui, rows, trace);
  if (trace.ttft_ns != kUnknown)
    fact(ui, rows, "first token", text_from(Nanos{trace.ttft_ns}), ink, {}, FilterField::ttft);
  fact(ui, rows, "", joined_items(store, store.lists(trace).models, 2), ui.color.dim, "Models", FilterField::model);
  fact(ui, rows, "started", time_text(ui, trace.start, 0), ui.color.dim, time_text(ui, trace.start, 9),
       FilterField::time);
  session_fact(ui, rows, trace);
  fact(ui, rows, "user", std::string(store.text(trace.user_id)), ui.color.dim, {}, FilterField::user);
  fact(ui, rows, "", std::string(store.text(trace.environment)), ui.color.dim, "Environment", FilterField::environment);
  fact(ui, rows, "service", joined_items(store, store.lists(trace).services, 2), ui.color.dim, {},
       FilterField::service);
  fact(ui, rows, "release", std::string(store.text(trace.release)), ui.color.dim, {}, FilterField::release);
  fact(ui, rows, "prompt", joined_items(store, store.lists(trace).prompts, 2), ui.color.dim, {}, FilterField::prompt);
  fact(ui, rows, "tags", joined_items(store, store.lists(trace).tags, 4), ui.color.dim, {}, FilterField::tags);
}

// Takes what it needs off the top.
void draw_header(Ui& ui, Rect& area, const Trace& trace) {
  Rect rows = inset(area, 16, 0);
  rows.y0 += 4;
  title_row(ui, cut_top(rows, cards() ? 44.0f : 32.0f), trace);
  FactRows facts{cut_top(rows, 22), cut_top(rows, 28)};
  draw_facts(ui, facts, trace);
  cut_top(area, (cards() ? 76.0f : 64.0f) + (facts.in_second ? 22.0f : 0.0f));
}

// Those that do not fit scroll into reach: the chosen one and the one after it are among those shown.
void draw_tabs(Ui& ui, Rect row) {
  std::array<std::string_view, kTabs.size()> labels;
  std::array<float, kTabs.size()> widths;
  std::size_t current = 0;
  for (std::size_t i = 0; i < kTabs.size(); ++i) {
    labels[i] = kTabs[i].label;
    widths[i] = std::ceil(text_width(ui, kTabs[i].label, kStrong)) + 20;
    if (kTabs[i].tab == ui.state().tab) current = i;
  }
  const std::size_t wanted = std::min(current + 1, kTabs.size() - 1);
  const float room = row.width() - 8;
  std::size_t first = 0;
  for (float used = std::accumulate(widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(wanted) + 1, 0.0f);
       used > room && first < current; ++first)
    used -= widths[first];
  std::size_t count = 0;
  float used = 0;
  while (first + count < kTabs.size() && (count == 0 || used + widths[first + count] <= room))
    used += widths[first + count++];
  const auto chosen =
      tab_row(ui, "tab-", row, std::span(labels).subspan(first, count), static_cast<int>(current - first));
  if (chosen) ui.push(SelectTab{kTabs[first + static_cast<std::size_t>(*chosen)].tab});
}

void tabs_row(Ui& ui, Rect row) {
  hairline_below(ui, row);
  row.x0 += 6;
  if (cards()) note_buttons(ui, row, 44);  // beside the name there is no room for them
  draw_tabs(ui, row);
}

void draw_tab(Ui& ui, Rect area) {
  switch (ui.state().tab) {
    case DetailTab::timeline: return draw_timeline(ui, area);
    case DetailTab::flame: return draw_flame(ui, area);
    case DetailTab::tree: return draw_tree_table(ui, area);
    case DetailTab::conversation: return draw_conversation(ui, area);
    case DetailTab::merged: return draw_merged_flame(ui, area);
    case DetailTab::graph: return draw_graph(ui, area);
    case DetailTab::log: return draw_log(ui, area);
    case DetailTab::compare: return draw_comparison(ui, area);
  }
}

void waiting(Ui& ui, Rect area) {
  Rect box = centered(area, std::min(460.0f, area.width() - 32), 90);
  text_in(ui, cut_top(box, 28), "Waiting for this trace", ui.color.text, aligned(kTitle, Align::center));
  text_in(ui, cut_top(box, 22), hex_from(ui.state().trace), ui.color.dim, aligned(kMono, Align::center));
  const bool reading = std::any_of(ui.state().sources.begin(), ui.state().sources.end(),
                                   [](const OpenSource& s) { return s.phase == OpenSource::Phase::reading; });
  text_in(ui, cut_top(box, 22),
          reading ? "It is shown as soon as it has been read." : "None of the open sources holds it.", ui.color.faint,
          aligned(kBody, Align::center));
}

// Of the height of both; until somebody drags the line between them, a few lines of what the span holds can be read in
// short windows too.
float span_height(const Memory& memory, float height) {
  constexpr float kUsualShare = 0.42f, kReadable = 280, kFewRows = 120;
  if (memory.span_share > 0) return std::round(height * memory.span_share);
  return std::round(std::max(height * kUsualShare, std::min(kReadable, height - kFewRows)));
}

// Tab content and the selected span, below one another or side by side.
void draw_split(Ui& ui, Rect area) {
  Memory& memory = ui.memory;
  if (!ui.frame.derived.span_row(ui.state()).valid()) return draw_tab(ui, area);
  float moved = 0;
  if (area.width() >= 1000) {
    Rect rest = area;
    const Rect side = cut_right(rest, std::round(area.width() * memory.span_side_share));
    draw_tab(ui, rest);
    draw_span_detail(ui, side);
    if (splitter(ui, "split-span", {side.x0, side.y0, side.x0 + 1, side.y1}, true, moved))
      memory.span_side_share = std::clamp(memory.span_side_share - moved / area.width(), 0.2f, 0.7f);
    return;
  }
  Rect rest = area;
  const Rect below = cut_bottom(rest, span_height(memory, area.height()));
  draw_tab(ui, rest);
  draw_span_detail(ui, below);
  if (splitter(ui, "split-span", {below.x0, below.y0, below.x1, below.y0 + 1}, false, moved))
    memory.span_share = std::clamp((below.height() - moved) / area.height(), 0.15f, 0.85f);
}

}  // namespace

void draw_trace_detail(Ui& ui, Rect area) {
  fill(ui, area, ui.color.panel);
  ui.rects.add("trace-detail", {area.x0, area.y0, area.width(), area.height()});
  const TraceRow row = ui.frame.derived.trace_row(ui.state());
  if (!row.valid()) {
    Rect head = inset(cut_top(area, 40), 16, 4);
    header_buttons(ui, head);
    return waiting(ui, area);
  }
  const Trace& trace = ui.store().trace(row);
  draw_header(ui, area, trace);
  if (local_tags_shown(ui, trace)) draw_local_tags(ui, inset(cut_top(area, cards() ? 44.0f : 30.0f), 16, 0), trace);
  tabs_row(ui, cut_top(area, cards() ? 44.0f : kTabsHeight));
  follow_playhead(ui, row);
  draw_view_bar(ui, area, row);
  draw_split(ui, area);
}

}  // namespace spanorama
