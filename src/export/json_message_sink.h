// Messages as OTLP/JSON: ids in hex, 64-bit numbers as strings, no line breaks inside a document.
#pragma once

#include <vector>

#include "message_sink.h"

namespace spanorama {

// One AnyValue.
class JsonValueSink final : public AnyValueSink {
 public:
  explicit JsonValueSink(std::string& out) : out_(out) {}
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
  struct Open {
    bool map = false, comma = false;
  };
  void before();
  void after();
  void quoted(std::string_view text, bool escaped);

  std::string& out_;
  std::vector<Open> open_;
};

class JsonMessageSink final : public MessageSink {
 public:
  JsonMessageSink() : value_(out_) {}
  void begin(FieldName field) override;
  void end() override;
  void begin_list(FieldName field) override;
  void begin_item(FieldName field) override;
  void end_item() override;
  void end_list() override;
  void id(FieldName field, std::string_view bytes) override;
  void text(FieldName field, std::string_view text) override;
  void number(FieldName field, std::uint32_t number) override;
  void flags(FieldName field, std::uint32_t flags) override;
  void time(FieldName field, std::uint64_t unix_nano) override;
  void other_json(std::string_view name, std::string_view json) override;
  void other_proto(std::string_view) override {}
  AnyValueSink& value(FieldName field) override;
  void begin_document() override;
  void end_document() override;
  void remember() override;
  void take_back() override;
  std::size_t size() const override { return out_.size(); }
  bool streams() const override { return true; }
  void take(std::string& out) override;

 private:
  void name(FieldName field);
  void comma();

  std::string out_;
  JsonValueSink value_;
  bool comma_ = false;  // something stands before the next member or item
  std::size_t remembered_bytes_ = 0;
  bool remembered_comma_ = false;
};

}  // namespace spanorama
