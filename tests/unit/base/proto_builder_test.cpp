#include "spanorama/base/proto_builder.h"

#include <doctest/doctest.h>

#include "spanorama/base/proto_wire.h"

using namespace spanorama;

namespace {

// "1(2:7 3="text")" of messages in messages.
std::string shown(std::string_view bytes, int depth) {
  std::string out;
  ProtoCursor proto(bytes);
  ProtoField field;
  while (proto.next(field)) {
    out += (out.empty() ? "" : " ") + std::to_string(field.number);
    if (field.type != ProtoWire::length)
      out += ":" + std::to_string(field.value);
    else if (depth > 0)
      out += "(" + shown(field.bytes, depth - 1) + ")";
    else
      out += "=" + std::to_string(field.bytes.size());
  }
  return proto.broken() ? out + " broken" : out;
}

}  // namespace

TEST_CASE("messages get their lengths when they end, however long they are") {
  for (const std::size_t size : {0u, 1u, 120u, 127u, 128u, 16'000u, 16'384u, 3'000'000u}) {
    ProtoBuilder proto;
    proto.begin(1);
    proto.begin(2);
    proto.text(3, std::string(size, 'x'));
    proto.end();
    proto.varint(4, UINT64_MAX);
    proto.end();
    proto.fixed32(5, 7);
    proto.begin(6);
    proto.end();
    std::string out = "before";
    proto.take(out);
    CHECK(shown(std::string_view(out).substr(6), 2) ==
          "1(2(3=" + std::to_string(size) + ") 4:18446744073709551615) 5:7 6()");
    CHECK(proto.size() == 0);
  }
}

TEST_CASE("what was written after a mark goes away with all its lengths") {
  ProtoBuilder proto;
  proto.begin(1);
  proto.varint(2, 1);
  const ProtoBuilder::Mark mark = proto.mark();
  proto.begin(3);
  proto.text(4, std::string(300, 'x'));
  proto.end();
  proto.begin(5);
  proto.rewind(mark);
  proto.fixed64(6, 9);
  proto.end();
  std::string out;
  proto.take(out);
  CHECK(shown(out, 1) == "1(2:1 6:9)");
}
