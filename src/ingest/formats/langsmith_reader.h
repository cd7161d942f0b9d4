// LangSmith's runs: a batch {"post":[…],"patch":[…]} as its SDKs send it, a list as its clients export it, {"runs":[…]}
// of its API, or one run a line. A run that comes in two parts (post when it starts, patch when it ends) becomes one
// span, joined by its id or the last part of its dotted_order. Runs inside `child_runs` are spans of their own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json_fields.h"
#include "json_walker.h"
#include "span_join.h"

namespace spanorama {

class LangsmithReader final : public JsonWalker {
 public:
  explicit LangsmithReader(ReadTarget target) : JsonWalker(target), fields_(builder()), join_(builder()) {}

 private:
  struct RunDraft;
  // Runs inside a run, read when that one is done.
  struct Children {
    std::string_view list;
    SpanId parent;
    TraceId trace;
    int depth = 0;
  };

  Plan plan(std::uint8_t level, std::string_view key, std::string_view ahead) override;
  bool read(std::uint8_t kind, JsonCursor& json) override;
  void ended() override { join_.ended(); }

  bool run(JsonCursor& json, RunDraft& draft);
  bool member(JsonCursor& json, const JsonString& key, RunDraft& draft);
  bool extra(JsonCursor& json);
  bool metadata(JsonCursor& json);
  bool events(JsonCursor& json, Range& out);
  bool event(JsonCursor& json);
  void set_ids(RunDraft& draft);
  void add_content(RunDraft& draft);
  void add_usage(const RunDraft& draft);
  void add_feedback(RunDraft& draft);
  void add_error(RunDraft& draft);
  void take_from(const SpanJoin::Part& other, RunDraft& draft);
  // Appends the span, or joins it to its other part.
  void add_run(RunDraft& draft, const char* start, const char* end, int depth);
  void read_children();
  void read_children_of(const Children& children);

  JsonFields fields_;
  SpanJoin join_;
  std::vector<Children> children_;
  std::string path_, scratch_;
};

}  // namespace spanorama
