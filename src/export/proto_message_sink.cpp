#include "proto_message_sink.h"

#include "spanorama/base/json_text.h"
#include "spanorama/base/proto_wire.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

// Fields of AnyValue, ArrayValue, KeyValueList and KeyValue.
constexpr std::uint32_t kString = 1, kBool = 2, kInt = 3, kDouble = 4, kArray = 5, kMap = 6, kBytes = 7;
constexpr std::uint32_t kValues = 1, kPairKey = 1, kPairValue = 2;

}  // namespace

void ProtoValueSink::before() {
  if (!open_.empty() && !open_.back()) proto_.begin(kValues);
}

void ProtoValueSink::after() {
  proto_.end();
  if (!open_.empty() && open_.back()) proto_.end();  // the pair
}

void ProtoValueSink::utf8(std::uint32_t field, std::string_view text, bool escaped) {
  if (escaped) {
    proto_.text(field, unescaped_json(text));
  } else if (is_valid_utf8(text)) {
    proto_.text(field, text);
  } else {
    proto_.text(field, repaired_utf8(text));
  }
}

void ProtoValueSink::empty() {
  before();
  after();
}

void ProtoValueSink::text(std::string_view text, bool escaped) {
  before();
  utf8(kString, text, escaped);
  after();
}

void ProtoValueSink::boolean(bool value) {
  before();
  proto_.varint(kBool, value ? 1 : 0);
  after();
}

void ProtoValueSink::integer(std::int64_t value) {
  before();
  proto_.varint(kInt, static_cast<std::uint64_t>(value));
  after();
}

void ProtoValueSink::real(double value) {
  before();
  proto_.fixed64(kDouble, bits_from_double(value));
  after();
}

void ProtoValueSink::bytes(std::string_view bytes) {
  before();
  proto_.text(kBytes, bytes);
  after();
}

void ProtoValueSink::begin_list() {
  before();
  proto_.begin(kArray);
  open_.push_back(false);
}

void ProtoValueSink::end_list() {
  proto_.end();
  open_.pop_back();
  after();
}

void ProtoValueSink::begin_map() {
  before();
  proto_.begin(kMap);
  open_.push_back(true);
}

void ProtoValueSink::key(std::string_view text, bool escaped) {
  proto_.begin(kValues);
  utf8(kPairKey, text, escaped);
  proto_.begin(kPairValue);
}

void ProtoValueSink::end_map() { end_list(); }

void ProtoMessageSink::text(FieldName field, std::string_view text) {
  proto_.text(field.number, is_valid_utf8(text) ? text : std::string_view(repaired_utf8(text)));
}

AnyValueSink& ProtoMessageSink::value(FieldName field) {
  proto_.begin(field.number);
  return value_;
}

}  // namespace spanorama
