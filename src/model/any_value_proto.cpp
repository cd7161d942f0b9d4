#include <cstdint>
#include <vector>

#include "any_value_text.h"
#include "spanorama/base/json_text.h"
#include "spanorama/base/proto_wire.h"

namespace spanorama {

namespace {

enum class Place : std::uint8_t { any, array, map, pair };

struct Frame {
  Place place;
  bool wrote;  // any, pair: a value was written; array, map: an element was
  ProtoCursor proto;
};

class Converter {
 public:
  Converter(std::string& out, bool cut_off) : out_(out), cut_off_(cut_off) {}

  void run(std::string_view message) {
    stack_.push_back({Place::any, false, ProtoCursor(message, cut_off_)});
    while (!stack_.empty()) step();
  }

 private:
  void step() {
    ProtoField field;
    if (!stack_.back().proto.next(field)) return leave();
    switch (stack_.back().place) {
      case Place::any: return any_field(field);
      case Place::array:
        if (field.number == 1 && field.type == ProtoWire::length) element(Place::any, field.bytes);
        return;
      case Place::map:
        if (field.number == 1 && field.type == ProtoWire::length) element(Place::pair, field.bytes);
        return;
      case Place::pair:
        if (field.number != 2 || field.type != ProtoWire::length || stack_.back().wrote) return;
        stack_.back().wrote = true;
        stack_.push_back({Place::any, false, ProtoCursor(field.bytes, cut_off_)});
        return;
    }
  }

  void leave() {
    const Frame& top = stack_.back();
    if (top.place == Place::array) out_ += ']';
    if (top.place == Place::map) out_ += '}';
    if ((top.place == Place::any || top.place == Place::pair) && !top.wrote) out_ += "null";
    stack_.pop_back();
  }

  void element(Place place, std::string_view message) {
    if (stack_.back().wrote) out_ += ',';
    stack_.back().wrote = true;
    if (place == Place::pair) write_key(message);
    stack_.push_back({place, false, ProtoCursor(message, cut_off_)});
  }

  void write_key(std::string_view pair) {
    ProtoCursor proto(pair, cut_off_);
    ProtoField field;
    std::string_view key;
    while (proto.next(field))
      if (field.number == 1 && field.type == ProtoWire::length) key = field.bytes;
    append_json_string(out_, key);
    out_ += ':';
  }

  void any_field(const ProtoField& field) {
    Frame& top = stack_.back();
    if (top.wrote) return;
    const bool length = field.type == ProtoWire::length;
    if (field.number == 1 && length) {
      append_json_string(out_, field.bytes);
    } else if (field.number == 2 && field.type == ProtoWire::varint) {
      out_ += field.value != 0 ? "true" : "false";
    } else if (field.number == 3 && field.type == ProtoWire::varint) {
      out_ += std::to_string(static_cast<std::int64_t>(field.value));
    } else if (field.number == 4 && field.type == ProtoWire::fixed64) {
      append_json_double(out_, double_from_bits(field.value));
    } else if (field.number == 7 && length) {
      out_ += '"';
      out_ += base64_from(field.bytes);
      out_ += '"';
    } else if ((field.number == 5 || field.number == 6) && length) {
      const bool array = field.number == 5;
      out_ += array ? '[' : '{';
      top.wrote = true;
      stack_.push_back({array ? Place::array : Place::map, false, ProtoCursor(field.bytes, cut_off_)});
      return;
    } else {
      return;
    }
    top.wrote = true;
  }

  std::string& out_;
  bool cut_off_;
  std::vector<Frame> stack_;
};

}  // namespace

void append_json_from_otlp_proto(std::string& out, std::string_view message, bool cut_off) {
  Converter(out, cut_off).run(message);
}

}  // namespace spanorama
