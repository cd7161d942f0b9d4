#include "spanorama/base/proto_builder.h"

#include <cassert>

#include "spanorama/base/proto_wire.h"

namespace spanorama {

namespace {

void append_varint_to(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

std::uint64_t varint_bytes(std::uint64_t value) {
  std::uint64_t bytes = 1;
  for (; value >= 0x80; value >>= 7) ++bytes;
  return bytes;
}

std::uint32_t number_of(ProtoWire wire) { return static_cast<std::uint32_t>(wire); }

void append_little_endian(std::string& out, std::uint64_t value, int byte_count) {
  for (int i = 0; i < byte_count; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

}  // namespace

void ProtoBuilder::append_varint(std::uint64_t value) { append_varint_to(bytes_, value); }

void ProtoBuilder::begin(std::uint32_t field) {
  tag(field, number_of(ProtoWire::length));
  open_.push_back({lengths_.size(), 0});
  lengths_.push_back({bytes_.size(), 0});
}

void ProtoBuilder::end() {
  assert(!open_.empty());
  const Open closed = open_.back();
  open_.pop_back();
  Length& length = lengths_[closed.length];
  length.bytes = bytes_.size() - length.at + closed.extra;
  if (!open_.empty()) open_.back().extra += closed.extra + varint_bytes(length.bytes);
}

void ProtoBuilder::varint(std::uint32_t field, std::uint64_t value) {
  tag(field, number_of(ProtoWire::varint));
  append_varint(value);
}

void ProtoBuilder::fixed32(std::uint32_t field, std::uint32_t value) {
  tag(field, number_of(ProtoWire::fixed32));
  append_little_endian(bytes_, value, 4);
}

void ProtoBuilder::fixed64(std::uint32_t field, std::uint64_t value) {
  tag(field, number_of(ProtoWire::fixed64));
  append_little_endian(bytes_, value, 8);
}

void ProtoBuilder::text(std::uint32_t field, std::string_view bytes) {
  tag(field, number_of(ProtoWire::length));
  append_varint(bytes.size());
  bytes_ += bytes;
}

ProtoBuilder::Mark ProtoBuilder::mark() const {
  return {bytes_.size(), lengths_.size(), open_.size(), open_.empty() ? 0 : open_.back().extra};
}

void ProtoBuilder::rewind(const Mark& mark) {
  assert(open_.size() >= mark.open);
  bytes_.resize(mark.bytes);
  lengths_.resize(mark.lengths);
  open_.resize(mark.open);
  if (!open_.empty()) open_.back().extra = mark.extra;
}

void ProtoBuilder::take(std::string& out) {
  assert(open_.empty());
  std::size_t from = 0;
  for (const Length& length : lengths_) {
    out.append(bytes_, from, length.at - from);
    append_varint_to(out, length.bytes);
    from = length.at;
  }
  out.append(bytes_, from, std::string::npos);
  bytes_.clear();
  lengths_.clear();
}

}  // namespace spanorama
