#include "spanorama/ingest/content.h"

#include <doctest/doctest.h>

#include "span_json.h"
#include "spanorama/assembly/assemble.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

struct TextSource final : PayloadSource {
  std::string bytes;
  bool at_hand = true;
  std::optional<std::string_view> read(const Source&, std::uint64_t offset, std::uint64_t length) override {
    if (!at_hand) return std::nullopt;
    return std::string_view(bytes).substr(offset, length);
  }
};

SpanContent content_of(const TestSpan& span, bool at_hand = true) {
  TextSource source;
  source.bytes = span_json(span);
  source.at_hand = at_hand;
  const auto read = read_whole(Format::otlp_json, source.bytes);
  const SpanBatch* batches[] = {&read->batch};
  const auto store = assemble(batches);
  REQUIRE(store->span_count() == 1);
  return read_content(*store, SpanRow{0}, source);
}

// "user[hi] assistant[text(Rain) call get_weather({"x":1}) #c]" and so on.
std::string text_of(const std::vector<Message>& messages) {
  std::string out;
  for (const Message& m : messages) {
    out += (out.empty() ? "" : " ") + m.role + "[";
    for (const MessagePart& p : m.parts) {
      if (out.back() != '[') out += ' ';
      switch (p.kind) {
        case PartKind::text: out += p.text; break;
        case PartKind::reasoning: out += "think(" + p.text + ")"; break;
        case PartKind::tool_call: out += "call " + p.name + "(" + p.arguments + ")#" + p.call_id; break;
        case PartKind::tool_result: out += "result(" + p.text + ")#" + p.call_id; break;
        case PartKind::image: out += "image(" + p.text + ")"; break;
        case PartKind::audio: out += "audio(" + p.name + " " + p.text + ")"; break;
        case PartKind::file: out += "file(" + p.name + " " + p.text + ")"; break;
        default: out += "other(" + p.text + ")"; break;
      }
    }
    out += "]" + (m.finish_reason.empty() ? "" : "!" + m.finish_reason);
  }
  return out;
}

constexpr const char* kParts = R"([{"role":"user","parts":[{"type":"text","content":"Weather?"}]},
 {"role":"assistant","parts":[{"type":"reasoning","content":"hm"},{"type":"tool_call","id":"c1","name":"get","arguments":{"x":1}}]},
 {"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"rainy"}]}])";

}  // namespace

TEST_CASE("messages in the parts form and in OpenAI's form are read") {
  const auto parts =
      content_of({{{"gen_ai.input.messages", kParts},
                   {"gen_ai.system_instructions", R"([{"type":"text","content":"Be kind"}])"},
                   {"gen_ai.output.messages",
                    R"([{"role":"assistant","parts":[{"type":"text","content":"Rain"}],"finish_reason":"stop"}])"}}});
  CHECK(text_of(parts.input) ==
        "system[Be kind] user[Weather?] assistant[think(hm) call get({\"x\":1})#c1] tool[result(rainy)#c1]");
  CHECK(text_of(parts.output) == "assistant[Rain]!stop");
  const auto openai = content_of(
      {{{"gen_ai.prompt",
         R"({"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"http://i"}}]},
    {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"y\":2}"}}]},{"role":"tool","tool_call_id":"c","content":"ok"}]})"}}});
  CHECK(text_of(openai.input) == "user[a image(http://i)] assistant[call f({\"y\":2})#c] tool[result(ok)#c]");
}

TEST_CASE("pictures, sounds and files are found where each kind of message keeps them") {
  const auto parts_of = [](const std::string& parts) {
    return text_of(content_of({{{"gen_ai.input.messages", R"([{"role":"user","content":[)" + parts + "]}]"}}}).input);
  };
  CHECK(parts_of(R"({"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBOR"}})") ==
        "user[image(iVBOR)]");
  CHECK(parts_of(R"({"type":"input_audio","input_audio":{"data":"UklGR","format":"wav"}})") ==
        "user[audio(audio/wav UklGR)]");
  CHECK(parts_of(R"({"inlineData":{"mimeType":"image/jpeg","data":"/9j/4"}})") == "user[image(/9j/4)]");
  CHECK(parts_of(R"({"image":{"format":"png","source":{"bytes":"iVBOR"}}})") == "user[image(iVBOR)]");
  CHECK(parts_of(R"({"type":"blob","modality":"audio","mime_type":"audio/mpeg","content":"SUQz"})") ==
        "user[audio(audio/mpeg SUQz)]");
  CHECK(parts_of(R"({"type":"document","source":{"media_type":"application/pdf","data":"JVBERi0"}})") ==
        "user[file(application/pdf JVBERi0)]");
  CHECK(parts_of(R"({"type":"input_file","file_id":"file-1"})") == "user[file( file-1)]");
  CHECK(parts_of(R"({"type":"image","source":{"source":{"source":{"source":{"source":{"data":"x"}}}}}})") ==
        R"(user[image({"source":{"data":"x"}})])");
}

TEST_CASE("messages spread over indexed keys and over events are read") {
  const auto indexed = content_of({{{"llm.input_messages.10.message.role", "assistant"},
                                    {"llm.input_messages.10.message.content", "later"},
                                    {"llm.input_messages.2.message.role", "user"},
                                    {"llm.input_messages.2.message.content", "first"},
                                    {"gen_ai.completion.0.role", "assistant"},
                                    {"gen_ai.completion.0.tool_calls.0.name", "f"},
                                    {"gen_ai.completion.0.tool_calls.0.id", "c"},
                                    {"gen_ai.completion.0.tool_calls.0.arguments", "{}"}}});
  CHECK(text_of(indexed.input) == "user[first] assistant[later]");
  CHECK(text_of(indexed.output) == "assistant[call f({})#c]");
  TestSpan events{{{"gen_ai.system", "openai"}}};
  events.events =
      event_json("gen_ai.system.message", {{"content", "sys"}}) + "," +
      event_json("gen_ai.user.message", {{"content", "hi"}}) + "," +
      event_json("gen_ai.choice", {{"finish_reason", "stop"}, {"message", R"({"role":"assistant","content":"yes"})"}});
  const auto r = content_of(events);
  CHECK(text_of(r.input) == "system[sys] user[hi]");
  CHECK(text_of(r.output) == "assistant[yes]!stop");
}

TEST_CASE("answers of the Vercel SDK, tools, documents, parameters and errors are read") {
  const auto vercel =
      content_of({{{"ai.prompt.messages", R"([{"role":"user","content":[{"type":"text","text":"q"}]}])"},
                   {"ai.response.text", "a"},
                   {"ai.response.toolCalls", R"([{"toolCallId":"c","toolName":"f","input":"{}"}])"},
                   {"ai.response.finishReason", "stop"}}});
  CHECK(text_of(vercel.input) == "user[q]");
  CHECK(text_of(vercel.output) == "assistant[a call f({})#c]!stop");
  const auto tool = content_of({{{"gen_ai.operation.name", "execute_tool"},
                                 {"gen_ai.tool.call.arguments", "{\"x\":1}"},
                                 {"gen_ai.tool.call.result", "42"}}});
  CHECK(tool.tool_arguments == "{\"x\":1}");
  CHECK(tool.tool_result == "42");
  const auto wrapped = [](const char* text) {
    return content_of({{{"traceloop.span.kind", "tool"}, {"traceloop.entity.input", text}}}).tool_arguments;
  };
  CHECK(wrapped(R"({"args": [], "kwargs": {"x": 1}})") == R"({"x":1})");
  CHECK(wrapped(R"({"kwargs": {"x": 1}})") == R"({"x":1})");
  CHECK(wrapped(R"({"args": [2], "kwargs": {"x": 1}})") == R"({"args": [2], "kwargs": {"x": 1}})");
  CHECK(wrapped(R"({"args": [], "kwargs": {"x": 1}, "y": 2})") == R"({"args": [], "kwargs": {"x": 1}, "y": 2})");
  TestSpan span{{{"openinference.span.kind", "RETRIEVER"},
                 {"input.value", "what"},
                 {"retrieval.documents.1.document.content", "two"},
                 {"retrieval.documents.0.document.content", "one"},
                 {"retrieval.documents.0.document.score", 0.5},
                 {"gen_ai.request.temperature", 0.25},
                 {"llm.invocation_parameters", R"({"top_p":1,"model":"m"})"}}};
  span.events = event_json("exception",
                           {{"exception.type", "E"}, {"exception.message", "bad"}, {"exception.stacktrace", "at x"}});
  const auto r = content_of(span);
  CHECK(r.retrieval_query == "what");
  REQUIRE(r.documents.size() == 2);
  CHECK(r.documents[0].content == "one");
  CHECK(r.documents[0].score == 0.5);
  CHECK_FALSE(r.documents[1].has_score);
  REQUIRE(r.parameters.size() == 2);
  CHECK(r.parameters[0].name + "=" + r.parameters[0].value == "temperature=0.25");
  CHECK(r.parameters[1].name + "=" + r.parameters[1].value == "top_p=1");
  CHECK(r.error_type + " " + r.error_message + " " + r.error_stack == "E bad at x");
}

namespace {

std::string listed(const std::vector<ModelParameter>& values) {
  std::string out;
  for (const ModelParameter& value : values) out += (out.empty() ? "" : " ") + value.name + "=" + value.value;
  return out;
}

}  // namespace

TEST_CASE("parameters are told once, under whichever key") {
  CHECK(listed(content_of({{{"langfuse.observation.type", "generation"},
                            {"langfuse.observation.model_parameters", R"({"temperature":1,"top_p":"0.2"})"}}})
                   .parameters) == "temperature=1 top_p=0.2");
  CHECK(listed(content_of({{{"gen_ai.operation.name", "chat"},
                            {"gen_ai.request.max_tokens", 9},
                            {"ai.settings.maxTokens", 9},
                            {"ai.prompt.toolChoice", R"({"type":"auto"})"}}})
                   .parameters) == R"(max_tokens=9 tool_choice={"type":"auto"})");
  CHECK(listed(content_of({{{"gen_ai.operation.name", "embeddings"}, {"gen_ai.embeddings.dimension.count", 8}}})
                   .parameters) == "dimensions=8");
  CHECK(listed(content_of({{{"gen_ai.operation.name", "retrieval"}, {"gen_ai.retrieval.top_k", 3}}}).parameters) ==
        "top_k=3");
}

TEST_CASE("LangChain's temperature stands in the metadata of a model call") {
  const auto in_object = [](const char* operation) {
    return listed(
        content_of({{{"gen_ai.operation.name", operation}, {"metadata", R"({"ls_temperature":0.2,"ls_stop":["x"]})"}}})
            .parameters);
  };
  CHECK(in_object("chat") == R"(temperature=0.2 stop=["x"])");
  CHECK(in_object("execute_tool").empty());
  CHECK(listed(content_of({{{"gen_ai.operation.name", "chat"},
                            {"gen_ai.request.temperature", 0.5},
                            {"traceloop.association.properties.ls_temperature", 0.2}}})
                   .parameters) == "temperature=0.5");
}

TEST_CASE("a tool, an agent, a search and a guardrail say what they are") {
  CHECK(listed(content_of({{{"gen_ai.operation.name", "execute_tool"},
                            {"gen_ai.tool.type", "function"},
                            {"gen_ai.tool.description", "Looks it up."}}})
                   .about) == "type=function description=Looks it up.");
  CHECK(listed(content_of({{{"gen_ai.operation.name", "invoke_agent"},
                            {"gen_ai.agent.description", "Plans."},
                            {"gen_ai.agent.id", "a-1"}}})
                   .about) == "id=a-1 description=Plans.");
  CHECK(listed(content_of({{{"gen_ai.operation.name", "retrieval"}, {"gen_ai.data_source.id", "help"}}}).about) ==
        "data_source=help");
  CHECK(content_of({{{"gen_ai.operation.name", "chat"}, {"gen_ai.agent.id", "a-1"}}}).about.empty());
}

TEST_CASE("calls that only the provider's part of a LangChain message tells are read, and definitions are no calls") {
  const auto r = content_of(
      {{{"langfuse.observation.type", "generation"},
        {"langfuse.observation.input",
         R"([{"role":"assistant","content":"","additional_kwargs":{"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]}},)"
         R"({"role":"tool","content":{"type":"function","function":{"name":"f","parameters":{}}}}])"}}});
  CHECK(text_of(r.input) ==
        R"(assistant[call f({})#c] tool[other({"type":"function","function":{"name":"f","parameters":{}}})])");
}

TEST_CASE("a result has the name of the tool whose call it answers") {
  const auto r = content_of(
      {{{"gen_ai.operation.name", "chat"},
        {"gen_ai.input.messages",
         R"([{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},)"
         R"({"role":"tool","tool_call_id":"c","content":"1"},{"role":"tool","tool_call_id":"d","content":"2"}])"}}});
  REQUIRE(r.input.size() == 3);
  CHECK(r.input[1].parts[0].name == "f");
  CHECK(r.input[2].parts[0].name.empty());
}

TEST_CASE("a reranker has a query, what it was given and what it gave") {
  const auto r = content_of({{{"openinference.span.kind", "RERANKER"},
                              {"reranker.query", "which"},
                              {"reranker.top_k", 1},
                              {"reranker.input_documents.0.document.content", "one"},
                              {"reranker.input_documents.1.document.content", "two"},
                              {"reranker.output_documents.0.document.content", "two"},
                              {"reranker.output_documents.0.document.score", 0.9}}});
  CHECK(r.retrieval_query == "which");
  CHECK(listed(r.parameters) == "top_k=1");
  REQUIRE(r.input_documents.size() == 2);
  CHECK(r.input_documents[1].content == "two");
  REQUIRE(r.documents.size() == 1);
  CHECK(r.documents[0].score == 0.9);
}

TEST_CASE("a system prompt beside the messages is theirs, and calls may stand alone in an answer") {
  const auto vercel = content_of({{{"ai.operationId", "ai.streamText.doStream"},
                                   {"ai.prompt", R"({"system":"Be brief.","messages":[]})"},
                                   {"ai.prompt.messages", R"([{"role":"user","content":"q"}])"}}});
  CHECK(text_of(vercel.input) == "system[Be brief.] user[q]");
  const auto calls = content_of(
      {{{"gen_ai.operation.name", "call_llm"}, {"gen_ai.output", R"([{"tool.name":"f","tool.args":{"x":1}}])"}}});
  CHECK(text_of(calls.output) == R"(assistant[call f({"x":1})#])");
}

TEST_CASE("what the Langfuse SDK keeps in the input: tools of a call, arguments of a tool, a query") {
  const auto call = content_of(
      {{{"langfuse.observation.type", "generation"},
        {"langfuse.observation.input", R"({"tools":[{"name":"f"}],"messages":[{"role":"user","content":"q"}]})"}}});
  CHECK(text_of(call.input) == "user[q]");
  CHECK(call.tool_definitions_json == R"([{"name":"f"}])");
  const auto tool = content_of({{{"langfuse.observation.type", "tool"},
                                 {"langfuse.observation.input", R"({"x":1})"},
                                 {"langfuse.observation.output", "42"}}});
  CHECK(tool.tool_arguments + " " + tool.tool_result == R"({"x":1} 42)");
  const auto search =
      content_of({{{"langfuse.observation.type", "retriever"}, {"langfuse.observation.input", "what"}}});
  CHECK(search.retrieval_query == "what");
}

TEST_CASE("answers of Mastra hold a text and calls of tools") {
  const auto step = content_of({{{"mastra.span.type", "model_step"},
                                 {"mastra.model_step.output",
                                  R"({"text":"","toolCalls":[{"toolCallId":"c","toolName":"f","args":{"x":1}}]})"}}});
  CHECK(text_of(step.output) == R"(assistant[call f({"x":1})#c])");
  const auto whole = content_of({{{"mastra.span.type", "model_generation"},
                                  {"mastra.model_generation.output", R"({"files":[],"sources":[],"text":"Hi"})"}}});
  CHECK(text_of(whole.output) == "assistant[Hi]");
}

TEST_CASE("system instructions may stand in an event of their own") {
  TestSpan span{{{"gen_ai.operation.name", "chat"}}};
  span.events = event_json("gen_ai.client.inference.operation.details",
                           {{"gen_ai.system_instructions", R"([{"type":"text","content":"Be brief."}])"}});
  CHECK(text_of(content_of(span).input) == "system[Be brief.]");
}

TEST_CASE("a payload that is not at hand is waited for; hostile JSON is shown as text") {
  const std::string longer(1000, 'x');
  CHECK(content_of({{{"input.value", longer}}}, false).waiting);
  CHECK(content_of({{{"input.value", longer}}}).input_text == longer);
  const std::string deep(100000, '[');
  CHECK(text_of(content_of({{{"gen_ai.input.messages", deep}}}).input) == "user[" + deep + "]");
}

namespace {

// A step of ten milliseconds from `start_ms` on.
std::string step_json(int id, int parent, int start_ms, TestAttributes attributes) {
  const auto ns = [](int ms) { return std::to_string(1'000'000'000LL + ms * 1'000'000LL); };
  return R"({"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"000000000000000)" + std::to_string(id) +
         (parent == 0 ? "\"" : "\",\"parentSpanId\":\"000000000000000" + std::to_string(parent) + "\"") +
         R"(,"name":")" + std::to_string(id) + R"(","startTimeUnixNano":")" + ns(start_ms) +
         R"(","endTimeUnixNano":")" + ns(start_ms + 10) + R"(","attributes":)" + attributes_json(attributes) + "}";
}

// The documents of the span with the given number, "id content score" each; a star where the database told.
std::string documents_of(const std::vector<std::string>& spans, int id) {
  TextSource source;
  source.bytes = R"({"resourceSpans":[{"scopeSpans":[{"spans":[)";
  for (const std::string& span : spans) source.bytes += (source.bytes.back() == '[' ? "" : ",") + span;
  source.bytes += "]}]}]}";
  const auto read = read_whole(Format::otlp_json, source.bytes);
  const SpanBatch* batches[] = {&read->batch};
  const auto store = assemble(batches);
  std::string out;
  for (std::uint32_t row = 0; row < store->span_count(); ++row) {
    if (store->text(store->columns().name[row]) != std::to_string(id)) continue;
    for (const Document& d : read_content(*store, {row}, source).documents)
      out += "[" + d.id + " " + d.content + (d.has_score ? " " + std::to_string(d.score).substr(0, 4) : "") +
             (d.from_database ? "*]" : "]");
  }
  return out;
}

const char* const kHits =
    R"([{"document.id":"d1","document.score":0.25,"document.content":"one"},{"document.id":"d2","document.score":0.5,"document.content":"two"}])";

}  // namespace

TEST_CASE("a retriever's documents have the scores of the database that was asked meanwhile") {
  const std::string root = step_json(1, 0, 0, {{"a", 1}});
  const std::string retriever = step_json(2, 1, 0,
                                          {{"openinference.span.kind", "RETRIEVER"},
                                           {"retrieval.documents.0.document.content", "two"},
                                           {"retrieval.documents.1.document.content", "other"}});
  const std::string database =
      step_json(3, 1, 0, {{"db.system.name", "chroma"}, {"db.query.retrieved_documents", kHits}});
  CHECK(documents_of({root, retriever, database}, 2) == "[d2 two 0.50*][ other]");
  CHECK(documents_of({root, retriever, database}, 3) == "[d1 one 0.25][d2 two 0.50]");
  // Another time, another search.
  const std::string later = step_json(3, 1, 5, {{"db.system.name", "chroma"}, {"db.query.retrieved_documents", kHits}});
  CHECK(documents_of({root, retriever, later}, 2) == "[ two][ other]");
  const std::string scored = step_json(
      2, 1, 0,
      {{"openinference.span.kind", "RETRIEVER"}, {"gen_ai.retrieval.documents", R"([{"content":"two","score":0.9}])"}});
  CHECK(documents_of({root, scored, database}, 2) == "[ two 0.90]");
}

TEST_CASE("a retriever that tells no documents has those of the database below it") {
  const std::string retriever = step_json(2, 0, 0, {{"openinference.span.kind", "RETRIEVER"}});
  const std::string below = step_json(3, 2, 0, {{"db.system", "chroma"}, {"db.query.retrieved_documents", kHits}});
  CHECK(documents_of({retriever, below}, 2) == "[d1 one 0.25*][d2 two 0.50*]");
  const std::string root = step_json(1, 0, 0, {{"a", 1}});
  const std::string beside = step_json(3, 1, 0, {{"db.system", "chroma"}, {"db.query.retrieved_documents", kHits}});
  CHECK(documents_of({root, step_json(2, 1, 0, {{"openinference.span.kind", "RETRIEVER"}}), beside}, 2).empty());
}
