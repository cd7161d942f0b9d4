#include <doctest/doctest.h>

#include "span_json.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

// "field=value" for each rare fact of the one span.
std::string rare_of(const TestSpan& span) {
  const SpanFacts f = facts_of(span);
  std::string out;
  for (const RareFact& fact : f.result->batch.rare_facts) {
    out += (out.empty() ? "" : " ") + std::string(name_of(fact.field)) + "=";
    out += is_token_count(fact.field) ? std::to_string(fact.value) : f.text({fact.value});
  }
  return out;
}

// "name value label by origin: explanation (scope)" for each score.
std::string scores_of(const TestSpan& span) {
  const SpanFacts f = facts_of(span);
  std::string out;
  for (const Score& s : f.result->batch.scores) {
    out += (out.empty() ? "" : "; ") + f.text(s.name);
    if (s.has_value) out += " " + std::to_string(s.value).substr(0, 4);
    if (s.label.present()) out += " [" + f.text(s.label) + "]";
    if (s.origin.present()) out += " by " + f.text(s.origin);
    if (s.explanation.present()) out += ": " + f.text(s.explanation);
    if (s.scope != ScoreScope::span) out += " (" + std::string(name_of(s.scope)) + ")";
  }
  return out;
}

std::string provider_of(const char* key, const char* value) {
  const SpanFacts f = facts_of({{{key, value}, {"gen_ai.request.model", "m"}}});
  return f.text(f.facts.provider);
}

}  // namespace

TEST_CASE("finish reasons are folded, whether they come as a list, as JSON or as words") {
  CHECK(rare_of({{{"gen_ai.response.finish_reasons", R"(["end_turn","tool_use"])"}}}) ==
        "finish_reasons=stop,tool_calls");
  CHECK(rare_of({{{"ai.response.finishReason", "tool-calls"}}}) == "finish_reasons=tool_calls");
  CHECK(rare_of({{{"llm.finish_reason", "MAX_TOKENS"}}}) == "finish_reasons=length");
  CHECK(rare_of({{{"gen_ai.response.finish_reason", "SAFETY"}}}) == "finish_reasons=content_filter");
  CHECK(rare_of({{{"gen_ai.response.finish_reason", "something_new"}}}) == "finish_reasons=something_new");
}

TEST_CASE("lists of words that were met before mean the same again, and are kept as they stood") {
  std::string spans, want, lists;
  for (int i = 0; i < 40; ++i) {
    const std::string word = i % 7 == 0 ? "end_turn" : "reason_" + std::to_string(i % 6);
    const bool as_list = i % 2 == 0;
    const std::string value = as_list ? R"({"arrayValue":{"values":[{"stringValue":")" + word + R"("}]}})"
                                      : R"({"stringValue":"[\")" + word + R"(\"]"})";
    spans +=
        std::string(i == 0 ? "" : ",") + R"({"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":")" +
        std::to_string(1000000000000000 + i) +
        R"(","startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[{"key":"gen_ai.response.finish_reasons","value":)" +
        value + "}]}";
    want += (i % 7 == 0 ? "stop" : word) + " ";
    if (as_list) lists += R"([")" + word + R"("] )";
  }
  const auto result =
      read_whole(Format::otlp_json, R"({"resourceSpans":[{"scopeSpans":[{"spans":[)" + spans + "]}]}]}");
  const SpanBatch& batch = result->batch;
  std::string got, kept;
  for (const RareFact& fact : batch.rare_facts) got += std::string(batch.strings.view(StringId{fact.value})) + " ";
  for (const Attribute a : batch.attributes)
    if (a.type() == ValueType::json) kept += std::string(batch.strings.view(StringId{a.value})) + " ";
  CHECK(got == want);
  CHECK(kept == lists);
}

TEST_CASE("a finish reason at the end of the messages counts where no key tells one; words inside them do not") {
  const auto of = [](const char* messages) { return rare_of({{{"gen_ai.output.messages", messages}}}); };
  CHECK(of(R"([{"role":"assistant","parts":[{"type":"text","content":"x"}],"finish_reason":"end_turn"}])") ==
        "finish_reasons=stop");
  CHECK(of(R"([{"role":"assistant", "finish_reason" : "tool_use" } ])") == "finish_reasons=tool_calls");
  CHECK(of(R"([{"parts":[{"content":"a \"finish_reason\": \"stop\" of mine"}]}])").empty());
  CHECK(of(R"([{"role":"assistant","finish_reason":null}])").empty());
  CHECK(of("finish_reason").empty());
}

TEST_CASE("levels are folded to four, and unknown words give none") {
  CHECK(rare_of({{{"langfuse.observation.level", "WARNING"}}}) == "level=WARNING");
  CHECK(rare_of({{{"langfuse.observation.level", "notice"}}}) == "level=DEFAULT");
  CHECK(rare_of({{{"logfire.level_num", 17}}}) == "level=ERROR");
  CHECK(rare_of({{{"langfuse.observation.level", "loud"}}}).empty());
}

TEST_CASE("ids and names of traces, conversations, experiments and simulations") {
  CHECK(rare_of({{{"langfuse.trace.name", "checkout"},
                  {"langfuse.experiment.id", "e1"},
                  {"langfuse.experiment.item.id", "i7"}}}) ==
        "trace_name=checkout experiment_id=e1 experiment_item=i7");
  CHECK(rare_of({{{"scenario.run_id", "run-4"}, {"scenario.id", "s"}}}) == "simulation_id=run-4");
  // A conversation that is the session is told once.
  CHECK(rare_of({{{"gen_ai.conversation.id", "c"}}}).empty());
  CHECK(rare_of({{{"gen_ai.conversation.id", "c"}, {"session.id", "s"}}}) == "conversation_id=c");
  CHECK(rare_of({{{"gen_ai.response.id", "r1"}, {"openai.response.service_tier", "flex"}}}) ==
        "response_id=r1 service_tier=flex");
}

TEST_CASE("what is written for an hour is a part of all that is written to the cache") {
  const TestSpan split{{{"gen_ai.usage.input_tokens", 5000},
                        {"gen_ai.provider.name", "anthropic"},
                        {"gen_ai.usage.cache_creation_5m.input_tokens", 1000},
                        {"gen_ai.usage.cache_creation_1h.input_tokens", 500}}};
  CHECK(rare_of(split) == "cache_write_1h_tokens=500");
  const Facts facts = facts_of(split).facts;
  CHECK(facts.usage.cache_write == 1500);
  CHECK(facts.usage.input_plain == 3500);
  const TestSpan langfuse{{{"langfuse.observation.usage_details",
                            R"({"input":10,"input_cache_creation_5m":3,"input_cache_creation_1h":4,"output":2})"}}};
  CHECK(rare_of(langfuse) == "cache_write_1h_tokens=4");
  CHECK(facts_of(langfuse).facts.usage.cache_write == 7);
}

TEST_CASE("audio is a label on tokens; where it is counted beside them it is added") {
  const TestSpan inside{{{"llm.token_count.prompt", 100}, {"llm.token_count.prompt_details.audio", 40}}};
  CHECK(rare_of(inside) == "audio_input_tokens=40");
  CHECK(facts_of(inside).facts.usage.input_plain == 100);
  CHECK(rare_of({{{"gen_ai.usage.output_tokens", 100}, {"gen_ai.usage.details.audio_tokens", 30}}}) ==
        "audio_output_tokens=30");
  const TestSpan beside{{{"gen_ai.usage.input_tokens", 100}, {"gen_ai.usage.input_audio_tokens", 40}}};
  CHECK(rare_of(beside) == "audio_input_tokens=40");
  CHECK(facts_of(beside).facts.usage.input_plain == 140);
}

TEST_CASE("scores come as events, as attributes with an index, and as objects") {
  TestSpan event;
  event.events = event_json("gen_ai.evaluation.result", {{"gen_ai.evaluation.name", "relevance"},
                                                         {"gen_ai.evaluation.score.value", 0.5},
                                                         {"gen_ai.evaluation.score.label", "fair"},
                                                         {"gen_ai.evaluation.explanation", "so so"}});
  CHECK(scores_of(event) == "relevance 0.50 [fair]: so so");
  CHECK(scores_of({{{"gen_ai.evaluation.name", "tone"}, {"gen_ai.evaluation.score.value", "0.25"}}}) == "tone 0.25");
  CHECK(scores_of({{{"annotations.1.annotation.name", "b"},
                    {"annotations.0.annotation.name", "a"},
                    {"annotations.0.annotation.score", 1},
                    {"annotations.0.annotation.annotator_kind", "HUMAN"},
                    {"annotations.1.annotation.label", "good"},
                    {"trace.evaluations.0.evaluation.name", "c"},
                    {"trace.evaluations.0.evaluation.score", 0.75}}}) == "a 1.00 by HUMAN; c 0.75 (trace); b [good]");
  CHECK(scores_of({{{"braintrust.scores", R"({"accuracy":0.5,"style":1})"}}}) == "accuracy 0.50; style 1.00");
  TestSpan langwatch;
  langwatch.events = event_json("langwatch.evaluation.custom",
                                {{"json_encoded_event", R"({"name":"safe","score":0.5,"passed":true,"details":"d"})"}});
  CHECK(scores_of(langwatch) == "safe 0.50 [passed]: d");
  CHECK(scores_of({{{"langfuse.trace.scores", R"([{"name":"n","value":1,"source":"API"},{"x":[}])"}}}).empty());
}

TEST_CASE("providers lose what stands behind their dot, but not a dot of their own") {
  CHECK(provider_of("gen_ai.system", "openai.chat") == "openai");
  CHECK(provider_of("gen_ai.system", "azure.ai.openai") == "azure.ai.openai");
  CHECK(provider_of("ai.model.provider", "google.vertex.chat") == "gcp.vertex_ai");
  CHECK(provider_of("ai.model.provider", "google.generative-ai") == "gcp.gemini");
  CHECK(provider_of("ai.model.provider", "amazon-bedrock.converse") == "aws.bedrock");
  CHECK(provider_of("ai.model.provider", "newvendor.chat") == "newvendor");
  CHECK(provider_of("gen_ai.system", "my.gateway") == "my.gateway");
}

TEST_CASE("usage is found inside whole answers, not inside their texts") {
  const SpanFacts adk =
      facts_of({{{"gcp.vertex.agent.llm_response",
                  R"({"content":{"parts":[{"text":"\"usage_metadata\": {\"prompt_token_count\": 9}"}]},
      "usage_metadata":{"prompt_token_count":100,"cached_content_token_count":60,"candidates_token_count":20,
      "thoughts_token_count":5,"total_token_count":125}})"}}});
  CHECK(adk.facts.usage.input_plain == 40);
  CHECK(adk.facts.usage.cache_read == 60);
  CHECK(adk.facts.usage.output_plain == 20);
  CHECK(adk.facts.usage.reasoning == 5);
}

TEST_CASE("a plain word such as model is believed only beside tokens") {
  CHECK_FALSE(facts_of({{{"model", "Corolla"}}}).has_facts);
  const SpanFacts f = facts_of({{{"model", "\x1b[1mclaude-sonnet-4-5\x1b[22m"}, {"input_tokens", 5}}});
  CHECK(f.text(f.facts.model) == "claude-sonnet-4-5");
  CHECK(f.text(f.facts.provider) == "anthropic");
}
