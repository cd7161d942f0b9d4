// OTLP's messages as they are written, in JSON or protobuf: what both need to know of each field is its name and number.
//
//   sink.begin_list(field), sink.begin_item(field);
//   sink.text({5, "name"}, "chat");
//   sink.end_item(), sink.end_list();
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "spanorama/base/proto_builder.h"
#include "spanorama/model/any_value.h"

namespace spanorama {

struct FieldName {
  std::uint32_t number = 0;
  std::string_view name;
};

class MessageSink {
 public:
  virtual ~MessageSink() = default;
  virtual void begin(FieldName field) = 0;  // one message
  virtual void end() = 0;
  virtual void begin_list(FieldName field) = 0;  // messages, each between begin_item() and end_item()
  virtual void begin_item(FieldName field) = 0;
  virtual void end_item() = 0;
  virtual void end_list() = 0;
  virtual void id(FieldName field, std::string_view bytes) = 0;
  virtual void text(FieldName field, std::string_view text) = 0;
  virtual void number(FieldName field, std::uint32_t number) = 0;
  virtual void flags(FieldName field, std::uint32_t flags) = 0;
  virtual void time(FieldName field, std::uint64_t unix_nano) = 0;
  // Fields of other definitions, in one of the encodings; left out in the other.
  virtual void other_json(std::string_view name, std::string_view json) = 0;
  virtual void other_proto(std::string_view field) = 0;
  // Exactly one value is then told to the sink.
  virtual AnyValueSink& value(FieldName field) = 0;

  // A document around everything, or a line.
  virtual void begin_document() = 0;
  virtual void end_document() = 0;

  // What was written after remember() goes away with take_back(); the same messages must be open.
  virtual void remember() = 0;
  virtual void take_back() = 0;

  virtual std::size_t size() const = 0;  // bytes held, about
  // Whether take() can give everything while messages are open.
  virtual bool streams() const = 0;
  // Appends what is held to `out`. Where streams() is false no message may be open.
  virtual void take(std::string& out) = 0;
};

}  // namespace spanorama
