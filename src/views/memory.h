// What the screen remembers between frames and nobody else needs: scroll positions, sizes of panels, text being typed,
// hover, animations. Nothing in here changes what is shown of the data.
#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "spanorama/analysis/trace_diff.h"
#include "spanorama/app/model_prices.h"
#include "spanorama/app/state.h"
#include "spanorama/layout/timeline.h"
#include "spanorama/query/value_search.h"
#include "spanorama/render/renderer.h"
#include "spanorama/views/workspace.h"
#include "views/columns.h"
#include "views/markdown/layout.h"
#include "views/shown_pictures.h"
#include "views/value_changes.h"

namespace spanorama {

class JsonOutline;

// For text fields whose text is also changed by others while it is being typed in.
struct InputEdit {
  std::size_t cursor = 0;                  // told every frame while the keyboard is there, in bytes
  std::optional<std::size_t> move_cursor;  // asked: the cursor goes there and nothing is selected
};

// Doubles: a list of millions of rows is taller than a float can address by the pixel.
struct Scroll {
  double y = 0;
  double content = 0;  // height of all rows, of the last frame
  double view = 0;     // height of the window onto them
  bool dragging = false;
  float grab = 0;  // where in the thumb it was taken
};

// Which control the keyboard is on. Order is the order of drawing.
struct KeyboardFocus {
  std::uint32_t current = 0;
  bool visible = false;  // only after Tab, not after a click
  bool moved = false;    // in this frame
  std::vector<std::uint32_t> order;
};

// A run of quads that a draw callback shows later in the frame.
struct QuadBatch {
  std::vector<Quad> quads;
};

// The minimap's spans: the same as long as trace, place and theme are.
struct MinimapCache {
  std::uint64_t store_revision = 0;
  TraceId trace;
  float x0 = 0, x1 = 0, y0 = 0, y1 = 0;
  bool dark = false, folded = false;
  ColorBy color_by = ColorBy::type;
  QuadBatch batch;
};

struct TimelineMemory {
  std::uint64_t store_revision = 0;
  TraceId trace;
  // What is drawn, easing towards what the state asks for. Nanoseconds since the trace's start.
  double shown_begin = 0, shown_end = 0;
  bool settled = false;
  Scroll scroll;
  bool folded_time = false;         // idle stretches were folded in the last frame
  std::uint32_t merged_top = 0;     // the node that fills the merged flame
  std::uint32_t merged_count = 0;   // nodes of the flame it belongs to
  bool entries_by_total = false;    // order of the table beside it
  double graph_scale = 0;           // 0: as large as fits
  double graph_x = 0, graph_y = 0;  // moved by
  double play_rate = 0;             // nanoseconds of the trace a second while the playhead moves; 0: it rests
  enum class Drag : std::uint8_t { none, range, pan, minimap } drag = Drag::none;
  float drag_x = 0;
  double drag_begin = 0, drag_end = 0;  // visible range when the drag began
  SpanId shown_span;                    // last scrolled to
  std::vector<SpanBox> boxes;           // reused every frame
  MinimapCache minimap;
};

// Wrapped text that is on the screen: where its lines begin. Kept as long as text and width stay.
struct ProseLayout {
  const char* data = nullptr;
  std::size_t size = 0;
  float width = 0, font_size = 0;
  std::uint64_t store_revision = 0;
  std::vector<std::uint32_t> line_begin;  // byte offsets, one more than lines
  std::uint64_t marks_revision = 0;
  std::vector<ValueSearch::Place> marks;
};
// Formatted text that is on the screen.
struct RichMemory {
  const char* data = nullptr;
  std::size_t size = 0;
  float width = 0, font_size = 0;
  std::uint64_t store_revision = 0;
  Markdown document;
  RichLayout layout;
  std::uint64_t marks_revision = 0;
  std::vector<ValueSearch::Place> marks;  // in the document's text
};
// A JSON tree on the screen: what is open in it, and the search.
struct JsonTreeMemory {
  const char* data = nullptr;
  std::size_t size = 0;
  std::uint64_t store_revision = 0;
  std::shared_ptr<JsonOutline> outline;
  std::map<std::uint32_t, std::string> opened_strings;  // by node, without escapes
  std::string search;
  std::size_t search_at = 0;
  bool searching = false, wrapped = false, missing = false;
  std::int64_t marked = -1, scrolled_to = -1;  // nodes
};
struct ProseSelection {
  std::string name;                     // of the text that is selected in; empty: none
  std::uint32_t anchor = 0, caret = 0;  // byte offsets
  bool dragging = false;
};

// The words of the filter, for marking them where they stand.
struct SearchMarks {
  Filter filter;
  TextMarks marks;
  SpanId span;
  std::uint64_t revision = 1;  // rises with the filter
  bool first_wanted = false;   // the first mark that is drawn is to be brought into view
};

// The command palette: what is typed, and what it offers for it.
struct PaletteMemory {
  struct Hit {
    enum class Kind : std::uint8_t { command, trace, step } kind = Kind::command;
    std::uint32_t index = 0;  // of the command, TraceRow or SpanRow
    int score = 0;
  };
  bool shown = false;
  std::string text;
  std::vector<Hit> hits;  // the best first
  std::size_t chosen = 0;
  bool stale = true;  // hits are to be found anew
  std::uint64_t revision = 0;
  // A key that a command stands for, pressed as soon as the keyboard is free again.
  ImGuiKey key = ImGuiKey_None;
  bool key_shift = false;
};

// The calendar: what is picked in it, as texts of the zone `offset` minutes ahead of UTC.
struct CalendarMemory {
  bool shown = false, filled = false;
  bool second = false;                 // the next day that is picked is the other end
  std::int64_t month = 0, cursor = 0;  // days since 1970: the first of the month shown, where the keyboard is
  int offset = 0;
  std::string from, to;
};

// The dialog of prices, and the prices of one's own that are kept between visits.
struct PricesMemory {
  struct Row {
    std::string provider, model;
    PriceFields fields;
    bool edited = false;
  };
  bool shown = false;
  std::string file;   // own prices, as a price file; nothing when there are none
  bool used = false;  // it was opened beside what is open now
  std::vector<Row> rows;
  std::vector<PricedModel> filled_from;  // what the rows showed before they were edited
  std::string mistake;
};

// Asking for a filter in words.
struct AskMemory {
  bool shown = false;
  bool settings = false;  // whom to ask is being typed
  bool values = false;    // it is told values, too
  bool focus_proposal = false;
  AskEndpoint endpoint;            // address and model are kept between visits, the key is not
  std::string question, proposal;  // being typed
  std::uint64_t known = 0;         // of AskState::revision
};

struct ChartBrush {
  int chart = -1;  // being dragged: 0 traces, 1 latency, 2 cost
  float x0 = 0, x1 = 0, y0 = 0;
};

struct Memory {
  WorkspaceOptions options;
  std::array<float, 3> font_factor = {1, 1, 1};  // CSS pixels to Dear ImGui's font size, by face
  bool fonts_measured = false;
  int themed = -1;  // 1 dark, 0 light, -1 not yet

  KeyboardFocus focus;
  std::deque<QuadBatch> batches;  // stable addresses until the next frame
  std::size_t batches_used = 0;

  float rail_width = 208, list_share = 0.40f, span_side_share = 0.38f;
  float span_share = 0;  // 0: not chosen
  bool charts_shown = true, charts_chosen = false;
  std::map<std::string, bool> rail_open;  // section -> unfolded
  std::map<std::string, bool> rail_all;   // section -> every value shown

  std::string filter_text;  // being typed
  InputEdit filter_edit;
  int input_pressed_at = 0;  // the byte of a text field at which a drag of the mouse began
  int completion_chosen = -1;
  bool completion_open = false;
  float filter_error_height = 32;                  // of the note below the query
  std::string completion_closed_for = "\n";        // the text for which nothing is offered any more
  std::vector<std::string> filter_history;         // entered queries, the latest first
  std::map<std::string, std::string> rail_search;  // section -> what its values must contain
  // A list of groups or calls: what it is sorted by.
  struct TableSort {
    int column = -1;  // -1: as it comes
    bool descending = true;
  };
  std::map<std::string, TableSort> table_sorts;
  std::map<std::string, TableChoice> tables;
  std::map<std::string, float> columns_scrolled;  // by table, to the right
  // A title or the edge of a column that is being dragged; `name` is the rectangle's.
  struct ColumnDrag {
    std::string name;
    float x0 = 0, width = 0;  // where the pointer and how wide the column was
    bool moved = false;
  } column_drag;
  TraceNotes notes;               // as the program has them, to be kept
  std::uint64_t notes_known = 0;  // of AppState::notes
  bool notes_restored = false;    // they come from the last time
  bool tags_wanted = false, focus_tag = false;
  std::string tag_text, marked_tag_text;  // being typed
  std::vector<SavedView> saved_views;
  std::uint64_t opened_views_known = 0;  // of AppState::opened_views
  std::string saved_view_name;
  std::string saved_view_renamed;  // the view that gets the name being typed; empty: a new one is saved
  bool focus_saved_view_name = false;
  struct RangeDrag {
    int field = -1;
    float x0 = 0;
  } range_drag;
  std::string filter_known;  // what the state said when it was taken over
  std::string group_text;    // the field to group by, being typed
  std::string url_text, attribute_search, backend_url;
  std::string open_menu;  // name of the chip whose list is open
  struct MenuKeys {
    std::string menu;  // in which the arrows move
    int at = -1;
    float scrolled = 0;  // rows above the first one seen
    bool moved = false;  // by a key, this frame
  } menu_keys;
  struct ValueMenu {
    std::vector<ShownValue> values;
    ImVec2 at;
  } value_menu;
  std::string trace_search;  // in the open trace, being typed
  bool backend_url_touched = false;
  bool help_shown = false, url_shown = false, rail_popup = false;
  bool focus_filter = false, focus_search = false, search_shown = false, focus_dialog = false, was_modal = false;

  std::map<std::string, Scroll> scrolls;
  TimelineMemory timeline;
  ChartBrush brush;
  CalendarMemory calendar;
  // The conditions of the filter as rows that are being edited.
  struct RulesMemory {
    struct Row {
      std::string field, value;
      int op = 0;  // a RuleOperator
    };
    bool shown = false;
    std::vector<Row> rows;
    std::string known;  // the filter's text that they stand for
  } rules;
  struct VersionsMemory {
    bool shown = false;
    std::string before, after;  // group_name of each; empty: not chosen yet
  } versions;
  PricesMemory prices;
  AskMemory ask;
  PaletteMemory palette;
  SearchMarks marks;
  TraceId mark_from;         // marked or unmarked last: where a range begins
  TraceId list_shown_trace;  // last scrolled to
  // JSON that was re-indented to be shown, by the text it was made from.
  struct Pretty {
    const char* source = nullptr;
    std::size_t size = 0;
    std::uint64_t store_revision = 0;
    std::string text;
  };
  std::map<std::string, ProseLayout> prose;
  std::map<std::string, RichMemory> rich;
  std::map<std::string, JsonTreeMemory> json_trees;
  std::optional<float> scroll_wanted;  // y on the screen that the panel being drawn shall show
  std::map<std::string, Pretty> pretty;
  ShownPictures pictures;
  ProseSelection selection;
  bool raw_content = false;
  bool whole_session = false;            // the conversation reaches over the traces of the session
  std::map<std::string, bool> unfolded;  // "show all" and folded sections, by name
  std::uint64_t unfolded_span = 0;       // the span they belong to

  struct Diff {
    std::uint64_t key = 0;  // of both texts
    std::vector<TextPart> parts;
  };
  std::map<std::string, Diff> diffs;
  std::size_t diff_row = SIZE_MAX;  // chosen in the comparison

  std::uint64_t notice_revision = 0;
  double notice_since = 0;
  double now = 0;  // seconds, of this frame
};

}  // namespace spanorama
