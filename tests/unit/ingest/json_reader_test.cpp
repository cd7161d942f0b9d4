#include <doctest/doctest.h>

#include <random>

#include "batch_text.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kTwoSpans = R"({"resourceSpans":[{"resource":{"attributes":[
  {"key":"service.name","value":{"stringValue":"chat"}},{"key":"list","value":{"arrayValue":{"values":[{"intValue":"1"},{"stringValue":"a\"b"}]}}}]},
  "scopeSpans":[{"scope":{"name":"lib","version":"1.2"},"spans":[
   {"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19b7ec3c1b174","parentSpanId":"eee19b7ec3c1b173",
    "name":"sch\u00f6n \uD83D\uDE00","startTimeUnixNano":"1544712660000000000","endTimeUnixNano":1544712661000000000,
    "kind":2,"attributes":[{"key":"n","value":{"intValue":"-9223372036854775808"}},{"key":"m","value":{"intValue":7}},
     {"key":"d","value":{"doubleValue":"NaN"}},{"key":"e","value":{}},{"key":"none"},{"value":{"boolValue":true},"key":"late"},
     {"key":"raw","value":{"bytesValue":"AQID"}},{"key":"map","value":{"kvlistValue":{"values":[{"key":"x","value":{"arrayValue":{}}}]}}}],
    "events":[{"timeUnixNano":"5","name":"ev","attributes":[{"key":"k","value":{"stringValue":"v"}}]}],
    "links":[{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19b7ec3c1b174"}],
    "status":{"message":"oh","code":"STATUS_CODE_ERROR"},"traceState":"a=b","flags":257,"droppedAttributesCount":3},
   {"trace_id":"tH12H+eb6IruQTQs3VJyaA==","span_id":"7uGbfsPBsXQ=","name":"two","kind":"SPAN_KIND_CLIENT",
    "start_time_unix_nano":"1","end_time_unix_nano":"2","unknown":{"deep":[[{}]]}}]}]}]})";

std::string spans_line(std::string_view id, std::string_view more = "") {
  return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\","
         "\"spanId\":\"" +
         std::string(id) + "\",\"startTimeUnixNano\":\"1\",\"endTimeUnixNano\":\"2\"" + std::string(more) + "}]}]}]}";
}

TEST_CASE("otlp json: equal resources and scopes with different schema URLs stay apart") {
  const auto resource = [](std::string_view schema, std::string_view span) {
    const std::string url = schema.empty() ? "" : ",\"schemaUrl\":\"" + std::string(schema) + "\"";
    return R"({"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"a"}}]},"scopeSpans":[{"scope":)"
           R"({"name":"s"},"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00000000000000)" +
           std::string(span) + R"(","name":"x"}])" + url + "}]" + url + "}";
  };
  const std::string text = "{\"resourceSpans\":[" + resource("u1", "a1") + "," + resource("u2", "a2") + "," +
                           resource("", "a3") + "," + resource("u1", "a4") + "]}";
  const auto result = read_whole(Format::otlp_json, text);
  const SpanBatch& batch = result->batch;
  REQUIRE(batch.spans.size() == 4);
  const char* const want[] = {"u1", "u2", "", "u1"};
  for (int i = 0; i < 4; ++i) {
    CHECK(batch.strings.view(batch.resources[batch.spans[i].resource.value].schema_url) == want[i]);
    CHECK(batch.strings.view(batch.scopes[batch.spans[i].scope.value].schema_url) == want[i]);
  }
  CHECK(batch.spans[0].resource == batch.spans[3].resource);
  CHECK(batch.resources.size() == 3);
}

}  // namespace

TEST_CASE("an OTLP/JSON object is read with every field") {
  const auto r = read_whole(Format::otlp_json, kTwoSpans);
  CHECK(r->report.issues.empty());
  REQUIRE(r->batch.spans.size() == 2);
  const SpanRecord& one = r->batch.spans[0];
  CHECK(hex_from(one.trace_id) == "5b8efff798038103d269b633813fc60c");
  CHECK(hex_from(one.parent_span_id) == "eee19b7ec3c1b173");
  CHECK(r->batch.strings.view(one.name) == "schön 😀");
  CHECK(one.start.ns == 1544712660000000000);
  CHECK(one.end.ns == 1544712661000000000);
  CHECK(one.kind == SpanKind::server);
  CHECK(one.status == Status::error);
  CHECK(kTwoSpans.substr(one.record_offset, 11) == "{\"traceId\":");
  CHECK(kTwoSpans[one.record_offset + one.record_bytes - 1] == '}');
  CHECK(attribute_text(*r, "n", kTwoSpans) == "i:-9223372036854775808");
  CHECK(attribute_text(*r, "m", kTwoSpans) == "i:7");
  CHECK(attribute_text(*r, "d", kTwoSpans) == "d:\"NaN\"");
  CHECK(attribute_text(*r, "e", kTwoSpans) == "empty");
  CHECK(attribute_text(*r, "none", kTwoSpans) == "empty");
  CHECK(attribute_text(*r, "late", kTwoSpans) == "true");
  CHECK(attribute_text(*r, "raw", kTwoSpans) == "b:AQID");
  CHECK(attribute_text(*r, "map", kTwoSpans) == "j:{\"x\":[]}");
  CHECK(r->batch.extras[one.extra.value].flags == 257);
  CHECK(r->batch.strings.view(r->batch.resources[0].service_name) == "chat");
  const SpanRecord& two = r->batch.spans[1];
  CHECK(hex_from(two.trace_id) == "b47d761fe79be88aee41342cdd527268");
  CHECK(hex_from(two.span_id) == "eee19b7ec3c1b174");
  CHECK(two.kind == SpanKind::client);
}

TEST_CASE("an OTLP/JSON source gives the same batch wherever it is cut") {
  const std::string twice =
      std::string(kTwoSpans) + "\n" + std::string(kTwoSpans) + "\n{broken\n" + spans_line("00f067aa0ba902b7");
  const std::string whole = text_of_result(*read_whole(Format::otlp_json, twice), twice);
  CHECK(whole == text_of_result(*read_bytewise(Format::otlp_json, twice), twice));
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::size_t> cuts;
    for (std::size_t at = 0; (at += random() % 700) < twice.size();) cuts.push_back(at);
    CAPTURE(seed);
    REQUIRE(whole == text_of_result(*read_cut(Format::otlp_json, twice, cuts), twice));
  }
}

TEST_CASE("a source of known size gets room once, and gives the same batch whatever is said of its size") {
  std::string json = R"({"resourceSpans":[{"scopeSpans":[{"spans":[)";
  for (int i = 1; i <= 3000; ++i) {
    const std::string id = std::to_string(1'000'000'000'000'000 + i);
    json += (i == 1 ? "" : ",") + (R"({"traceId":"ab)" + id + R"(00000000000000","spanId":")" + id) +
            R"(","name":"step","attributes":[{"key":"n","value":{"stringValue":"number )" + id + R"("}}]})";
  }
  json += "]}]}]}";
  const std::string want = text_of_result(*read_whole(Format::otlp_json, json), json);
  const std::uint64_t size = json.size();
  for (const std::uint64_t expected : {size, size / 3, size * 10, std::uint64_t{1}, UINT64_MAX}) {
    ReadResult result;
    result.batch.sources.emplace_back();
    ReadTarget target{result.batch, SourceRow{0}, result.report};
    target.expected_bytes = expected;
    const auto reader = make_reader(Format::otlp_json, target);
    CHECK(reader->push(bytes_of(json)));
    CHECK(reader->finish());
    CAPTURE(expected);
    REQUIRE(first_difference(text_of_result(result, json), want).empty());
    if (expected == size) CHECK(result.batch.spans.capacity() < 3400);
  }
}

TEST_CASE("requests may stand in arrays, wrappers and the members of older versions") {
  const std::string span = spans_line("00f067aa0ba902b7");
  const std::string inner = span.substr(span.find("[{\"scopeSpans"), span.size() - span.find("[{\"scopeSpans") - 1);
  CHECK(read_whole(Format::otlp_json, "[" + span + "," + span + "]")->batch.spans.size() == 2);
  CHECK(read_whole(Format::otlp_json, "{\"result\":" + span + "}")->batch.spans.size() == 1);
  CHECK(read_whole(Format::otlp_json, "{\"trace\":" + span + "}")->batch.spans.size() == 1);
  CHECK(read_whole(Format::otlp_json, "{\"batches\":" + inner + "}")->batch.spans.size() == 1);
  CHECK(read_whole(Format::otlp_json, "{\"trace\":{\"batches\":" + inner + "}}")->batch.spans.size() == 1);
  CHECK(read_whole(Format::otlp_json, span + span + "\n\n" + span)->batch.spans.size() == 3);
  std::string old = span;
  old.replace(old.find("scopeSpans\":[{"), 14,
              "instrumentationLibrarySpans\":[{\"instrumentationLibrary\":{\"name\":\"old\"},");
  const auto r = read_whole(Format::otlp_json, old);
  REQUIRE(r->batch.spans.size() == 1);
  CHECK(r->batch.strings.view(r->batch.scopes[0].name) == "old");
}

TEST_CASE("a resource and a scope may follow the spans") {
  const std::string text = R"({"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c",
    "spanId":"00f067aa0ba902b7","startTimeUnixNano":"1","endTimeUnixNano":"2"}],"scope":{"name":"late"},"schemaUrl":"s"}],
    "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"svc"}}]},"schemaUrl":"r"}]})";
  const auto r = read_whole(Format::otlp_json, text);
  REQUIRE(r->batch.spans.size() == 1);
  CHECK(r->batch.strings.view(r->batch.resources[r->batch.spans[0].resource.value].service_name) == "svc");
  CHECK(r->batch.strings.view(r->batch.resources[r->batch.spans[0].resource.value].schema_url) == "r");
  CHECK(r->batch.strings.view(r->batch.scopes[r->batch.spans[0].scope.value].name) == "late");
}

TEST_CASE("equal resources are one row") {
  std::string text;
  for (int i = 0; i < 50; ++i)
    text +=
        R"({"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":{"stringValue":"b"}}]},"scopeSpans":[]}]})"
        "\n";
  const auto r = read_whole(Format::otlp_json, text);
  CHECK(r->batch.resources.size() == 1);
  CHECK(r->batch.attributes.size() == 1);
}

TEST_CASE("equal wide numbers are one row, whatever was taken back before them") {
  const auto number = [](std::string_view type, std::string_view value) {
    return ",\"attributes\":[{\"key\":\"n\",\"value\":{\"" + std::string(type) + "\":" + std::string(value) + "}}]";
  };
  std::string lines;
  // The first of each pair has no good id, so that its row goes again.
  for (const std::string& more :
       {number("doubleValue", "0.25"), number("intValue", "5000000000"), number("doubleValue", "0.25"),
        number("doubleValue", "-0.25"), number("intValue", "7")})
    lines += spans_line("zz", more) + "\n" + spans_line("00f067aa0ba902b7", more) + "\n";
  const auto r = read_whole(Format::otlp_json, lines);
  REQUIRE(r->batch.spans.size() == 5);
  CHECK(r->batch.wide_values.size() == 3);
  std::string told;
  for (const SpanRecord& span : r->batch.spans) {
    const Attribute a = r->batch.attributes[span.attributes.begin];
    const bool wide = a.type() == ValueType::float64 || a.type() == ValueType::int64;
    told += wide ? std::to_string(r->batch.wide_values[a.value]) + " " : std::to_string(a.value) + " ";
  }
  CHECK(told == "4598175219545276416 5000000000 4598175219545276416 13821547256400052224 7 ");
}

TEST_CASE("a broken line costs that line only") {
  const std::string good = spans_line("00f067aa0ba902b7") + "\n";
  const std::string text = good + "{this is not JSON\n" + "{\"other\":\"shape\"}\n" + good +
                           "{\"missing\":\"brace\"\n" + good + "{\"open\":\"quote}\n" + good + "17\n" + good;
  for (const auto& r : {read_whole(Format::otlp_json_lines, text), read_bytewise(Format::otlp_json_lines, text)}) {
    CHECK(r->batch.spans.size() == 5);
    CHECK(has_issue(*r, "broken_json", 4));
    CHECK(has_issue(*r, "other_shape", 1));
    CHECK(r->report.issues[0].first_record == 2);
  }
}

TEST_CASE("what stands before a cut or a mistake in one document is kept") {
  const std::string two = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[";
  const std::string span =
      R"({"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7","startTimeUnixNano":"1","endTimeUnixNano":"2"})";
  const auto cut = read_whole(Format::otlp_json, two + span + "," + span.substr(0, 60));
  CHECK(cut->batch.spans.size() == 1);
  CHECK(has_issue(*cut, "truncated_source"));
  const auto wrong = read_whole(Format::otlp_json, two + span + ";" + span + "]}]}]}");
  CHECK(wrong->batch.spans.size() == 1);
  CHECK(has_issue(*wrong, "broken_json"));
}

TEST_CASE("wrong ids drop a span, other wrong values only their field") {
  const auto r =
      read_whole(Format::otlp_json,
                 spans_line("00f067aa") + spans_line("0000000000000000") +
                     spans_line("00f067aa0ba902b7",
                                ",\"parentSpanId\":\"12\",\"name\":{\"no\":1},\"attributes\":7,\"kind\":\"BIG\"") +
                     spans_line("00f067aa0ba902b8", ",\"startTimeUnixNano\":0,\"endTimeUnixNano\":null"));
  CHECK(r->batch.spans.size() == 2);
  CHECK(has_issue(*r, "bad_span_id"));
  CHECK(has_issue(*r, "zero_id"));
  CHECK(has_issue(*r, "bad_parent_id"));
  CHECK(has_issue(*r, "wrong_type", 3));
  CHECK(has_issue(*r, "missing_time"));
}

TEST_CASE("a hundred thousand nested arrays neither crash nor stop the reader") {
  std::string nested(100000, '[');
  nested += std::string(100000, ']');
  std::string values;
  for (int i = 0; i < 100000; ++i) values += "{\"arrayValue\":{\"values\":[";
  for (int i = 0; i < 100000; ++i) values += "]}}";
  const std::string text =
      spans_line("00f067aa0ba902b7",
                 ",\"x\":" + nested + ",\"attributes\":[{\"key\":\"k\",\"value\":" + values + "}]") +
      "{\"skip\":" + nested + "}" + spans_line("00f067aa0ba902b8");
  const auto r = read_whole(Format::otlp_json, text);
  CHECK(r->batch.spans.size() == 2);
  CHECK(attribute_text(*r, "k", text) == "j:" + std::string(100000, '[') + std::string(100000, ']'));
  std::string wrapped;
  for (int i = 0; i < 100000; ++i) wrapped += "{\"result\":";
  wrapped += "{}" + std::string(100000, '}');
  CHECK(has_issue(*read_whole(Format::otlp_json, wrapped), "nested_too_deep"));
}

TEST_CASE("a long string becomes a payload that names its bytes") {
  const std::string value = std::string(300, 'x') + "\\n\\\"end\\\"";
  const std::string text =
      spans_line("00f067aa0ba902b7", ",\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":\"" + value + "\"}}]");
  const auto r = read_whole(Format::otlp_json, text);
  REQUIRE(r->batch.payloads.size() == 1);
  const Payload& p = r->batch.payloads[0];
  CHECK(text.substr(p.offset, p.length) == value);
  CHECK(p.encoding == PayloadEncoding::json_string);
  CHECK(!p.preview.present());
  CHECK(attribute_text(*r, "k", text) == "s:" + std::string(300, 'x') + "\n\"end\"");
}

TEST_CASE("bytes before the content are passed over, empty sources are told") {
  const std::string good = spans_line("00f067aa0ba902b7");
  CHECK(read_whole(Format::otlp_json, "\xEF\xBB\xBF" + good)->report.issues.empty());
  const auto nul = read_whole(Format::otlp_json, std::string(5, '\0') + good);
  CHECK(nul->batch.spans.size() == 1);
  CHECK(has_issue(*nul, "garbage_before_content"));
  CHECK(has_issue(*read_whole(Format::otlp_json, " \n"), "empty_source"));
  CHECK(has_issue(*read_whole(Format::otlp_json, ""), "empty_source"));
}

TEST_CASE("garbage after half a byte order mark is told wherever the chunks end") {
  const std::string_view bytes =
      "\xEF\xBB\xFF"
      "A]";
  const auto whole = read_whole(Format::otlp_json, bytes);
  CHECK(has_issue(*whole, "garbage_before_content"));
  CHECK(text_of_result(*whole, bytes) == text_of_result(*read_bytewise(Format::otlp_json, bytes), bytes));
}
