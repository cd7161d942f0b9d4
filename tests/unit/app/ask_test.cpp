// Asking a language model for a filter: what is sent, what is made of answers, and that nothing is applied by itself.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fake_host.h"
#include "spanorama/app/application.h"
#include "spanorama/app/ask.h"
#include "spanorama/query/filter.h"
#include "unit/support/trace_text.h"

namespace spanorama::test {

namespace {

constexpr std::string_view kOne = R"(
  agent 0..90ms type=agent
    call 1..50ms type=generation model=gpt-4o tokens=1/2
)";

// A server's answer around what the model said.
HttpAnswer said(const std::string& text) {
  const nlohmann::json body = {{"choices", {{{"message", {{"role", "assistant"}, {"content", text}}}}}}};
  return {200, "application/json", body.dump(), ""};
}

std::string filter_of(const std::string& text) {
  const Result<std::string> filter = filter_from_answer(said(text), "http://x/v1/chat/completions");
  return filter ? filter.value() : "!" + filter.error().message;
}

nlohmann::json body_of(const FakeHost::Post& post) { return nlohmann::json::parse(post.body); }

AskFilter question(const std::string& text) { return {{"http://model.example", "small", "sk-secret"}, text, {}}; }

}  // namespace

TEST_CASE("An address may be typed in short") {
  const auto address = [](std::string_view typed) {
    const Result<std::string> out = ask_address(typed);
    return out ? out.value() : "!" + out.error().message;
  };
  CHECK(address(" localhost:11434 ") == "http://localhost:11434/v1/chat/completions");
  CHECK(address("http://127.0.0.1:8080/") == "http://127.0.0.1:8080/v1/chat/completions");
  CHECK(address("api.example.com/v1/") == "https://api.example.com/v1/chat/completions");
  CHECK(address("https://a.example/openai/x/chat/completions?api-version=1#y") ==
        "https://a.example/openai/x/chat/completions?api-version=1");
  CHECK(address("").starts_with("!Name the address"));
  CHECK(address("ftp://x").starts_with("!Only http and https"));
  CHECK(address("http://").starts_with("!There is no host"));
  CHECK(address("a host").starts_with("!There is no host"));
}

TEST_CASE("A key is a bearer token, or a header of its own") {
  CHECK(ask_headers("").size() == 2);
  CHECK(ask_headers(" sk-1 ")[2] == std::pair<std::string, std::string>("Authorization", "Bearer sk-1"));
  CHECK(ask_headers("api-key: sk-1")[2] == std::pair<std::string, std::string>("api-key", "sk-1"));
  CHECK(ask_headers("sk-1\r\nHost: other")[2].second == "Bearer sk-1");  // no second header
  CHECK(ask_headers("a b: c")[2].second == "Bearer a b: c");
}

TEST_CASE("What is sent: the question, the language, names of attributes, and no values of traces") {
  const auto store = trace_from_text(kOne);
  AskHints hints = ask_hints(*store, UnixTime{1785542400000000000});
  const std::string body = ask_body("small", "slow \xff ones", hints, nullptr);  // broken UTF-8 is repaired
  const nlohmann::json sent = nlohmann::json::parse(body);
  CHECK(sent["model"] == "small");
  CHECK(sent["stream"] == false);
  REQUIRE(sent["messages"].size() == 2);
  const std::string role = sent["messages"][0]["content"];
  for (int f = static_cast<int>(FilterField::status); f <= static_cast<int>(FilterField::has); ++f)
    CHECK(role.find("\n" + std::string(name_of(static_cast<FilterField>(f)))) != std::string::npos);
  CHECK(role.find("2026-08-01") != std::string::npos);
  CHECK(role.find("Values of model") == std::string::npos);
  for (const std::string& key : hints.keys) CHECK(role.find(key) != std::string::npos);
  hints.values = {{"model", {"gpt-4o", "o1"}}};
  CHECK(ask_body("small", "x", hints, nullptr).find("Values of model: gpt-4o, o1") != std::string::npos);
}

TEST_CASE("Every example that the model is shown can be read") {
  for (const AskExample& example : ask_examples()) {
    CAPTURE(example.filter);
    if (example.filter != "NONE") CHECK(parse_filter(example.filter, UnixTime{1}));
  }
}

TEST_CASE("The filter is found in what models say around it") {
  CHECK(filter_of("status:error duration:>5s") == "status:error duration:>5s");
  CHECK(filter_of("  `status:error`\n") == "status:error");
  CHECK(filter_of("Filter: status:error") == "status:error");
  CHECK(filter_of("```\nmodel:gpt-4o*\n```\nThis finds gpt-4o.") == "model:gpt-4o*");
  CHECK(filter_of("```text\nmodel:gpt-4o*\n```") == "model:gpt-4o*");
  CHECK(filter_of("<think>status:ok?\nno</think>\n\nstatus:error") == "status:error");
  CHECK(filter_of("Here is the filter you want.\nstatus:error cost:>$0.01") == "status:error cost:>$0.01");
  CHECK(filter_of("{\"filter\": \"status:error\"}") == "status:error");
  CHECK(filter_of("```json\n{\"filter\": \"status:error\"}\n```") == "status:error");
  CHECK(filter_of("refund") == "refund");
  CHECK(filter_of("`out of memory`") == "`out of memory`");  // a phrase of the language
  CHECK(filter_of("\"out of memory\"") == "\"out of memory\"");
  CHECK(filter_of("duration:>soon") == "duration:>soon");  // its mistake is told by the parser
}

TEST_CASE("No filter is told in a sentence") {
  CHECK(filter_of("NONE") == "!The model knows no filter for this question.");
  CHECK(filter_of("NONE: this is about politics") == "!The model knows no filter for this question.");
  CHECK(filter_of(" \n ").starts_with("!The model answered nothing."));
  CHECK(filter_of("```\n```").starts_with("!The model knows no filter"));
}

TEST_CASE("Hostile answers are refused or made harmless") {
  const auto of_body = [](std::string body) {
    const Result<std::string> out = filter_from_answer({200, "", std::move(body), ""}, "https://u:p@x/?key=s3cret");
    return out ? out.value() : "!" + out.error().message;
  };
  for (const char* body : {"", "no json", "[]", "null", "42", "{\"choices\":", "<html></html>"}) {
    CAPTURE(body);
    CHECK(of_body(body).starts_with("!This address does not answer as chat completions do. https://x/"));
    CHECK(of_body(body).find("s3cret") == std::string::npos);
  }
  for (const char* body :
       {"{}", R"({"choices":[]})", R"({"choices":7})", R"({"choices":[null]})",
        R"({"choices":[{"message":{"content":null}}]})", R"({"choices":[{"message":{"content":7}}]})",
        R"({"choices":[{"message":{"content":{"a":1}}}]})"}) {
    CAPTURE(body);
    CHECK(of_body(body).starts_with("!The model answered nothing."));
  }
  CHECK(of_body(R"({"choices":[{"message":{"content":[{"type":"text","text":"status:"},{"text":"ok"},7]}}]})") ==
        "status:ok");
  CHECK(of_body(std::string(100000, '[')).starts_with("!This address does not answer"));
  CHECK(of_body("{\"choices\":" + std::string(100000, '[')).starts_with("!This address does not answer"));
  CHECK(of_body(std::string(5u << 20, ' ')).starts_with("!The answer is far too long"));
  CHECK(filter_of(std::string(9000, 'x')).starts_with("!The answer is far too long"));
  // What is shown is what is applied: nothing that turns the direction or is not seen.
  CHECK(filter_of("status:\xe2\x80\xae"
                  "error\x07 name:a\xe2\x81\xa6\xe2\x80\x8b") == "status:error  name:a");
}

TEST_CASE("Failures say what the server says, without secrets") {
  const auto of = [](int status, std::string body, std::string error = "") {
    return filter_from_answer({status, "", std::move(body), std::move(error)}, "https://x/v1?key=s3cret")
        .error()
        .message;
  };
  CHECK(of(0, "", "connection refused") == "No answer from https://x/v1: connection refused");
  CHECK(of(401, R"({"error":{"message":"bad key"}})") ==
        "https://x/v1 answered with status 401: it wants another key. It says: bad key");
  CHECK(of(404, R"({"error":"model not found"})").ends_with("It says: model not found"));
  CHECK(of(500, "<html>").ends_with("answered with status 500."));
  CHECK(of(307, "").find("status 307") != std::string::npos);
}

TEST_CASE("A proposal is kept to be shown, and does not become the filter") {
  FakeHost host;
  Application app(host);
  host.answers["http://model.example"] = said("status:error");
  app.commands().push(SetFilterText{"model:gpt-4o"});
  app.commands().push(question("failed ones"));
  app.update();
  app.update();
  CHECK(app.state().ask.proposal == "status:error");
  CHECK(app.state().ask.problem.empty());
  CHECK_FALSE(app.state().ask.busy);
  CHECK(app.state().filter_text == "model:gpt-4o");
  REQUIRE(host.posts.size() == 1);
  CHECK(host.posts[0].url == "http://model.example/v1/chat/completions");
  CHECK(host.posts[0].headers.find("Authorization: Bearer sk-secret") != std::string::npos);
  CHECK(host.posts[0].body.find("sk-secret") == std::string::npos);
  CHECK(host.posts[0].body.find("model:gpt-4o ") == std::string::npos);
  for (const auto& [link, pushed] : host.links) CHECK(link.find("example") == std::string::npos);
}

TEST_CASE("What cannot be read is asked again once, with the mistake and its column") {
  FakeHost host;
  host.holds_posts = true;
  Application app(host);
  app.commands().push(question("slow"));
  app.update();
  REQUIRE(host.posts.size() == 1);
  host.posts[0].done(said("status:error duration:>soon"));
  REQUIRE(host.posts.size() == 2);
  const nlohmann::json again = body_of(host.posts[1])["messages"];
  REQUIRE(again.size() == 4);
  CHECK(again[2]["content"] == "status:error duration:>soon");
  CHECK(std::string(again[3]["content"]).find("column 24") != std::string::npos);
  SUBCASE("the second answer is good") {
    host.posts[1].done(said("duration:>5s"));
    app.update();
    CHECK(app.state().ask.proposal == "duration:>5s");
    CHECK(app.state().ask.problem.empty());
  }
  SUBCASE("the second answer is no better") {
    host.posts[1].done(said("duration:>later"));
    app.update();
    CHECK(app.state().ask.proposal == "duration:>later");
    CHECK(app.state().ask.problem == "Twice the answer could not be read.");
    CHECK(host.posts.size() == 2);
  }
  CHECK(app.state().filter_text.empty());
}

TEST_CASE("A question that was stopped or replaced is not answered any more") {
  FakeHost host;
  host.holds_posts = true;
  Application app(host);
  app.commands().push(question("one"));
  app.commands().push(question("two"));
  app.update();
  REQUIRE(host.posts.size() == 2);
  host.posts[0].done(said("status:ok"));
  app.update();
  CHECK(app.state().ask.busy);
  app.commands().push(StopAsking{});
  app.update();
  host.posts[1].done(said("status:error"));
  app.update();
  CHECK(app.state().ask.proposal.empty());
  CHECK_FALSE(app.state().ask.busy);
}

TEST_CASE("An address that is none is told without asking anybody") {
  FakeHost host;
  Application app(host);
  app.commands().push(AskFilter{{"ftp://x", "m", ""}, "slow", {}});
  app.update();
  app.update();
  CHECK(host.posts.empty());
  CHECK(app.state().ask.problem.starts_with("Only http and https"));
}

}  // namespace spanorama::test
