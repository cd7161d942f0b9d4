#include "views/trace_notes.h"

#include <cmath>
#include <utility>

#include "views/filter_edit.h"
#include "views/sizes.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

constexpr float kStar = 13, kChipHeight = 22, kFieldWidth = 150;

// The tag, and at its right end the cross that takes it away. False when there is no room.
bool tag_chip(Ui& ui, Rect& row, const Trace& trace, const std::string& tag) {
  constexpr float kCross = 20;
  const float width = std::ceil(text_width(ui, tag, kSmall)) + 10 + kCross;
  if (width > row.width()) return false;
  Rect chip = centered(cut_left(row, width), width, cards() ? 34.0f : kChipHeight);
  row.x0 += 6;
  fill(ui, chip, with_alpha(ui.color.accent, 0.14f), 4);
  offer_values(ui, chip, false, [&] { return text_value(FilterField::local_tag, tag); });
  const Rect cross = cut_right(chip, kCross);
  chip.x0 += 8;
  text_in(ui, chip, tag, ui.color.text, kSmall);
  const Press pressed = press(ui, "local-tag-remove-" + tag, cross);
  icon(ui, Icon::close, cross.center_x(), cross.center_y(), 9, pressed.hovered ? ui.color.text : ui.color.faint);
  if (pressed.focused) focus_ring(ui, cross);
  if (pressed.hovered) tooltip(ui, "Take this local tag away");
  if (pressed.clicked) ui.push(TagTraces{{trace.id}, tag, false});
  return true;
}

}  // namespace

void bookmark_star(Ui& ui, Rect room, const Trace& trace, bool offered) {
  const bool set = ui.state().notes->bookmarked(trace.id);
  if (!set && !offered && cards()) return;  // a tap shall not hit what is not seen
  const Press pressed = press(ui, "bookmark:" + hex_from(trace.id), room, kPressNoFocus);
  const Color ink = set ? ui.color.warn : pressed.hovered ? ui.color.text : ui.color.faint;
  if (set || offered || pressed.hovered)  // on the star the row below it is no longer hovered
    icon(ui, set ? Icon::star_set : Icon::star, room.center_x(), room.center_y(), kStar, ink);
  if (pressed.hovered) tooltip(ui, set ? "Take the bookmark away" : "Bookmark");
  if (pressed.clicked) ui.push(BookmarkTraces{{trace.id}, !set});
}

std::string local_tags_text(const Ui& ui, const Trace& trace) {
  const TraceNote* note = ui.state().notes->find(trace.id);
  std::string out;
  if (note == nullptr) return out;
  for (const std::string& tag : note->tags) out += (out.empty() ? "#" : "  #") + tag;
  return out;
}

bool local_tags_shown(const Ui& ui, const Trace& trace) {
  const TraceNote* note = ui.state().notes->find(trace.id);
  return ui.memory.tags_wanted || (note != nullptr && !note->tags.empty());
}

void draw_local_tags(Ui& ui, Rect row, const Trace& trace) {
  const TraceNote* note = ui.state().notes->find(trace.id);
  text_left(ui, row, "Local tags", ui.color.faint, kSmall, 8);
  Rect field = cut_right(row, std::min(kFieldWidth, row.width() * 0.4f));
  row.x1 -= 8;
  if (note != nullptr)
    for (const std::string& tag : note->tags)
      if (!tag_chip(ui, row, trace, tag)) break;
  field.x0 = row.x0;
  field.x1 = std::min(field.x0 + kFieldWidth, field.x1);
  InputOptions options;
  options.hint = "Add a tag";
  options.style = kSmall;
  options.focus = std::exchange(ui.memory.focus_tag, false);
  const InputResult typed = text_input(ui, "local-tag-add", centered(field, field.width(), cards() ? 36.0f : 24.0f),
                                       ui.memory.tag_text, options);
  if (typed.entered && !ui.memory.tag_text.empty())
    ui.push(TagTraces{{trace.id}, std::exchange(ui.memory.tag_text, {}), true});
}

void follow_notes(Ui& ui) {
  Memory& memory = ui.memory;
  if (std::exchange(memory.notes_restored, false) && !memory.notes.all().empty()) {
    ui.push(AddNotes{memory.notes});
    return;  // until the program has them, what is kept stays as it is
  }
  if (memory.notes_known == ui.state().notes_revision) return;
  memory.notes_known = ui.state().notes_revision;
  memory.notes = *ui.state().notes;
}

}  // namespace spanorama
