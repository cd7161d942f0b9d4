// Zipkin's JSON, version 2: a list of spans, or of lists of spans. Client and server may report one span id between
// them; once all are read, the client's record keeps the id and the others become its children under ids made of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "json_fields.h"
#include "json_walker.h"

namespace spanorama {

class ZipkinReader final : public JsonWalker {
 public:
  explicit ZipkinReader(ReadTarget target)
      : JsonWalker(target), fields_(builder()), first_span_(builder().batch().spans.size()) {}

 private:
  struct SpanDraft;

  Plan plan(std::uint8_t level, std::string_view key, std::string_view ahead) override;
  bool read(std::uint8_t kind, JsonCursor& json) override;
  void ended() override;

  bool member(JsonCursor& json, std::string_view key, SpanDraft& draft);
  bool tags(JsonCursor& json, SpanDraft& draft);
  bool remote(JsonCursor& json);
  bool annotations(JsonCursor& json, Range& out);
  bool annotation(JsonCursor& json);
  bool set_resource(JsonCursor& json, std::string_view endpoint);
  void part_group(const std::vector<std::uint32_t>& spans, std::size_t begin, std::size_t end);

  JsonFields fields_;
  std::size_t first_span_;
  std::string key_scratch_;
  struct Part {
    SpanId shared, own;
    TraceId trace;
    ResourceRow resource;
    friend bool operator<(const Part& a, const Part& b) {
      if (!(a.shared == b.shared)) return a.shared < b.shared;
      return a.trace == b.trace ? a.resource < b.resource : a.trace < b.trace;
    }
  };
  std::vector<Part> parts_;
};

}  // namespace spanorama
