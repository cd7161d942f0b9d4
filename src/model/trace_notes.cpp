#include "spanorama/model/trace_notes.h"

#include <algorithm>

#include "spanorama/base/utf8.h"

namespace spanorama {
namespace {

bool stands_before(const TraceNote& note, TraceId id) { return note.trace < id; }

std::string clean_tag(std::string_view tag) {
  const auto blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!tag.empty() && blank(tag.front())) tag.remove_prefix(1);
  tag = utf8_prefix(tag, TraceNotes::kMostTagBytes);
  while (!tag.empty() && blank(tag.back())) tag.remove_suffix(1);
  return repaired_utf8(tag);
}

}  // namespace

const TraceNote* TraceNotes::find(TraceId id) const {
  const auto found = std::lower_bound(notes_.begin(), notes_.end(), id, stands_before);
  return found != notes_.end() && found->trace == id ? &*found : nullptr;
}

bool TraceNotes::bookmarked(TraceId id) const {
  const TraceNote* note = find(id);
  return note != nullptr && note->bookmarked;
}

TraceNote* TraceNotes::at(TraceId id, bool make) {
  const auto found = std::lower_bound(notes_.begin(), notes_.end(), id, stands_before);
  if (found != notes_.end() && found->trace == id) return &*found;
  if (!make || !id.valid() || notes_.size() >= kMostNotes) return nullptr;
  return &*notes_.insert(found, {id, false, {}});
}

void TraceNotes::drop_empty(TraceId id) {
  const auto found = std::lower_bound(notes_.begin(), notes_.end(), id, stands_before);
  if (found != notes_.end() && found->trace == id && !found->bookmarked && found->tags.empty()) notes_.erase(found);
}

bool TraceNotes::bookmark(TraceId id, bool on) {
  TraceNote* note = at(id, on);
  if (note == nullptr) return !on;
  note->bookmarked = on;
  drop_empty(id);
  return true;
}

bool TraceNotes::tag(TraceId id, std::string_view text, bool on) {
  std::string tag = clean_tag(text);
  if (tag.empty()) return false;
  TraceNote* note = at(id, on);
  if (note == nullptr) return !on;
  const auto place = std::lower_bound(note->tags.begin(), note->tags.end(), tag);
  const bool has = place != note->tags.end() && *place == tag;
  if (on && !has && note->tags.size() >= kMostTags) return false;
  if (on && !has) note->tags.insert(place, std::move(tag));
  if (!on && has) note->tags.erase(place);
  drop_empty(id);
  return true;
}

bool TraceNotes::add(const TraceNote& note) {
  bool all = !note.bookmarked || bookmark(note.trace, true);
  for (const std::string& each : note.tags) all = tag(note.trace, each, true) && all;
  return all;
}

}  // namespace spanorama
