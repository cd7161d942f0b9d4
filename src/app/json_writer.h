// One JSON object or array after another into a string: places the commas, escapes the text, and turns what is
// unknown into null.
//
//   JsonWriter json;
//   json.open('{'); json.field("name", text); json.field("cost", cost); json.close('}');
//   json.take()
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "spanorama/base/json_text.h"
#include "spanorama/base/time.h"

namespace spanorama {

class JsonWriter {
 public:
  void open(char bracket) {
    separate();
    out_ += bracket;
    fresh_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    fresh_ = false;
  }
  void key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_ += ':';
    fresh_ = true;
  }

  void null() { literal("null"); }
  void boolean(bool value) { literal(value ? "true" : "false"); }
  void text(std::string_view value) {
    separate();
    append_json_string(out_, value);
  }
  void text_or_null(std::string_view value) { value.empty() ? null() : text(value); }
  void number(std::int64_t value) { literal(std::to_string(value)); }
  void number(std::uint64_t value) { literal(std::to_string(value)); }
  void real(double value) {
    separate();
    append_json_double(out_, value);
  }
  // kUnknown becomes null.
  void number_or_null(std::int64_t value) { value == kUnknown ? null() : number(value); }
  // For integers that may pass 2^53: in quotes.
  void wide_or_null(std::int64_t value) { value == kUnknown ? null() : literal('"' + std::to_string(value) + '"'); }
  // Text that is JSON already.
  void literal(std::string_view json) {
    separate();
    out_ += json;
  }

  void field(std::string_view name, std::string_view value) { key(name), text_or_null(value); }
  void count_field(std::string_view name, std::uint64_t value) { key(name), number(value); }
  void number_field(std::string_view name, std::int64_t value) { key(name), number_or_null(value); }
  void wide_field(std::string_view name, std::int64_t value) { key(name), wide_or_null(value); }
  void bool_field(std::string_view name, bool value) { key(name), boolean(value); }

  std::string take() { return std::move(out_); }

 private:
  void separate() {
    if (!fresh_) out_ += ',';
    fresh_ = false;
  }
  std::string out_;
  bool fresh_ = true;  // nothing before needs a comma
};

}  // namespace spanorama
