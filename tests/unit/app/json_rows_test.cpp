#include "spanorama/app/json_rows.h"
#include "spanorama/analysis/completion.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "spanorama/assembly/assemble.h"
#include "unit/support/trace_text.h"

namespace spanorama {
namespace {

using Json = nlohmann::ordered_json;
using test::trace_from_text;

struct NoPayloads final : PayloadSource {
  std::optional<std::string_view> read(const Source&, std::uint64_t, std::uint64_t) override { return std::nullopt; }
};

struct OnePayload final : PayloadSource {
  explicit OnePayload(std::string_view all) : bytes(all) {}
  std::optional<std::string_view> read(const Source&, std::uint64_t offset, std::uint64_t length) override {
    return bytes.substr(offset, length);
  }
  std::string_view bytes;
};

Json trace_of(const TraceStore& store, UnixTime now = {}) { return Json::parse(trace_json(store, TraceRow{0}, now)); }
Json span_of(const TraceStore& store, std::uint32_t row) { return Json::parse(span_json(store, SpanRow{row})); }

std::string names_of(const Json& object) {
  std::string names;
  for (const auto& [name, value] : object.items()) names += name + " ";
  return names;
}

}  // namespace

TEST_CASE("a trace's object has the agreed fields in the agreed order") {
  const auto store = trace_from_text("a 0..9ms");
  CHECK(names_of(trace_of(*store)) ==
        "trace_id name status start_unix_nano duration_ns span_count error_count composition steps input_tokens "
        "output_tokens total_tokens cache_read_tokens cache_write_tokens reasoning_tokens cost_microcents cost_source "
        "ttft_ns models providers services tags metadata session_id user_id environment release prompts complete "
        "completion "
        "source ");
}

TEST_CASE("a span's object has the agreed fields in the agreed order") {
  const auto store = trace_from_text("a 0..9ms");
  CHECK(
      names_of(span_of(*store, 0)) ==
      "trace_id span_id parent_span_id depth name type kind status status_message start_unix_nano duration_ns self_ns "
      "offset_ns service scope model response_model provider operation input_tokens output_tokens cache_read_tokens "
      "cache_write_tokens reasoning_tokens cost_microcents cost_source ttft_ns prompt_name prompt_version tool_name "
      "tool_call_id error_type dialects events links input_preview output_preview counted ");
}

TEST_CASE("what is not known is null and never zero") {
  const auto store = trace_from_text("a 0..9ms");
  const Json trace = trace_of(*store);
  for (const char* name : {"input_tokens", "total_tokens", "cost_microcents", "ttft_ns", "session_id", "release"})
    CHECK_MESSAGE(trace[name].is_null(), name);
  CHECK(trace["error_count"] == 0);
  CHECK(trace["models"] == Json::array());
  CHECK(trace["metadata"] == Json::object());
  const Json span = span_of(*store, 0);
  for (const char* name : {"parent_span_id", "model", "input_tokens", "cost_microcents", "ttft_ns", "error_type"})
    CHECK_MESSAGE(span[name].is_null(), name);
  CHECK(span["counted"] == false);
}

TEST_CASE("times and costs are strings, durations and tokens are numbers") {
  const auto store = trace_from_text("a 0..9ms type=generation tokens=120/40 cost=300");
  const Json span = span_of(*store, 0);
  CHECK(span["start_unix_nano"] == "1785542400000000000");
  CHECK(span["cost_microcents"] == "300");
  CHECK(span["duration_ns"] == 9'000'000);
  CHECK(span["input_tokens"] == 120);
  CHECK(trace_of(*store)["total_tokens"] == 160);
}

TEST_CASE("the composition counts steps, model calls and tool calls, and leaves out groups of zero") {
  const auto composition = [](std::string_view picture) { return trace_of(*trace_from_text(picture))["composition"]; };
  CHECK(composition("a 0..9ms") == "1 step");
  CHECK(composition("a 0..9ms\n b 1..2ms type=generation") == "2 steps · 1 llm");
  CHECK(composition("a 0..9ms type=agent\n b 1..2ms type=tool\n c 3..4ms type=generation\n d 5..6ms type=tool") ==
        "4 steps · 1 llm · 2 tool");
  CHECK(trace_of(*trace_from_text("a 0..9ms type=agent\n b 1..2ms type=tool"))["steps"] ==
        Json{{"agent", 1}, {"tool", 1}});
}

TEST_CASE("self time leaves out the time in which any child runs") {
  const auto store = trace_from_text(R"(
    parent      0..100ms
      one      10..30ms
      overlap  20..40ms
      late     90..150ms
  )");
  CHECK(span_of(*store, 0)["self_ns"] == 60'000'000);
  CHECK(span_of(*store, 1)["self_ns"] == 20'000'000);
  CHECK(span_of(*store, 1)["offset_ns"] == 10'000'000);
}

TEST_CASE("an orphan tells the id of the parent that is not there") {
  const auto store = trace_from_text("a 0..9ms parent=ff");
  CHECK(span_of(*store, 0)["parent_span_id"] == "00000000000000ff");
  CHECK(span_of(*store, 0)["depth"] == 0);
}

TEST_CASE("a trace is complete once nothing has come for the quiet window") {
  const auto store = trace_from_text("a 0..1ms");
  const UnixTime end = test::kBaseTime + Nanos{kNanosPerMilli};
  CHECK(trace_of(*store)["complete"] == true);
  CHECK(trace_of(*store, end + kQuietWindow - Nanos{1})["complete"] == false);
  CHECK(trace_of(*store, end + kQuietWindow)["complete"] == true);
}

TEST_CASE("metadata of all spans is merged, the root's value wins") {
  const auto store = trace_from_text(R"(
    root    0..9ms  attr.metadata.region="eu" attr.metadata.n=3 attr.other="x"
      child 1..2ms  attr.metadata.region="us" attr.metadata={"plan":"free","n":4} attr.langfuse.trace.metadata.k=true
  )");
  CHECK(trace_of(*store)["metadata"] == Json{{"region", "eu"}, {"n", 3}, {"plan", "free"}, {"k", true}});
}

TEST_CASE("metadata that is not an object is passed over") {
  const auto store = trace_from_text(R"(root 0..9ms attr.metadata="{'python': True}")");
  CHECK(trace_of(*store)["metadata"] == Json::object());
}

TEST_CASE("show gives every attribute with its type") {
  const auto store = trace_from_text(
      R"(a 0..9ms attr.s="text" attr.i=5 attr.d=1.5 attr.b=true attr.l=[1,"two"] attr.m={"k":null} resource.host="h")");
  NoPayloads none;
  const Json shown = Json::parse(show_json(*store, SpanRow{0}, none));
  Json types;
  for (const Json& attribute : shown["attributes"]) types[attribute["key"].get<std::string>()] = attribute["type"];
  CHECK(types == Json{{"s", "string"}, {"i", "int"}, {"d", "double"}, {"b", "bool"}, {"l", "array"}, {"m", "map"}});
  CHECK(shown["attributes"][4]["value"] == Json::parse(R"([1,"two"])"));
  CHECK(shown["resource"]["attributes"][0]["value"] == "h");
}

TEST_CASE("show reads payloads, and gives their beginning when the bytes are gone") {
  SpanBatch batch = test::batch_from_text("a 0..9ms");
  batch.sources.resize(1);
  Payload payload;
  payload.offset = 2;
  payload.length = 13;
  payload.source = SourceRow{0};
  payload.preview = batch.strings.intern("long");
  payload.encoding = PayloadEncoding::json_string;
  batch.spans[0].source = SourceRow{0};
  batch.spans[0].attributes = {static_cast<std::uint32_t>(batch.attributes.size()), 1};
  batch.attributes.push_back(batch.payload_attribute(batch.key("text"), payload));
  const SpanBatch* const batches[] = {&batch};
  const auto store = assemble(batches);

  OnePayload here(R"(xxlong \"text\"\nyy)");
  const Json whole = Json::parse(show_json(*store, SpanRow{0}, here))["attributes"][0];
  CHECK(whole == Json{{"key", "text"}, {"type", "string"}, {"value", "long \"text\""}});
  NoPayloads gone;
  const Json cut = Json::parse(show_json(*store, SpanRow{0}, gone))["attributes"][0];
  CHECK(cut == Json{{"key", "text"}, {"type", "string"}, {"value", "long"}, {"cut", true}});
}

TEST_CASE("the report's object tells counts, dialects and issues") {
  SourceReport report;
  report.name = "a.json";
  report.format = Format::otlp_json;
  report.bytes = 1000;
  report.spans = 3;
  report.seconds = 0.5;
  report.dialect_spans[static_cast<int>(Dialect::openinference)] = 2;
  report.add({"lost", Severity::data_loss, "It was lost."}, 17, 4, "seen", 2);
  const Json json = Json::parse(report_json(report, 1));
  CHECK(json["format"] == name_of(Format::otlp_json));
  CHECK(json["traces"] == 1);
  CHECK(json["dialects"] == Json{{"openinference", 2}});
  CHECK(json["issues"][0]["first"] == Json{{"offset", 17}, {"record", 4}});
  CHECK(json["issues"][0]["count"] == 2);
  CHECK(json["bytes_per_second"] == 2000.0);
  CHECK(Json::parse(report_json({}))["traces"].is_null());
  CHECK_FALSE(Json::parse(report_json({})).contains("memory"));
}

TEST_CASE("the memory of a store is that of its rows and of its strings") {
  const auto store = trace_from_text("a 0..9ms\n  b 1..2ms");
  const Json json = Json::parse(memory_json(*store));
  CHECK(json["bytes"] == json["row_bytes"].get<int>() + json["string_bytes"].get<int>());
  CHECK(json["string_bytes"] == store->columns().string_bytes.size() + 8 * store->columns().string_offsets.size());
  CHECK(json["row_bytes_per_span"] == json["row_bytes"].get<int>() / 2.0);
  CHECK(Json::parse(report_json({}, 1, {}, memory_json(*store)))["memory"] == json);
  CHECK(Json::parse(memory_json(*TraceStore::empty()))["row_bytes_per_span"].is_null());
}

TEST_CASE("texts from traces stay inside their JSON strings") {
  const auto store = trace_from_text(R"("x\"},{\"y" 0..9ms)");
  CHECK(span_of(*store, 0).is_object());
}

}  // namespace spanorama
