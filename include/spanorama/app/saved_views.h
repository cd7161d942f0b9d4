// Filter, list, order and columns under a name, and the file in which such views travel:
//
//   {"spanorama_views": 1, "views": [{"name": "Slow", "filter": "duration:>5s", "sort": "start:desc", "view": "traces",
//                                     "columns": "duration:132,cost:100"}],
//    "traces": [{"trace": "0af7651916cd43dd8448eb211c80319c", "bookmarked": true, "tags": ["to fix"]}]}
//
// The second list has bookmarks and local tags and may be missing. 1 is the version of the form. Keys that are not known are passed over and named.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spanorama/base/result.h"
#include "spanorama/model/trace_notes.h"

namespace spanorama {

// A part that is empty is not told: using the view leaves it as it is.
struct SavedView {
  std::string name, filter;
  std::string sort;            // of traces: "cost:desc"
  std::string view;            // the list: "traces", "calls", "sessions", …
  std::string group_by = {};   // of the list of groups: "service", "attr.http.route"
  std::string list_sort = {};  // of another list than traces, by a column: "cost:desc"; or "usual"
  std::string columns = {};    // behind the first, with widths: "duration:132,cost:100"; or "usual", "none"
  friend bool operator==(const SavedView&, const SavedView&) = default;
};

struct ViewsFile {
  std::vector<SavedView> views;    // each with a filter that can be read; at most kMostSavedViews
  TraceNotes traces;               // bookmarks and local tags
  std::vector<std::string> notes;  // one sentence for each thing that was left out
};
inline constexpr std::size_t kMostSavedViews = 200;
// Larger files are not asked whether they are one.
inline constexpr std::size_t kMostViewsFileBytes = 1 << 20;

// By its first bytes, whatever it is called.
bool is_views_file(std::string_view head);
// An error says what was expected where; a view that cannot be used is left out with a note.
Result<ViewsFile> read_views_file(std::string_view text);
// One view or trace a line, so that a diff tells what changed.
std::string views_file(const std::vector<SavedView>& views, const TraceNotes& traces = {});
// Views of the same name are replaced in their place, others come behind.
void merge_views(std::vector<SavedView>& known, const std::vector<SavedView>& more);

}  // namespace spanorama
