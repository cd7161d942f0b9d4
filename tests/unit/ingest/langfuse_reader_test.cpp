#include "cuts.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kTrace =
    R"({"id":"b3b7b128-5664-4f42-9fab-31999da9e2f1","projectId":"p","name":"tutor","userId":"u1",
 "sessionId":"s1","tags":["a","b"],"release":null,"metadata":"{\"team\":\"blue\",\"attributes\":{\"x\":1}}","observations":[{"id":"no"}]})";
constexpr std::string_view kObservations = R"([
 {"id":"root one","traceId":"b3b7b128-5664-4f42-9fab-31999da9e2f1","type":"AGENT","name":"tutor","parentObservationId":null,
  "startTime":"2024-05-29T13:46:10.728Z","endTime":"2024-05-29 13:46:12.728","level":"DEFAULT","input":null,"usageDetails":{},
  "metadata":"{\"attributes\":{\"gen_ai.agent.name\":\"math\",\"deep\":{\"n\":2}},\"resourceAttributes\":{\"service.name\":\"svc\"},\"scope\":{\"name\":\"sc\",\"version\":\"1\"},\"mine\":\"q\\\"q\"}"},
 {"id":"0d8f542791ac44c8","traceId":"b3b7b128-5664-4f42-9fab-31999da9e2f1","type":"GENERATION","parentObservationId":"root one",
  "startTime":"2024-05-29T13:46:11Z","endTime":null,"name":"","level":"ERROR","statusMessage":"too long","model":"gpt-4",
  "usageDetails":{"input":49,"output":40,"total":89},"costDetails":{"input":0.00147,"output":0.0024,"total":0.00387},
  "input":[{"role":"user","content":"3x + 11 = 14?"}],"output":"x = 1","metadata":{"k":"v"}}])";

std::string exported() {
  return "{\"trace\":" + std::string(kTrace) + ",\"observations\":" + std::string(kObservations) + "}";
}

}  // namespace

TEST_CASE("a Langfuse export is read with model, usage, cost and content") {
  const std::string text = exported();
  const auto r = read_whole(Format::langfuse_export, text);
  REQUIRE(r->batch.spans.size() == 2);
  const SpanRecord& root = r->batch.spans[0];
  const SpanRecord& call = r->batch.spans[1];
  CHECK(hex_from(root.trace_id) == "b3b7b12856644f429fab31999da9e2f1");
  CHECK(root.type == ObservationType::agent);
  CHECK(root.end.ns - root.start.ns == 2000000000);
  CHECK(attribute_text(*r, "langfuse.observation.id", text) == "s:root one");
  CHECK(call.parent_span_id == root.span_id);
  CHECK(hex_from(call.span_id) == "0d8f542791ac44c8");
  CHECK(call.type == ObservationType::generation);
  CHECK(call.status == Status::error);
  CHECK(r->batch.strings.view(r->batch.extras[call.extra.value].status_message) == "too long");
  REQUIRE(call.facts.valid());
  const Facts& facts = r->batch.facts[call.facts.value];
  CHECK(r->batch.strings.view(facts.model) == "gpt-4");
  CHECK(input_tokens(facts.usage) == 49);
  CHECK(output_tokens(facts.usage) == 40);
  CHECK(facts.cost_microcents == 387000);
  CHECK(r->batch.strings.view(facts.input_preview) == "3x + 11 = 14?");
  CHECK(r->batch.strings.view(facts.output_preview) == "x = 1");
  CHECK(attribute_text(*r, "langfuse.observation.input", text) == R"(j:[{"role":"user","content":"3x + 11 = 14?"}])");
}

TEST_CASE("metadata of a Langfuse observation holds OpenTelemetry attributes, resource and scope") {
  const std::string text = exported();
  const auto r = read_whole(Format::langfuse_export, text);
  CHECK(attribute_text(*r, "gen_ai.agent.name", text) == "s:math");
  CHECK(attribute_text(*r, "deep.n", text) == "i:2");
  CHECK(attribute_text(*r, "langfuse.observation.metadata.mine", text) == "s:q\"q");
  CHECK(attribute_text(*r, "langfuse.observation.metadata.k", text) == "s:v");
  CHECK(service_at(*r, 0) == "svc");
  CHECK(scope_at(*r, 0) == "sc");
  CHECK(service_at(*r, 1) == "");
}

TEST_CASE("what a Langfuse trace says is put on its top observation, whichever comes first") {
  const std::string late =
      "{\"observations\":" + std::string(kObservations) + ",\"trace\":" + std::string(kTrace) + "}";
  for (const std::string& text : {exported(), late}) {
    CAPTURE(text.substr(0, 20));
    const auto r = read_whole(Format::langfuse_export, text);
    REQUIRE(r->batch.spans.size() == 2);
    CHECK(attribute_text(*r, "session.id", text) == "s:s1");
    CHECK(attribute_text(*r, "user.id", text) == "s:u1");
    CHECK(attribute_text(*r, "langfuse.trace.name", text) == "s:tutor");
    CHECK(attribute_text(*r, "langfuse.trace.tags", text) == R"(j:["a","b"])");
    CHECK(attribute_text(*r, "langfuse.trace.metadata.team", text) == "s:blue");
    const SpanRecord& root = r->batch.spans[0];
    REQUIRE(root.facts.valid());
    CHECK(r->batch.strings.view(r->batch.facts[root.facts.value].session_id) == "s1");
  }
}

TEST_CASE("the trace object of Langfuse's API holds its observations") {
  const std::string text =
      R"({"id":"t","name":"n","sessionId":"s9","observations":)" + std::string(kObservations) + "}";
  const auto r = read_whole(Format::langfuse_export, text);
  CHECK(r->batch.spans.size() == 2);
  CHECK(attribute_text(*r, "session.id", text) == "s:s9");
}

TEST_CASE("a Langfuse export gives the same batch wherever it is cut") {
  require_same_however_cut(Format::langfuse_export, exported());
}

TEST_CASE("a damaged Langfuse export is survived") { require_survives_damage(Format::langfuse_export, exported()); }

TEST_CASE("a Langfuse export is told by its content") {
  CHECK(sniff_format(bytes_of(exported())) == Format::langfuse_export);
  CHECK(sniff_format(bytes_of(exported().substr(0, 100))) == Format::langfuse_export);
}
