#include "spanorama/base/json_text.h"
#include "spanorama/base/utf8.h"
#include "spanorama/model/any_value.h"

namespace spanorama {

void PlainJsonSink::separate() {
  if (comma_) out_ += ',';
  comma_ = true;
}

void PlainJsonSink::quoted(std::string_view text, bool escaped) {
  if (!escaped) return append_json_string(out_, text);
  out_ += '"';
  if (is_valid_utf8(text)) {
    out_ += text;
  } else {
    out_ += repaired_utf8(text);
  }
  out_ += '"';
}

void PlainJsonSink::empty() {
  separate();
  out_ += "null";
}

void PlainJsonSink::text(std::string_view text, bool escaped) {
  separate();
  quoted(text, escaped);
}

void PlainJsonSink::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
}

void PlainJsonSink::integer(std::int64_t value) {
  separate();
  out_ += std::to_string(value);
}

void PlainJsonSink::real(double value) {
  separate();
  const std::size_t start = out_.size();
  append_json_double(out_, value);
  if (out_.find_first_not_of("-0123456789", start) == std::string::npos) out_ += ".0";
}

void PlainJsonSink::bytes(std::string_view bytes) {
  separate();
  out_ += '"';
  out_ += base64_from(bytes);
  out_ += '"';
}

void PlainJsonSink::begin_list() {
  separate();
  out_ += '[';
  comma_ = false;
}

void PlainJsonSink::end_list() {
  out_ += ']';
  comma_ = true;
}

void PlainJsonSink::begin_map() {
  separate();
  out_ += '{';
  comma_ = false;
}

void PlainJsonSink::key(std::string_view text, bool escaped) {
  separate();
  quoted(text, escaped);
  out_ += ':';
  comma_ = false;
}

void PlainJsonSink::end_map() {
  out_ += '}';
  comma_ = true;
}

}  // namespace spanorama
