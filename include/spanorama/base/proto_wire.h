// Protobuf's wire format over contiguous bytes: tags, varints and lengths, every read checked against the end. Knows no
// schema.
//
//   ProtoCursor proto(bytes);
//   ProtoField field;
//   while (proto.next(field))
//     if (field.number == 5 && field.type == ProtoWire::length) name = field.bytes;
//   if (proto.broken()) ...
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "spanorama/base/same_bytes.h"

namespace spanorama {

enum class ProtoWire : std::uint8_t {
  varint = 0,
  fixed64 = 1,
  length = 2,
  start_group = 3,
  end_group = 4,
  fixed32 = 5
};

struct ProtoField {
  std::uint32_t number = 0;
  ProtoWire type = ProtoWire::varint;
  std::uint64_t value = 0;  // varint, fixed64, fixed32
  std::string_view bytes;   // length
};

enum class VarintState : std::uint8_t { ok, cut_off, broken };

// Reads at most ten bytes at `p` and moves it behind them; unchanged unless ok.
inline VarintState read_varint(const char*& p, const char* end, std::uint64_t& out) {
  std::uint64_t value = 0;
  const char* at = p;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    if (at == end) return VarintState::cut_off;
    const auto byte = static_cast<unsigned char>(*at++);
    if (shift < 64) value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) {
      p = at;
      out = value;
      return VarintState::ok;
    }
  }
  return VarintState::broken;
}

class ProtoCursor {
 public:
  // With `cut_off`, lengths past the end are taken as reaching to the end: for looking at the head of a message.
  explicit ProtoCursor(std::string_view message, bool cut_off = false)
      : p_(message.data()), end_(message.data() + message.size()), cut_off_(cut_off) {}

  // Only a string or message below 128 bytes with this number, below 16, if one comes next; else nothing is taken.
  bool take_short(std::uint32_t number, std::string_view& bytes) {
    if (broken_ || end_ - p_ < 2 || static_cast<unsigned char>(p_[0]) != (number << 3 | 2)) return false;
    const auto size = static_cast<unsigned char>(p_[1]);
    if (size >= 0x80 || size > end_ - p_ - 2) return false;
    bytes = {p_ + 2, size};
    p_ += 2 + size;
    return true;
  }
  // The next field; groups are passed over. False at the end or when broken().
  bool next(ProtoField& field) {
    // Small numbers with short strings, messages or numbers are nearly all there is.
    if (end_ - p_ >= 2 && !broken_) {
      const auto tag = static_cast<unsigned char>(p_[0]), first = static_cast<unsigned char>(p_[1]);
      field.number = tag >> 3;
      field.type = static_cast<ProtoWire>(tag & 7);
      if (tag >= 8 && tag < 0x80) {
        if (field.type == ProtoWire::length && first < 0x80 && first <= end_ - p_ - 2) {
          field.value = 0;
          field.bytes = {p_ + 2, first};
          p_ += 2 + first;
          return true;
        }
        if (field.type == ProtoWire::fixed64 && end_ - p_ >= 9) {
          field.value = load_eight(p_ + 1);
          field.bytes = {};
          p_ += 9;
          return true;
        }
        if (field.type == ProtoWire::varint && first < 0x80) {
          field.value = first;
          field.bytes = {};
          p_ += 2;
          return true;
        }
      }
    }
    return any_next(field);
  }
  bool broken() const { return broken_; }
  const char* position() const { return p_; }

 private:
  bool any_next(ProtoField& field);
  bool read(ProtoField& field);
  bool give_up() {
    broken_ = true;
    return false;
  }
  const char* p_;
  const char* end_;
  bool broken_ = false;
  bool cut_off_ = false;
};

// Values as they are meant: zigzag is not used by OTLP, so only these.
double double_from_bits(std::uint64_t bits);
std::uint64_t bits_from_double(double value);

}  // namespace spanorama
