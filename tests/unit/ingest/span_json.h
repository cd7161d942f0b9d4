// OTLP/JSON of one span from a short list, for tests of what attributes mean.
//
//   const auto r = read_span({{"gen_ai.request.model", "gpt-4o"}, {"gen_ai.usage.input_tokens", 12}});
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "batch_text.h"

namespace spanorama::test {

struct TestAttribute {
  TestAttribute(std::string_view key, const char* text);
  TestAttribute(std::string_view key, const std::string& text);
  TestAttribute(std::string_view key, int number);
  TestAttribute(std::string_view key, double number);
  TestAttribute(std::string_view key, bool flag);
  std::string json;
};

using TestAttributes = std::initializer_list<TestAttribute>;

// The span lasts from 1 s to 11 s after the epoch.
struct TestSpan {
  TestAttributes attributes;
  std::string scope = "test";
  std::string events = "";    // JSON of event objects
  std::string resource = "";  // JSON of resource attributes
  std::string more = "";      // further members of the span, starting with a comma
};

std::string span_json(const TestSpan& span);
std::string attributes_json(TestAttributes attributes);
std::string event_json(std::string_view name, TestAttributes attributes, std::int64_t time_ns = 2'000'000'000);

// The facts of the one span, with the batch that holds their strings.
struct SpanFacts {
  std::unique_ptr<ReadResult> result;
  Facts facts;
  ObservationType type;
  bool has_facts;
  std::string text(StringId id) const { return std::string(result->batch.strings.view(id)); }
};
SpanFacts facts_of(const TestSpan& span);

}  // namespace spanorama::test
