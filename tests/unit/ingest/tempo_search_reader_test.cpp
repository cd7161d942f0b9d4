#include "cuts.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kAnswer = R"({"traces":[{"traceID":"3b9a","rootServiceName":"front","rootTraceName":"GET /",
 "startTimeUnixNano":"1700000000000000000","durationMs":3,
 "spanSet":{"spans":[{"spanID":"b7ad6b7169203331","name":"chat","startTimeUnixNano":"1700000000000000001","durationNanos":"1000",
  "attributes":[{"key":"span:parentID","value":{"stringValue":"00f067aa0ba902b7"}},{"key":"status","value":{"stringValue":"error"}},
   {"key":"service.name","value":{"stringValue":"back"}},{"key":"span.n","value":{"intValue":"7"}}]}],"matched":1},
 "spanSets":[{"spans":[{"spanID":"b7ad6b7169203331","startTimeUnixNano":"1","durationNanos":"1"}],"matched":1}]}],"metrics":{}})";

}  // namespace

TEST_CASE("spans of a Tempo search are read once, with what the answer tells") {
  const auto r = read_whole(Format::tempo_search, kAnswer);
  REQUIRE(r->batch.spans.size() == 1);
  const SpanRecord& span = r->batch.spans[0];
  CHECK(hex_from(span.trace_id) == "00000000000000000000000000003b9a");
  CHECK(hex_from(span.parent_span_id) == "00f067aa0ba902b7");
  CHECK(span.end.ns == 1700000000000001001);
  CHECK(span.status == Status::error);
  CHECK(name_at(*r, 0) == "chat");
  CHECK(service_at(*r, 0) == "back");
  CHECK(attribute_text(*r, "n", kAnswer) == "i:7");
  CHECK(has_issue(*r, "part_of_trace"));
}

TEST_CASE("a Tempo search gives the same batch wherever it is cut") {
  require_same_however_cut(Format::tempo_search, kAnswer);
  require_survives_damage(Format::tempo_search, kAnswer);
}
