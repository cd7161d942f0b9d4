#include "span_json.h"

#include <doctest/doctest.h>

#include "spanorama/base/json_text.h"

namespace spanorama::test {

namespace {

std::string entry(std::string_view key, std::string_view type, std::string_view value) {
  std::string out = "{\"key\":";
  append_json_string(out, key);
  return out + ",\"value\":{\"" + std::string(type) + "\":" + std::string(value) + "}}";
}

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string number(double value) {
  std::string out;
  append_json_double(out, value);
  return out;
}

}  // namespace

TestAttribute::TestAttribute(std::string_view key, const char* text) : json(entry(key, "stringValue", quoted(text))) {}
TestAttribute::TestAttribute(std::string_view key, const std::string& text)
    : json(entry(key, "stringValue", quoted(text))) {}
TestAttribute::TestAttribute(std::string_view key, int value)
    : json(entry(key, "intValue", "\"" + std::to_string(value) + "\"")) {}
TestAttribute::TestAttribute(std::string_view key, double value) : json(entry(key, "doubleValue", number(value))) {}
TestAttribute::TestAttribute(std::string_view key, bool flag)
    : json(entry(key, "boolValue", flag ? "true" : "false")) {}

std::string attributes_json(TestAttributes attributes) {
  std::string out = "[";
  for (const TestAttribute& a : attributes) out += (out.size() > 1 ? "," : "") + a.json;
  return out + "]";
}

std::string event_json(std::string_view name, TestAttributes attributes, std::int64_t time_ns) {
  return "{\"timeUnixNano\":\"" + std::to_string(time_ns) + "\",\"name\":" + quoted(name) +
         ",\"attributes\":" + attributes_json(attributes) + "}";
}

std::string span_json(const TestSpan& span) {
  return "{\"resourceSpans\":[{\"resource\":{\"attributes\":[" + span.resource +
         "]},\"scopeSpans\":[{\"scope\":{\"name\":" + quoted(span.scope) +
         "},\"spans\":[{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"00f067aa0ba902b7\"," +
         "\"startTimeUnixNano\":\"1000000000\",\"endTimeUnixNano\":\"11000000000\",\"attributes\":" +
         attributes_json(span.attributes) + ",\"events\":[" + span.events + "]" + span.more + "}]}]}]}";
}

SpanFacts facts_of(const TestSpan& span) {
  SpanFacts out{read_whole(Format::otlp_json, span_json(span)), {}, ObservationType::span, false};
  REQUIRE(out.result->batch.spans.size() == 1);
  const SpanRecord& record = out.result->batch.spans[0];
  out.type = record.type;
  out.has_facts = record.facts.valid();
  if (out.has_facts) out.facts = out.result->batch.facts[record.facts.value];
  return out;
}

}  // namespace spanorama::test
