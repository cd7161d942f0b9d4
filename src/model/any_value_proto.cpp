#include <cstdint>
#include <vector>

#include "spanorama/base/proto_wire.h"
#include "spanorama/model/any_value.h"

namespace spanorama {

namespace {

enum class Place : std::uint8_t { any, array, map, pair };

struct Frame {
  Place place;
  bool wrote;  // any, pair: a value was written; array, map: an element was
  ProtoCursor proto;
};

class Teller {
 public:
  Teller(AnyValueSink& to, bool cut_off) : to_(to), cut_off_(cut_off) {}

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
    if (top.place == Place::array) to_.end_list();
    if (top.place == Place::map) to_.end_map();
    if ((top.place == Place::any || top.place == Place::pair) && !top.wrote) to_.empty();
    stack_.pop_back();
  }

  void element(Place place, std::string_view message) {
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
    to_.key(key, false);
  }

  void any_field(const ProtoField& field) {
    Frame& top = stack_.back();
    if (top.wrote) return;
    const bool length = field.type == ProtoWire::length;
    if (field.number == 1 && length) {
      to_.text(field.bytes, false);
    } else if (field.number == 2 && field.type == ProtoWire::varint) {
      to_.boolean(field.value != 0);
    } else if (field.number == 3 && field.type == ProtoWire::varint) {
      to_.integer(static_cast<std::int64_t>(field.value));
    } else if (field.number == 4 && field.type == ProtoWire::fixed64) {
      to_.real(double_from_bits(field.value));
    } else if (field.number == 7 && length) {
      to_.bytes(field.bytes);
    } else if ((field.number == 5 || field.number == 6) && length) {
      const bool array = field.number == 5;
      array ? to_.begin_list() : to_.begin_map();
      top.wrote = true;
      stack_.push_back({array ? Place::array : Place::map, false, ProtoCursor(field.bytes, cut_off_)});
      return;
    } else {
      return;
    }
    top.wrote = true;
  }

  AnyValueSink& to_;
  bool cut_off_;
  std::vector<Frame> stack_;
};

}  // namespace

void tell_otlp_proto(std::string_view message, AnyValueSink& to, bool cut_off) { Teller(to, cut_off).run(message); }

}  // namespace spanorama
