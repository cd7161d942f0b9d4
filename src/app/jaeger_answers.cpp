#include "app/jaeger_answers.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "app/shallow_json.h"
#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

using Json = nlohmann::json;

std::string text_at(const Json& object, const char* name) {
  const Json& value = json_member(object, name);
  return value.is_string() ? repaired_utf8(value.get_ref<const std::string&>()) : std::string();
}

// A number, or a number in a string as OTLP/JSON writes 64-bit ones; 0 for anything else.
std::int64_t int_at(const Json& object, const char* name) {
  const Json& value = json_member(object, name);
  std::int64_t number = 0;
  if (value.is_number_unsigned()) {
    const auto wide = value.get<std::uint64_t>();
    return wide > static_cast<std::uint64_t>(INT64_MAX) ? 0 : static_cast<std::int64_t>(wide);
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_string() && parse_int64(value.get_ref<const std::string&>(), number)) return number;
  return 0;
}

std::uint64_t count_at(const Json& object, const char* name) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, int_at(object, name)));
}

// The JSON values of a body that holds one or several, one after another.
std::vector<Json> values_of(std::string_view body) {
  std::vector<Json> out;
  Json whole = shallow_json(body);
  if (!whole.is_discarded()) {
    out.push_back(std::move(whole));
    return out;
  }
  while (!body.empty()) {
    const std::size_t cut = std::min(body.find('\n'), body.size());
    Json line = shallow_json(body.substr(0, cut));
    if (!line.is_discarded()) out.push_back(std::move(line));
    body.remove_prefix(std::min(cut + 1, body.size()));
  }
  return out;
}

Error not_json(std::string_view body) {
  return Error{"The answer is not the JSON that Jaeger's api/v3 sends; it begins with: " +
               repaired_utf8(utf8_prefix(body, 60))};
}

void newest_first(Connector::Hits& hits) {
  std::sort(hits.begin(), hits.end(), [](const BackendState::Hit& a, const BackendState::Hit& b) {
    return a.start != b.start ? a.start > b.start : a.id < b.id;
  });
}

Nanos between(std::int64_t begin, std::int64_t end) { return {begin > 0 && end > begin ? end - begin : 0}; }

std::string service_of(const Json& resource_spans) {
  for (const Json& attribute : json_member(json_member(resource_spans, "resource"), "attributes"))
    if (text_at(attribute, "key") == "service.name") return text_at(json_member(attribute, "value"), "stringValue");
  return {};
}

struct Gathered {
  BackendState::Hit hit;
  std::int64_t end_ns = 0;
};
using GatheredById = std::map<TraceId, Gathered>;

void gather_span(GatheredById& traces, const Json& span, const std::string& service) {
  TraceId id;
  if (!trace_id_from_hex(text_at(span, "traceId"), id) || !id.valid()) return;
  Gathered& trace = traces[id];
  const std::int64_t start = int_at(span, "startTimeUnixNano");
  const bool first = trace.hit.spans++ == 0;
  trace.hit.id = id;
  if (first || start < trace.hit.start.ns) trace.hit.start = {start};
  trace.end_ns = std::max(trace.end_ns, int_at(span, "endTimeUnixNano"));
  if (int_at(json_member(span, "status"), "code") == 2) ++trace.hit.errors;
  if (first || text_at(span, "parentSpanId").empty()) {
    trace.hit.name = text_at(span, "name");
    trace.hit.service = service;
  }
}

void gather_document(GatheredById& traces, const Json& document) {
  for (const Json& resource_spans : json_member(document, "resourceSpans")) {
    const std::string service = service_of(resource_spans);
    for (const Json& scope_spans : json_member(resource_spans, "scopeSpans"))
      for (const Json& span : json_member(scope_spans, "spans")) gather_span(traces, span, service);
  }
}

const Json& result_or_self(const Json& value) {
  const Json& result = json_member(value, "result");
  return result.is_object() ? result : value;
}

}  // namespace

Result<std::vector<std::string>> services_from(std::string_view body) {
  const Json answer = shallow_json(body);
  const Json& list = json_member(answer, "services");
  // An empty store answers {} or null for the list.
  if (!answer.is_object() || !(list.is_array() || list.is_null())) return not_json(body);
  std::vector<std::string> services;
  for (const Json& service : list)
    if (service.is_string()) services.push_back(repaired_utf8(service.get_ref<const std::string&>()));
  std::sort(services.begin(), services.end());
  services.erase(std::unique(services.begin(), services.end()), services.end());
  return services;
}

Result<Connector::Hits> hits_from_summaries(std::string_view body) {
  const Json answer = shallow_json(body);
  if (!answer.is_object()) return not_json(body);
  Connector::Hits hits;
  for (const Json& summary : json_member(answer, "summaries")) {
    BackendState::Hit hit;
    if (!trace_id_from_hex(text_at(summary, "traceId"), hit.id) || !hit.id.valid()) continue;
    hit.name = text_at(summary, "rootOperationName");
    hit.service = text_at(summary, "rootServiceName");
    hit.start = {int_at(summary, "minStartTimeUnixNano")};
    hit.duration = between(hit.start.ns, int_at(summary, "maxEndTimeUnixNano"));
    hit.spans = count_at(summary, "spanCount");
    hit.errors = count_at(summary, "errorSpanCount");
    hits.push_back(std::move(hit));
  }
  newest_first(hits);
  return hits;
}

Result<Connector::Hits> hits_from_traces(std::string_view body) {
  const std::vector<Json> values = values_of(body);
  if (values.empty()) return not_json(body);
  GatheredById traces;
  for (const Json& value : values) gather_document(traces, result_or_self(value));
  Connector::Hits hits;
  for (auto& [id, trace] : traces) {
    trace.hit.duration = between(trace.hit.start.ns, trace.end_ns);
    hits.push_back(std::move(trace.hit));
  }
  newest_first(hits);
  return hits;
}

Result<std::string> otlp_from_answer(std::string_view body) {
  const std::vector<Json> values = values_of(body);
  std::string out;
  for (const Json& value : values) {
    const Json& document = result_or_self(value);
    if (!json_member(document, "resourceSpans").is_array()) continue;
    out += document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  if (out.empty()) return not_json(body);
  return out;
}

std::string message_from_error(std::string_view body) {
  const Json answer = shallow_json(body);
  return std::string(utf8_prefix(text_at(json_member(answer, "error"), "message"), 200));
}

}  // namespace spanorama
