// Made-up traces of a wanted size in memory, the same for every run, as OTLP JSON and as OTLP protobuf of the very
// same spans.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace spanorama::bench {

enum class Shape {
  llm,    // model calls: about 2 KB of prompt and completion a span, as escaped JSON messages
  spans,  // services: ten short attributes a span, no long text
};

struct Generated {
  std::string json;      // one document
  std::string protobuf;  // one message
  std::uint64_t json_spans = 0, protobuf_spans = 0;
};

// Each of the two texts gets at least `bytes` bytes.
Generated generate(Shape shape, std::size_t bytes);

// OTLP/JSON with `spans` spans of so many messages each, in OpenInference's keys: llm.input_messages.12.message.content.
std::string flat_messages(int messages, int spans);

}  // namespace spanorama::bench
