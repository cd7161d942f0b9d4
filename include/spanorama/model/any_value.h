// Values with lists and maps inside, told piece by piece: from OTLP's AnyValue as JSON or as protobuf, or from plain
// JSON text, to whoever writes them in another form. Depth costs memory of the heap, not of the stack.
//
//   struct Count final : AnyValueSink { … };
//   tell_otlp_json(R"({"arrayValue":{"values":[{"intValue":"1"}]}})", sink);  // begin_list, integer(1), end_list
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "spanorama/model/value.h"

namespace spanorama {

class AnyValueSink {
 public:
  virtual ~AnyValueSink() = default;
  virtual void empty() = 0;
  // The inside of a JSON string literal where `escaped`, else text that may have broken UTF-8.
  virtual void text(std::string_view text, bool escaped) = 0;
  virtual void boolean(bool value) = 0;
  virtual void integer(std::int64_t value) = 0;
  virtual void real(double value) = 0;
  virtual void bytes(std::string_view bytes) = 0;
  virtual void begin_list() = 0;
  virtual void end_list() = 0;
  // A map's values each follow their key.
  virtual void begin_map() = 0;
  virtual void key(std::string_view text, bool escaped) = 0;
  virtual void end_map() = 0;
};

// Each tells exactly one value, whatever the bytes are: what is cut off is closed, what is broken is left out. O(size).
// `value` is the AnyValue object with its braces.
void tell_otlp_json(std::string_view value, AnyValueSink& to);
// `message` is the AnyValue message; with `cut_off` only the head of one.
void tell_otlp_proto(std::string_view message, AnyValueSink& to, bool cut_off = false);
// A whole number that fits is an integer, any other a double; null is empty.
void tell_plain_json(std::string_view json, AnyValueSink& to);
// A structured payload by its encoding.
void tell_structured(PayloadEncoding encoding, std::string_view raw, AnyValueSink& to);

// Writes what it is told as plain JSON: [1,1.0,"a",{"k":null}]. Doubles keep a point, so that they stay doubles; bytes
// become base64 texts, NaN and the infinities become texts.
class PlainJsonSink final : public AnyValueSink {
 public:
  explicit PlainJsonSink(std::string& out) : out_(out) {}
  void empty() override;
  void text(std::string_view text, bool escaped) override;
  void boolean(bool value) override;
  void integer(std::int64_t value) override;
  void real(double value) override;
  void bytes(std::string_view bytes) override;
  void begin_list() override;
  void end_list() override;
  void begin_map() override;
  void key(std::string_view text, bool escaped) override;
  void end_map() override;

 private:
  void separate();
  void quoted(std::string_view text, bool escaped);
  std::string& out_;
  bool comma_ = false;  // something stands before the next value
};

}  // namespace spanorama
