// Messages as protobuf. A message is held until it ends: its length stands before it.
#pragma once

#include <vector>

#include "message_sink.h"

namespace spanorama {

// One AnyValue, inside a message that is open already and that it ends.
class ProtoValueSink final : public AnyValueSink {
 public:
  explicit ProtoValueSink(ProtoBuilder& proto) : proto_(proto) {}
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
  void before();
  void after();
  void utf8(std::uint32_t field, std::string_view text, bool escaped);

  ProtoBuilder& proto_;
  std::vector<bool> open_;  // is a map
};

class ProtoMessageSink final : public MessageSink {
 public:
  ProtoMessageSink() : value_(proto_) {}
  void begin(FieldName field) override { proto_.begin(field.number); }
  void end() override { proto_.end(); }
  void begin_list(FieldName) override {}
  void begin_item(FieldName field) override { proto_.begin(field.number); }
  void end_item() override { proto_.end(); }
  void end_list() override {}
  void id(FieldName field, std::string_view bytes) override { proto_.text(field.number, bytes); }
  void text(FieldName field, std::string_view text) override;
  void number(FieldName field, std::uint32_t number) override { proto_.varint(field.number, number); }
  void flags(FieldName field, std::uint32_t flags) override { proto_.fixed32(field.number, flags); }
  void time(FieldName field, std::uint64_t unix_nano) override { proto_.fixed64(field.number, unix_nano); }
  void other_json(std::string_view, std::string_view) override {}
  void other_proto(std::string_view field) override { proto_.raw(field); }
  AnyValueSink& value(FieldName field) override;
  void begin_document() override {}
  void end_document() override {}
  void remember() override { mark_ = proto_.mark(); }
  void take_back() override { proto_.rewind(mark_); }
  std::size_t size() const override { return proto_.size(); }
  bool streams() const override { return false; }
  void take(std::string& out) override { proto_.take(out); }

 private:
  ProtoBuilder proto_;
  ProtoValueSink value_;
  ProtoBuilder::Mark mark_;
};

}  // namespace spanorama
