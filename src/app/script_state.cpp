#include "app/script_state.h"

#include <iterator>

namespace spanorama {
namespace {

constexpr std::string_view kDetailTabs[] = {"timeline", "flame", "tree", "conversation",
                                            "merged",   "graph", "log",  "compare"};
constexpr std::string_view kSpanTabs[] = {"content", "metadata", "attributes", "events"};
constexpr std::string_view kThemes[] = {"system", "dark", "light"};
constexpr std::string_view kPhases[] = {"reading", "done", "failed", "cancelled", "wanted"};

template <class E, std::size_t N>
std::optional<E> from_word(const std::string_view (&words)[N], std::string_view word) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == word) return static_cast<E>(i);
  return std::nullopt;
}

void write_time_range(JsonWriter& json, std::string_view key, const std::optional<TimeRange>& range) {
  json.key(key);
  if (!range) return json.null();
  json.open('[');
  json.wide_or_null(range->begin.ns);
  json.wide_or_null(range->end.ns);
  json.close(']');
}

void write_backend(JsonWriter& json, const BackendState& backend) {
  json.key("backend");
  json.open('{');
  json.bool_field("open", backend.open);
  json.field("url", backend.url);
  json.field("service", backend.service);
  json.key("services");
  json.open('[');
  for (const std::string& service : backend.services) json.text(service);
  json.close(']');
  json.key("hits");
  json.open('[');
  for (const BackendState::Hit& hit : backend.hits) json.text(hex_from(hit.id));
  json.close(']');
  json.bool_field("busy", backend.busy);
  json.field("message", backend.message);
  json.close('}');
}

void write_ask(JsonWriter& json, const AskState& ask) {
  json.key("ask");
  json.open('{');
  json.field("question", ask.question);
  json.field("proposal", ask.proposal);
  json.field("problem", ask.problem);
  json.bool_field("busy", ask.busy);
  json.close('}');
}

}  // namespace

std::string_view name_of(DetailTab tab) { return kDetailTabs[static_cast<std::size_t>(tab)]; }
std::string_view name_of(SpanTab tab) { return kSpanTabs[static_cast<std::size_t>(tab)]; }
std::string_view name_of(ThemeChoice theme) { return kThemes[static_cast<std::size_t>(theme)]; }
std::string_view name_of(OpenSource::Phase phase) { return kPhases[static_cast<std::size_t>(phase)]; }
std::optional<DetailTab> detail_tab_from(std::string_view word) { return from_word<DetailTab>(kDetailTabs, word); }
std::optional<ThemeChoice> theme_from(std::string_view word) { return from_word<ThemeChoice>(kThemes, word); }

std::string state_json(const AppState& state, Derived& derived) {
  JsonWriter json;
  json.open('{');
  json.count_field("traces", state.store->trace_count());
  json.count_field("spans", state.store->span_count());
  json.count_field("listed", derived.list(state).size());
  json.key("filter"), json.text(state.filter_text);
  json.field("filter_error", state.filter_error);
  json.field("view", name_of(state.view));
  json.field("sort", print(state.sort));
  json.field("trace", state.trace.valid() ? hex_from(state.trace) : std::string());
  json.field("span", state.span.valid() ? hex_from(state.span) : std::string());
  json.field("tab", name_of(state.tab));
  json.field("span_tab", name_of(state.span_tab));
  write_time_range(json, "visible_time", state.visible_time);
  write_time_range(json, "picked_time", state.picked_time);
  json.key("playhead");
  if (state.playhead)
    json.wide_or_null(state.playhead->ns);
  else
    json.null();
  json.field("theme", name_of(state.theme));
  json.bool_field("utc", state.utc);
  json.bool_field("filters_shown", state.filters_shown);
  json.bool_field("detail_full", state.detail_full);
  json.bool_field("report_shown", state.report_shown);
  json.field("notice", state.notice);
  write_backend(json, state.backend);
  write_ask(json, state.ask);
  json.key("keeping");
  json.open('{');
  json.bool_field("available", state.keeping.available);
  json.bool_field("on", state.keeping.on);
  json.count_field("loads", state.keeping.loads.size());
  json.close('}');
  json.close('}');
  return json.take();
}

std::string sources_json(const AppState& state) {
  JsonWriter json;
  json.open('[');
  for (const OpenSource& source : state.sources) {
    json.open('{');
    json.count_field("id", source.id);
    json.field("name", source.name);
    json.field("link", source.link);
    json.field("phase", name_of(source.phase));
    json.count_field("bytes_read", source.bytes_read);
    json.count_field("bytes_total", source.bytes_total);
    json.count_field("spans", source.spans);
    json.key("seconds"), json.real(source.seconds);
    json.field("error", source.error);
    json.bool_field("kept", source.kept);
    json.key("fits"), json.real(source.fits);
    json.close('}');
  }
  json.close(']');
  return json.take();
}

}  // namespace spanorama
