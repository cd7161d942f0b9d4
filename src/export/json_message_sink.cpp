#include "json_message_sink.h"

#include <cmath>

#include "spanorama/base/json_text.h"

namespace spanorama {

namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

}  // namespace

void JsonValueSink::before() {
  if (open_.empty() || open_.back().map) return;
  if (open_.back().comma) out_ += ',';
  open_.back().comma = true;
}

void JsonValueSink::after() {
  if (!open_.empty() && open_.back().map) out_ += '}';
}

void JsonValueSink::quoted(std::string_view text, bool escaped) {
  append_json_string(out_, escaped ? std::string_view(unescaped_json(text)) : text);
}

void JsonValueSink::empty() {
  before();
  out_ += "{}";
  after();
}

void JsonValueSink::text(std::string_view text, bool escaped) {
  before();
  out_ += R"({"stringValue":)";
  quoted(text, escaped);
  out_ += '}';
  after();
}

void JsonValueSink::boolean(bool value) {
  before();
  out_ += value ? R"({"boolValue":true})" : R"({"boolValue":false})";
  after();
}

void JsonValueSink::integer(std::int64_t value) {
  before();
  out_ += R"({"intValue":")" + std::to_string(value) + "\"}";
  after();
}

void JsonValueSink::real(double value) {
  before();
  out_ += R"({"doubleValue":)";
  if (value == 0 && std::signbit(value)) {
    out_ += "-0.0";
  } else {
    append_json_double(out_, value);
  }
  out_ += '}';
  after();
}

void JsonValueSink::bytes(std::string_view bytes) {
  before();
  out_ += R"({"bytesValue":")" + base64_from(bytes) + "\"}";
  after();
}

void JsonValueSink::begin_list() {
  before();
  out_ += R"({"arrayValue":{"values":[)";
  open_.push_back({false, false});
}

void JsonValueSink::end_list() {
  out_ += "]}}";
  open_.pop_back();
  after();
}

void JsonValueSink::begin_map() {
  before();
  out_ += R"({"kvlistValue":{"values":[)";
  open_.push_back({true, false});
}

void JsonValueSink::key(std::string_view text, bool escaped) {
  if (open_.back().comma) out_ += ',';
  open_.back().comma = true;
  out_ += R"({"key":)";
  quoted(text, escaped);
  out_ += R"(,"value":)";
}

void JsonValueSink::end_map() { end_list(); }

void JsonMessageSink::comma() {
  if (comma_) out_ += ',';
  comma_ = true;
}

void JsonMessageSink::name(FieldName field) {
  comma();
  out_ += '"';
  out_ += field.name;
  out_ += "\":";
}

void JsonMessageSink::begin(FieldName field) {
  name(field);
  out_ += '{';
  comma_ = false;
}

void JsonMessageSink::end() {
  out_ += '}';
  comma_ = true;
}

void JsonMessageSink::begin_list(FieldName field) {
  name(field);
  out_ += '[';
  comma_ = false;
}

void JsonMessageSink::begin_item(FieldName) {
  comma();
  out_ += '{';
  comma_ = false;
}

void JsonMessageSink::end_item() { end(); }

void JsonMessageSink::end_list() {
  out_ += ']';
  comma_ = true;
}

void JsonMessageSink::id(FieldName field, std::string_view bytes) {
  name(field);
  out_ += '"';
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out_ += kHexDigits[byte >> 4];
    out_ += kHexDigits[byte & 15];
  }
  out_ += '"';
}

void JsonMessageSink::text(FieldName field, std::string_view text) {
  name(field);
  append_json_string(out_, text);
}

void JsonMessageSink::number(FieldName field, std::uint32_t number) {
  name(field);
  out_ += std::to_string(number);
}

void JsonMessageSink::flags(FieldName field, std::uint32_t flags) { number(field, flags); }

void JsonMessageSink::time(FieldName field, std::uint64_t unix_nano) {
  name(field);
  out_ += '"' + std::to_string(unix_nano) + '"';
}

// Told again piece by piece: what lies in the source may be no valid JSON, or have line breaks.
void JsonMessageSink::other_json(std::string_view name, std::string_view json) {
  comma();
  append_json_string(out_, name);
  out_ += ':';
  PlainJsonSink plain(out_);
  tell_plain_json(json, plain);
}

AnyValueSink& JsonMessageSink::value(FieldName field) {
  name(field);
  return value_;
}

void JsonMessageSink::begin_document() {
  out_ += '{';
  comma_ = false;
}

void JsonMessageSink::end_document() {
  out_ += "}\n";
  comma_ = false;
}

void JsonMessageSink::remember() {
  remembered_bytes_ = out_.size();
  remembered_comma_ = comma_;
}

void JsonMessageSink::take_back() {
  out_.resize(remembered_bytes_);
  comma_ = remembered_comma_;
}

void JsonMessageSink::take(std::string& out) {
  out += out_;
  out_.clear();
}

}  // namespace spanorama
