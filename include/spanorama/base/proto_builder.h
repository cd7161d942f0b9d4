// Writes protobuf's wire format: messages in messages, whose lengths are known only when they end. One pass, one copy
// when taken; depth costs memory of the heap.
//
//   ProtoBuilder proto;
//   proto.begin(1);                 // a message in field 1
//   proto.text(2, "name");
//   proto.end();
//   proto.take(out);
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spanorama {

class ProtoBuilder {
 public:
  void begin(std::uint32_t field);
  void end();

  void varint(std::uint32_t field, std::uint64_t value);
  void fixed32(std::uint32_t field, std::uint32_t value);
  void fixed64(std::uint32_t field, std::uint64_t value);
  void text(std::uint32_t field, std::string_view bytes);  // strings and bytes

  void raw(std::string_view fields) { bytes_ += fields; }  // whole fields with their tags

  // Bytes so far, without those of the lengths.
  std::size_t size() const { return bytes_.size(); }

  // What was written after mark() goes away with rewind(); the same messages must be open.
  struct Mark {
    std::size_t bytes = 0, lengths = 0, open = 0;
    std::uint64_t extra = 0;
  };
  Mark mark() const;
  void rewind(const Mark& mark);

  // Appends everything to `out` and starts anew; no message may be open. O(size).
  void take(std::string& out);

 private:
  // The length of a message, to be put in front of the byte at `at`.
  struct Length {
    std::size_t at = 0;
    std::uint64_t bytes = 0;
  };
  struct Open {
    std::size_t length = 0;   // in lengths_
    std::uint64_t extra = 0;  // bytes of the lengths inside
  };
  void append_varint(std::uint64_t value);
  void tag(std::uint32_t field, std::uint32_t wire) { append_varint(std::uint64_t{field} << 3 | wire); }

  std::string bytes_;
  std::vector<Length> lengths_;  // in the order of their places
  std::vector<Open> open_;
};

}  // namespace spanorama
