// Two versions of a prompt: what their calls took, cost and failed, with the change in percent, and what makes the later
// template of the earlier one.
#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include "spanorama/app/prompt_call.h"
#include "spanorama/base/format.h"
#include "views/dialog.h"
#include "views/diff_text.h"
#include "views/panels.h"
#include "views/shown_rows.h"
#include "views/sizes.h"
#include "views/span_panels.h"
#include "views/trace_text.h"
#include "views/widgets/controls.h"
#include "views/widgets/menu.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

using Groups = std::vector<const Group*>;

constexpr float kRowHeight = 26, kFigureWidth = 104;
constexpr std::int64_t kWhole = 10'000;  // of shares that are kept as whole numbers

std::string count_text(std::int64_t count) { return grouped(count); }
std::string share_text(std::int64_t share) {
  return share == 0 ? "0 %" : percent_text(static_cast<double>(share) / kWhole);
}

struct Figure {
  std::string_view label;
  std::int64_t (*of)(const Group& group);
  std::string (*text)(std::int64_t value);
  bool judged = true;  // less is better
};
constexpr Figure kFigures[] = {
    {"Calls", [](const Group& g) { return std::int64_t{g.members.count}; }, count_text, false},
    {"Failed", [](const Group& g) { return kWhole * g.errors / std::max(1u, g.members.count); }, share_text},
    {"Tokens in, mean", [](const Group& g) { return g.input_tokens.mean; }, text_from_count},
    {"Tokens out, mean", [](const Group& g) { return g.output_tokens.mean; }, text_from_count},
    {"Tokens, median", [](const Group& g) { return g.tokens.p50; }, text_from_count},
    {"Cost, mean", [](const Group& g) { return g.cost.mean; }, text_from_microcents},
    {"Cost, median", [](const Group& g) { return g.cost.p50; }, text_from_microcents},
    {"Time, median", [](const Group& g) { return g.duration_ns.p50; }, duration_or_dash},
    {"Time, p95", [](const Group& g) { return g.duration_ns.p95; }, duration_or_dash},
    {"First token, median", [](const Group& g) { return g.ttft_ns.p50; }, duration_or_dash},
    {"First token, p95", [](const Group& g) { return g.ttft_ns.p95; }, duration_or_dash},
};

// Versions of one prompt beside each other, the one used first in front.
Groups groups_in_order(const GroupTable& table) {
  Groups out;
  for (const Group& group : table.groups) out.push_back(&group);
  std::stable_sort(out.begin(), out.end(), [](const Group* a, const Group* b) {
    return a->name.value != b->name.value ? a->name.value < b->name.value : a->first_start.ns < b->first_start.ns;
  });
  return out;
}

const Group* group_called(Ui& ui, const GroupTable& table, const Groups& groups, const std::string& name) {
  for (const Group* group : groups)
    if (group_name(ui.store(), table, *group) == name) return group;
  return nullptr;
}

// At first two versions that follow each other of one prompt, with more than a call each if possible, the latest such.
void choose(Ui& ui, const GroupTable& table, const Groups& groups) {
  Memory::VersionsMemory& memory = ui.memory.versions;
  if (group_called(ui, table, groups, memory.before) != nullptr &&
      group_called(ui, table, groups, memory.after) != nullptr)
    return;
  const auto worth = [&](std::size_t i) {
    const Group &earlier = *groups[i - 1], &later = *groups[i];
    const bool several = earlier.members.count > 1 && later.members.count > 1;
    return std::tuple(earlier.name == later.name, several, later.last_end.ns);
  };
  std::size_t best = 1;
  for (std::size_t i = 2; i < groups.size(); ++i)
    if (worth(i) > worth(best)) best = i;
  memory.before = group_name(ui.store(), table, *groups[best - 1]);
  memory.after = group_name(ui.store(), table, *groups[best]);
}

void version_menu(Ui& ui, Rect& row, std::string_view name, std::string_view label, const GroupTable& table,
                  const Groups& groups, std::string& chosen) {
  std::vector<MenuItem> items;
  for (const Group* group : groups) {
    const std::string called = group_name(ui.store(), table, *group);
    items.push_back({called, called == chosen});
  }
  const Chip chip{name, label, chosen, true};
  const float width = std::min(row.width(), chip_width(ui, chip, true));
  const auto taken = menu_chip(ui, centered(cut_left(row, width), width, cards() ? 36.0f : 24.0f), chip, items, false);
  if (taken) chosen = items[*taken].label;
  row.x0 += 10;
}

// "+12 %", "=", "–" where one side is not known.
std::string change_text(std::int64_t before, std::int64_t after) {
  if (before == kUnknown || after == kUnknown || (before == 0 && after != 0)) return "\u2013";
  if (before == after) return "=";
  const double share =
      (static_cast<double>(after) - static_cast<double>(before)) / std::abs(static_cast<double>(before));
  return (share > 0 ? "+" : "\u2212") + percent_text(std::abs(share));
}

Color change_color(const Ui& ui, const Figure& figure, std::int64_t before, std::int64_t after) {
  if (!figure.judged || before == kUnknown || after == kUnknown || before == after) return ui.color.dim;
  const double share = std::abs(static_cast<double>(after) - static_cast<double>(before)) /
                       std::max(1.0, std::abs(static_cast<double>(before)));
  if (share < 0.05) return ui.color.dim;
  return after > before ? ui.color.error : ui.color.ok;
}

void line(Ui& ui, Rect row, std::string_view label, std::string_view before, std::string_view after,
          std::string_view change, Color color) {
  const float width = std::min(kFigureWidth, row.width() * 0.24f);
  text_in(ui, cut_right(row, width), change, color, aligned(kSmall, Align::right));
  text_in(ui, cut_right(row, width), after, ui.color.text, aligned(kSmall, Align::right));
  text_in(ui, cut_right(row, width), before, ui.color.text, aligned(kSmall, Align::right));
  text_in(ui, row, label, ui.color.dim, kSmall);
}

float draw_figures(Ui& ui, Rect area, float y, const Group& before, const Group& after) {
  line(ui, {area.x0, y, area.x1, y + kRowHeight}, "", "Before", "After", "Change", ui.color.dim);
  y += kRowHeight;
  for (const Figure& figure : kFigures) {
    const std::int64_t a = figure.of(before), b = figure.of(after);
    if (a == kUnknown && b == kUnknown) continue;
    const Rect row{area.x0, y, area.x1, y + kRowHeight};
    ui.rects.add("version-figure-" + std::string(figure.label), {row.x0, row.y0, row.width(), row.height()});
    fill(ui, {row.x0, row.y0, row.x1, row.y0 + 1}, ui.color.hairline);
    line(ui, row, figure.label, figure.text(a), figure.text(b), change_text(a, b), change_color(ui, figure, a, b));
    y += kRowHeight;
  }
  return y + 12;
}

struct Template {
  PromptOrigin origin = PromptOrigin::none;
  std::string text, sent;  // the template; what the latest call was sent
  bool waiting = false;
};

// That of the latest use that has one, of the last few.
Template template_of(Ui& ui, const GroupTable& table, const Group& group) {
  constexpr int kMostTried = 4;
  const auto members = table.of(group);
  Template out;
  int tried = 0;
  for (auto member = members.rbegin(); member != members.rend() && tried < kMostTried; ++member, ++tried) {
    const SpanRow span{*member}, call = call_below(ui.store(), span);
    for (const SpanRow at : {span, call}) {
      const PromptView& prompt = ui.frame.derived.prompt(ui.state(), at);
      if (prompt.waiting) return {PromptOrigin::none, {}, {}, true};
      if (out.sent.empty() && at == call) out.sent = template_text(prompt.resolved);
      if (prompt.origin != PromptOrigin::none) {
        out.origin = prompt.origin;
        out.text = template_text(prompt.template_messages);
        return out;
      }
      if (call == span) break;
    }
  }
  return out;
}

std::string origins_text(const Template& before, const Template& after) {
  if (before.origin == PromptOrigin::none || after.origin == PromptOrigin::none)
    return "No template is known of " +
           std::string(before.origin != PromptOrigin::none  ? "the later one"
                       : after.origin != PromptOrigin::none ? "the earlier one"
                                                            : "either") +
           ": none was recorded, no open prompt file has it, and its calls are too few or have too little in common. "
           "This "
           "is what the latest call of each was sent.";
  const bool derived = before.origin == PromptOrigin::derived || after.origin == PromptOrigin::derived;
  return "Before: " + std::string(name_of(before.origin)) + ". After: " + std::string(name_of(after.origin)) + "." +
         (derived ? " What is derived is what calls have in common; names of variables are guessed." : "");
}

float draw_templates(Ui& ui, Rect area, float y, const Template& before, const Template& after) {
  const bool waiting = before.waiting || after.waiting;
  y += text_wrapped(ui, area.x0, y, area.width(), waiting ? "Reading\u2026" : origins_text(before, after),
                    ui.color.faint, kSmall) +
       8;
  if (waiting) return y;
  const bool known = before.origin != PromptOrigin::none && after.origin != PromptOrigin::none;
  const float top = y;
  y = draw_words_diff(ui, area, y, known ? "Template" : "What was sent", known ? before.text : before.sent,
                      known ? after.text : after.sent);
  if (y > top) ui.rects.add("versions-diff", {area.x0, top, area.width(), y - top});
  return y;
}

void draw_both(Ui& ui, Rect area, const GroupTable& table, const Groups& groups) {
  Memory::VersionsMemory& memory = ui.memory.versions;
  choose(ui, table, groups);
  Rect row = cut_top(area, cards() ? 44.0f : 36.0f);
  version_menu(ui, row, "version-before", "Before", table, groups, memory.before);
  version_menu(ui, row, "version-after", "After", table, groups, memory.after);
  const Group* before = group_called(ui, table, groups, memory.before);
  const Group* after = group_called(ui, table, groups, memory.after);
  if (before == nullptr || after == nullptr) return;
  ScrollPanel panel = scroll_panel_begin(ui, "versions", area, 4);
  float y = draw_figures(ui, panel.area, panel.area.y0, *before, *after);
  y = draw_templates(ui, panel.area, y, template_of(ui, table, *before), template_of(ui, table, *after));
  scroll_panel_end(ui, "versions", panel, y);
}

}  // namespace

void versions_bar(Ui& ui, Rect area, std::size_t count) {
  fill(ui, area, ui.color.panel);
  hairline_below(ui, area);
  Rect row = inset(area, 16, 0);
  constexpr std::string_view kLabel = "Compare two versions";
  const float width = button_width(ui, kLabel);
  const Rect button = centered(cut_left(row, width), width, cards() ? 36.0f : 26.0f);
  if (count >= 2 && text_button(ui, "versions-compare", button, kLabel, ButtonKind::outlined))
    ui.memory.versions.shown = true;
}

bool versions_shown(const Ui& ui) { return ui.memory.versions.shown && ui.state().view == ListView::versions; }

void draw_versions(Ui& ui, Rect screen) {
  Memory::VersionsMemory& memory = ui.memory.versions;
  if (!versions_shown(ui)) return;
  const bool menu_open = !ui.memory.open_menu.empty();
  Dialog dialog = dialog_begin(ui, "versions", "Two versions of a prompt", screen, 860, 820);
  const GroupTable& table = shown_groups(ui).table;
  const Groups groups = groups_in_order(table);
  if (groups.size() >= 2)
    draw_both(ui, dialog.content, table, groups);
  else
    text_in(ui, dialog.content, "There is only one version under this filter.", ui.color.dim,
            aligned(kBody, Align::center));
  dialog_end(ui);
  if (dialog.closed && !menu_open) memory = {};  // Escape and a press beside it were the menu's
}

}  // namespace spanorama
