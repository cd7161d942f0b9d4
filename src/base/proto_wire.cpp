#include "spanorama/base/proto_wire.h"

#include <cstring>

namespace spanorama {

namespace {

std::uint64_t little_endian(const char* p, unsigned byte_count) {
  std::uint64_t value = 0;
  std::memcpy(&value, p, byte_count);  // every host that the program builds for is little-endian
  return value;
}

}  // namespace

bool ProtoCursor::read(ProtoField& field) {
  std::uint64_t tag = 0;
  if (read_varint(p_, end_, tag) != VarintState::ok) return give_up();
  const std::uint64_t number = tag >> 3;
  if (number == 0 || number > 0x1FFFFFFF) return give_up();
  field.number = static_cast<std::uint32_t>(number);
  field.type = static_cast<ProtoWire>(tag & 7);
  field.bytes = {};
  field.value = 0;
  const auto left = static_cast<std::uint64_t>(end_ - p_);
  switch (field.type) {
    case ProtoWire::varint: return read_varint(p_, end_, field.value) == VarintState::ok || give_up();
    case ProtoWire::fixed64:
    case ProtoWire::fixed32: {
      const unsigned width = field.type == ProtoWire::fixed64 ? 8 : 4;
      if (left < width) return give_up();
      field.value = little_endian(p_, width);
      p_ += width;
      return true;
    }
    case ProtoWire::length: {
      std::uint64_t length = 0;
      if (read_varint(p_, end_, length) != VarintState::ok) return give_up();
      if (length > static_cast<std::uint64_t>(end_ - p_)) {
        if (!cut_off_) return give_up();
        length = static_cast<std::uint64_t>(end_ - p_);
      }
      field.bytes = {p_, static_cast<std::size_t>(length)};
      p_ += length;
      return true;
    }
    case ProtoWire::start_group:
    case ProtoWire::end_group: return true;
  }
  return give_up();
}

bool ProtoCursor::any_next(ProtoField& field) {
  std::uint64_t open_groups = 0;
  while (!broken_ && p_ != end_) {
    if (!read(field)) return false;
    if (field.type == ProtoWire::start_group) {
      ++open_groups;
    } else if (field.type == ProtoWire::end_group) {
      if (open_groups == 0) return give_up();
      --open_groups;
    } else if (open_groups == 0) {
      return true;
    }
  }
  return open_groups == 0 ? false : give_up();
}

double double_from_bits(std::uint64_t bits) {
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

std::uint64_t bits_from_double(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

}  // namespace spanorama
