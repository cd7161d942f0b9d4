#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "batch_text.h"
#include "cuts.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/base/proto_builder.h"
#include "spanorama/ingest/content.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr std::string_view kTrace = "0af7651916cd43dd8448eb211c80319c";

std::string text_attribute(std::string_view key, std::string_view text) {
  return R"({"key":")" + std::string(key) + R"(","value":{"stringValue":")" + std::string(text) + "\"}}";
}

std::string span(std::string_view id, std::string_view more = "") {
  return R"({"traceId":")" + std::string(kTrace) + R"(","spanId":")" + std::string(id) +
         R"(","name":"chat","startTimeUnixNano":"1000","endTimeUnixNano":"9000")" + std::string(more) + "}";
}
std::string spans(std::string_view list) {
  return R"({"resourceSpans":[{"scopeSpans":[{"spans":[)" + std::string(list) + "]}]}]}\n";
}
std::string log(std::string_view id, std::string_view more) {
  return R"({"traceId":")" + std::string(kTrace) + R"(","spanId":")" + std::string(id) + "\"," + std::string(more) +
         "}";
}
std::string logs(std::string_view list) {
  return R"({"resourceLogs":[{"resource":{},"scopeLogs":[{"logRecords":[)" + std::string(list) + "]}]}]}\n";
}

constexpr std::string_view kQuestion =
    R"("timeUnixNano":"2000","eventName":"gen_ai.user.message","body":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"Where is Basel?"}}]}})";
constexpr std::string_view kAnswer =
    R"("timeUnixNano":3000,"attributes":[{"key":"event.name","value":{"stringValue":"gen_ai.choice"}}],"body":{"kvlistValue":{"values":[{"key":"index","value":{"intValue":0}},{"key":"message","value":{"kvlistValue":{"values":[{"key":"role","value":{"stringValue":"assistant"}},{"key":"content","value":{"stringValue":"On the Rhine."}}]}}}]}})";

struct BytesSource final : PayloadSource {
  std::string_view bytes;
  std::optional<std::string_view> read(const Source&, std::uint64_t offset, std::uint64_t length) override {
    return bytes.substr(offset, length);
  }
};

struct Joined {
  std::unique_ptr<ReadResult> read;
  std::shared_ptr<const TraceStore> store;
};

Joined joined(std::string_view bytes, Format format = Format::otlp_json_lines) {
  Joined out;
  out.read = read_whole(format, bytes);
  const SpanBatch* batches[] = {&out.read->batch};
  out.store = assemble(batches);
  return out;
}

// "name@time{key …}" of each event of a span.
std::string events_of(const TraceStore& store, std::uint32_t row) {
  std::string out;
  const Range range = store.columns().events[row];
  for (std::uint32_t i = range.begin; i < range.end(); ++i) {
    const SpanEvent& event = store.columns().event_rows[i];
    out.append(out.empty() ? "" : " ").append(store.text(event.name)) += "@" + std::to_string(event.time.ns) + "{";
    for (const Attribute& a : store.attributes(event.attributes)) {
      if (out.back() != '{') out += ' ';
      out += store.text(store.columns().keys[a.key().value]);
    }
    out += "}";
  }
  return out;
}

std::string previews_of(const TraceStore& store, std::uint32_t row) {
  const MaybeFacts facts = store.facts(SpanRow{row});
  if (facts == nullptr) return "none";
  return std::string(store.text(facts->input_preview)) + " > " + std::string(store.text(facts->output_preview));
}

std::string talk_of(const TraceStore& store, std::uint32_t row, std::string_view bytes) {
  BytesSource source;
  source.bytes = bytes;
  const SpanContent content = read_content(store, SpanRow{row}, source);
  std::string out;
  for (const auto* list : {&content.input, &content.output})
    for (const Message& m : *list)
      for (const MessagePart& part : m.parts) out += m.role + ":" + part.text + ";";
  return out;
}

constexpr std::string_view kWantTalk = "user:Where is Basel?;assistant:On the Rhine.;";

// LogRecord messages of OTLP.
void put_text(ProtoBuilder& proto, std::uint32_t field, std::string_view text) {
  proto.begin(field);
  proto.text(1, text);
  proto.end();
}
void put_pair(ProtoBuilder& proto, std::uint32_t field, std::string_view key, std::string_view text) {
  proto.begin(field);
  proto.text(1, key);
  put_text(proto, 2, text);
  proto.end();
}
std::string id_bytes(std::size_t size, char last) { return std::string(size - 1, '\x0B') + last; }

std::string proto_spans() {
  ProtoBuilder proto;
  proto.begin(1), proto.begin(2), proto.begin(2);
  proto.text(1, id_bytes(16, 'T')), proto.text(2, id_bytes(8, 'S')), proto.text(5, "chat");
  proto.fixed64(7, 1000), proto.fixed64(8, 9000);
  proto.end(), proto.end(), proto.end();
  std::string out;
  proto.take(out);
  return out;
}
std::string proto_logs() {
  ProtoBuilder proto;
  proto.begin(1), proto.begin(2);
  proto.begin(2);
  proto.fixed64(1, 2000), proto.varint(2, 9), proto.text(3, "INFO");
  proto.begin(5), proto.begin(6), put_pair(proto, 1, "content", "Where is Basel?"), proto.end(), proto.end();
  proto.text(9, id_bytes(16, 'T')), proto.text(10, id_bytes(8, 'S')), proto.text(12, "gen_ai.user.message");
  proto.end();
  proto.begin(2);  // with neither time nor severity, and the fields in another order
  proto.text(10, id_bytes(8, 'S')), proto.text(9, id_bytes(16, 'T'));
  put_text(proto, 5, "On the Rhine."), put_pair(proto, 6, "event.name", "gen_ai.choice");
  proto.fixed64(11, 3000);
  proto.end();
  proto.end(), proto.end();
  std::string out;
  proto.take(out);
  return out;
}

}  // namespace

TEST_CASE("log records become events of their span, whichever comes first") {
  const std::string both = log("00000000000000a1", kAnswer) + "," + log("00000000000000a1", kQuestion);
  const std::string before = logs(both) + spans(span("00000000000000a1"));
  const std::string after = spans(span("00000000000000a1")) + logs(both);
  for (const std::string& bytes : {before, after}) {
    const Joined r = joined(bytes);
    CHECK(r.read->report.issues.empty());
    CHECK(r.read->report.log_records == 2);
    REQUIRE(r.store->span_count() == 1);
    CHECK(events_of(*r.store, 0) == "gen_ai.user.message@2000{content} gen_ai.choice@3000{event.name index message}");
    CHECK(previews_of(*r.store, 0) == "Where is Basel? > On the Rhine.");
    CHECK(r.store->columns().type[0] == ObservationType::generation);
    CHECK(talk_of(*r.store, 0, bytes) == kWantTalk);
  }
}

TEST_CASE("the name of a log's event: field, attribute, short body, else log; its time: own, observed, the span's") {
  const std::string id = "00000000000000a1";
  const std::string long_body(200, 'x');
  const std::string bytes =
      spans(span(id)) +
      logs(log(id,
               R"("timeUnixNano":"1","eventName":"field","attributes":[)" + text_attribute("event.name", "a") + "]") +
           "," + log(id, R"("timeUnixNano":"2","attributes":[)" + text_attribute("event.name", "attribute") + "]") +
           "," + log(id, R"("observedTimeUnixNano":"3","body":{"stringValue":"short body"})") + "," +
           log(id, R"("timeUnixNano":"4","severityNumber":"SEVERITY_NUMBER_WARN2","severityText":"warn",)"
                   R"("body":{"stringValue":")" +
                       long_body + "\"}") +
           "," + log(id, R"("body":{"kvlistValue":{"values":[{"key":"a","value":{"intValue":"1"}}]}})"));
  const Joined r = joined(bytes);
  CHECK(events_of(*r.store, 0) ==
        "field@1{event.name} attribute@2{event.name} short body@3{} log@4{severity_text severity_number body} "
        "log@1000{body}");
  CHECK(has_issue(*r.read, "wrong_type", 0));
}

TEST_CASE("an operation.details record fills the facts of its span, but what the span says itself stays") {
  const std::string details =
      R"("timeUnixNano":"5","eventName":"gen_ai.client.inference.operation.details","attributes":[)" +
      text_attribute("gen_ai.request.model", "small-model") + "," +
      R"({"key":"gen_ai.usage.input_tokens","value":{"intValue":"33"}},)" +
      text_attribute("gen_ai.input.messages",
                     R"([{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hi\"}]}])") +
      "]";
  const std::string own = R"(,"attributes":[)" + text_attribute("gen_ai.request.model", "own-model") + "]";
  const std::string bytes = logs(log("00000000000000a1", details) + "," + log("00000000000000a2", details)) +
                            spans(span("00000000000000a1") + "," + span("00000000000000a2", own));
  const Joined r = joined(bytes);
  REQUIRE(r.store->span_count() == 2);
  const MaybeFacts first = r.store->facts(SpanRow{0});
  const MaybeFacts second = r.store->facts(SpanRow{1});
  REQUIRE(first != nullptr);
  REQUIRE(second != nullptr);
  CHECK(r.store->text(first->model) == "small-model");
  CHECK(r.store->text(second->model) == "own-model");
  CHECK(input_tokens(first->usage) == 33);
  CHECK(input_tokens(second->usage) == 33);
  CHECK(previews_of(*r.store, 0) == "Hi > ");
  CHECK(talk_of(*r.store, 1, bytes) == "user:Hi;");
}

TEST_CASE("a span's own events keep their place in time among its logs, and other spans keep theirs") {
  const std::string own = R"(,"events":[{"timeUnixNano":"2500","name":"own"}])";
  const Joined r = joined(spans(span("00000000000000a1", own) + "," + span("00000000000000a2", own)) +
                          logs(log("00000000000000a1", kAnswer) + "," + log("00000000000000a1", kQuestion)));
  CHECK(events_of(*r.store, 0) ==
        "gen_ai.user.message@2000{content} own@2500{} gen_ai.choice@3000{event.name index message}");
  CHECK(events_of(*r.store, 1) == "own@2500{}");
}

TEST_CASE("logs and spans of two batches are joined, and the same record twice is one event") {
  const auto first = read_whole(Format::otlp_json, logs(log("00000000000000a1", kQuestion)));
  const auto second = read_whole(Format::otlp_json, spans(span("00000000000000a1")));
  const auto third = read_whole(Format::otlp_json, logs(log("00000000000000a1", kQuestion)));
  const SpanBatch* batches[] = {&first->batch, &second->batch, &third->batch};
  const auto store = assemble(batches);
  REQUIRE(store->span_count() == 1);
  CHECK(events_of(*store, 0) == "gen_ai.user.message@2000{content}");
  CHECK(previews_of(*store, 0) == "Where is Basel? > ");
}

TEST_CASE("scores and finish reasons in logs are the span's, and its own finish reason stays") {
  const auto score = [](std::string_view id, int time) {
    return log(id, R"("timeUnixNano":")" + std::to_string(time) +
                       R"(","eventName":"gen_ai.evaluation.result","attributes":[)" +
                       text_attribute("gen_ai.evaluation.name", "accuracy") +
                       R"(,{"key":"gen_ai.evaluation.score.value","value":{"doubleValue":0.5}}])");
  };
  const auto reasons = [](std::string_view reason) {
    return R"({"key":"gen_ai.response.finish_reasons","value":{"arrayValue":{"values":[{"stringValue":")" +
           std::string(reason) + R"("}]}}})";
  };
  const std::string details =
      R"("timeUnixNano":"5","eventName":"gen_ai.client.inference.operation.details","attributes":[)" +
      reasons("length") + "]";
  const Joined r = joined(
      logs(score("00000000000000a2", 7) + "," + log("00000000000000a1", details) + "," +
           log("00000000000000a2", details) + "," + score("00000000000000a1", 6)) +
      spans(span("00000000000000a1") + "," + span("00000000000000a2", R"(,"attributes":[)" + reasons("stop") + "]")));
  REQUIRE(r.store->span_count() == 2);
  const std::string_view want[] = {"length", "stop"};
  for (std::uint32_t row = 0; row < 2; ++row) {
    const auto scores = r.store->scores(SpanRow{row});
    REQUIRE(scores.size() == 1);
    CHECK(r.store->text(scores[0].name) == "accuracy");
    CHECK(scores[0].value == 0.5);
    const auto rare = r.store->rare_facts(SpanRow{row});
    REQUIRE(rare.size() == 1);
    CHECK(rare[0].field == RareField::finish_reasons);
    CHECK(r.store->text(StringId{rare[0].value}) == want[row]);
  }
}

TEST_CASE("a store with joined logs passes its own check") {
  const std::string own = R"(,"events":[{"timeUnixNano":"2500","name":"own","attributes":[)" +
                          text_attribute("a", "b") + "," + text_attribute("c", "d") + "]}]";
  const Joined r = joined(spans(span("00000000000000a1", own)) + logs(log("00000000000000a1", R"("body":"x")")));
  CHECK(events_of(*r.store, 0) == "x@1000{} own@2500{a c}");
  const auto blob = std::make_shared<std::vector<std::byte>>(write_blob(*r.store));
  CHECK(static_cast<bool>(TraceStore::from_blob(blob, *blob)));
}

TEST_CASE("logs without ids are told by the reader, logs of unknown spans by assembly") {
  const std::string none = R"({"timeUnixNano":"1","body":{"stringValue":"alone"}})";
  const std::string wrong = R"({"traceId":"xyz","spanId":17,"body":{"stringValue":"wrong"}})";
  const std::string zero = R"({"traceId":"00000000000000000000000000000000","spanId":"0000000000000000"})";
  const std::string bytes = spans(span("00000000000000a1")) +
                            logs(none + "," + wrong + "," + zero + "," + log("00000000000000ff", kQuestion));
  const Joined r = joined(bytes);
  CHECK(has_issue(*r.read, "log_without_trace_id", 3));
  CHECK(r.read->report.log_records == 4);
  CHECK(events_of(*r.store, 0).empty());
  const SpanBatch* batches[] = {&r.read->batch};
  const auto unjoined = unjoined_events(batches);
  REQUIRE(unjoined.size() == 1);
  CHECK(unjoined[0].count == 1);
  CHECK(bytes.substr(unjoined[0].first_offset, 12) == R"({"traceId":")");
}

TEST_CASE("resource and scope of a log record stand with the event where they are not the span's") {
  const std::string mine = R"("resource":{"attributes":[)" + text_attribute("service.name", "app") + "]}";
  const std::string other = R"("resource":{"attributes":[)" + text_attribute("service.name", "collector") + "," +
                            text_attribute("host.name", "h") + "]}";
  const auto logs_of = [&](const std::string& resource, const std::string& scope) {
    return "{\"resourceLogs\":[{" + resource + ",\"scopeLogs\":[{\"scope\":{" + scope + "},\"logRecords\":[" +
           log("00000000000000a1", R"("timeUnixNano":"2000","body":"hello")") + "]}]}]}\n";
  };
  const std::string traces = "{\"resourceSpans\":[{" + mine + R"(,"scopeSpans":[{"scope":{"name":"tracer"},"spans":[)" +
                             span("00000000000000a1") + "]}]}]}\n";
  const auto events = [&](const std::string& bytes) { return events_of(*joined(bytes).store, 0); };
  CHECK(events(traces + logs_of(mine, R"("name":"tracer")")) == "hello@2000{}");
  CHECK(events(traces + logs_of(mine, R"("name":"logger","version":"2")")) == "hello@2000{scope.name scope.version}");
  CHECK(events(logs_of(other, R"("name":"tracer")") + traces) ==
        "hello@2000{resource.service.name resource.host.name}");
  // The same record of two processes is two events, sent twice it is one.
  const std::string twice = logs_of(mine, R"("name":"tracer")") + logs_of(other, R"("name":"tracer")");
  CHECK(events(traces + twice + twice) == "hello@2000{} hello@2000{resource.service.name resource.host.name}");
  const Joined r = joined(traces + logs_of(other, R"("name":"logger")"));
  const Attribute name =
      r.store->attributes(r.store->columns().event_rows[r.store->columns().events[0].begin].attributes)[0];
  CHECK(short_text(*r.store, name) == "collector");
  CHECK(r.store->find_key("resource.service.name").value == name.key().value);
  const auto blob = std::make_shared<std::vector<std::byte>>(write_blob(*r.store));
  CHECK(static_cast<bool>(TraceStore::from_blob(blob, *blob)));
}

TEST_CASE("a log record that names a trace only is an event of its root, and says so") {
  const auto of_trace = [](std::string_view trace, std::string_view body) {
    return R"({"traceId":")" + std::string(trace) + R"(","timeUnixNano":"2000","body":")" + std::string(body) + "\"}";
  };
  const std::string unknown = "0af7651916cd43dd8448eb211c8031ff";
  const std::string bytes =
      logs(of_trace(kTrace, "first") + "," + of_trace(unknown, "lost") + "," +
           log("00000000000000a2", R"("body":"own")")) +
      spans(span("00000000000000a2", R"(,"parentSpanId":"00000000000000a1")") + "," + span("00000000000000a1") + "," +
            span("00000000000000a3", R"(,"parentSpanId":"00000000000000ee")"));
  const Joined r = joined(bytes);
  REQUIRE(r.store->span_count() == 3);
  const Trace& trace = r.store->trace(TraceRow{0});
  CHECK(r.store->columns().span_id[trace.root.value] == SpanId{0xa1});
  CHECK(events_of(*r.store, trace.root.value) == "first@2000{log.attached_to}");
  CHECK(events_of(*r.store, trace.root.value + 1) == "own@1000{}");
  CHECK(r.store->facts(trace.root) == nullptr);
  CHECK(r.read->report.issues.empty());
  const SpanBatch* batches[] = {&r.read->batch};
  CHECK(unjoined_events(batches)[0].count == 1);
}

TEST_CASE("logs in protobuf give what they give in JSON") {
  const std::string mixed = proto_logs() + proto_spans();
  const Joined r = joined(mixed, Format::otlp_proto);
  CHECK(r.read->report.issues.empty());
  CHECK(r.read->report.log_records == 2);
  REQUIRE(r.store->span_count() == 1);
  CHECK(events_of(*r.store, 0) ==
        "gen_ai.user.message@2000{severity_text severity_number content} gen_ai.choice@3000{event.name content}");
  CHECK(previews_of(*r.store, 0) == "Where is Basel? > On the Rhine.");
  CHECK(talk_of(*r.store, 0, mixed) == kWantTalk);
  CHECK(sniff_format(bytes_of(mixed)) == Format::otlp_proto);
}

TEST_CASE("logs alone are OTLP in both spellings") {
  std::string snake = logs(log("00000000000000a1", kQuestion));
  CHECK(sniff_format(bytes_of(snake)) == Format::otlp_json_lines);
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"resourceLogs", "resource_logs"},
                                                                                 {"scopeLogs", "scope_logs"},
                                                                                 {"logRecords", "log_records"},
                                                                                 {"traceId", "trace_id"},
                                                                                 {"spanId", "span_id"},
                                                                                 {"timeUnixNano", "time_unix_nano"},
                                                                                 {"eventName", "event_name"},
                                                                                 {"kvlistValue", "kvlist_value"}})
    snake.replace(snake.find(from), from.size(), to);
  CHECK(sniff_format(bytes_of(snake)) == Format::otlp_json_lines);
  const Joined r = joined(snake + spans(span("00000000000000a1")));
  CHECK(events_of(*r.store, 0) == "gen_ai.user.message@2000{content}");
}

TEST_CASE("logs are read the same wherever chunks end, and damage is survived") {
  const std::string bytes = logs(log("00000000000000a1", kAnswer) + "," + log("00000000000000a1", kQuestion)) +
                            spans(span("00000000000000a1")) +
                            logs(R"({"body":[1,{"a":[]}],"attributes":{},"traceId":[]})");
  require_same_however_cut(Format::otlp_json, bytes, 40);
  require_survives_damage(Format::otlp_json, bytes);
  const std::string proto = proto_logs() + proto_spans();
  require_same_however_cut(Format::otlp_proto, proto, 40);
  require_survives_damage(Format::otlp_proto, proto);
}
