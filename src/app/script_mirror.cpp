#include <algorithm>

#include "app/script_state.h"
#include "spanorama/app/json_rows.h"
#include "spanorama/base/format.h"

namespace spanorama {
namespace {

// At most `limit` of `size` rows, with the selected one inside.
Range window_around(std::size_t size, std::size_t selected, std::uint64_t limit) {
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(size, limit));
  const std::size_t before = std::min(selected, count / 2);
  const std::size_t begin = std::min(selected - before, size - count);
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(count)};
}

template <class RowType>
std::size_t place_of(const std::vector<RowType>& rows, RowType wanted) {
  const auto found = std::find(rows.begin(), rows.end(), wanted);
  return found == rows.end() ? 0 : static_cast<std::size_t>(found - rows.begin());
}

std::string words_of(const TraceStore& store, const Trace& trace) {
  std::string text(store.text(trace.name));
  if (trace.status == Status::error) text += ", error";
  text += ", " + text_from(trace.duration) + ", " + plain_composition(trace);
  if (trace.cost_microcents != kUnknown) text += ", " + text_from_microcents(trace.cost_microcents);
  return text;
}

std::string words_of(const TraceStore& store, SpanRow span) {
  const ColumnViews& columns = store.columns();
  std::string text(store.text(columns.name[span.value]));
  text += ", ";
  text += name_of(columns.type[span.value]);
  if (columns.status[span.value] == Status::error) text += ", error";
  return text + ", " + text_from(columns.duration[span.value]);
}

void write_row(JsonWriter& json, const std::string& id, const std::string& text, bool selected, std::uint32_t place,
               std::uint32_t level) {
  json.open('{');
  json.field("id", id);
  json.key("text"), json.text(text);
  json.bool_field("selected", selected);
  json.count_field("place", place);
  if (level > 0) json.count_field("level", level);
  json.close('}');
}

std::string status_words(const AppState& state, std::size_t listed) {
  for (const OpenSource& source : state.sources) {
    if (source.phase == OpenSource::Phase::reading) return "Reading " + source.name;
    if (source.phase == OpenSource::Phase::failed) return source.name + ": " + source.error;
  }
  if (!state.filter_error.empty()) return state.filter_error;
  if (state.store->trace_count() == 0) return "No traces are open.";
  return grouped(static_cast<std::int64_t>(listed)) + " of " + grouped(state.store->trace_count()) + " traces, " +
         grouped(state.store->span_count()) + " spans";
}

}  // namespace

std::string mirror_json(Application& application, std::uint64_t limit) {
  const AppState& state = application.state();
  const TraceStore& store = *state.store;
  const std::vector<TraceRow>& traces = application.derived().list(state);
  JsonWriter json;
  json.open('{');
  json.key("status"), json.text(status_words(state, traces.size()));
  json.count_field("trace_count", traces.size());
  json.key("traces");
  json.open('[');
  const TraceRow trace = application.derived().trace_row(state);
  const Range shown = window_around(traces.size(), place_of(traces, trace), limit);
  for (std::uint32_t i = shown.begin; i < shown.end(); ++i) {
    const Trace& facts = store.trace(traces[i]);
    write_row(json, hex_from(facts.id), words_of(store, facts), traces[i] == trace, i, 0);
  }
  json.close(']');
  const std::vector<SpanRow> none;
  const std::vector<SpanRow>& spans = trace.valid() ? application.derived().timeline_rows(state) : none;
  json.count_field("span_count", spans.size());
  json.key("spans");
  json.open('[');
  const SpanRow span = application.derived().span_row(state);
  const Range shown_spans = window_around(spans.size(), place_of(spans, span), limit);
  for (std::uint32_t i = shown_spans.begin; i < shown_spans.end(); ++i) {
    const SpanRow row = spans[i];
    write_row(json, hex_from(store.columns().span_id[row.value]), words_of(store, row), row == span, i,
              store.columns().depth[row.value] + 1);
  }
  json.close(']');
  json.close('}');
  return json.take();
}

}  // namespace spanorama
