#include <doctest/doctest.h>

#include "span_json.h"

using namespace spanorama;
using namespace spanorama::test;

TEST_CASE("types are told by the explicit key first, whatever its letters' case") {
  CHECK(facts_of({{{"langfuse.observation.type", "generation"}, {"openinference.span.kind", "TOOL"}}}).type ==
        ObservationType::generation);
  CHECK(facts_of({{{"openinference.span.kind", "RERANKER"}, {"gen_ai.operation.name", "chat"}}}).type ==
        ObservationType::reranker);
  CHECK(facts_of({{{"openinference.span.kind", "UNKNOWN"}, {"gen_ai.operation.name", "embeddings"}}}).type ==
        ObservationType::embedding);
  CHECK(facts_of({{{"traceloop.span.kind", "workflow"}}}).type == ObservationType::chain);
  CHECK(facts_of({{{"gen_ai.operation.name", "invoke_agent"}}}).type == ObservationType::agent);
  CHECK(facts_of({{{"ai.operationId", "ai.streamText.doStream"}}}).type == ObservationType::generation);
  CHECK(facts_of({{{"ai.operationId", "ai.streamText"}}}).type == ObservationType::agent);
  CHECK(facts_of({{{"mlflow.spanType", "\"CHAT_MODEL\""}}}).type == ObservationType::generation);
}

TEST_CASE("without an explicit type it is guessed, last of all from plain OpenTelemetry") {
  CHECK(facts_of({{{"gen_ai.tool.name", "search"}}}).type == ObservationType::tool);
  CHECK(facts_of({{{"gen_ai.request.model", "m"}, {"gen_ai.tool.name", "search"}}}).type ==
        ObservationType::generation);
  CHECK(facts_of({{{"retrieval.documents.0.document.content", "x"}}}).type == ObservationType::retriever);
  CHECK(facts_of({{{"gen_ai.agent.name", "a"}}}).type == ObservationType::agent);
  CHECK(facts_of({{{"db.system", "postgresql"}}}).type == ObservationType::db);
  CHECK(facts_of({{{"http.request.method", "GET"}}}).type == ObservationType::http);
  CHECK(facts_of({{{"anything", "else"}}}).type == ObservationType::span);
  CHECK_FALSE(facts_of({{{"http.request.method", "GET"}, {"url.full", "http://x"}}}).has_facts);
}

TEST_CASE("a task of OpenLLMetry is what its operation says, where that is a retrieval") {
  CHECK(facts_of({{{"traceloop.span.kind", "task"}, {"gen_ai.operation.name", "vector_db_retrieve"}}}).type ==
        ObservationType::retriever);
  CHECK(facts_of({{{"traceloop.span.kind", "task"}, {"gen_ai.operation.name", "execute_task"}}}).type ==
        ObservationType::chain);
}

TEST_CASE("a tool without a name of its own has that of its entity or its observation, and only a tool") {
  const auto named = [](TestAttributes attributes) {
    const TestSpan span{attributes};
    const SpanFacts f = facts_of(span);
    return f.text(f.facts.tool_name);
  };
  CHECK(named({{"traceloop.span.kind", "tool"}, {"traceloop.entity.name", "lookup"}}) == "lookup");
  CHECK(named({{"traceloop.span.kind", "task"}, {"traceloop.entity.name", "lookup"}}) == "");
  const SpanFacts langfuse = facts_of({{{"langfuse.observation.type", "tool"}}, "test", "", "", R"(,"name":"lookup")"});
  CHECK(langfuse.text(langfuse.facts.tool_name) == "lookup");
  CHECK(named({{"openinference.span.kind", "TOOL"}}) == "");
}

TEST_CASE("a call that failed has the model of its request") {
  const auto model = [](const char* parameters, const char* kind) {
    const SpanFacts f = facts_of({{{"openinference.span.kind", kind}, {"llm.invocation_parameters", parameters}}});
    return f.text(f.facts.model);
  };
  CHECK(model(R"({"model":"gpt-4o","temperature":0.2})", "LLM") == "gpt-4o");
  CHECK(model(R"({"model":"gpt-4o"})", "CHAIN") == "");
  CHECK(model("[]", "LLM") == "");
  CHECK(model(R"({"model":)", "LLM") == "");
}

TEST_CASE("LangChain's answer names the model that answered") {
  const auto answered = [](const char* output, const char* kind) {
    const SpanFacts f =
        facts_of({{{"openinference.span.kind", kind}, {"llm.model_name", "gpt-4o"}, {"output.value", output}}});
    return f.text(f.facts.response_model);
  };
  constexpr const char* kAnswer =
      R"({"generations":[[{"text":"hi","message":{"response_metadata":{"finish_reason":"stop","model_name":"gpt-4o-2024-08-06"}}}]]})";
  CHECK(answered(kAnswer, "LLM") == "gpt-4o-2024-08-06");
  CHECK(answered(kAnswer, "CHAIN") == "");
  CHECK(answered(R"({"text":"\"model_name\": \"x\""})", "LLM") == "");
  CHECK(answered(R"({"response_metadata":{"model_name":)", "LLM") == "");
}

TEST_CASE("the old key of Langtrace names the model asked for") {
  const SpanFacts f = facts_of({{{"langtrace.service.type", "llm"}, {"llm.model", "gpt-4"}}});
  CHECK(f.text(f.facts.model) == "gpt-4");
}

TEST_CASE("a call streams where its parameters ask for it") {
  const auto streams = [](const char* parameters) {
    return facts_of({{{"openinference.span.kind", "LLM"}, {"llm.invocation_parameters", parameters}}}).facts.streaming;
  };
  CHECK(streams(R"({"stream": true, "max_tokens": 10})"));
  CHECK_FALSE(streams(R"({"stream": false, "stream_options": {"include_usage": true}})"));
  CHECK_FALSE(streams(R"({"stream": tru)"));
}

TEST_CASE("Mastra's metadata and tags, and the reason that Langfuse's wrapper notes") {
  const SpanFacts f = facts_of({{{"mastra.span.type", "agent_run"},
                                 {"mastra.metadata.sessionId", "s"},
                                 {"mastra.metadata.userId", "u"},
                                 {"mastra.tags", R"(["a","b"])"}}});
  CHECK(f.text(f.facts.session_id) + f.text(f.facts.user_id) == "su");
  CHECK(f.result->batch.tags.size() == 2);
}

TEST_CASE("a reported total decides whether cached tokens lie inside the input") {
  // 1000 + 200 = 1200: the 600 cached ones are inside the 1000.
  const auto inside = facts_of({{{"gen_ai.system", "anthropic"},
                                 {"gen_ai.usage.input_tokens", 1000},
                                 {"gen_ai.usage.output_tokens", 200},
                                 {"gen_ai.usage.total_tokens", 1200},
                                 {"gen_ai.usage.cache_read_input_tokens", 600}}});
  CHECK(inside.facts.usage.input_plain == 400);
  CHECK(inside.facts.usage.cache_read == 600);
  CHECK(inside.facts.usage.output_plain == 200);
  CHECK(total_tokens(inside.facts.usage) == 1200);
  // 1000 + 600 + 200 = 1800: beside it.
  const auto beside = facts_of({{{"gen_ai.system", "openai"},
                                 {"gen_ai.usage.input_tokens", 1000},
                                 {"gen_ai.usage.output_tokens", 200},
                                 {"gen_ai.usage.total_tokens", 1800},
                                 {"gen_ai.usage.cache_read_input_tokens", 600}}});
  CHECK(beside.facts.usage.input_plain == 1000);
  CHECK(total_tokens(beside.facts.usage) == 1800);
  // 500 + 100 + 300 = 900: reasoning beside the output.
  const auto thoughts = facts_of({{{"gen_ai.usage.input_tokens", 500},
                                   {"gen_ai.usage.output_tokens", 100},
                                   {"gen_ai.usage.total_tokens", 900},
                                   {"gen_ai.usage.reasoning_tokens", 300}}});
  CHECK(thoughts.facts.usage.output_plain == 100);
  CHECK(thoughts.facts.usage.reasoning == 300);
}

TEST_CASE("without a total the key decides, then the provider") {
  // The dotted cache key belongs to conventions in which the input includes the cache.
  const auto by_key = facts_of({{{"gen_ai.system", "anthropic"},
                                 {"gen_ai.usage.input_tokens", 1000},
                                 {"gen_ai.usage.cache_read.input_tokens", 600}}});
  CHECK(by_key.facts.usage.input_plain == 400);
  const auto anthropic = facts_of({{{"gen_ai.system", "Anthropic"},
                                    {"gen_ai.usage.input_tokens", 1000},
                                    {"gen_ai.usage.cache_read_input_tokens", 600}}});
  CHECK(anthropic.facts.usage.input_plain == 1000);
  const auto openai = facts_of({{{"gen_ai.system", "openai"},
                                 {"gen_ai.usage.input_tokens", 1000},
                                 {"gen_ai.usage.cache_read_input_tokens", 600}}});
  CHECK(openai.facts.usage.input_plain == 400);
  const auto gemini = facts_of(
      {{{"gen_ai.system", "gemini"}, {"gen_ai.usage.output_tokens", 100}, {"gen_ai.usage.reasoning_tokens", 40}}});
  CHECK(gemini.facts.usage.output_plain == 100);
  const auto other = facts_of(
      {{{"gen_ai.system", "openai"}, {"gen_ai.usage.output_tokens", 100}, {"gen_ai.usage.reasoning_tokens", 40}}});
  CHECK(other.facts.usage.output_plain == 60);
}

TEST_CASE("more cached tokens than input means that they were beside it") {
  const auto f = facts_of({{{"gen_ai.provider.name", "openai"},
                            {"gen_ai.usage.input_tokens", 10},
                            {"gen_ai.usage.cache_read.input_tokens", 600}}});
  CHECK(f.facts.usage.input_plain == 10);
  CHECK(input_tokens(f.facts.usage) == 610);
}

TEST_CASE("two spellings of one count are not added") {
  const auto f = facts_of(
      {{{"gen_ai.usage.prompt_tokens", 7}, {"gen_ai.usage.input_tokens", "12"}, {"llm.token_count.prompt", 9}}});
  CHECK(f.facts.usage.input_plain == 12);
  CHECK(f.facts.usage.output_plain == kUnknown);
}

TEST_CASE("usage objects of Langfuse are disjoint, others hold the usual pair") {
  const auto f =
      facts_of({{{"langfuse.observation.usage_details",
                  R"({"input":10,"input_cached_tokens":5,"output":7,"output_reasoning_tokens":3,"total":25})"}}});
  CHECK(f.facts.usage.input_plain == 10);
  CHECK(f.facts.usage.cache_read == 5);
  CHECK(f.facts.usage.output_plain == 7);
  CHECK(f.facts.usage.reasoning == 3);
  const auto s = facts_of(
      {{{"langsmith.usage_metadata",
         R"({"input_tokens":100,"output_tokens":20,"total_tokens":120,"input_token_details":{"cache_read":30}})"}}});
  CHECK(s.facts.usage.input_plain == 70);
  CHECK(s.facts.usage.cache_read == 30);
}

TEST_CASE("a usage object without parts takes those that stand beside it for the same call") {
  // 1115 + 101 = 1216: of these 1024 were cached, and 64 of the 101 were thoughts.
  const auto same = facts_of({{{"langfuse.observation.usage_details", R"({"input":1115,"output":101,"total":1216})"},
                               {"ai.usage.inputTokens", 1115},
                               {"ai.usage.cachedInputTokens", 1024},
                               {"ai.usage.reasoningTokens", 64}}});
  CHECK(same.facts.usage.input_plain == 91);
  CHECK(same.facts.usage.cache_read == 1024);
  CHECK(same.facts.usage.output_plain == 37);
  CHECK(same.facts.usage.reasoning == 64);
  CHECK(total_tokens(same.facts.usage) == 1216);
  const auto other = facts_of({{{"langfuse.observation.usage_details", R"({"input":1115,"output":101,"total":1216})"},
                                {"ai.usage.inputTokens", 2000},
                                {"ai.usage.cachedInputTokens", 1024}}});
  CHECK(other.facts.usage.input_plain == 1115);
  CHECK(other.facts.usage.cache_read == kUnknown);
}

TEST_CASE("what holds the messages of a whole run is an agent, whatever model it names") {
  CHECK(facts_of({{{"model_name", "gpt-4o"}, {"pydantic_ai.all_messages", "[]"}}}).type == ObservationType::agent);
  CHECK(facts_of({{{"gen_ai.operation.name", "chat"}, {"pydantic_ai.all_messages", "[]"}}}).type ==
        ObservationType::generation);
}

TEST_CASE("cost in USD becomes microcents, half away from zero, and zero beside tokens is unknown") {
  CHECK(facts_of({{{"gen_ai.usage.cost", 0.0123}}}).facts.cost_microcents == 1'230'000);
  CHECK(facts_of({{{"gen_ai.usage.cost", 0.000000015}}}).facts.cost_microcents == 2);
  CHECK(facts_of({{{"gen_ai.usage.cost", "0.5"}}}).facts.cost_microcents == 50'000'000);
  CHECK(facts_of({{{"gen_ai.usage.cost", 0.0}, {"gen_ai.usage.input_tokens", 5}}}).facts.cost_microcents == kUnknown);
  CHECK(facts_of({{{"gen_ai.usage.cost", -1.0}, {"gen_ai.system", "x"}}}).facts.cost_microcents == kUnknown);
  CHECK(facts_of({{{"gen_ai.usage.input_cost", 0.01}, {"gen_ai.usage.output_cost", 0.02}}}).facts.cost_microcents ==
        3'000'000);
  CHECK(facts_of({{{"langfuse.observation.cost_details", R"({"input":1,"output":2,"total":0.5})"}}})
            .facts.cost_microcents == 50'000'000);
  CHECK(facts_of({{{"gen_ai.usage.cost", 1.0}}}).facts.cost_source == CostSource::reported);
}

TEST_CASE("time to first token is read in the unit of its key") {
  CHECK(facts_of({{{"gen_ai.response.time_to_first_chunk", 0.25}}}).facts.ttft_ns == 250'000'000);
  CHECK(facts_of({{{"gen_ai.client.operation.time_to_first_chunk", 0.08}}}).facts.ttft_ns == 80'000'000);
  CHECK(facts_of({{{"ai.response.msToFirstChunk", 120.5}}}).facts.ttft_ns == 120'500'000);
  CHECK(facts_of({{{"gen_ai.server.time_to_first_token", 0.5}}}).facts.ttft_ns == 500'000'000);
  CHECK(facts_of({{{"gen_ai.server.time_to_first_token", 900}}}).facts.ttft_ns ==
        900'000'000);  // more seconds than the span has
  CHECK(facts_of({{{"gen_ai.server.time_to_first_token", 450'000'000}}}).facts.ttft_ns == 450'000'000);
  TestSpan strands{{{"gen_ai.server.time_to_first_token", 7}}};
  strands.scope = "strands.telemetry.tracer";
  CHECK(facts_of(strands).facts.ttft_ns == 7'000'000);
  CHECK(facts_of({{{"langfuse.observation.completion_start_time", "\"1970-01-01T00:00:03.5Z\""}}}).facts.ttft_ns ==
        2'500'000'000);
  CHECK(facts_of({{{"gen_ai.response.time_to_first_chunk", 10.5}, {"gen_ai.system", "x"}}}).facts.ttft_ns == kUnknown);
  CHECK(facts_of({{{"ttft_ms", -3}, {"gen_ai.system", "x"}}}).facts.ttft_ns == kUnknown);
  TestSpan chunk{{{"llm.is_streaming", "True"}}};
  chunk.events = event_json("llm.content.completion.chunk", {}, 1'700'000'000) + "," +
                 event_json("llm.content.completion.chunk", {}, 1'600'000'000);
  CHECK(facts_of(chunk).facts.ttft_ns == 600'000'000);
  CHECK(facts_of(chunk).facts.streaming);
}

TEST_CASE("providers fold to one name, frameworks give way to the model's maker") {
  const auto provider = [](const char* key, const char* name, const char* model = "m") {
    const auto f = facts_of({{{key, name}, {"gen_ai.request.model", model}}});
    return f.text(f.facts.provider);
  };
  CHECK(provider("gen_ai.system", "OpenAI") == "openai");
  CHECK(provider("gen_ai.system", "AWS") == "aws.bedrock");
  CHECK(provider("gen_ai.system", "mistralai") == "mistral_ai");
  CHECK(provider("ai.model.provider", "openai.chat") == "openai");
  CHECK(provider("ai.model.provider", "google.generative-ai") == "gcp.gemini");
  CHECK(provider("gen_ai.system", "strands-agents", "us.anthropic.claude-3-7") == "aws.bedrock");
  CHECK(provider("gen_ai.system", "gcp.vertex.agent", "gemini-2.5-flash") == "gcp.gemini");
  CHECK(provider("gen_ai.system", "langchain", "strange") == "langchain");
}

TEST_CASE("names, sessions, environments and tags come from their keys, then from the resource") {
  TestSpan span{{{"session.id", "s1"},
                 {"langfuse.session.id", "s0"},
                 {"user.id", "N/A"},
                 {"enduser.id", "u"},
                 {"gen_ai.tool.call.id", "c"},
                 {"langfuse.observation.prompt.name", "p"},
                 {"langfuse.observation.prompt.version", 3},
                 {"langfuse.trace.tags", R"(["a","b"])"},
                 {"tag.tags", "b, c"}}};
  span.resource =
      TestAttribute("deployment.environment", "prod").json + "," + TestAttribute("service.version", "1.2").json;
  const auto f = facts_of(span);
  CHECK(f.text(f.facts.session_id) == "s0");
  CHECK(f.text(f.facts.user_id) == "u");
  CHECK(f.text(f.facts.tool_call_id) == "c");
  CHECK(f.text(f.facts.prompt_name) == "p");
  CHECK(f.text(f.facts.prompt_version) == "3");
  CHECK(f.text(f.facts.environment) == "prod");
  CHECK(f.text(f.facts.release) == "1.2");
  std::string tags;
  for (const TagRow& tag : f.result->batch.tags) tags += f.text(tag.tag) + " ";
  CHECK(tags == "a b c ");
}

TEST_CASE("LangChain's word for the provider counts where a model call tells no other") {
  const auto provider = [](TestAttributes attributes) {
    const SpanFacts f = facts_of({attributes});
    return f.text(f.facts.provider);
  };
  constexpr const char* kMetadata = R"({"step": 1, "ls_provider": "Bedrock", "ls_model_name": "x"})";
  CHECK(provider({{"openinference.span.kind", "LLM"}, {"metadata", kMetadata}}) == "aws.bedrock");
  CHECK(provider({{"openinference.span.kind", "LLM"}, {"metadata", kMetadata}, {"llm.provider", "openai"}}) ==
        "openai");
  CHECK(provider({{"openinference.span.kind", "CHAIN"}, {"metadata", kMetadata}}) == "");
  CHECK(provider({{"openinference.span.kind", "LLM"}, {"metadata", R"({"ls_provider": null})"}}) == "");
  CHECK(provider({{"openinference.span.kind", "LLM"}, {"metadata", R"({"ls_provider": ")"}}) == "");
  CHECK(provider({{"langfuse.observation.type", "generation"},
                  {"langfuse.observation.metadata.ls_provider", "openai"}}) == "openai");
  CHECK(provider({{"llm.request.type", "chat"}, {"traceloop.association.properties.ls_provider", "anthropic"}}) ==
        "anthropic");
  CHECK_FALSE(facts_of({{{"metadata", kMetadata}}}).has_facts);
}

TEST_CASE("an exception's type is the error type unless one is given") {
  TestSpan span{{{"gen_ai.system", "x"}}};
  span.events = event_json("exception", {{"exception.type", "ValueError"}});
  span.more = ",\"status\":{\"code\":2}";
  CHECK(facts_of(span).text(facts_of(span).facts.error_type) == "ValueError");
}

TEST_CASE("previews show the last user message and the answer") {
  const auto in = [](const TestSpan& s) {
    const auto f = facts_of(s);
    return f.text(f.facts.input_preview);
  };
  const auto out = [](const TestSpan& s) {
    const auto f = facts_of(s);
    return f.text(f.facts.output_preview);
  };
  const char* parts =
      R"([{"role":"system","parts":[{"type":"text","content":"Be kind"}]},{"role":"user","parts":[{"type":"text","content":"Weather in  \"Paris\"\n?"}]},{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"get_weather","arguments":{"x":1}}]}])";
  CHECK(in({{{"gen_ai.input.messages", parts}}}) == "Weather in \"Paris\" ?");
  CHECK(
      out({{{"gen_ai.output.messages",
             R"([{"role":"assistant","parts":[{"type":"reasoning","content":"hm"},{"type":"text","content":"Rain"}],"finish_reason":"stop"}])"}}}) ==
      "Rain");
  CHECK(
      out({{{"gen_ai.output.messages",
             R"([{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"get_weather","arguments":{"x":1}}]}])"}}}) ==
      "get_weather()");
  CHECK(in({{{"gen_ai.prompt", R"([{"content":"first","role":"user"},{"content":"second","role":"user"}])"}}}) ==
        "second");
  CHECK(in({{{"gen_ai.prompt.0.role", "system"},
             {"gen_ai.prompt.0.content", "sys"},
             {"gen_ai.prompt.1.role", "user"},
             {"gen_ai.prompt.1.content", "hi"}}}) == "hi");
  CHECK(out({{{"llm.output_messages.0.message.role", "assistant"},
              {"llm.output_messages.0.message.content", "yes"}}}) == "yes");
  CHECK(in({{{"input.value", "plain   text"}}}) == "plain text");
  CHECK(in({{{"openinference.span.kind", "TOOL"}, {"input.value", R"({"city":"Paris","days":3})"}}}) ==
        "city: Paris, days: 3");
  CHECK(out({{{"openinference.span.kind", "RETRIEVER"},
              {"retrieval.documents.0.document.content", "a"},
              {"retrieval.documents.11.document.content", "b"}}}) == "12 documents");
  CHECK(out({{{"openinference.span.kind", "RERANKER"},
              {"reranker.input_documents.2.document.content", "c"},
              {"reranker.output_documents.0.document.content", "c"}}}) == "1 document");
  TestSpan events{{{"gen_ai.system", "openai"}}};
  events.events = event_json("gen_ai.user.message", {{"content", "asked"}}) + "," +
                  event_json("gen_ai.choice", {{"message", R"({"role":"assistant","content":"told"})"}});
  CHECK(in(events) == "asked");
  CHECK(out(events) == "told");
  CHECK(facts_of(events).type == ObservationType::generation);
}

TEST_CASE("a preview of a long conversation looks at its end only and still finds the message") {
  std::string history = "[";
  for (int i = 0; i < 2000; ++i)
    history += R"({"role":"user","content":"question )" + std::to_string(i) +
               R"( \"quoted\" \\ end"},{"role":"assistant","content":"a"},)";
  history.back() = ']';
  const auto f = facts_of({{{"gen_ai.input.messages", history}}});
  CHECK(f.text(f.facts.input_preview) == "question 1999 \"quoted\" \\ end");
}

TEST_CASE("hundreds of indexed keys are one pass each") {
  std::string attributes;
  for (int i = 0; i < 900; ++i) {
    const std::string start = "llm.input_messages." + std::to_string(i) + ".message.";
    attributes += (i != 0 ? "," : "") + TestAttribute(start + "role", i % 2 == 0 ? "user" : "assistant").json + "," +
                  TestAttribute(start + "content", "message " + std::to_string(i)).json;
  }
  std::string json = span_json(TestSpan{});
  json.replace(json.find("\"attributes\":[],\"events\""), 15, "\"attributes\":[" + attributes + "]");
  const auto r = read_whole(Format::otlp_json, json);
  REQUIRE(r->batch.spans.size() == 1);
  CHECK(r->batch.strings.view(r->batch.facts[0].input_preview) == "message 898");
}

TEST_CASE("prompts that applications name in their metadata count after those that an SDK names") {
  const auto prompt = [](TestAttributes attributes) {
    const auto f = facts_of({attributes});
    return f.text(f.facts.prompt_name) + " " + f.text(f.facts.prompt_version);
  };
  CHECK(prompt({{"langfuse.trace.metadata.promptName", "triage"}, {"langfuse.trace.metadata.prompt_version", 7}}) ==
        "triage 7");
  CHECK(prompt({{"metadata.prompt_name", "m"}, {"traceloop.prompt.key", "t"}, {"metadata.promptVersion", "v2"}}) ==
        "t v2");
  CHECK(prompt({{"promptlayer.prompt.requested.name", "asked"}, {"promptlayer.prompt.name", "got"}}) == "got ");
  CHECK(prompt({{"promptlayer.prompt.requested.name", "asked"}, {"promptlayer.prompt.requested.version", 2}}) ==
        "asked 2");
  CHECK(prompt({{"traceloop.prompt.key", "k"}, {"traceloop.prompt.version_hash", "9f2"}}) == "k 9f2");
  CHECK(prompt({{"langsmith.metadata.lc_hub_repo", "r"}, {"langsmith.metadata.lc_hub_commit_hash", "abc"}}) == "r abc");
}

TEST_CASE("what Langfuse's callbacks put into metadata names the session and the user") {
  const auto f = facts_of({{{"langfuse.observation.metadata.langfuse_session_id", "s"},
                            {"langfuse.observation.metadata.langfuse_user_id", "u"}}});
  CHECK(f.text(f.facts.session_id) == "s");
  CHECK(f.text(f.facts.user_id) == "u");
}
