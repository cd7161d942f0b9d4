#include "spanorama/app/script_api.h"

#include <algorithm>
#include <utility>

#include "app/script_args.h"
#include "app/script_state.h"
#include "spanorama/app/deep_link.h"
#include "spanorama/app/json_rows.h"
#include "spanorama/model/payload_text.h"

namespace spanorama {
namespace {

constexpr std::uint64_t kMaxRows = 10'000;  // of one answer; `offset` gives the others

struct Call {
  Application& application;
  const ScriptArgs& args;

  const AppState& state() const { return application.state(); }
  const TraceStore& store() const { return *application.state().store; }
  void apply(Command command) const {
    application.commands().push(std::move(command));
    application.update();
  }
};

// Reads through the host and remembers whether anything was missing.
class HostPayloads final : public PayloadSource {
 public:
  explicit HostPayloads(Host& host) : host_(host) {}
  std::optional<std::string_view> read(const Source& source, std::uint64_t offset, std::uint64_t length) override {
    auto bytes = host_.read_source(source.id, offset, length);
    if (!bytes) missing_ = true;
    return bytes;
  }
  bool missing() const { return missing_; }

 private:
  Host& host_;
  bool missing_ = false;
};

std::string filter(const Call& call) { return script_text(call.state().filter_text); }

std::string set_filter(const Call& call) {
  call.apply(SetFilterText{call.args.text("text")});
  JsonWriter json;
  json.open('{');
  json.key("filter"), json.text(call.state().filter_text);
  json.field("error", call.state().filter_error);
  json.count_field("traces", call.application.derived().list(call.state()).size());
  json.close('}');
  return json.take();
}

// What the trace tells, and what was noted about it here: bookmarked, local_tags[].
std::string noted_trace_json(const Call& call, TraceRow row, UnixTime now) {
  std::string out = trace_json(call.store(), row, now);
  const TraceNote* note = call.state().notes->find(call.store().trace(row).id);
  JsonWriter json;
  json.open('{');
  json.bool_field("bookmarked", note != nullptr && note->bookmarked);
  json.key("local_tags");
  json.open('[');
  if (note != nullptr)
    for (const std::string& tag : note->tags) json.text(tag);
  json.close(']');
  json.close('}');
  const std::string noted = json.take();
  out.back() = ',';
  return out.append(noted, 1);
}

std::string traces(const Call& call) {
  std::vector<TraceRow> rows = call.application.derived().list(call.state());
  if (const std::string order = call.args.text("sort"); !order.empty()) {
    const auto sort = sort_order_from(order);
    if (!sort) return script_error("sort: expected a column and a direction, as in \"duration:desc\", not " + order);
    rows = sorted(call.store(), call.application.derived().filtered(call.state()), *sort);
  }
  const auto begin = static_cast<std::size_t>(std::min<std::uint64_t>(call.args.number("offset", 0), rows.size()));
  const std::uint64_t limit = std::min(call.args.number("limit", kMaxRows), kMaxRows);
  const std::size_t end = std::min(rows.size(), begin + static_cast<std::size_t>(limit));
  const UnixTime now = call.application.frame().host.now();
  JsonWriter json;
  json.open('[');
  for (std::size_t i = begin; i < end; ++i) json.literal(noted_trace_json(call, rows[i], now));
  json.close(']');
  return json.take();
}

// The trace named by `trace`, else the selected one; invalid when it is not loaded.
TraceRow wanted_trace(const Call& call) {
  TraceId id = call.state().trace;
  if (call.args.has("trace") && !trace_id_from_hex(call.args.text("trace"), id)) return {};
  return id.valid() ? call.store().find_trace(id) : TraceRow{};
}

std::string no_trace(const Call& call) {
  return script_error("No such trace is loaded: " + call.args.text("trace") + " (expected 32 hex digits)");
}

std::string spans(const Call& call) {
  const TraceRow trace = wanted_trace(call);
  if (!trace.valid()) return no_trace(call);
  const Trace& facts = call.store().trace(trace);
  JsonWriter json;
  json.open('[');
  for (std::uint32_t i = 0; i < facts.span_count; ++i)
    json.literal(span_json(call.store(), SpanRow{facts.first_span.value + i}));
  json.close(']');
  return json.take();
}

std::string show(const Call& call) {
  const TraceRow trace = wanted_trace(call);
  if (!trace.valid()) return no_trace(call);
  SpanRow span = call.store().trace(trace).root;
  if (call.args.has("span")) {
    SpanId id;
    const bool is_id = span_id_from_hex(call.args.text("span"), id);
    span = is_id ? call.store().find_span(trace, id) : SpanRow{};
    if (!span.valid()) return script_error("No such span in the trace: " + call.args.text("span"));
  }
  HostPayloads payloads(call.application.frame().host);
  const PromptView& prompt = call.application.derived().prompt(call.state(), span);
  const std::string answer = show_json(call.store(), span, payloads, &prompt);
  return (payloads.missing() || prompt.waiting) && !call.args.flag("final") ? "{\"waiting\":true}" : answer;
}

std::string facets(const Call& call) {
  const auto field = facet_field_from(call.args.text("field"));
  if (!field) return script_error("facets: no counts for the field " + call.args.text("field"));
  JsonWriter json;
  json.open('[');
  for (const FacetValue& value : call.application.derived().all_facet_values(call.state(), *field)) {
    json.open('{');
    json.key("value"), json.text(value.value);
    json.count_field("count", value.count);
    json.close('}');
  }
  json.close(']');
  return json.take();
}

std::string select(const Call& call) {
  if (call.args.has("trace")) {
    TraceId id;
    const std::string hex = call.args.text("trace");
    if (!hex.empty() && !trace_id_from_hex(hex, id)) return no_trace(call);
    call.apply(SelectTrace{id});
  }
  if (call.args.has("span")) {
    SpanId id;
    const std::string hex = call.args.text("span");
    if (!hex.empty() && !span_id_from_hex(hex, id)) return script_error("span: expected 16 hex digits, not " + hex);
    call.apply(SelectSpan{id});
  }
  if (call.args.has("tab")) {
    const auto tab = detail_tab_from(call.args.text("tab"));
    if (!tab) return script_error("tab: expected timeline, flame, tree or conversation, not " + call.args.text("tab"));
    call.apply(SelectTab{*tab});
  }
  return state_json(call.state(), call.application.derived());
}

std::string set_theme(const Call& call) {
  const auto theme = theme_from(call.args.text("theme"));
  if (!theme) return script_error("theme: expected system, dark or light, not " + call.args.text("theme"));
  call.apply(SetTheme{*theme});
  return script_text(call.args.text("theme"));
}

std::string state(const Call& call) { return state_json(call.state(), call.application.derived()); }
std::string sources(const Call& call) { return sources_json(call.state()); }
std::string mirror(const Call& call) { return mirror_json(call.application, call.args.number("limit", 60)); }

std::string link(const Call& call) {
  return script_text(call.application.frame().host.link_base() + "#" + print(link_of(call.state())));
}

std::string close(const Call& call) {
  if (call.args.has("id"))
    call.apply(CloseSource{static_cast<std::uint32_t>(call.args.number("id", 0))});
  else
    call.apply(CloseAll{});
  return sources_json(call.state());
}

// Traces with at least one span of the source. O(spans): those of a trace lie side by side.
std::int64_t traces_of_source(const TraceStore& store, SourceRow source) {
  const ColumnViews& columns = store.columns();
  std::int64_t count = 0;
  TraceRow last;
  for (std::size_t i = 0; i < columns.source.size(); ++i) {
    if (!(columns.source[i] == source) || columns.trace[i] == last) continue;
    last = columns.trace[i];
    ++count;
  }
  return count;
}

// The report of the source at a place, in the order that they were opened.
std::string report(const Call& call) {
  const auto place = static_cast<std::size_t>(call.args.number("place", UINT32_MAX));
  const auto& reports = call.state().report.sources;
  if (place >= reports.size()) return script_error("No report at that place");
  return report_json(reports[place], traces_of_source(call.store(), SourceRow{static_cast<std::uint32_t>(place)}));
}

struct Method {
  std::string_view name;
  std::string (*answer)(const Call& call);
};
constexpr Method kMethods[] = {
    {"filter", filter}, {"setFilter", set_filter}, {"traces", traces}, {"spans", spans},        {"show", show},
    {"facets", facets}, {"select", select},        {"state", state},   {"link", link},          {"sources", sources},
    {"close", close},   {"report", report},        {"mirror", mirror}, {"setTheme", set_theme},
};

}  // namespace

std::string script_call(Application& application, std::string_view method, std::string_view args_json) {
  const ScriptArgs args(args_json);
  if (!args.valid()) return script_error("The arguments are not a JSON object");
  for (const Method& one : kMethods)
    if (one.name == method) return one.answer({application, args});
  return script_error("No such call: " + std::string(method));
}

}  // namespace spanorama
