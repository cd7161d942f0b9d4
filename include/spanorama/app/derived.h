// The one home of remembered results: each is a pure function of the store's revision and its arguments, kept until
// either changes. Everything else in the program may ask again every frame.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/analysis/charts.h"
#include "spanorama/analysis/cohorts.h"
#include "spanorama/analysis/counted_spans.h"
#include "spanorama/analysis/groups.h"
#include "spanorama/analysis/sliced.h"
#include "spanorama/app/cost_parts.h"
#include "spanorama/app/derived_trace.h"
#include "spanorama/app/host.h"
#include "spanorama/app/model_prices.h"
#include "spanorama/app/pictures.h"
#include "spanorama/app/prompt_recovery.h"
#include "spanorama/app/search_progress.h"
#include "spanorama/app/state.h"
#include "spanorama/app/step_events.h"
#include "spanorama/app/talk.h"
#include "spanorama/ingest/content.h"
#include "spanorama/layout/timeline.h"
#include "spanorama/model/row_set.h"
#include "spanorama/query/engine.h"

namespace spanorama {

// Between a model call and the tool spans that ran what it asked for.
struct ToolLinks {
  std::vector<SpanRow> ran;  // of a generation: one for each tool call of its output, invalid where there is none
  SpanRow asked_by;          // of a tool span
};

class Derived {
 public:
  explicit Derived(Host& host);
  ~Derived();

  // Between these two the questions about lists, charts and facets take at most about `seconds` together: what is not
  // ready then is answered as it was before the change, and end_slice() is true: ask again in the next frame. Outside
  // everything is answered in full. A new store is always answered in full.
  void begin_slice(double seconds);
  bool end_slice();
  // Between two frames: goes on with what was not ready in the last one, for about `seconds`. True when something is left.
  bool work(const AppState& state, double seconds);
  // Rises with every answer that is new, and when the search in long values has found something.
  std::uint64_t answers() const;
  // True when something that was asked for in this slice is not ready: then empty lists say nothing.
  bool unfinished() const;

  const RowSet& filtered(const AppState& state);
  const std::vector<TraceRow>& list(const AppState& state);  // filtered and sorted
  const Summary& summary(const AppState& state);
  const ListCharts& charts(const AppState& state, std::uint32_t max_buckets, std::uint32_t levels);
  // The most frequent values of a field under the conditions on other fields, those that contain a text in any case.
  const FacetList& facet_values(const AppState& state, FilterField field, std::string_view containing = {});
  std::vector<FacetValue> all_facet_values(const AppState& state, FilterField field);  // all of them; not remembered
  // How far the search in long values has come, for the filter that was asked last.
  SearchProgress search_progress() const;

  // How a number is spread under the conditions on other fields.
  const Distribution& distribution(const AppState& state, FilterField field);
  // Groups of what passes the filter, and their order as indexes into the table. Not for views of traces, calls and steps. GroupBy::value: by state.group_by.
  struct Groups {
    GroupTable table;
    std::vector<std::uint32_t> order;
  };
  const Groups& groups(const AppState& state, GroupBy by, GroupSort sort, bool descending);
  // Steps of the traces that pass, by a number of theirs; unknown ones last. Where the filter asks for something that a
  // step has (StepFilter), only steps that have it. Of the view of calls only model calls (generations).
  enum class StepSort : std::uint8_t { start, duration, tokens, cost, ttft };
  const std::vector<SpanRow>& steps(const AppState& state, StepSort sort, bool descending);
  // What another filter than the present one finds, over the whole store. Null until it is known, and for filters that have
  // a mistake. Of those that look into values of sources it is known once such a filter was in force until its search ended:
  // only the present filter's values are read.
  struct Found {
    std::uint32_t traces = 0;
    UnixTime last_start;  // of the newest that has one
  };
  const Found* found(const AppState& state, const std::string& filter_text, UnixTime now);
  // How many steps of a trace are of which level; failed ones are errors. Null until they are counted, which
  // for more than 20,000 steps may take several slices.
  struct LevelCounts {
    std::uint32_t errors = 0, warnings = 0, usual = 0, debug = 0;
  };
  const LevelCounts* level_counts(const AppState& state, const Trace& trace);
  // Of the whole store; null until it has been computed.
  const Cohorts* cohorts(const AppState& state);
  // Over what is listed.
  const NumberTotals& trace_totals(const AppState& state, FilterField field);
  const NumberTotals& step_totals(const AppState& state, StepSort field);

  TraceRow trace_row(const AppState& state);  // of the selected ids; invalid when not loaded
  SpanRow span_row(const AppState& state);
  DerivedTrace& open_trace();                                           // more about the selected trace
  const std::vector<SpanRow>& timeline_rows(const AppState& state);     // visible_rows of the selected trace
  const DepthLanes& depth_lanes(const AppState& state);                 // of the selected trace
  const std::vector<SpanRow>& error_rows(const AppState& state);        // of the selected trace, depth-first
  const std::vector<Nanos>& self_times(const AppState& state);          // of the selected trace, from its first span
  const Talk& conversation(const AppState& state);                      // of the selected trace
  const Talk& session_conversation(const AppState& state);              // of the traces of its session, in order
  const std::vector<std::string>& schema_lines(const AppState& state);  // of the store: what its spans tell and lack
  const CountedSpans& counted_spans(const AppState& state);             // what the selected trace's sums are made of
  // Of one span of the present store; `waiting` inside while payloads are on their way.
  const SpanContent& content(const AppState& state, SpanRow span);
  // Empty for other spans, and while the texts of model calls are on their way.
  const ToolLinks& tool_links(const AppState& state, SpanRow span);
  // What the cost of one span was for; nothing while texts that tell it are on their way.
  const CostParts& cost_parts(const AppState& state, SpanRow span);
  // The same added up over what the selected trace's sums are made of; nothing of more than 1,000 spans.
  const CostParts& trace_cost_parts(const AppState& state);
  const StepEvents& step_events(const AppState& state, SpanRow span);
  // Template, variables and resolved text of one span; `waiting` inside while texts are on their way.
  const PromptView& prompt(const AppState& state, SpanRow span);
  // Everything about one span as one JSON object, with what of its payloads is at hand. Not remembered.
  std::string span_json(const AppState& state, SpanRow span);
  // Whole text of one attribute value, or its preview while waiting (then `complete` is false).
  struct TextValue {
    std::string text;
    bool complete = true;
  };
  const TextValue& attribute_text(const AppState& state, std::uint32_t attribute_index);
  // What the models of the store cost, with the price files that are open.
  const std::vector<PricedModel>& models_seen(const AppState& state);
  Pictures& pictures();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace spanorama
