#include "cuts.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kBatch = R"({"post":[
 {"id":"0a000000-0000-4000-8000-000000000001","trace_id":"0a000000-0000-4000-8000-000000000001","name":"desk","run_type":"chain",
  "session_name":"shop","start_time":"2025-08-01T12:00:00.000","inputs":{"question":"Where?"},"tags":["a"],"child_runs":[],
  "extra":{"metadata":{"thread_id":"chat-9","user_id":"ann"},"runtime":{"sdk":"py"}},"reference_example_id":"ex"},
 {"id":"0a000000-0000-4000-8000-000000000002","trace_id":"0a000000-0000-4000-8000-000000000001","run_type":"llm","name":"Chat",
  "parent_run_id":"0a000000-0000-4000-8000-000000000001","start_time":1754049600200,"serialized":{"lc":1},
  "inputs":{"messages":[{"role":"user","content":"Where?"}]},
  "extra":{"metadata":{"ls_provider":"openai","ls_model_name":"gpt-4o-mini"},"invocation_params":{"temperature":0.2}}}],
 "patch":[
 {"dotted_order":"20250801T120000000000Z0a000000-0000-4000-8000-000000000001.20250801T120000200001Z0a000000-0000-4000-8000-000000000002",
  "end_time":1754049601400,"outputs":{"choices":[{"message":{"role":"assistant","content":"Here"}}],
  "usage_metadata":{"input_tokens":9,"output_tokens":4,"total_tokens":13}},
  "events":[{"name":"new_token","time":"2025-08-01T12:00:00.7Z","kwargs":{"token":"He"}}]},
 {"dotted_order":"20250801T120000000000Z0a000000-0000-4000-8000-000000000001.20250801T120001500000Z0a000000-0000-4000-8000-000000000003",
  "name":"find","run_type":"tool","end_time":"2025-08-01T12:00:01.7Z","inputs":{"id":17},"error":"KeyError(17)\nTraceback"},
 {"id":"0a000000-0000-4000-8000-000000000001","end_time":"2025-08-01T12:00:02","outputs":{"answer":"Here"},"status":"success"}]})";

constexpr std::string_view kNested =
    R"({"id":"r1","name":"bot","run_type":"chain","start_time":"2025-08-01T12:00:00Z","end_time":"2025-08-01T12:00:05Z",
 "feedback_stats":{"helpful":{"n":2,"avg":0.5},"note":{"n":1,"avg":null}},"child_runs":[
 {"id":"r2","name":"look","run_type":"retriever","start_time":"2025-08-01T12:00:01Z","end_time":"2025-08-01T12:00:02Z",
  "child_runs":[{"id":"r3","name":"embed","run_type":"embedding","start_time":"2025-08-01T12:00:01Z","end_time":"2025-08-01T12:00:02Z"}]}]}
{"id":"r4","name":"chat","run_type":"llm","parent_run_id":"r1","trace_id":"r1","start_time":"2025-08-01T12:00:02Z",
 "end_time":"2025-08-01T12:00:04Z","first_token_time":"2025-08-01T12:00:02.75Z","prompt_tokens":25,"completion_tokens":7,
 "total_tokens":32,"total_cost":"0.00021","inputs":{"messages":[]},"outputs":{"content":"hi"}})";

const Facts& facts_at(const ReadResult& r, std::size_t span) {
  REQUIRE(r.batch.spans.at(span).facts.valid());
  return r.batch.facts[r.batch.spans[span].facts.value];
}

}  // namespace

TEST_CASE("LangSmith's post and patch of one run become one span") {
  const auto r = read_whole(Format::langsmith_runs, kBatch);
  REQUIRE(r->batch.spans.size() == 3);
  CHECK(r->report.spans == 3);
  const SpanRecord& root = r->batch.spans[0];
  const SpanRecord& call = r->batch.spans[1];
  const SpanRecord& tool = r->batch.spans[2];
  CHECK(name_at(*r, 0) == "desk");
  CHECK(root.type == ObservationType::chain);
  CHECK(root.status == Status::ok);
  CHECK(root.end.ns - root.start.ns == 2'000'000'000);
  CHECK(hex_from(root.trace_id) == "0a000000000040008000000000000001");
  CHECK(name_at(*r, 1) == "Chat");
  CHECK(call.type == ObservationType::generation);
  CHECK(call.parent_span_id == root.span_id);
  CHECK(call.trace_id == root.trace_id);
  CHECK(call.end.ns - call.start.ns == 1'200'000'000);
  CHECK(tool.type == ObservationType::tool);
  CHECK(tool.parent_span_id == root.span_id);
  CHECK(tool.end.ns - tool.start.ns == 200'000'000);
  CHECK(tool.status == Status::error);
  CHECK(r->batch.strings.view(r->batch.extras[tool.extra.value].status_message) == "KeyError(17)");
  CHECK(attribute_text(*r, "error.message", kBatch) == "s:KeyError(17)\nTraceback");
  CHECK(r->report.issues.empty());
}

TEST_CASE("both parts of a LangSmith run give facts") {
  const auto r = read_whole(Format::langsmith_runs, kBatch);
  const Facts& root = facts_at(*r, 0);
  CHECK(r->batch.strings.view(root.session_id) == "chat-9");
  CHECK(r->batch.strings.view(root.user_id) == "ann");
  CHECK(r->batch.strings.view(root.output_preview) == "Here");
  CHECK(r->batch.strings.view(root.input_preview) == "Where?");
  const Facts& call = facts_at(*r, 1);
  CHECK(r->batch.strings.view(call.model) == "gpt-4o-mini");
  CHECK(r->batch.strings.view(call.provider) == "openai");
  CHECK(r->batch.strings.view(call.input_preview) == "Where?");
  CHECK(r->batch.strings.view(call.output_preview) == "Here");
  CHECK(input_tokens(call.usage) == 9);
  CHECK(call.ttft_ns == 500'000'000);
  CHECK(r->batch.strings.view(facts_at(*r, 2).tool_name) == "find");
  CHECK(attribute_text(*r, "langsmith.span.tags", kBatch) == R"(j:["a"])");
  CHECK(attribute_text(*r, "langsmith.runtime.sdk", kBatch) == "s:py");
  REQUIRE(r->batch.rare_facts.size() == 1);  // the experiment's item, of the first part
  CHECK(r->batch.rare_facts[0].span == SpanRow{0});
  REQUIRE(r->batch.tags.size() == 1);
  CHECK(r->batch.tags[0].span == 0);
}

TEST_CASE("LangSmith runs inside runs and one a line are spans") {
  const auto r = read_whole(Format::langsmith_runs, kNested);
  REQUIRE(r->batch.spans.size() == 4);
  CHECK(name_at(*r, 2) == "embed");
  CHECK(r->batch.spans[1].parent_span_id == r->batch.spans[0].span_id);
  CHECK(r->batch.spans[2].parent_span_id == r->batch.spans[1].span_id);
  CHECK(r->batch.spans[2].type == ObservationType::embedding);
  CHECK(r->batch.spans[3].parent_span_id == r->batch.spans[0].span_id);
  for (const SpanRecord& span : r->batch.spans) CHECK(span.trace_id == r->batch.spans[0].trace_id);
  const Facts& call = facts_at(*r, 3);
  CHECK(input_tokens(call.usage) == 25);
  CHECK(call.cost_microcents == 21000);
  CHECK(call.ttft_ns == 750'000'000);
  REQUIRE(r->batch.scores.size() == 1);
  CHECK(r->batch.strings.view(r->batch.scores[0].name) == "helpful");
  CHECK(r->batch.scores[0].value == 0.5);
}

TEST_CASE("LangSmith runs nested without end are read up to a depth") {
  std::string text;
  for (int i = 0; i < 3000; ++i)
    text += R"({"id":"r)" + std::to_string(i) + R"(","run_type":"chain","start_time":1,"end_time":2,"child_runs":[)";
  for (int i = 0; i < 3000; ++i) text += "]}";
  const auto r = read_whole(Format::langsmith_runs, text);
  CHECK(r->batch.spans.size() == 101);
  CHECK(has_issue(*r, "nested_too_deep"));
}

TEST_CASE("a mistake inside nested LangSmith runs loses no run before it") {
  const std::string text =
      R"([{"id":"a","run_type":"chain","start_time":1,"end_time":2,"child_runs":[{"id":"b","start_time":1,"end_time":2},{"id" 1}]}])";
  const auto r = read_whole(Format::langsmith_runs, text);
  CHECK(r->batch.spans.size() == 2);
  CHECK(has_issue(*r, "broken_json"));
}

TEST_CASE("LangSmith runs give the same batch wherever they are cut") {
  require_same_however_cut(Format::langsmith_runs, kBatch);
  require_same_however_cut(Format::langsmith_runs, kNested);
}

TEST_CASE("damaged LangSmith runs are survived") {
  require_survives_damage(Format::langsmith_runs, kBatch);
  require_survives_damage(Format::langsmith_runs, kNested);
}

TEST_CASE("LangSmith runs are told by their content") {
  CHECK(sniff_format(bytes_of(kBatch.substr(0, 400))) == Format::langsmith_runs);
  CHECK(sniff_format(bytes_of(kNested.substr(0, 200))) == Format::langsmith_runs);
  CHECK(sniff_format(bytes_of(std::string_view("[{\"run_type\":\"llm\",\"inputs\":{"))) == Format::langsmith_runs);
}

TEST_CASE("a LangSmith run that comes in very many parts is joined only so often") {
  std::string text;
  for (int i = 0; i < 200; ++i)
    text += R"({"id":"r","run_type":"llm","start_time":1,"k)" + std::to_string(i) + "\":1}\n";
  const auto r = read_whole(Format::langsmith_runs, text);
  CHECK(r->batch.spans.size() == 4);
  CHECK(has_issue(*r, "missing_time", 1));
}
