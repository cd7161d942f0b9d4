// Opper's traces, as its API gives them: a trace with its spans inside, a list of spans, or one object a line; with
// {"data":…} around it or not. What a trace says is put on its top spans; scores and metrics become scores, events
// span events.
//
//   {"id":"…","name":"…","spans":[{"id":"…","trace_id":"…","parent_id":null,"type":"generation","input":…,"meta":{…}}]}
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json_fields.h"
#include "json_walker.h"

namespace spanorama {

class OpperReader final : public JsonWalker {
 public:
  explicit OpperReader(ReadTarget target) : JsonWalker(target), fields_(builder()) {}

 private:
  struct SpanDraft;
  struct Member {
    std::string key;
    RawValue value;
  };

  Plan plan(std::uint8_t level, std::string_view key, std::string_view ahead) override;
  bool read(std::uint8_t kind, JsonCursor& json) override;

  bool object(JsonCursor& json, SpanDraft& draft);
  bool member(JsonCursor& json, const JsonString& key, SpanDraft& draft);
  bool meta(JsonCursor& json);
  bool events(JsonCursor& json, Range& out);
  bool event(JsonCursor& json);
  void read_spans(const SpanDraft& trace);
  void add_span(SpanDraft& draft, const SpanDraft* trace);
  void add_scores(SpanDraft& draft);
  void add_events(SpanDraft& draft);
  void add_error(SpanDraft& draft);

  JsonFields fields_;
  std::string path_, scratch_;
};

}  // namespace spanorama
