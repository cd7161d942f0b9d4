// What a person noted about traces, beside the data: a bookmark and tags of their own. By trace id, so that the notes are
// there again when the same file is opened again.
//
//   notes.bookmark(id, true);
//   notes.tag(id, "to fix", true);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spanorama/base/ids.h"

namespace spanorama {

struct TraceNote {
  TraceId trace;
  bool bookmarked = false;
  std::vector<std::string> tags;  // in the alphabet, no two equal
  friend bool operator==(const TraceNote&, const TraceNote&) = default;
};

class TraceNotes {
 public:
  static constexpr std::size_t kMostNotes = 2000, kMostTags = 20, kMostTagBytes = 60;

  // In order of their ids; none says nothing.
  const std::vector<TraceNote>& all() const { return notes_; }
  const TraceNote* find(TraceId id) const;  // O(log notes)
  bool bookmarked(TraceId id) const;

  // False where there are too many already.
  bool bookmark(TraceId id, bool on);
  // Also false for a tag with nothing in it. Spaces around it do not count, and it is cut off where it is too long.
  bool tag(TraceId id, std::string_view tag, bool on);
  // What another one notes as well.
  bool add(const TraceNote& note);
  friend bool operator==(const TraceNotes&, const TraceNotes&) = default;

 private:
  TraceNote* at(TraceId id, bool make);
  void drop_empty(TraceId id);

  std::vector<TraceNote> notes_;
};

}  // namespace spanorama
