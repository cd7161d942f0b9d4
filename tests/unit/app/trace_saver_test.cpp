#include "spanorama/app/trace_saver.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "fake_host.h"
#include "spanorama/app/application.h"
#include "spanorama/app/importer.h"

namespace spanorama {
namespace {

std::string span(char trace, std::size_t text_bytes) {
  return R"({"traceId":"0af7651916cd43dd8448eb211c80319)" + std::string(1, trace) +
         R"(","spanId":"00000000000000a1","name":"chat","startTimeUnixNano":"1000000000","endTimeUnixNano":"2000000000",)"
         R"("attributes":[{"key":"text","value":{"stringValue":")" +
         std::string(text_bytes, trace) + "\"}}]}";
}

std::string document(const std::string& spans) {
  return R"({"resourceSpans":[{"resource":{},"scopeSpans":[{"scope":{},"spans":[)" + spans + "]}]}]}";
}

std::shared_ptr<const TraceStore> store_of(const std::string& text) {
  Importer importer;
  SourceImport& source = importer.begin("a.json", 1);
  source.push(bytes_of(text));
  source.finish();
  return importer.snapshot();
}

void finish(TraceSaver& saver) {
  for (int i = 0; i < 1000 && saver.busy(); ++i) saver.work(0);
}

}  // namespace

TEST_CASE("traces are saved with their long values") {
  test::FakeHost host;
  host.sources[1] = document(span('a', 400) + "," + span('b', 10));
  TraceSaver saver(host);
  REQUIRE(saver.start(store_of(host.sources[1]), {{0}, {1}}, Format::otlp_json));
  CHECK(saver.progress().all == 2);
  finish(saver);
  CHECK(host.saved == host.sources[1] + "\n");
  CHECK(saver.sentence() == "Saved 2 traces: downloads/traces.json");
}

TEST_CASE("rows of a list are saved under the list's name, and told") {
  test::FakeHost host;
  auto rows = std::make_shared<ListRows>();
  rows->store = store_of(document(span('a', 10) + "," + span('b', 10)));
  rows->name = "traces";
  TraceSaver saver(host);
  CHECK_FALSE(saver.start(rows, RowsForm::csv));
  CHECK(saver.sentence() == "There are no rows to save.");
  rows->traces = {{1}, {0}};
  REQUIRE(saver.start(rows, RowsForm::csv));
  CHECK(saver.progress().all == 2);
  finish(saver);
  CHECK(host.saved_name == "traces.csv");
  CHECK(std::count(host.saved.begin(), host.saved.end(), '\n') == 3);
  CHECK(saver.sentence() == "Saved 2 rows: downloads/traces.csv");
}

TEST_CASE("a value that is on its way is waited for, one that is gone is left out and told") {
  test::FakeHost host;
  const std::string text = document(span('a', 400) + "," + span('b', 400));
  TraceSaver saver(host);
  REQUIRE(saver.start(store_of(text), {{0}, {1}}, Format::otlp_json));
  host.awaited = true;
  CHECK_FALSE(saver.work(0));
  CHECK_FALSE(saver.work(0));
  CHECK(saver.busy());
  CHECK(saver.progress().done == 0);
  SUBCASE("it comes") {
    host.sources[1] = text;
    finish(saver);
    CHECK(host.saved == text + "\n");
  }
  SUBCASE("it is gone") {
    host.awaited = false;
    finish(saver);
    CHECK(host.saved.find(R"("value":{}}]})") != std::string::npos);
    CHECK(saver.sentence() == "Saved 2 traces: downloads/traces.json (2 long values could not be read any more)");
  }
}

TEST_CASE("what could not be written, or is given up, leaves no file") {
  test::FakeHost host;
  host.sources[1] = document(span('a', 400));
  TraceSaver saver(host);
  const auto store = store_of(host.sources[1]);
  host.room = 10;
  REQUIRE(saver.start(store, {{0}}, Format::otlp_proto));
  CHECK(host.saved_name == "trace-0af76519.binpb");
  finish(saver);
  CHECK(host.saved.empty());
  CHECK(saver.sentence() == "The file was not saved.");
  host.room = SIZE_MAX;
  REQUIRE(saver.start(store, {{0}}, Format::otlp_json_lines));
  saver.cancel();
  CHECK_FALSE(saver.busy());
  CHECK(host.saved.empty());
  CHECK_FALSE(saver.start(store, {}, Format::otlp_json));
  host.saves = false;
  CHECK_FALSE(saver.start(store, {{0}}, Format::otlp_json));
}

TEST_CASE("the command saves what passes the filter, what is marked, or the open trace") {
  test::FakeHost host;
  host.sources[1] = document(span('a', 10) + "," + span('b', 10) + "," + span('c', 10));
  Application application(host);
  const auto store = store_of(host.sources[1]);
  application.commands().push(StoreArrived{store, {}});
  const auto saved = [&](SaveTraces::Which which) {
    application.commands().push(SaveTraces{which, Format::otlp_json});
    do application.update();
    while (application.saver().busy());
    std::string traces;
    for (const char trace : {'a', 'b', 'c'})
      if (host.saved.find("0af7651916cd43dd8448eb211c80319" + std::string(1, trace)) != std::string::npos)
        traces += trace;
    return traces;
  };
  CHECK(saved(SaveTraces::Which::passing) == "abc");
  application.commands().push(MarkTraces{{store->trace({1}).id}, true});
  CHECK(saved(SaveTraces::Which::marked) == "b");
  application.commands().push(SelectTrace{store->trace({2}).id});
  CHECK(saved(SaveTraces::Which::open) == "c");
  CHECK(application.state().notice == "Saved 1 trace: downloads/trace-0af76519.json");
}

}  // namespace spanorama
