#include "cuts.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kTrace = R"({"data":[{"traceID":"0af7651916cd43dd8448eb211c80319c","spans":[
 {"traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"b7ad6b7169203331","operationName":"agent \u00fc","references":[],
  "startTime":1700000000000001,"duration":2500,"processID":"p1","warnings":["clock skew"],
  "tags":[{"key":"span.kind","type":"string","value":"server"},{"key":"n","type":"int64","value":"41"},
   {"key":"f","type":"float64","value":2},{"key":"b","type":"bool","value":true},{"key":"raw","type":"binary","value":"AQID"},
   {"key":"otel.scope.name","type":"string","value":"lib"},{"key":"gen_ai.request.model","type":"string","value":"m1"}],
  "logs":[{"timestamp":1700000000000100,"fields":[{"key":"event","type":"string","value":"exception"},
   {"key":"exception.type","type":"string","value":"Boom"}]}]},
 {"traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"2","operationName":"tool","startTime":1700000000000002,"duration":7,
  "references":[{"refType":"FOLLOWS_FROM","traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"0000000000000009"},
   {"refType":"CHILD_OF","traceID":"ffffffffffffffffffffffffffffffff","spanID":"0000000000000008"},
   {"refType":"CHILD_OF","traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"b7ad6b7169203331"}],
  "tags":[{"key":"error","type":"bool","value":true},{"key":"otel.status_description","type":"string","value":"no"}],
  "logs":null,"processID":"p2","warnings":null}],
 "processes":{"p1":{"serviceName":"front","tags":[{"key":"deployment.environment","type":"string","value":"prod"}]},
  "p2":{"serviceName":"back","tags":[]}},"warnings":null}],"total":0,"errors":null})";

}  // namespace

TEST_CASE("a Jaeger trace is read with tags, logs, references and processes") {
  const auto r = read_whole(Format::jaeger_json, kTrace);
  REQUIRE(r->batch.spans.size() == 2);
  const SpanRecord& one = r->batch.spans[0];
  const SpanRecord& two = r->batch.spans[1];
  CHECK(name_at(*r, 0) == "agent ü");
  CHECK(one.start.ns == 1700000000000001000);
  CHECK(one.end.ns == 1700000000002501000);
  CHECK(one.kind == SpanKind::server);
  CHECK(one.type == ObservationType::generation);
  CHECK(attribute_text(*r, "n", kTrace) == "i:41");
  CHECK(attribute_text(*r, "f", kTrace) == "d:2");
  CHECK(attribute_text(*r, "b", kTrace) == "true");
  CHECK(attribute_text(*r, "raw", kTrace) == "b:AQID");
  CHECK(attribute_text(*r, "span.kind", kTrace) == "(none)");
  CHECK(scope_at(*r, 0) == "lib");
  CHECK(scope_at(*r, 1) == "");
  CHECK(service_at(*r, 0) == "front");
  CHECK(service_at(*r, 1) == "back");
  REQUIRE(one.facts.valid());
  CHECK(r->batch.strings.view(r->batch.facts[one.facts.value].environment) == "prod");
  REQUIRE(one.events.count == 1);
  const SpanEvent& event = r->batch.events[one.events.begin];
  CHECK(r->batch.strings.view(event.name) == "exception");
  CHECK(event.attributes.count == 1);
  CHECK(two.parent_span_id == one.span_id);
  CHECK(two.span_id.value == 2);
  CHECK(two.links.count == 2);
  CHECK(two.status == Status::error);
  CHECK(r->batch.strings.view(r->batch.extras[two.extra.value].status_message) == "no");
  CHECK(has_issue(*r, "span_warning"));
  CHECK(r->report.worst() == Severity::info);
}

TEST_CASE("a bare Jaeger trace is one too, and processes may come first") {
  const std::string trace(kTrace.substr(9, kTrace.size() - 9 - 29));
  CHECK(read_whole(Format::jaeger_json, trace)->batch.spans.size() == 2);
  const std::string first =
      R"({"traceID":"1","processes":{"p":{"serviceName":"s"}},"spans":[{"traceID":"1","spanID":"1",
    "operationName":"x","startTime":1,"duration":1,"processID":"p"},{"traceID":"1","spanID":"2","startTime":1,"duration":1}]})";
  const auto r = read_whole(Format::jaeger_json, first);
  REQUIRE(r->batch.spans.size() == 2);
  CHECK(service_at(*r, 0) == "s");
  CHECK(service_at(*r, 1) == "");
}

TEST_CASE("Jaeger JSON gives the same batch wherever it is cut") {
  require_same_however_cut(Format::jaeger_json, kTrace);
}

TEST_CASE("damaged Jaeger JSON is survived") {
  require_survives_damage(Format::jaeger_json, kTrace);
  const auto cut = read_whole(Format::jaeger_json, kTrace.substr(0, kTrace.size() - 120));
  CHECK(cut->batch.spans.size() == 2);
  CHECK(has_issue(*cut, "truncated_source"));
}

TEST_CASE("an answer of Jaeger without traces says so") {
  CHECK(has_issue(*read_whole(Format::jaeger_json, R"({"data":[],"total":0})"), "no_spans"));
}

TEST_CASE("Jaeger JSON is told by its content") { CHECK(sniff_format(bytes_of(kTrace)) == Format::jaeger_json); }
