// Everything the program shows, in one value. Only update() changes it, between frames.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spanorama/app/saved_views.h"
#include "spanorama/app/trace_view.h"
#include "spanorama/base/ids.h"
#include "spanorama/base/time.h"
#include "spanorama/model/import_report.h"
#include "spanorama/model/trace_notes.h"
#include "spanorama/model/trace_store.h"
#include "spanorama/query/field_values.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/sort.h"

namespace spanorama {

enum class ThemeChoice : std::uint8_t { system, dark, light };
enum class DetailTab : std::uint8_t { timeline, flame, tree, conversation, merged, graph, log, compare };
// What the list shows: traces, model calls, steps of any type, or groups of what passes the filter.
enum class ListView : std::uint8_t {
  traces,
  calls,
  steps,
  sessions,
  users,
  prompts,
  versions,
  models,
  providers,
  tools,
  groups
};
inline constexpr int kListViewCount = 11;
std::string_view name_of(ListView view);  // as links have it: "traces", "calls", "sessions", …
std::optional<ListView> list_view_from(std::string_view word);

enum class SpanTab : std::uint8_t { content, metadata, attributes, events };

// A file, URL or backend that was opened, and how far it has been read.
struct OpenSource {
  enum class Phase : std::uint8_t {
    reading,
    done,
    failed,
    cancelled,
    wanted
  };  // wanted: named by a link, not here yet
  std::uint32_t id = 0;
  std::string name;  // as shown
  std::string link;  // what a link carries: a URL without credentials, or "file:<fingerprint hex>:<name>"
  Phase phase = Phase::reading;
  std::uint64_t bytes_read = 0, bytes_total = 0;  // total 0: unknown
  std::uint64_t spans = 0;
  double seconds = 0;
  std::string error;  // sentence, when failed
  bool kept = false;  // what was kept the last time, opened again
  double fits = 1;    // the share that memory will hold or, once it is done, held
};

struct TimeRange {
  UnixTime begin, end;
  friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

// Traces that are marked in the list, to do something with all of them: some, or all that pass the filter but some.
struct MarkedTraces {
  bool all = false;
  std::vector<TraceId> ids;  // sorted; with `all` those that are not marked

  bool any() const { return all || !ids.empty(); }
  bool has(TraceId id) const;  // O(log ids)
};

// The dialog for a backend: what was typed and what it answered.
struct BackendState {
  bool open = false;
  std::string url;
  std::string service;
  std::vector<std::string> services;
  struct Hit {
    TraceId id;
    std::string name, service;
    UnixTime start;
    Nanos duration;
    std::uint64_t spans = 0, errors = 0;
  };
  std::vector<Hit> hits;
  bool busy = false;
  std::string message;  // error or hint, a sentence
};

// What the host keeps of earlier loads, to be opened again without reading.
struct KeptLoad {
  std::uint32_t number = 0;  // by which it is opened
  std::string name;
  std::uint64_t traces = 0, bytes = 0;
  UnixTime when;
};
struct KeepingState {
  bool available = false;  // the host can keep anything
  bool on = false;
  std::vector<KeptLoad> loads;  // the newest first
};

// A language model that is asked for filters: nothing of it is ever part of a link.
struct AskEndpoint {
  std::string url, model;  // as typed
  std::string key;         // a secret; held in memory alone
};
// What was asked for last, and what came of it.
struct AskState {
  std::string question;
  std::string proposal;  // a filter's text, which may have a mistake
  std::string problem;   // a sentence
  bool busy = false;
  std::uint64_t revision = 0;  // rises with every question and every answer
};

struct AppState {
  std::shared_ptr<const TraceStore> store = TraceStore::empty();
  ImportReport report;
  std::vector<OpenSource> sources;

  Filter filter;
  std::string filter_text;  // as typed; equals print(filter) unless there is an error
  std::string filter_error;
  SortOrder sort;
  ListView view = ListView::traces;
  FieldRef group_by{FilterField::service, {}};  // what the view of groups groups by
  // Texts before and after the present one, the nearest last.
  std::vector<std::string> filter_undo, filter_redo;
  bool filter_typing = false;  // the present text is being typed

  TraceId trace;  // selected; all zero for none
  SpanId span;
  DetailTab tab = DetailTab::timeline;
  SpanTab span_tab = SpanTab::content;
  std::optional<TimeRange> visible_time;  // of the timeline; none: the whole trace
  std::vector<SpanId> folded;             // sorted; of the selected trace
  std::uint64_t folded_revision = 0;      // rises with every change of it
  std::optional<TimeRange> picked_time;   // a range that figures, log and merged flame are limited to
  std::optional<UnixTime> playhead;       // what began later is not shown yet
  TraceView trace_view;
  std::string step_search;  // in the open trace, lower case
  TraceId compared;         // the other trace of the comparison; zero for none

  MarkedTraces marked;
  std::shared_ptr<const TraceNotes> notes = std::make_shared<TraceNotes>();  // bookmarks and local tags
  std::uint64_t notes_revision = 0;                                          // rises with every change of them

  ThemeChoice theme = ThemeChoice::system;
  bool utc = false;
  bool filters_shown = true;
  bool detail_full = false;
  bool report_shown = false;
  BackendState backend;
  AskState ask;
  KeepingState keeping;
  std::string notice;  // one sentence shown for a while ("Link copied")
  std::uint64_t notice_revision = 0;
  struct OpenedViews {
    std::uint64_t revision = 0;  // rises with every file that was read
    std::vector<SavedView> views;
  } opened_views;                                                        // for the panel, which remembers them
  std::vector<std::pair<std::string, std::string>> unknown_link_values;  // kept and written back

  std::uint64_t revision = 1;  // rises with every command applied
};

}  // namespace spanorama
