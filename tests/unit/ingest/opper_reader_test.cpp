#include "cuts.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kSpans =
    R"({"id":"0c000000-0000-4000-8000-000000000002","trace_id":"0c000000-0000-4000-8000-000000000001","parent_id":null,"name":"answer",
  "type":"workflow","start_time":"2025-08-01T12:00:00Z","end_time":"2025-08-01T12:00:03Z","input":"Where?","output":"Here","error":null,
  "meta":{"session_id":"chat-9","user_id":"ann","region":"eu"},"tags":{"team":"blue"},"score":0.25,
  "metrics":[{"dimension":"tone","value":0.5,"comment":"dry"},{"dimension":"odd","value":"x"}],
  "events":[{"kind":"guardrail","source":"pii","data":{"matches":0},"created_at":"2025-08-01T12:00:00.1Z"}]},
 {"id":"0c000000-0000-4000-8000-000000000003","trace_id":"0c000000-0000-4000-8000-000000000001",
  "parent_id":"0c000000-0000-4000-8000-000000000002","name":"call","type":"generation","start_time":"2025-08-01T12:00:00.2Z",
  "end_time":"2025-08-01T12:00:01.4Z","input":[{"role":"user","content":"Where?"}],"output":"Here",
  "meta":{"model":"openai/gpt-4o-mini","input_tokens":40,"output_tokens":8,"instructions":"Be brief.","observations":"* right"}},
 {"id":"0c000000-0000-4000-8000-000000000004","trace_id":"0c000000-0000-4000-8000-000000000001",
  "parent_id":"0c000000-0000-4000-8000-000000000002","name":"find","type":"tool","start_time":"2025-08-01T12:00:01Z",
  "end_time":"2025-08-01T12:00:02Z","input":"{\"id\":17}","output":null,"error":"not known"})";

std::string trace() {
  return R"({"data":{"id":"0c000000-0000-4000-8000-000000000001","name":"desk","span_count":3,"status":"success","spans":[)" +
         std::string(kSpans) + "]}}";
}

const Facts& facts_at(const ReadResult& r, std::size_t span) {
  REQUIRE(r.batch.spans.at(span).facts.valid());
  return r.batch.facts[r.batch.spans[span].facts.value];
}

}  // namespace

TEST_CASE("Opper's traces are read with types, model, usage, scores and events") {
  const std::string text = trace();
  const auto r = read_whole(Format::opper_traces, text);
  REQUIRE(r->batch.spans.size() == 3);
  CHECK(r->report.issues.empty());
  const SpanRecord& root = r->batch.spans[0];
  CHECK(hex_from(root.trace_id) == "0c000000000040008000000000000001");
  CHECK(root.type == ObservationType::chain);
  CHECK(r->batch.spans[1].type == ObservationType::generation);
  CHECK(r->batch.spans[1].parent_span_id == root.span_id);
  CHECK(r->batch.spans[2].type == ObservationType::tool);
  CHECK(r->batch.spans[2].status == Status::error);
  CHECK(r->batch.strings.view(facts_at(*r, 0).session_id) == "chat-9");
  CHECK(r->batch.strings.view(facts_at(*r, 0).user_id) == "ann");
  CHECK(attribute_text(*r, "opper.meta.region", text) == "s:eu");
  CHECK(attribute_text(*r, "opper.tags.team", text) == "s:blue");
  CHECK(attribute_text(*r, "opper.trace.name", text) == "s:desk");
  const Facts& call = facts_at(*r, 1);
  CHECK(r->batch.strings.view(call.model) == "openai/gpt-4o-mini");
  CHECK(input_tokens(call.usage) == 40);
  CHECK(r->batch.strings.view(call.input_preview) == "Where?");
  CHECK(r->batch.strings.view(call.output_preview) == "Here");
  CHECK(r->batch.strings.view(facts_at(*r, 2).tool_name) == "find");
  REQUIRE(r->batch.scores.size() == 2);
  CHECK(r->batch.scores[0].value == 0.25);
  CHECK(r->batch.strings.view(r->batch.scores[1].name) == "tone");
  CHECK(r->batch.strings.view(r->batch.scores[1].explanation) == "dry");
  REQUIRE(root.events.count == 1);
  CHECK(r->batch.strings.view(r->batch.events[root.events.begin].name) == "guardrail");
}

TEST_CASE("Opper's spans are read as a list and one a line too") {
  std::string lines(kSpans);
  for (std::size_t at = 0; (at = lines.find("},\n {\"id\"", at)) != std::string::npos;) lines.replace(at + 1, 1, "");
  for (const std::string& text : {"[" + std::string(kSpans) + "]", "{\"data\":[" + std::string(kSpans) + "]}", lines}) {
    const auto r = read_whole(Format::opper_traces, text);
    CHECK(r->batch.spans.size() == 3);
    CHECK(r->report.issues.empty());
    CHECK(sniff_format(bytes_of(text)) == Format::opper_traces);
  }
}

TEST_CASE("a mistake in a span of Opper's loses no span before it") {
  std::string text = trace();
  text.replace(text.find("\"score\":0.25"), 12, "\"score\" 0.25");
  CHECK(has_issue(*read_whole(Format::opper_traces, text), "broken_json"));
  text = trace();
  text.replace(text.rfind("\"error\":"), 8, "\"error\" ");
  const auto r = read_whole(Format::opper_traces, text);
  CHECK(r->batch.spans.size() == 2);
  CHECK(has_issue(*r, "broken_json"));
}

TEST_CASE("Opper's traces give the same batch wherever they are cut") {
  require_same_however_cut(Format::opper_traces, trace());
}

TEST_CASE("damaged traces of Opper are survived") { require_survives_damage(Format::opper_traces, trace()); }

TEST_CASE("Opper's traces are told by their content") {
  CHECK(sniff_format(bytes_of(trace())) == Format::opper_traces);
  CHECK(sniff_format(bytes_of(std::string_view("{\"trace_id\":\"a\",\"span_id\":\"b\",\"id\":1,\"start_time\":2}"))) ==
        Format::python_spans);
}
