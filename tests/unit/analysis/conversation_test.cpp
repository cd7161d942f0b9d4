#include <doctest/doctest.h>

#include <string>

#include "../support/trace_text.h"
#include "spanorama/analysis/conversation.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

Message says(std::string role, std::string text) {
  Message message;
  message.role = std::move(role);
  message.parts.push_back({});
  message.parts.back().text = std::move(text);
  return message;
}
Message calls_tool(std::string name, std::string id, std::string arguments) {
  Message message;
  message.role = "assistant";
  MessagePart part;
  part.kind = PartKind::tool_call;
  part.name = std::move(name), part.call_id = std::move(id), part.arguments = std::move(arguments);
  message.parts.push_back(part);
  message.finish_reason = "tool_calls";
  return message;
}
Message answers_call(std::string id, std::string text) {
  Message message;
  message.role = "tool";
  MessagePart part;
  part.kind = PartKind::tool_result;
  part.call_id = std::move(id), part.text = std::move(text);
  message.parts.push_back(part);
  return message;
}

SpanContent content_of(std::vector<Message> input, std::vector<Message> output) {
  SpanContent content;
  content.input = std::move(input), content.output = std::move(output);
  return content;
}

// "role@span" for each turn, with a star where that span answered with it.
std::string turns_text(const Conversation& talk, const SpanContent& last) {
  std::string out;
  for (const Turn& turn : talk.turns)
    out += (out.empty() ? "" : " ") + message_of(last, turn).role + "@" + std::to_string(turn.origin.value) +
           (turn.produced ? "*" : "");
  return out;
}

const Message kSystem = says("system", "Be kind.");
const Message kAsk = says("user", "Where is it?");
const Message kCall = calls_tool("look", "c1", R"({"id": 7})");
const Message kCallAgain = calls_tool("look", "call-other-id", "{\"id\":7}");
const Message kResult = answers_call("c1", "shipped");
const Message kAnswer = says("assistant", "It was shipped.");

}  // namespace

TEST_CASE("the conversation is what the last call was asked and answered, each message with the call that brought it") {
  const SpanContent first = content_of({kSystem, kAsk}, {kCall});
  const SpanContent last = content_of({kSystem, kAsk, kCallAgain, kResult}, {kAnswer});
  const Conversation talk = conversation_of({prints_of(SpanRow{1}, first), prints_of(SpanRow{3}, last)});
  CHECK(talk.last == SpanRow{3});
  CHECK(turns_text(talk, last) == "system@1 user@1 assistant@1* tool@3 assistant@3*");
  CHECK(talk.repeats == 2);
  CHECK(talk.aside.empty());
}

TEST_CASE("equal messages are told apart by their order") {
  const Message yes = says("user", "yes"), ok = says("assistant", "ok");
  const SpanContent one = content_of({yes}, {ok});
  const SpanContent two = content_of({yes, ok, yes}, {ok});
  const SpanContent three = content_of({yes, ok, yes, ok, yes}, {ok});
  const Conversation talk =
      conversation_of({prints_of(SpanRow{1}, one), prints_of(SpanRow{2}, two), prints_of(SpanRow{3}, three)});
  CHECK(turns_text(talk, three) == "user@1 assistant@1* user@2 assistant@2* user@3 assistant@3*");
}

TEST_CASE("calls whose answers do not occur stand aside") {
  const SpanContent title = content_of({says("user", "Give a title.")}, {says("assistant", "Orders")});
  const SpanContent last = content_of({kAsk}, {kAnswer});
  const Conversation talk = conversation_of({prints_of(SpanRow{5}, title), prints_of(SpanRow{6}, last)});
  REQUIRE(talk.aside.size() == 1);
  CHECK(talk.aside[0] == SpanRow{5});
  CHECK(talk.repeats == 0);
}

TEST_CASE("white space, reasoning and the words for a role do not make a message another one") {
  Message thought = says("model", "  It was shipped.\n");
  thought.parts.insert(thought.parts.begin(), MessagePart{PartKind::reasoning, "Let me see.", "", "", ""});
  const CallPrints a = prints_of(SpanRow{1}, content_of({}, {thought}));
  const CallPrints b = prints_of(SpanRow{1}, content_of({}, {kAnswer}));
  CHECK(a.output[0].hash == b.output[0].hash);
  CHECK(prints_of(SpanRow{1}, content_of({}, {says("user", "It was shipped.")})).output[0].hash != b.output[0].hash);
}

TEST_CASE("of nested calls the innermost with output are taken, in order of start") {
  const auto store = trace_from_text(R"(
    agent      0..9s  type=agent in="q" out="a"
      outer    4..9s  type=generation out="b"
        inner  5..8s  type=generation out="b"
      early    1..3s  type=generation out="x"
      failed   8..9s  type=generation in="q" status=error
  )");
  const std::vector<SpanRow> calls = conversation_calls(*store, TraceRow{0});
  REQUIRE(calls.size() == 2);
  CHECK(store->text(store->columns().name[calls[0].value]) == "early");
  CHECK(store->text(store->columns().name[calls[1].value]) == "inner");
}

TEST_CASE("without any output the calls with input are taken, without calls the root") {
  const auto failed = trace_from_text(R"(
    agent    0..9s type=agent in="q"
      call   0..9s type=generation in="q" status=error
  )");
  CHECK(conversation_calls(*failed, TraceRow{0}) == std::vector<SpanRow>{SpanRow{1}});
  const auto chain = trace_from_text("chain 0..9s type=chain in=\"q\" out=\"a\"");
  CHECK(conversation_calls(*chain, TraceRow{0}) == std::vector<SpanRow>{SpanRow{0}});
  const auto silent = trace_from_text("chain 0..9s type=chain");
  CHECK(conversation_calls(*silent, TraceRow{0}).empty());
  SpanContent plain;
  plain.input_text = "q", plain.output_text = "a";
  const Conversation talk = conversation_of({prints_of(SpanRow{0}, with_messages(plain))});
  CHECK(turns_text(talk, with_messages(plain)) == "user@0 assistant@0*");
}

TEST_CASE("tool calls find their results and their spans by id, and by name in order where there is none") {
  const auto store = trace_from_text(R"(
    agent   0..9s type=agent
      look  1..2s type=tool tool=look call=c2
      look  2..3s type=tool tool=look call=c1
      find  3..4s type=tool tool=find
  )");
  Message both = calls_tool("look", "c1", "{}");
  both.parts.push_back(calls_tool("look", "c2", "{}").parts[0]);
  both.parts.push_back(calls_tool("find", "", "{}").parts[0]);
  both.parts.push_back(calls_tool("look", "c9", "{}").parts[0]);
  const SpanContent last = content_of({kAsk, both, answers_call("c2", "two"), answers_call("c1", "one")}, {kAnswer});
  const Conversation talk = conversation_of({prints_of(SpanRow{0}, last)});
  const std::vector<ToolUse> uses = tool_uses(*store, TraceRow{0}, last, talk);
  REQUIRE(uses.size() == 4);
  CHECK(uses[0].result_turn == 3);
  CHECK(uses[0].span == SpanRow{2});
  CHECK(uses[1].result_turn == 2);
  CHECK(uses[1].span == SpanRow{1});
  CHECK(uses[2].result_turn == UINT32_MAX);
  CHECK(uses[2].span == SpanRow{3});
  CHECK(!uses[3].span.valid());  // no span has its id
}

TEST_CASE("a later trace of a session folds what was shown, up to the last answer of it") {
  SessionHistory history;
  CHECK(history.add(prints_of(SpanRow{1}, content_of({kSystem, kAsk, kCall, kResult}, {kAnswer}))) == 0);
  const Message thanks = says("user", "Thanks!"), bye = says("assistant", "Bye.");
  const SpanContent second = content_of({kSystem, kAsk, kCallAgain, kResult, kAnswer, thanks}, {bye});
  CHECK(history.add(prints_of(SpanRow{2}, second)) == 5);
  // The tool's steps may be left out of the history.
  const SpanContent third = content_of({kSystem, kAsk, kAnswer, thanks, bye, says("user", "One more")}, {bye});
  CHECK(history.add(prints_of(SpanRow{3}, third)) == 5);
}

TEST_CASE("a question asked again without its history is not folded") {
  SessionHistory history;
  history.add(prints_of(SpanRow{1}, content_of({kAsk}, {kAnswer})));
  CHECK(history.add(prints_of(SpanRow{2}, content_of({kAsk}, {kAnswer}))) == 0);
  const SpanContent with_tool = content_of({kAsk, kCall, kResult}, {kAnswer});
  CHECK(history.add(prints_of(SpanRow{3}, with_tool)) == 0);
  // A system prompt that was shown is folded on its own.
  SessionHistory other;
  other.add(prints_of(SpanRow{1}, content_of({kSystem, kAsk}, {kAnswer})));
  CHECK(other.add(prints_of(SpanRow{2}, content_of({kSystem, says("user", "new")}, {kAnswer}))) == 1);
}
