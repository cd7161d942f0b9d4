// Ctrl+K: commands, traces and the open trace's steps by a few letters of their names, without the mouse.
#include <algorithm>
#include <unordered_map>

#include "spanorama/base/format.h"
#include "spanorama/base/fuzzy.h"
#include "spanorama/base/utf8.h"
#include "views/dialog.h"
#include "views/palette_commands.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/trace_text.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

using Hit = PaletteMemory::Hit;
using Kind = PaletteMemory::Hit::Kind;

constexpr std::size_t kMostHits = 60, kMostOfAKind = 25;
constexpr int kCommandBonus = 4;  // a command and a step of one name: the command first

bool better(const Hit& a, const Hit& b) {
  if (a.score != b.score) return a.score > b.score;
  return a.kind != b.kind ? a.kind < b.kind : a.index < b.index;
}

// Keeps the best of one kind while they come.
class Best {
 public:
  void add(Hit hit) {
    if (hit.score <= 0 || (hits_.size() == kMostOfAKind && !better(hit, hits_.back()))) return;
    hits_.insert(std::upper_bound(hits_.begin(), hits_.end(), hit, better), hit);
    if (hits_.size() > kMostOfAKind) hits_.pop_back();
  }
  void move_to(std::vector<Hit>& out) const { out.insert(out.end(), hits_.begin(), hits_.end()); }

 private:
  std::vector<Hit> hits_;
};

// Names repeat by the thousand: each is compared once.
class NameScores {
 public:
  NameScores(const TraceStore& store, std::string_view pattern) : store_(store), pattern_(pattern) {}
  int of(StringId name) {
    const auto [at, added] = known_.try_emplace(name.value, 0);
    if (added) at->second = fuzzy_score(pattern_, store_.text(name));
    return at->second;
  }

 private:
  const TraceStore& store_;
  std::string_view pattern_;
  std::unordered_map<std::uint32_t, int> known_;
};

void find_commands(const Ui& ui, std::string_view pattern, std::vector<Hit>& out) {
  const std::span<const PaletteCommand> commands = palette_commands();
  for (std::uint32_t i = 0; i < commands.size(); ++i) {
    const int score = fuzzy_score(pattern, commands[i].title);
    if (score > 0 && commands[i].offered(ui)) out.push_back({Kind::command, i, score + kCommandBonus});
  }
}

void find_traces(const Ui& ui, std::string_view pattern, std::vector<Hit>& out) {
  const TraceStore& store = ui.store();
  NameScores names(store, pattern);
  Best best;
  // Ids are found by how they begin.
  const bool hex = pattern.size() >= 4 && pattern.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  for (const TraceRow row : ui.frame.derived.list(ui.state())) {
    const Trace& trace = store.trace(row);
    int score = names.of(trace.name);
    if (hex && hex_from(trace.id).compare(0, pattern.size(), pattern) == 0) score = 1000;
    best.add({Kind::trace, row.value, score});
  }
  best.move_to(out);
}

void find_steps(const Ui& ui, std::string_view pattern, std::vector<Hit>& out) {
  const TraceRow trace = ui.frame.derived.trace_row(ui.state());
  if (!trace.valid()) return;
  const TraceStore& store = ui.store();
  const ColumnViews& columns = store.columns();
  NameScores names(store, pattern);
  Best best;
  const Trace& facts = store.trace(trace);
  const std::uint32_t end = facts.first_span.value + facts.span_count;
  for (std::uint32_t row = facts.first_span.value; row < end; ++row)
    best.add({Kind::step, row, names.of(columns.name[row])});
  best.move_to(out);
}

// "> " leads to commands alone, "# " to traces, "@ " to steps.
void find(const Ui& ui, PaletteMemory& palette) {
  std::string pattern = ascii_lower(palette.text);
  const char only = pattern.empty() ? '\0' : pattern.front();
  const bool narrowed = only == '>' || only == '#' || only == '@';
  if (narrowed) pattern.erase(0, 1);
  palette.hits.clear();
  palette.chosen = 0;
  if (!narrowed || only == '>') find_commands(ui, pattern, palette.hits);
  const bool typed = pattern.find_first_not_of(' ') != std::string::npos;
  if (only == '#' || (!narrowed && typed)) find_traces(ui, pattern, palette.hits);
  if (only == '@' || (!narrowed && typed)) find_steps(ui, pattern, palette.hits);
  if (typed || !narrowed) std::stable_sort(palette.hits.begin(), palette.hits.end(), better);
  if (typed && palette.hits.size() > kMostHits) palette.hits.resize(kMostHits);
  palette.stale = false;
  palette.revision = ui.state().revision;
}

void run(Ui& ui, const Hit& hit) {
  const TraceStore& store = ui.store();
  ui.memory.palette.shown = false;
  ui.animating = true;
  if (hit.kind == Kind::command) return palette_commands()[hit.index].run(ui);
  if (hit.kind == Kind::trace) return ui.push(SelectTrace{store.trace(TraceRow{hit.index}).id});
  ui.push(SelectSpan{store.columns().span_id[hit.index]});
}

void keycaps(Ui& ui, Rect& row, std::string_view keys) {
  if (keys.empty()) return;
  const float width = text_width(ui, keys, kTiny) + 12;
  const Rect cap = centered(cut_right(row, width), width, 18);
  outline(ui, cap, ui.color.hairline, 4);
  text_in(ui, cap, keys, ui.color.dim, aligned(kTiny, Align::center));
  row.x1 -= 10;
}

void hit_text(Ui& ui, Rect row, const Hit& hit, Color ink) {
  const TraceStore& store = ui.store();
  Rect mark = cut_left(row, 26);
  mark.x1 -= 8;
  if (hit.kind == Kind::command) {
    const PaletteCommand& command = palette_commands()[hit.index];
    icon(ui, Icon::chevron_right, mark.center_x(), mark.center_y(), 10, ui.color.faint);
    keycaps(ui, row, command.keys);
    text_in(ui, row, command.title, ink);
  } else if (hit.kind == Kind::trace) {
    const Trace& trace = store.trace(TraceRow{hit.index});
    status_mark(ui, trace.status, mark.center_x(), mark.center_y(), 10);
    text_right(ui, row, "trace", ui.color.faint, kSmall, 12);
    text_right(ui, row, text_from(trace.duration), ui.color.dim, kSmall, 12);
    text_right(ui, row, relative_text(trace.start, ui.frame.host.now()), ui.color.dim, kSmall, 12);
    text_in(ui, row, store.text(trace.name), ink);
  } else {
    const ColumnViews& columns = store.columns();
    type_icon(ui, columns.type[hit.index], mark.center_x(), mark.center_y(), 18);
    text_right(ui, row, "step", ui.color.faint, kSmall, 12);
    text_right(ui, row, text_from(columns.duration[hit.index]), ui.color.dim, kSmall, 12);
    if (columns.status[hit.index] == Status::error) {
      error_mark(ui, row.x1 - 8, row.center_y(), 11);
      row.x1 -= 20;
    }
    text_in(ui, row, span_name(store, SpanRow{hit.index}), ink);
  }
}

bool moved(ImGuiKey key) { return ImGui::IsKeyPressed(key, true); }

void choose_by_keys(PaletteMemory& palette, Scroll& scroll, float row_height) {
  if (palette.hits.empty()) return;
  const std::size_t count = palette.hits.size(), before = palette.chosen;
  if (moved(ImGuiKey_DownArrow)) palette.chosen = (palette.chosen + 1) % count;
  if (moved(ImGuiKey_UpArrow)) palette.chosen = (palette.chosen + count - 1) % count;
  if (moved(ImGuiKey_PageDown)) palette.chosen = std::min(count - 1, palette.chosen + 8);
  if (moved(ImGuiKey_PageUp)) palette.chosen -= std::min<std::size_t>(palette.chosen, 8);
  if (palette.chosen == before) return;
  const double top = static_cast<double>(palette.chosen) * static_cast<double>(row_height);
  scroll_to(scroll, top, top + static_cast<double>(row_height));
}

void draw_hits(Ui& ui, Rect area, float row_height) {
  PaletteMemory& palette = ui.memory.palette;
  Scroll& scroll = scroll_of(ui, "palette");
  choose_by_keys(palette, scroll, row_height);
  const double height = static_cast<double>(row_height) * static_cast<double>(palette.hits.size());
  const ScrollView view = scroll_begin(ui, scroll, area, height);
  const ImVec2 moved_by = ImGui::GetIO().MouseDelta;
  for (std::size_t i = 0; i < palette.hits.size(); ++i) {
    const float y = area.y0 + row_height * static_cast<float>(i) - static_cast<float>(view.y);
    if (y + row_height <= area.y0 || y >= area.y1) continue;
    const Rect row{area.x0 + 6, y, area.x1 - 6, y + row_height};
    const Press pressed = press(ui, "palette-" + std::to_string(i), row, kPressNoFocus);
    if (pressed.hovered && (moved_by.x != 0 || moved_by.y != 0)) palette.chosen = i;
    if (palette.chosen == i) fill(ui, row, with_alpha(ui.color.accent, 0.16f), 6);
    hit_text(ui, inset(row, 10, 0), palette.hits[i], ui.color.text);
    if (pressed.clicked) run(ui, palette.hits[i]);
  }
  scroll_end(ui, "palette", scroll, view);
}

}  // namespace

void draw_command_palette(Ui& ui, Rect screen) {
  PaletteMemory& palette = ui.memory.palette;
  if (!palette.shown) return;
  if (palette.stale || palette.revision != ui.state().revision) find(ui, palette);
  const float row_height = cards() ? 44.0f : 34.0f, head_height = 52;
  const float rows = static_cast<float>(std::clamp<std::size_t>(palette.hits.size(), 1, 11));
  const float height = std::min(head_height + rows * row_height + 14, screen.height() - 16);
  const float width = std::min(640.0f, screen.width() - 16);
  const float top = std::max(8.0f, std::min(screen.height() * 0.14f, screen.height() - height - 8));
  const Rect box{screen.center_x() - width * 0.5f, top, screen.center_x() + width * 0.5f, top + height};
  overlay_begin(ui, "palette", screen, box);
  Rect rest = box;
  Rect head = cut_top(rest, head_height);
  hairline_below(ui, head);
  icon(ui, Icon::search, head.x0 + 24, head.center_y(), 15, ui.color.dim);
  InputOptions options;
  options.hint = "Commands, traces, steps";
  options.style = {Face::regular, 15, Align::left};
  options.bare = true;
  options.focus = std::exchange(ui.memory.focus_dialog, false);
  const Rect field{head.x0 + 44, head.y0 + 6, head.x1 - 16, head.y1 - 6};
  const InputResult typed = text_input(ui, "palette-input", field, palette.text, options);
  if (typed.changed) {
    find(ui, palette);
    scroll_of(ui, "palette") = {};
  }
  const Rect list{rest.x0, rest.y0 + 6, rest.x1, rest.y1 - 8};
  draw_hits(ui, list, row_height);
  if (palette.hits.empty()) text_in(ui, list, "Nothing is called that", ui.color.dim, aligned(kBody, Align::center));
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool beside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !box.contains(mouse.x, mouse.y);
  if (typed.entered && palette.chosen < palette.hits.size()) run(ui, palette.hits[palette.chosen]);
  if (beside || ImGui::IsKeyPressed(ImGuiKey_Escape, false)) palette.shown = false;
  dialog_end(ui);
}

}  // namespace spanorama
