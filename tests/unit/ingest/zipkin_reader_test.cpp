#include "cuts.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kTrace = R"([[
 {"traceId":"a03ee8fff1dcd9b9","id":"1","name":"root","kind":"SERVER","timestamp":1000000,"duration":900,
  "localEndpoint":{"serviceName":"front","ipv4":"10.0.0.1"},"tags":{"http.path":"/x"}},
 {"traceId":"a03ee8fff1dcd9b9","parentId":"2","id":"3","name":"work","timestamp":1000200,"duration":5,
  "localEndpoint":{"serviceName":"back"},"tags":{"error":"broke"},"annotations":[{"timestamp":1000201,"value":"half way"}]},
 {"traceId":"a03ee8fff1dcd9b9","parentId":"1","id":"2","name":"get","kind":"SERVER","shared":true,"timestamp":1000150,
  "duration":100,"localEndpoint":{"serviceName":"back"}},
 {"traceId":"a03ee8fff1dcd9b9","parentId":"1","id":"2","name":"get","kind":"CLIENT","timestamp":1000100,"duration":200.5,
  "localEndpoint":{"serviceName":"front","ipv4":"10.0.0.1"},"remoteEndpoint":{"serviceName":"back","port":80}},
 {"traceId":"a03ee8fff1dcd9b9","parentId":"1","id":"4","name":"alone","kind":"SERVER","shared":true,"timestamp":1000150}]])";

}  // namespace

TEST_CASE("Zipkin spans are read with endpoints, tags and annotations") {
  const auto r = read_whole(Format::zipkin_v2, kTrace);
  REQUIRE(r->batch.spans.size() == 5);
  const SpanRecord& root = r->batch.spans[0];
  CHECK(hex_from(root.trace_id) == "0000000000000000a03ee8fff1dcd9b9");
  CHECK(root.start.ns == 1000000000);
  CHECK(root.end.ns == 1000900000);
  CHECK(service_at(*r, 0) == "front");
  CHECK(attribute_text(*r, "http.path", kTrace) == "s:/x");
  const SpanRecord& work = r->batch.spans[1];
  CHECK(work.status == Status::error);
  CHECK(r->batch.strings.view(r->batch.extras[work.extra.value].status_message) == "broke");
  REQUIRE(work.events.count == 1);
  CHECK(r->batch.strings.view(r->batch.events[work.events.begin].name) == "half way");
  CHECK(attribute_text(*r, "peer.service", kTrace) == "s:back");
}

TEST_CASE("the server's part of a shared Zipkin span is the client's child, and has the server's children") {
  const auto r = read_whole(Format::zipkin_v2, kTrace);
  const SpanRecord& work = r->batch.spans[1];
  const SpanRecord& server = r->batch.spans[2];
  const SpanRecord& client = r->batch.spans[3];
  CHECK(client.span_id.value == 2);
  CHECK(client.parent_span_id.value == 1);
  CHECK(client.end.ns == 1000300500);
  CHECK(server.span_id.value != 2);
  CHECK(server.parent_span_id.value == 2);
  CHECK(work.parent_span_id == server.span_id);
  // Without the client's half it keeps its place.
  CHECK(r->batch.spans[4].span_id.value == 4);
  CHECK(r->batch.spans[4].parent_span_id.value == 1);
}

TEST_CASE("Zipkin JSON gives the same batch wherever it is cut") {
  require_same_however_cut(Format::zipkin_v2, kTrace);
}

TEST_CASE("damaged Zipkin JSON is survived") { require_survives_damage(Format::zipkin_v2, kTrace); }

TEST_CASE("Zipkin JSON is told by its content") {
  CHECK(sniff_format(bytes_of(kTrace)) == Format::zipkin_v2);
  CHECK(sniff_format(bytes_of(R"([{"traceId":"1","id":"2","timestamp":5}])")) == Format::zipkin_v2);
}
