#include "cuts.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kTraceObject =
    R"({"object":"trace","id":"trace_0123456789abcdef0123456789abcdef","workflow_name":"desk","group_id":"chat-9","metadata":{"team":"blue"}})";
constexpr std::string_view kSpans =
    R"({"object":"trace.span","id":"span_000000000000000000000002","trace_id":"trace_0123456789abcdef0123456789abcdef",
  "parent_id":"span_000000000000000000000001","started_at":"2025-08-01T12:00:00.2Z","ended_at":"2025-08-01T12:00:01.2+00:00",
  "span_data":{"input":[{"role":"user","content":"Where?"}],"output":[{"role":"assistant","content":"Here"}],"model":"gpt-4o-mini",
  "model_config":{"temperature":0.2},"usage":{"input_tokens":40,"output_tokens":8,"input_tokens_details":{"cached_tokens":16}},
  "type":"generation"},"error":null},
 {"object":"trace.span","id":"span_000000000000000000000003","trace_id":"trace_0123456789abcdef0123456789abcdef",
  "parent_id":"span_000000000000000000000001","started_at":"2025-08-01T12:00:01Z","ended_at":"2025-08-01T12:00:02Z",
  "span_data":{"type":"function","name":"find","input":"{\"id\":17}","output":"none"},"error":{"message":"not known","data":{"id":17}}},
 {"object":"trace.span","id":"span_000000000000000000000004","trace_id":"trace_0123456789abcdef0123456789abcdef",
  "parent_id":"span_000000000000000000000001","started_at":"2025-08-01T12:00:01Z","ended_at":"2025-08-01T12:00:02Z",
  "span_data":{"type":"guardrail","name":"polite","triggered":true}},
 {"object":"trace.span","id":"span_000000000000000000000005","trace_id":"trace_0123456789abcdef0123456789abcdef",
  "parent_id":"span_000000000000000000000001","started_at":"2025-08-01T12:00:01Z","ended_at":"2025-08-01T12:00:02Z",
  "span_data":{"type":"response","response_id":"resp_1","usage":{"input_tokens":6,"output_tokens":2},
  "input":"Again?","response":{"model":"gpt-4.1","output":[{"role":"assistant","content":[{"type":"output_text","text":"Yes"}]}]}}},
 {"object":"trace.span","id":"span_000000000000000000000001","trace_id":"trace_0123456789abcdef0123456789abcdef","parent_id":null,
  "started_at":"2025-08-01T12:00:00Z","ended_at":"2025-08-01T12:00:02Z","span_data":{"type":"agent","name":"Triage","tools":["find"]}})";

std::string batch_of(bool trace_first) {
  const std::string trace(kTraceObject), spans(kSpans);
  return "{\"data\":[" + (trace_first ? trace + "," + spans : spans + "," + trace) + "]}";
}

const Facts& facts_at(const ReadResult& r, std::size_t span) {
  REQUIRE(r.batch.spans.at(span).facts.valid());
  return r.batch.facts[r.batch.spans[span].facts.value];
}

}  // namespace

TEST_CASE("traces of OpenAI's Agents SDK are read with types, usage and content") {
  const std::string text = batch_of(true);
  const auto r = read_whole(Format::openai_agents, text);
  REQUIRE(r->batch.spans.size() == 5);
  CHECK(r->report.issues.empty());
  CHECK(r->batch.spans[0].type == ObservationType::generation);
  CHECK(r->batch.spans[1].type == ObservationType::tool);
  CHECK(r->batch.spans[2].type == ObservationType::guardrail);
  CHECK(r->batch.spans[3].type == ObservationType::generation);
  CHECK(r->batch.spans[4].type == ObservationType::agent);
  for (std::size_t i = 0; i < 4; ++i) CHECK(r->batch.spans[i].parent_span_id == r->batch.spans[4].span_id);
  CHECK(hex_from(r->batch.spans[0].trace_id) == "0123456789abcdef0123456789abcdef");
  const Facts& call = facts_at(*r, 0);
  CHECK(name_at(*r, 0) == "generation");
  CHECK(r->batch.strings.view(call.model) == "gpt-4o-mini");
  CHECK(input_tokens(call.usage) == 40);
  CHECK(call.usage.cache_read == 16);
  CHECK(r->batch.strings.view(call.input_preview) == "Where?");
  CHECK(r->batch.strings.view(call.output_preview) == "Here");
  CHECK(attribute_text(*r, "gen_ai.request.temperature", text) == "d:0.2");
  CHECK(r->batch.strings.view(facts_at(*r, 1).tool_name) == "find");
  CHECK(r->batch.spans[1].status == Status::error);
  CHECK(r->batch.strings.view(r->batch.extras[r->batch.spans[1].extra.value].status_message) == "not known");
  CHECK(r->batch.strings.view(facts_at(*r, 3).output_preview) == "Yes");
  CHECK(r->batch.strings.view(facts_at(*r, 3).response_model) == "gpt-4.1");
  CHECK(r->batch.strings.view(facts_at(*r, 4).agent_name) == "Triage");
}

TEST_CASE("what a trace of the Agents SDK says is put on its top span, whichever comes first") {
  for (const bool trace_first : {true, false}) {
    const std::string text = batch_of(trace_first);
    CAPTURE(trace_first);
    const auto r = read_whole(Format::openai_agents, text);
    CHECK(r->batch.strings.view(facts_at(*r, 4).session_id) == "chat-9");
    CHECK(attribute_text(*r, "openai.agents.metadata.team", text) == "s:blue");
    bool named = false;
    for (const RareFact& fact : r->batch.rare_facts)
      named = named || (fact.field == RareField::trace_name && r->batch.strings.view({fact.value}) == "desk");
    CHECK(named);
  }
}

TEST_CASE("a trace of the Agents SDK may hold its spans") {
  std::string text(kTraceObject);
  text.pop_back();
  text += ",\"spans\":[" + std::string(kSpans) + "]}";
  const auto r = read_whole(Format::openai_agents, text);
  CHECK(r->batch.spans.size() == 5);
  CHECK(r->batch.strings.view(facts_at(*r, 4).session_id) == "chat-9");
  require_survives_damage(Format::openai_agents, text);
}

TEST_CASE("traces of the Agents SDK give the same batch wherever they are cut") {
  require_same_however_cut(Format::openai_agents, batch_of(true));
  require_same_however_cut(Format::openai_agents, batch_of(false));
}

TEST_CASE("damaged traces of the Agents SDK are survived") {
  require_survives_damage(Format::openai_agents, batch_of(true));
}

TEST_CASE("traces of the Agents SDK are told by their content") {
  CHECK(sniff_format(bytes_of(batch_of(true).substr(0, 100))) == Format::openai_agents);
  CHECK(sniff_format(bytes_of(std::string_view("{\"object\": \"trace.span\", \"id\": \"span_1\""))) ==
        Format::openai_agents);
}
