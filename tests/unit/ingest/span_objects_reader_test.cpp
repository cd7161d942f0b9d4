#include "cuts.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kPhoenix =
    R"({"name":"llm","span_kind":"LLM","parent_id":"ced91d3c596196a9","start_time":"2025-08-21T11:44:56.207Z","end_time":"2025-08-21T11:45:05.449+00:00","status_code":"ERROR","status_message":"bad","events":[{"name":"exception","timestamp":"2025-08-21T11:45:00Z","attributes":{"exception.type":"E"}}],"context.span_id":"877c8ccb5e81f014","context.trace_id":"b8ae63ca4a6cd5ee9868397493cc522d","attributes.llm.model_name":"m","attributes.llm.input_messages":[{"message":{"role":"user","content":"hi"}}],"attributes.tool":null,"attributes.compliance":{"gamp5":{"on":true}}}
{"id":"x","name":"two","context":{"trace_id":"b8ae63ca4a6cd5ee9868397493cc522d","span_id":"877c8ccb5e81f015"},"span_kind":"CHAIN","parent_id":null,"start_time":"2025-08-21T11:44:56Z","end_time":"2025-08-21T11:44:57Z","status_code":"OK","attributes":{"a.b":1}}
)";

constexpr std::string_view kConsole = R"({
    "name": "one",
    "context": {"trace_id": "0x0af7651916cd43dd8448eb211c80319c", "span_id": "0xb7ad6b7169203331", "trace_state": "[]"},
    "kind": "SpanKind.CLIENT", "parent_id": "0x00f067aa0ba902b7",
    "start_time": "2024-05-29T13:46:10.728001Z", "end_time": "2024-05-29T13:46:10.728002Z",
    "status": {"status_code": "ERROR", "description": "oh"},
    "attributes": {"k": "v", "list": ["a", "b"]},
    "events": [{"name": "e", "timestamp": "2024-05-29T13:46:10.728001Z", "attributes": {}}],
    "links": [{"context": {"trace_id": "0x0af7651916cd43dd8448eb211c80319c", "span_id": "0x1"}, "attributes": {"l": 1}}],
    "resource": {"attributes": {"service.name": "py"}, "schema_url": ""}
}
{
    "span_id": "def190ba64ed7205", "trace_id": "890f6add8b0548116b8e4ddd42712a8e", "parent_id": null, "name": "file",
    "kind": "INTERNAL", "start_time": 1755776015416232600, "end_time": 1755776015416651600, "duration_ns": 419000,
    "status": {"status_code": "OK", "description": null}, "attributes": {"tool.name": "t"}, "resource": {}, "exporter": "Mine"
}
)";

constexpr std::string_view kNumbers =
    R"({"spans":[{"name":"a","kind":"internal","parent":{"trace_id":39712373237291850001929057769826244787,
 "span_id":2795294992452118289},"start_time":1758026594777382000,"end_time":1758026595108941000,"status":{"status_code":"ok"},
 "context":{"trace_id":39712373237291850001929057769826244787,"span_id":1807164324042463798},"attributes":{}}],"final_output":"x"})";

constexpr std::string_view kGo =
    R"({"Name":"go","SpanContext":{"TraceID":"0af7651916cd43dd8448eb211c80319c","SpanID":"b7ad6b7169203331","TraceFlags":"01"},
 "Parent":{"TraceID":"00000000000000000000000000000000","SpanID":"0000000000000000"},"SpanKind":2,
 "StartTime":"2024-05-29T15:46:10.728001002+02:00","EndTime":"2024-05-29T13:46:11.5Z",
 "Attributes":[{"Key":"n","Value":{"Type":"INT64","Value":7}},{"Key":"s","Value":{"Type":"STRING","Value":"v"}}],
 "Events":[{"Name":"ev","Attributes":null,"Time":"2024-05-29T13:46:11Z"}],"Links":null,"Status":{"Code":"Error","Description":"d"},
 "ChildSpanCount":0,"Resource":[{"Key":"service.name","Value":{"Type":"STRING","Value":"gosvc"}}],
 "InstrumentationScope":{"Name":"tracer","Version":"2"}})";

}  // namespace

TEST_CASE("Phoenix's export is read as columns and as objects") {
  const auto r = read_whole(Format::phoenix_spans, kPhoenix);
  CHECK(r->report.issues.empty());
  REQUIRE(r->batch.spans.size() == 2);
  const SpanRecord& one = r->batch.spans[0];
  CHECK(hex_from(one.parent_span_id) == "ced91d3c596196a9");
  CHECK(one.end.ns - one.start.ns == 9242000000);
  CHECK(one.status == Status::error);
  CHECK(one.type == ObservationType::generation);
  CHECK(one.events.count == 1);
  CHECK(attribute_text(*r, "openinference.span.kind", kPhoenix) == "s:LLM");
  CHECK(attribute_text(*r, "llm.input_messages.0.message.content", kPhoenix) == "s:hi");
  CHECK(attribute_text(*r, "compliance.gamp5.on", kPhoenix) == "true");
  CHECK(attribute_text(*r, "tool", kPhoenix) == "(none)");
  CHECK(r->batch.spans[1].type == ObservationType::chain);
  CHECK(attribute_text(*r, "a.b", kPhoenix) == "i:1");
}

TEST_CASE("console and file exporters of Python are read") {
  const auto r = read_whole(Format::python_spans, kConsole);
  CHECK(r->report.issues.empty());
  REQUIRE(r->batch.spans.size() == 2);
  const SpanRecord& one = r->batch.spans[0];
  CHECK(hex_from(one.trace_id) == "0af7651916cd43dd8448eb211c80319c");
  CHECK(hex_from(one.parent_span_id) == "00f067aa0ba902b7");
  CHECK(one.kind == SpanKind::client);
  CHECK(one.status == Status::error);
  CHECK(one.end.ns - one.start.ns == 1000);
  CHECK(one.links.count == 1);
  CHECK(service_at(*r, 0) == "py");
  CHECK(attribute_text(*r, "list", kConsole) == R"(j:["a", "b"])");
  const SpanRecord& two = r->batch.spans[1];
  CHECK(two.start.ns == 1755776015416232600);
  CHECK(service_at(*r, 1) == "");
  CHECK(attribute_text(*r, "exporter", kConsole) == "s:Mine");
}

TEST_CASE("ids may be decimal numbers of 128 bits") {
  const auto r = read_whole(Format::python_spans, kNumbers);
  REQUIRE(r->batch.spans.size() == 1);
  CHECK(hex_from(r->batch.spans[0].trace_id) == "1de0532b350588ff152b1edf6bf358b3");
  CHECK(r->batch.spans[0].span_id.value == 1807164324042463798);
  CHECK(r->batch.spans[0].parent_span_id.value == 2795294992452118289);
}

TEST_CASE("Go's stdouttrace is read") {
  const auto r = read_whole(Format::go_stdouttrace, kGo);
  CHECK(r->report.issues.empty());
  REQUIRE(r->batch.spans.size() == 1);
  const SpanRecord& one = r->batch.spans[0];
  CHECK(one.kind == SpanKind::server);
  CHECK(!one.parent_span_id.valid());
  CHECK(one.end.ns - one.start.ns == 771998998);
  CHECK(one.status == Status::error);
  CHECK(attribute_text(*r, "n", kGo) == "i:7");
  CHECK(attribute_text(*r, "s", kGo) == "s:v");
  CHECK(service_at(*r, 0) == "gosvc");
  CHECK(scope_at(*r, 0) == "tracer");
  CHECK(one.events.count == 1);
}

TEST_CASE("span objects give the same batch wherever they are cut") {
  for (const std::string_view text : {kPhoenix, kConsole, kNumbers, kGo})
    require_same_however_cut(Format::python_spans, text);
}

TEST_CASE("damaged span objects are survived") {
  for (const std::string_view text : {kPhoenix, kConsole, kNumbers, kGo})
    require_survives_damage(Format::python_spans, text);
}

TEST_CASE("a broken line among span objects costs that line only") {
  const std::string line(kPhoenix.substr(0, kPhoenix.find('\n') + 1));
  const std::string text =
      line + "{\"name\":\"x\",\"context.span_id\":}\n" + line.substr(0, line.size() - 3) + "\n" + line;
  const auto r = read_whole(Format::phoenix_spans, text);
  CHECK(r->batch.spans.size() == 2);
  CHECK(has_issue(*r, "broken_json", 2));
}

TEST_CASE("span objects are told by their content") {
  CHECK(sniff_format(bytes_of(kPhoenix)) == Format::phoenix_spans);
  CHECK(sniff_format(bytes_of(kConsole)) == Format::python_spans);
  CHECK(sniff_format(bytes_of(kNumbers)) == Format::python_spans);
  CHECK(sniff_format(bytes_of(kGo)) == Format::go_stdouttrace);
}
