// Jaeger's JSON as its UI and its older API write it: {"data":[{"traceID","spans":[…],"processes":{…}}]}, or one such
// trace alone. Spans name a process that usually comes after them.
#pragma once

#include <unordered_map>
#include <vector>

#include "json_fields.h"
#include "json_walker.h"

namespace spanorama {

class JaegerReader final : public JsonWalker {
 public:
  explicit JaegerReader(ReadTarget target) : JsonWalker(target), fields_(builder()) {}

 private:
  struct SpanDraft;
  struct PendingSpan {
    std::size_t span;
    StringId process;
  };

  Plan plan(std::uint8_t level, std::string_view key, std::string_view ahead) override;
  bool read(std::uint8_t kind, JsonCursor& json) override;
  void entered(std::uint8_t level) override;
  void left(std::uint8_t level) override;

  bool span(JsonCursor& json);
  bool span_member(JsonCursor& json, std::string_view key, SpanDraft& draft);
  bool tag(JsonCursor& json, JsonString& key, RawValue& value);
  bool span_tags(JsonCursor& json, SpanDraft& draft);
  bool special_tag(std::string_view key, const RawValue& value, SpanDraft& draft);
  bool tags(JsonCursor& json, JsonFields::Owner owner, StringId* event_name);
  bool references(JsonCursor& json, SpanDraft& draft);
  bool reference(JsonCursor& json, SpanDraft& draft);
  bool logs(JsonCursor& json, Range& out);
  bool log(JsonCursor& json);
  bool warnings(JsonCursor& json);
  bool processes(JsonCursor& json);
  bool process(JsonCursor& json);
  void set_scope(const SpanDraft& draft);
  void no_resource();

  JsonFields fields_;
  std::vector<PendingSpan> pending_;                        // of the open trace
  std::unordered_map<std::uint32_t, ResourceRow> process_;  // by the StringId of its name
  std::string key_scratch_;
};

}  // namespace spanorama
