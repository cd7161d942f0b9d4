// MLflow's traces: {"info":{…},"data":{"spans":[…]}} as its SDK writes them (both versions of `info`), {"trace":
// {"trace_info":{…},"spans":[…]}} of its API, lists of these, and {"spans":[…]} of its artifacts. Spans are those of
// SpanObjectsReader; what `info` says (tags, metadata, assessments) is put on the top spans of the trace.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "span_objects_reader.h"

namespace spanorama {

class MlflowReader final : public SpanObjectsReader {
 public:
  explicit MlflowReader(ReadTarget target) : SpanObjectsReader(target) {}

 private:
  struct Kept {
    std::string key, value;  // the value as JSON
  };

  Plan plan(std::uint8_t level, std::string_view key, std::string_view ahead) override;
  bool read(std::uint8_t kind, JsonCursor& json) override;
  void entered(std::uint8_t level) override;
  void complete(const SpanRecord& record) override;
  void appended(std::uint32_t span) override;

  bool info(JsonCursor& json);
  bool info_member(JsonCursor& json, const JsonString& key);
  bool entries(JsonCursor& json, std::string_view prefix);
  bool assessments(JsonCursor& json);
  void keep(std::string_view key, std::string_view value);
  void add_kept(JsonFields::Owner owner);
  void apply_late();

  std::vector<Kept> kept_;              // of the open trace
  std::vector<std::uint32_t> waiting_;  // its top spans that came before its info
  bool info_is_known_ = false;
};

}  // namespace spanorama
