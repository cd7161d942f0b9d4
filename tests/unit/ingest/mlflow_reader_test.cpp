#include "cuts.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kInfo =
    R"("info":{"trace_id":"tr-0123456789abcdef0123456789abcdef","trace_location":{"type":"MLFLOW_EXPERIMENT",
 "mlflow_experiment":{"experiment_id":"7"}},"state":"OK","trace_metadata":{"mlflow.trace.session":"chat-1","mlflow.trace.user":"ann","branch":"main"},
 "tags":{"mlflow.traceName":"run","team":"blue"},"assessments":[{"assessment_name":"relevance","source":{"source_type":"LLM_JUDGE"},
 "feedback":{"value":0.75},"rationale":"near"},{"assessment_name":"correct","feedback":{"value":true}}]})";
constexpr std::string_view kData =
    R"("data":{"spans":[{"trace_id":"tr-0123456789abcdef0123456789abcdef","span_id":"00000000000000a1","parent_span_id":null,"name":"run",
  "start_time_unix_nano":1754049600000000000,"end_time_unix_nano":1754049602000000000,"status":{"code":"OK","message":""},
  "attributes":{"mlflow.spanType":"\"AGENT\"","mlflow.spanOutputs":"\"Hello\""}},
 {"trace_id":"tr-0123456789abcdef0123456789abcdef","span_id":"00000000000000a2","parent_span_id":"00000000000000a1","name":"chat",
  "start_time_unix_nano":"1754049600500000000","end_time_unix_nano":1754049601500000000,"status":{"code":"STATUS_CODE_ERROR","message":"late"},
  "events":[{"name":"mlflow.chunk.item.0","time_unix_nano":1754049600700000000,"attributes":{"mlflow.chunk.value":"\"He\""}}],
  "attributes":{"mlflow.spanType":"\"CHAT_MODEL\"","mlflow.llm.model":"\"gpt-4o\"",
  "mlflow.chat.tokenUsage":"{\"input_tokens\":11,\"output_tokens\":5,\"total_tokens\":16}",
  "mlflow.spanInputs":"{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"}}]})";

std::string trace(bool info_first) {
  const std::string info(kInfo), data(kData);
  return info_first ? "{" + info + "," + data + "}" : "{" + data + "," + info + "}";
}

const Facts& facts_at(const ReadResult& r, std::size_t span) {
  REQUIRE(r.batch.spans.at(span).facts.valid());
  return r.batch.facts[r.batch.spans[span].facts.value];
}

}  // namespace

TEST_CASE("MLflow's traces are read with types, model, usage and time to first token") {
  const std::string text = trace(true);
  const auto r = read_whole(Format::mlflow_traces, text);
  REQUIRE(r->batch.spans.size() == 2);
  CHECK(r->report.issues.empty());
  const SpanRecord& call = r->batch.spans[1];
  CHECK(hex_from(call.trace_id) == "0123456789abcdef0123456789abcdef");
  CHECK(r->batch.spans[0].type == ObservationType::agent);
  CHECK(r->batch.spans[0].status == Status::ok);
  CHECK(call.type == ObservationType::generation);
  CHECK(call.parent_span_id == r->batch.spans[0].span_id);
  CHECK(call.status == Status::error);
  CHECK(call.end.ns - call.start.ns == 1'000'000'000);
  CHECK(r->batch.strings.view(facts_at(*r, 1).model) == "gpt-4o");
  CHECK(input_tokens(facts_at(*r, 1).usage) == 11);
  CHECK(facts_at(*r, 1).ttft_ns == 200'000'000);
  CHECK(r->batch.strings.view(facts_at(*r, 1).input_preview) == "Hi");
}

TEST_CASE("what an MLflow trace's info says is put on its top span, whichever comes first") {
  for (const bool info_first : {true, false}) {
    CAPTURE(info_first);
    const std::string text = trace(info_first);
    const auto r = read_whole(Format::mlflow_traces, text);
    CHECK(r->batch.strings.view(facts_at(*r, 0).session_id) == "chat-1");
    CHECK(r->batch.strings.view(facts_at(*r, 0).user_id) == "ann");
    CHECK(attribute_text(*r, "mlflow.traceTag.team", text) == "s:blue");
    CHECK(attribute_text(*r, "mlflow.traceMetadata.branch", text) == "s:main");
    CHECK(attribute_text(*r, "mlflow.experimentId", text) == "s:7");
    CHECK(attribute_text(*r, "mlflow.traceState", text) == "s:OK");
  }
}

TEST_CASE("assessments of an MLflow trace are scores of the trace") {
  const auto r = read_whole(Format::mlflow_traces, trace(true));
  REQUIRE(r->batch.scores.size() == 2);
  CHECK(r->batch.strings.view(r->batch.scores[0].name) == "relevance");
  CHECK(r->batch.scores[0].value == 0.75);
  CHECK(r->batch.strings.view(r->batch.scores[0].explanation) == "near");
  CHECK(r->batch.strings.view(r->batch.scores[0].origin) == "LLM_JUDGE");
  CHECK(r->batch.scores[0].scope == ScoreScope::trace);
  CHECK(r->batch.strings.view(r->batch.scores[1].label) == "true");
}

TEST_CASE("older spans of MLflow and those of its API are read too") {
  const std::string older =
      R"({"info":{"request_id":"r","experiment_id":"0","timestamp_ms":1,"status":"OK","request_metadata":{"mlflow.trace.session":"s"},
   "tags":{}},"data":{"request":"{}","response":"{}","spans":[{"name":"predict","context":{"trace_id":"0x0123456789abcdef0123456789abcdef",
   "span_id":"0x00000000000000a1"},"parent_id":null,"start_time":1754049600000000000,"end_time":1754049601000000000,"status_code":"OK",
   "status_message":"","attributes":{"mlflow.spanType":"\"LLM\""},"events":[]}]}})";
  const std::string api =
      R"({"trace":{"trace_info":{"trace_id":"tr-1","trace_metadata":{"mlflow.trace.session":"s"}},"spans":[{"trace_id":"ASNFZ4mrze8BI0VniavN7w==",
   "span_id":"AAAAAAAAAKE=","name":"predict","start_time_unix_nano":"1754049600000000000","end_time_unix_nano":"1754049601000000000",
   "attributes":[{"key":"mlflow.spanType","value":{"string_value":"\"LLM\""}}],"status":{"code":"STATUS_CODE_OK"}}]}})";
  for (const std::string& text : {older, api, "[" + older + "," + older + "]"}) {
    CAPTURE(text.substr(0, 30));
    const auto r = read_whole(Format::mlflow_traces, text);
    REQUIRE(r->batch.spans.size() >= 1);
    CHECK(r->report.issues.empty());
    const SpanRecord& span = r->batch.spans[0];
    CHECK(hex_from(span.trace_id) == "0123456789abcdef0123456789abcdef");
    CHECK(hex_from(span.span_id) == "00000000000000a1");
    CHECK(span.type == ObservationType::generation);
    CHECK(span.status == Status::ok);
    CHECK(r->batch.strings.view(facts_at(*r, r->batch.spans.size() - 1).session_id) == "s");
    CHECK(sniff_format(bytes_of(text)) == Format::mlflow_traces);
  }
}

TEST_CASE("MLflow's traces give the same batch wherever they are cut") {
  require_same_however_cut(Format::mlflow_traces, trace(true));
  require_same_however_cut(Format::mlflow_traces, trace(false));
}

TEST_CASE("damaged traces of MLflow are survived") {
  require_survives_damage(Format::mlflow_traces, trace(true));
  require_survives_damage(Format::mlflow_traces, trace(false));
}
