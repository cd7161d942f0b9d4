#include <doctest/doctest.h>

#include "spanorama/app/application.h"
#include "spanorama/app/connector.h"
#include "unit/app/fake_host.h"

namespace spanorama {

namespace {

using test::FakeHost;

constexpr std::string_view kBase = "http://127.0.0.1:16686";
constexpr std::string_view kId = "4bf92f3577b34da6a3ce929d0e0e4736";

HttpAnswer json(std::string body, int status = 200) { return {status, "application/json", std::move(body), ""}; }
HttpAnswer page() { return {200, "text/html; charset=utf-8", "<!doctype html>", ""}; }

std::string url(std::string_view path) { return std::string(kBase) + std::string(path); }

template <class T, class Ask>
Result<T> answer_of(Ask&& ask) {
  Result<T> out = Error{"never answered"};
  ask([&](Result<T> answer) { out = std::move(answer); });
  return out;
}

Result<Connector::Hits> search(Connector& connector) {
  return answer_of<Connector::Hits>([&](auto done) { connector.search({"shop", {}, {}, 20}, done); });
}

constexpr const char* kMerged =
    R"({"result":{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
  "scopeSpans":[{"spans":[
    {"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"01","parentSpanId":"02","name":"child","startTimeUnixNano":"1500","endTimeUnixNano":"1600","status":{"code":2}},
    {"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"02","name":"root","startTimeUnixNano":"1000","endTimeUnixNano":"2000"},
    {"traceId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","spanId":"03","name":"later","startTimeUnixNano":"5000","endTimeUnixNano":"5001"},
    {"traceId":"short","name":"bad"}, 7, null]}]}]}})";

}  // namespace

TEST_CASE("Addresses as people type them") {
  CHECK(backend_base_url(" 127.0.0.1:16686/ ").value() == "http://127.0.0.1:16686");
  CHECK(backend_base_url("jaeger.example.com").value() == "https://jaeger.example.com");
  CHECK(backend_base_url("http://host/base/search?service=a").value() == "http://host/base");
  CHECK(backend_base_url("http://host/trace/abc").value() == "http://host");
  CHECK(backend_base_url("https://me:secret@host").value() == "https://host");
  CHECK_FALSE(backend_base_url(""));
  CHECK_FALSE(backend_base_url("ftp://host"));
  CHECK_FALSE(backend_base_url("http://"));
  CHECK_FALSE(backend_base_url("http://a b"));
}

TEST_CASE("A probe answers with the services, sorted") {
  FakeHost host;
  host.answers[url("/api/v3/services")] = json(R"({"services":["shop","agent","shop",5]})");
  auto jaeger = make_jaeger_connector(host, kBase);
  const auto services = answer_of<std::vector<std::string>>([&](auto done) { jaeger->probe(done); });
  REQUIRE(services);
  CHECK(services.value() == std::vector<std::string>{"agent", "shop"});
}

TEST_CASE("A page instead of JSON is no Jaeger") {
  FakeHost host;
  host.answers[url("/api/v3/services")] = page();
  auto jaeger = make_jaeger_connector(host, kBase);
  const auto services = answer_of<std::vector<std::string>>([&](auto done) { jaeger->probe(done); });
  REQUIRE_FALSE(services);
  CHECK(services.error().message.find("web page") != std::string::npos);
}

TEST_CASE("Summaries become rows, newest first; times are asked for in the form that every version reads") {
  FakeHost host;
  host.answers[url("/api/v3/trace-summaries")] = json(R"({"summaries":[
    {"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","rootServiceName":"shop","rootOperationName":"buy","minStartTimeUnixNano":"1000","maxEndTimeUnixNano":"3500","spanCount":7,"errorSpanCount":1},
    {"traceId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","minStartTimeUnixNano":9000,"spanCount":-2}, {"traceId":5}, "x"]})");
  auto jaeger = make_jaeger_connector(host, kBase);
  const auto hits = search(*jaeger);
  REQUIRE(hits);
  REQUIRE(hits.value().size() == 2);
  CHECK(hex_from(hits.value()[1].id) == kId);
  CHECK(hits.value()[1].name == "buy");
  CHECK(hits.value()[1].duration.count == 2500);
  CHECK(hits.value()[1].spans == 7);
  CHECK(hits.value()[0].spans == 0);
  CHECK(host.asked.back().find("query.service_name=shop") != std::string::npos);
  CHECK(host.asked.back().find("query.start_time_min=2026-07-31T00:00:00.000000000Z") != std::string::npos);
}

TEST_CASE("Servers without summaries are asked for whole traces, once known at once") {
  for (const HttpAnswer& missing : {HttpAnswer{404, "text/plain", "404 page not found", ""}, page()}) {
    FakeHost host;
    host.answers[url("/api/v3/trace-summaries")] = missing;
    host.answers[url("/api/v3/traces")] = json(kMerged);
    auto jaeger = make_jaeger_connector(host, kBase);
    const auto hits = search(*jaeger);
    REQUIRE(hits);
    REQUIRE(hits.value().size() == 2);
    CHECK(hits.value()[0].name == "later");
    CHECK(hits.value()[1].name == "root");
    CHECK(hits.value()[1].service == "shop");
    CHECK(hits.value()[1].spans == 2);
    CHECK(hits.value()[1].errors == 1);
    CHECK(hits.value()[1].duration.count == 1000);
    CHECK(host.asked.size() == 2);
    CHECK_FALSE(jaeger->capabilities().summaries);
    CHECK(search(*jaeger));
    CHECK(host.asked.size() == 3);
  }
}

TEST_CASE("No traces found is an empty answer, not a failure") {
  FakeHost host;
  host.answers[url("/api/v3/trace-summaries")] = {404, "text/plain", "", ""};
  host.answers[url("/api/v3/traces")] = {404, "text/plain", "No traces found", ""};
  auto jaeger = make_jaeger_connector(host, kBase);
  const auto hits = search(*jaeger);
  REQUIRE(hits);
  CHECK(hits.value().empty());
}

TEST_CASE("A trace comes back as the OTLP inside the answer; several objects become lines") {
  FakeHost host;
  TraceId id;
  REQUIRE(trace_id_from_hex(kId, id));
  host.answers[url("/api/v3/traces/" + std::string(kId))] =
      json("{\"result\":{\"resourceSpans\":[]}}\n{\"result\":{\"resourceSpans\":[{}]}}\nnot json\n");
  auto jaeger = make_jaeger_connector(host, kBase);
  const auto body = answer_of<Connector::Body>([&](auto done) { jaeger->fetch(id, done); });
  REQUIRE(body);
  CHECK(body.value().text == "{\"resourceSpans\":[]}\n{\"resourceSpans\":[{}]}\n");
  CHECK(body.value().link == url("/api/v3/traces/" + std::string(kId) + "?raw_traces=true"));
  CHECK(host.asked.back() == body.value().link);
}

TEST_CASE("Hostile answers give a sentence") {
  FakeHost host;
  TraceId id;
  REQUIRE(trace_id_from_hex(kId, id));
  auto jaeger = make_jaeger_connector(host, kBase);
  const std::string deep(100000, '[');
  for (const std::string& body :
       {std::string(), std::string("[]"), std::string("{\"result\":5}"), std::string("\xff\xfe"), deep,
        "{\"result\":{\"resourceSpans\":" + deep + std::string(100000, ']') + "}}"}) {
    host.answers[std::string(kBase)] = json(body);
    const auto fetched = answer_of<Connector::Body>([&](auto done) { jaeger->fetch(id, done); });
    CHECK_FALSE(fetched);
    const auto services = answer_of<std::vector<std::string>>([&](auto done) { jaeger->probe(done); });
    if (!services) CHECK_FALSE(services.error().message.empty());
    const auto hits = search(*jaeger);
    if (!hits) CHECK_FALSE(hits.error().message.empty());
  }
}

TEST_CASE("A page that may not read the store is told which header is missing and what to configure") {
  FakeHost host;
  auto jaeger = make_jaeger_connector(host, kBase);
  const auto services = answer_of<std::vector<std::string>>([&](auto done) { jaeger->probe(done); });
  REQUIRE_FALSE(services);
  const std::string& message = services.error().message;
  CHECK(message.find("Access-Control-Allow-Origin: https://viewer.example\n") != std::string::npos);
  CHECK(message.find("allowed_origins: [\"https://viewer.example\"]") != std::string::npos);
  host.page = "spanorama://open";
  auto desktop = make_jaeger_connector(host, kBase);
  const auto refused = answer_of<std::vector<std::string>>([&](auto done) { desktop->probe(done); });
  CHECK(refused.error().message.find("Access-Control") == std::string::npos);
}

TEST_CASE("Errors of the store are passed on") {
  FakeHost host;
  host.answers[std::string(kBase)] = {400, "text/plain", R"({"error":{"httpCode":400,"message":"malformed time"}})",
                                      ""};
  auto jaeger = make_jaeger_connector(host, kBase);
  const auto hits = search(*jaeger);
  REQUIRE_FALSE(hits);
  CHECK(hits.error().message.find("malformed time") != std::string::npos);
}

TEST_CASE("From the dialog to an opened trace") {
  FakeHost host;
  host.answers[url("/api/v3/services")] = json(R"({"services":["shop"]})");
  host.answers[url("/api/v3/trace-summaries")] =
      json(R"({"summaries":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}]})");
  host.answers[url("/api/v3/traces/")] = json(kMerged);
  Application app(host);
  const auto run = [&](Command command) {
    app.commands().push(std::move(command));
    while (app.update()) {
    }
  };
  run(ShowBackend{true});
  run(BackendConnect{"127.0.0.1:16686"});
  CHECK(app.state().backend.services == std::vector<std::string>{"shop"});
  CHECK_FALSE(app.state().backend.busy);
  run(BackendSearch{"shop"});
  REQUIRE(app.state().backend.hits.size() == 1);
  run(BackendFetch{app.state().backend.hits[0].id});
  REQUIRE(host.opened_bodies.size() == 1);
  CHECK(hex_from(app.state().trace) == kId);
  CHECK_FALSE(app.state().backend.open);
}

}  // namespace spanorama
