// Langfuse's export of one trace: {"trace":{…},"observations":[…]}, or the trace object of its API with the
// observations inside. What the trace says is put on its top observations; OpenTelemetry attributes, resource and scope
// that Langfuse keeps in a metadata text are unpacked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json_fields.h"
#include "json_walker.h"

namespace spanorama {

class LangfuseReader final : public JsonWalker {
 public:
  explicit LangfuseReader(ReadTarget target) : JsonWalker(target), fields_(builder()) {}

 private:
  struct SpanDraft;
  // Something the trace says, kept until its top observations come.
  struct Kept {
    std::string key, text;
    RawValue value;  // its `raw` is `text`
  };

  Plan plan(std::uint8_t level, std::string_view key, std::string_view ahead) override;
  bool read(std::uint8_t kind, JsonCursor& json) override;
  void entered(std::uint8_t level) override;
  void left(std::uint8_t level) override;

  bool trace(JsonCursor& json);
  bool trace_member(JsonCursor& json, std::string_view key);
  void keep(std::string_view key, const RawValue& value);
  void keep_metadata(const RawValue& value);
  void add_kept();
  void apply_late_trace();

  bool observation(JsonCursor& json);
  bool member(JsonCursor& json, std::string_view key, SpanDraft& draft);
  void add_metadata(SpanDraft& draft);
  void add_metadata_member(JsonCursor& json, const JsonString& key, SpanDraft& draft);
  void add_usage_and_cost(const SpanDraft& draft);
  void set_resource(std::string_view attributes);
  void set_scope(std::string_view scope);

  JsonFields fields_;
  std::vector<Kept> kept_;
  TraceId trace_id_;
  std::string member_;    // name of the member being read
  std::string metadata_;  // of the open observation, as JSON
  std::string path_, scratch_, id_scratch_;
  std::size_t first_span_ = 0;
  bool kept_is_new_ = false;  // no observation has it yet
};

}  // namespace spanorama
