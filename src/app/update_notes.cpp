// Bookmarks and local tags.
#include <utility>

#include "app/update.h"

namespace spanorama {

namespace {

void use_notes(UpdateContext& c, TraceNotes notes) {
  if (notes == *c.state.notes) return;
  c.state.notes = std::make_shared<const TraceNotes>(std::move(notes));
  ++c.state.notes_revision;
}

void say_full(UpdateContext& c) {
  show_notice(c.state, "There are " + std::to_string(TraceNotes::kMostNotes) +
                           " traces with a bookmark or a local tag: take some away first.");
}

}  // namespace

void apply(UpdateContext& c, const BookmarkTraces& command) {
  TraceNotes notes = *c.state.notes;
  bool all = true;
  for (const TraceId id : command.traces) all = notes.bookmark(id, command.on) && all;
  if (!all) say_full(c);
  use_notes(c, std::move(notes));
}

void apply(UpdateContext& c, const TagTraces& command) {
  if (command.tag.find_first_not_of(" \t\r\n") == std::string::npos) return;
  TraceNotes notes = *c.state.notes;
  bool all = true;
  for (const TraceId id : command.traces) all = notes.tag(id, command.tag, command.on) && all;
  if (!all && notes.all().size() >= TraceNotes::kMostNotes)
    say_full(c);
  else if (!all)
    show_notice(c.state, "A trace has " + std::to_string(TraceNotes::kMostTags) + " local tags at most.");
  use_notes(c, std::move(notes));
}

void apply(UpdateContext& c, const AddNotes& command) {
  TraceNotes notes = *c.state.notes;
  bool all = true;
  for (const TraceNote& note : command.notes.all()) all = notes.add(note) && all;
  if (!all) say_full(c);
  use_notes(c, std::move(notes));
}

}  // namespace spanorama
