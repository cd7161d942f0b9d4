// What Tempo's search answers: {"traces":[{"traceID","rootTraceName","spanSets":[{"spans":[…]}]}]}, or one such trace.
// Only spans that matched are there, with the attributes that were asked for: a trace read from it is not whole.
#pragma once

#include <string>

#include "json_fields.h"
#include "json_walker.h"

namespace spanorama {

class TempoSearchReader final : public JsonWalker {
 public:
  explicit TempoSearchReader(ReadTarget target) : JsonWalker(target), fields_(builder()) {}

 private:
  struct SpanDraft;
  Plan plan(std::uint8_t level, std::string_view key, std::string_view ahead) override;
  bool read(std::uint8_t kind, JsonCursor& json) override;
  void entered(std::uint8_t level) override;

  bool span(JsonCursor& json);
  bool member(JsonCursor& json, std::string_view key, SpanDraft& draft);
  bool attributes(JsonCursor& json, SpanDraft& draft);
  bool attribute(JsonCursor& json, SpanDraft& draft);
  bool any_value(JsonCursor& json, RawValue& out);
  void set_resource(const SpanDraft& draft);

  JsonFields fields_;
  TraceId trace_id_;
  std::string scratch_;
  bool set_seen_ = false;  // of the open trace: spanSets repeats spanSet
};

}  // namespace spanorama
