#include "spanorama/export/otlp_writer.h"

#include <doctest/doctest.h>

#include "unit/ingest/otlp_sample.h"
#include "written.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

std::string one_span(std::string_view members) {
  return R"({"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"000102030405060708090a0b0c0d0e0f",)"
         R"("spanId":"0102030405060708","startTimeUnixNano":"1","endTimeUnixNano":"5")" +
         std::string(members) + "}]}]}]}";
}

std::string json_of(std::string_view source) { return written(store_of(source), source, Format::otlp_json); }

}  // namespace

TEST_CASE("what is written of each fixture reads back as an equal store") {
  for (const auto& path : fixture_files()) {
    const std::string source = file_content(path);
    const auto store = store_of(source);
    if (store->span_count() == 0) continue;
    const std::string want = text_of_store(source);
    for (const Format format : kWrittenFormats) {
      CAPTURE(path.string());
      CAPTURE(std::string(name_of(format)));
      CHECK(first_different_line(text_of_store(written(store, source, format)), want) == "");
    }
  }
}

TEST_CASE("random spans come back from each format as they were") {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    const std::string source = random_traces(seed).SerializeAsString();
    const auto store = store_of(source);
    const std::string want = text_of_store(source);
    for (const Format format : kWrittenFormats) {
      CAPTURE(seed);
      CAPTURE(std::string(name_of(format)));
      REQUIRE(first_different_line(text_of_store(written(store, source, format)), want) == "");
    }
  }
}

TEST_CASE("the protobuf library reads what is written as protobuf") {
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    const std::string source = random_traces(seed).SerializeAsString();
    const auto store = store_of(source);
    opentelemetry::proto::trace::v1::TracesData data;
    REQUIRE(data.ParseFromString(written(store, source, Format::otlp_proto)));
    int spans = 0;
    for (const auto& resource : data.resource_spans())
      for (const auto& scope : resource.scope_spans()) spans += scope.spans_size();
    CHECK(static_cast<std::uint32_t>(spans) == store->span_count());
  }
}

TEST_CASE("each field of a span stands where OTLP/JSON has it") {
  const std::string source = one_span(
      R"(,"parentSpanId":"1111111111111111","name":"a \"b\"","kind":3,"traceState":"x=1","flags":257,)"
      R"("droppedAttributesCount":1,"droppedEventsCount":2,"droppedLinksCount":3,"status":{"code":2,"message":"no"},)"
      R"("events":[{"timeUnixNano":"3","name":"e","droppedAttributesCount":4}],)"
      R"("links":[{"traceId":"0f0e0d0c0b0a09080706050403020100","spanId":"2222222222222222","traceState":"y=2",)"
      R"("flags":1,"droppedAttributesCount":5}])");
  CHECK(json_of(source) ==
        R"({"resourceSpans":[{"resource":{},"scopeSpans":[{"scope":{},"spans":[)"
        R"({"traceId":"000102030405060708090a0b0c0d0e0f","spanId":"0102030405060708","traceState":"x=1",)"
        R"("parentSpanId":"1111111111111111","flags":257,"name":"a \"b\"","kind":3,"startTimeUnixNano":"1",)"
        R"("endTimeUnixNano":"5","droppedAttributesCount":1,)"
        R"("events":[{"timeUnixNano":"3","name":"e","droppedAttributesCount":4}],"droppedEventsCount":2,)"
        R"("links":[{"traceId":"0f0e0d0c0b0a09080706050403020100","spanId":"2222222222222222","traceState":"y=2",)"
        R"("droppedAttributesCount":5,"flags":1}],"droppedLinksCount":3,"status":{"message":"no","code":2}}]}]}]})"
        "\n");
}

TEST_CASE("members that OTLP does not have come back in JSON, through every other way of keeping them too") {
  const std::string source = one_span(
      ",\n\"later\": {\"a\" : [1, 2.0,\n null, \"x\\u00e9\"], \"b\": {}},\"Duration\":17,\"name\":\"n\",\"flag\":true");
  const auto store = store_of(source);
  CHECK(store->other_fields(SpanRow{0}).size() == 3);
  const std::string again = written(store, source, Format::otlp_json);
  CHECK(again.find(R"("later":{"a":[1,2.0,null,"x\u00e9"],"b":{}},"Duration":17,"flag":true}]}]}]})") !=
        std::string::npos);
  CHECK(written(store_of(again), again, Format::otlp_json) == again);
  const auto batch = batch_of(*store, all_traces(*store), false);
  const SpanBatch* const one = batch.get();
  CHECK(written(assemble({&one, 1}, nullptr), source, Format::otlp_json) == again);
  CHECK(text_of_store(written(store, source, Format::otlp_proto)) == text_of_store(source));
}

TEST_CASE("fields of a later OTLP come back in protobuf") {
  auto traces = random_traces(3);
  for (auto& resource : *traces.mutable_resource_spans())
    for (auto& scope : *resource.mutable_scope_spans())
      for (auto& span : *scope.mutable_spans()) {
        auto* more = span.GetReflection()->MutableUnknownFields(&span);
        more->AddVarint(40, 300);
        more->AddLengthDelimited(41, "bytes");
      }
  const std::string source = traces.SerializeAsString();
  const auto store = store_of(source);
  opentelemetry::proto::trace::v1::TracesData again;
  REQUIRE(again.ParseFromString(written(store, source, Format::otlp_proto)));
  for (const auto& resource : again.resource_spans())
    for (const auto& scope : resource.scope_spans())
      for (const auto& span : scope.spans()) {
        const auto& more = span.GetReflection()->GetUnknownFields(span);
        REQUIRE(more.field_count() == 2);
        CHECK(more.field(0).varint() == 300);
        CHECK(more.field(1).length_delimited() == "bytes");
      }
  CHECK(text_of_store(written(store, source, Format::otlp_json)) == text_of_store(source));
}

TEST_CASE("every kind of value is written as itself") {
  const std::string values =
      R"({"key":"a","value":{"intValue":"-9223372036854775808"}},{"key":"b","value":{"doubleValue":-0.0}},)"
      R"({"key":"c","value":{"doubleValue":"NaN"}},{"key":"d","value":{"doubleValue":"-Infinity"}},)"
      R"({"key":"e","value":{"doubleValue":0.1}},{"key":"f","value":{"bytesValue":"AAEC"}},)"
      R"({"key":"g","value":{"boolValue":false}},{"key":"h","value":{}},)"
      R"({"key":"i","value":{"arrayValue":{"values":[{"intValue":"1"},{"doubleValue":1},{},)"
      R"({"kvlistValue":{"values":[{"key":"k","value":{"stringValue":"v"}}]}}]}}})";
  const std::string again = json_of(one_span(",\"attributes\":[" + values + "]"));
  const std::string attributes = again.substr(again.find("\"attributes\":[") + 14);
  CHECK(attributes.substr(0, attributes.find("]}]}]}]}")) ==
        R"({"key":"a","value":{"intValue":"-9223372036854775808"}},{"key":"b","value":{"doubleValue":-0.0}},)"
        R"({"key":"c","value":{"doubleValue":"NaN"}},{"key":"d","value":{"doubleValue":"-Infinity"}},)"
        R"({"key":"e","value":{"doubleValue":0.1}},{"key":"f","value":{"bytesValue":"AAEC"}},)"
        R"({"key":"g","value":{"boolValue":false}},{"key":"h","value":{}},)"
        R"({"key":"i","value":{"arrayValue":{"values":[{"intValue":"1"},{"doubleValue":1},{},)"
        R"({"kvlistValue":{"values":[{"key":"k","value":{"stringValue":"v"}}]}}]}}})");
}
