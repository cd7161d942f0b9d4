#include <limits>
#include <utility>

#include "app/update.h"
#include "spanorama/app/saved_views.h"

namespace spanorama {

namespace {

// A host writes one file at a time.
void save_file(UpdateContext& c, const std::string& name, std::string_view bytes) {
  if (c.saver.busy()) return show_notice(c.state, "Another file is being saved. Save this one when it is done.");
  if (!c.host.save_begin(name)) return show_notice(c.state, "Files cannot be saved from here.");
  const bool written = c.host.save_bytes(bytes);
  const std::string place = c.host.save_end(written);
  show_notice(c.state, place.empty() ? "The file could not be written." : "Saved as " + place);
}

}  // namespace

void apply(UpdateContext& c, const SaveTraces& command) {
  std::vector<TraceRow> traces;
  if (command.which == SaveTraces::Which::open) {
    if (const TraceRow row = c.derived.trace_row(c.state); row.valid()) traces.push_back(row);
  } else {
    for (const TraceRow row : c.derived.list(c.state))
      if (command.which == SaveTraces::Which::passing || c.state.marked.has(c.state.store->trace(row).id))
        traces.push_back(row);
  }
  if (!c.saver.start(c.state.store, std::move(traces), command.format)) show_notice(c.state, c.saver.sentence());
}

void apply(UpdateContext& c, const SaveRows& command) {
  if (!c.saver.start(command.rows, command.form)) show_notice(c.state, c.saver.sentence());
}

void apply(UpdateContext& c, const SaveMedia& command) {
  const Media media = media_from(command.text, command.type, std::numeric_limits<std::size_t>::max());
  if (media.bytes.empty()) return show_notice(c.state, "It could not be saved.");
  save_file(c, command.name, media.bytes);
}

void apply(UpdateContext& c, const PlaySound& command) {
  Media media = media_from(command.text, command.type, std::numeric_limits<std::size_t>::max());
  c.host.play_sound(media.bytes, media.type);
}

void apply(UpdateContext&, const KeepSaving&) {}

void apply(UpdateContext& c, const SaveText& command) { save_file(c, command.name, command.text); }

void apply(UpdateContext& c, const OpenViews& command) {
  Result<ViewsFile> file = read_views_file(command.text);
  if (!file) return show_notice(c.state, file.error().message);
  const std::size_t count = file.value().views.size();
  std::string sentence = count == 1 ? "1 saved view read." : std::to_string(count) + " saved views read.";
  const std::size_t traces = file.value().traces.all().size();
  if (traces > 0) sentence += traces == 1 ? " 1 noted trace." : " " + std::to_string(traces) + " noted traces.";
  if (traces > 0) apply(c, AddNotes{file.value().traces});
  if (!file.value().notes.empty()) sentence += " " + file.value().notes.front();
  if (file.value().notes.size() > 1) sentence += " And " + std::to_string(file.value().notes.size() - 1) + " more.";
  c.state.opened_views.views = std::move(file.value().views);
  ++c.state.opened_views.revision;
  show_notice(c.state, sentence);
}

}  // namespace spanorama
