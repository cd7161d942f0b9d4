// Spans as SDKs dump them, one object each: Phoenix's export (context.span_id, attributes.* as columns), file and
// console exporters of Python (trace_id, context, attributes as an object), Go's stdouttrace (SpanContext). Objects may
// stand one a line, one after another, in a list, or in a list named spans or data.
#pragma once

#include <string>
#include <string_view>

#include "json_fields.h"
#include "json_walker.h"

namespace spanorama {

class SpanObjectsReader : public JsonWalker {
 public:
  explicit SpanObjectsReader(ReadTarget target) : JsonWalker(target), fields_(builder()) {}

 protected:
  enum Level : std::uint8_t { kDocument, kList, kWrapper, kFurtherLevel };
  static constexpr std::uint8_t kSpan = 0;  // kind of record

  Plan plan(std::uint8_t level, std::string_view key, std::string_view ahead) override;
  bool read(std::uint8_t kind, JsonCursor& json) override;
  // For what stands beside the spans: before a span is finished, while attributes can be added, and behind it.
  virtual void complete(const SpanRecord&) {}
  virtual void appended(std::uint32_t /*span*/) {}

  JsonFields fields_;
  std::string path_, scratch_;

 private:
  struct SpanDraft;
  // An id is text, or a number in decimal digits.
  struct IdText {
    std::string_view raw;
    bool decimal = false;
  };

  bool member(JsonCursor& json, const JsonString& key, SpanDraft& draft);
  bool plain_member(JsonCursor& json, const JsonString& key);
  bool id_text(JsonCursor& json, IdText& out);
  bool context(JsonCursor& json, IdText& trace, IdText& span);
  bool kind(JsonCursor& json, SpanDraft& draft);
  bool status(JsonCursor& json, SpanDraft& draft);
  bool status_code(JsonCursor& json, SpanDraft& draft);
  bool attributes(JsonCursor& json, JsonFields::Owner owner);
  bool attribute(JsonCursor& json, JsonFields::Owner owner);
  bool typed_value(JsonCursor& json, RawValue& out);
  bool events(JsonCursor& json, Range& out);
  bool event(JsonCursor& json);
  bool links(JsonCursor& json, Range& out);
  bool link(JsonCursor& json);
  bool set_resource(JsonCursor& json, std::string_view bytes);
  bool set_scope(JsonCursor& json, std::string_view bytes);
  void add_type(const SpanDraft& draft);
  static void set_ids(SpanDraft& draft);
};

}  // namespace spanorama
