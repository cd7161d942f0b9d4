// Traces of OpenAI's Agents SDK, as its exporters write them: objects of the kinds `trace` and `trace.span`, in
// {"data":[…]}, in a list, one a line, or as a trace with its spans inside. What a trace says (name, group, metadata)
// is put on its top spans.
//
//   {"object":"trace.span","id":"span_…","trace_id":"trace_…","parent_id":null,"span_data":{"type":"agent",…}}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "json_fields.h"
#include "json_walker.h"

namespace spanorama {

class OpenaiAgentsReader final : public JsonWalker {
 public:
  explicit OpenaiAgentsReader(ReadTarget target) : JsonWalker(target), fields_(builder()) {}

 private:
  struct ObjectDraft;
  // What a trace says, and its top spans that came before it.
  struct TraceFacts {
    std::string name, group, metadata;  // the last as JSON
    std::vector<std::uint32_t> waiting;
    bool known = false;
  };

  Plan plan(std::uint8_t level, std::string_view key, std::string_view ahead) override;
  bool read(std::uint8_t kind, JsonCursor& json) override;

  bool object(JsonCursor& json, ObjectDraft& draft);
  bool member(JsonCursor& json, const JsonString& key, ObjectDraft& draft);
  void finish_object(ObjectDraft& draft);
  void add_trace(const ObjectDraft& draft);
  void add_span(ObjectDraft& draft);
  bool span_data(JsonCursor& json, ObjectDraft& draft);
  bool data_member(JsonCursor& json, const JsonString& key, ObjectDraft& draft);
  bool response(JsonCursor& json);
  void add_error(ObjectDraft& draft);
  void add_trace_facts(const TraceFacts& facts, JsonFields::Owner owner);
  void apply_late(const TraceFacts& facts);
  void read_spans(std::string_view list, std::string_view trace_id);

  JsonFields fields_;
  std::unordered_map<std::uint64_t, TraceFacts> traces_;  // by hash of their id
  std::string path_, scratch_;
};

}  // namespace spanorama
