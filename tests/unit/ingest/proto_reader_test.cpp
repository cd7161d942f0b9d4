#include <doctest/doctest.h>

#include <random>

#include "batch_text.h"
#include "otlp_sample.h"
#include "spanorama/base/proto_wire.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  return out + static_cast<char>(value);
}
std::string be32(std::size_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
  return out;
}

}  // namespace

TEST_CASE("the same random data as JSON in every style and as protobuf gives equal spans") {
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    const auto traces = random_traces(seed);
    const std::string bytes = traces.SerializeAsString();
    const std::string expected = text_of_result(*read_whole(Format::otlp_proto, bytes), bytes, false);
    JsonStyle style;
    style.snake_case = (seed & 1) != 0;
    style.numbers_as_text = (seed & 2) != 0;
    style.enum_names = (seed & 4) != 0;
    style.base64_ids = (seed & 8) != 0;
    style.pretty = (seed & 16) != 0;
    style.resource_last = (seed & 32) != 0;
    const std::string json = json_text(traces, style);
    REQUIRE(first_difference(text_of_result(*read_whole(Format::otlp_json, json), json, false), expected) == "");
  }
}

TEST_CASE("a protobuf source gives the same batch wherever it is cut, in each framing") {
  std::string bare, delimited, framed;
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    const std::string message = random_traces(seed).SerializeAsString();
    bare += message;
    delimited += varint(message.size()) + message;
    framed += be32(message.size()) + message;
  }
  const std::string expected = text_of_result(*read_whole(Format::otlp_proto, bare), bare, false);
  for (const auto& [format, bytes] :
       {std::pair{Format::otlp_proto, bare}, std::pair{Format::otlp_proto_delimited, delimited},
        std::pair{Format::otlp_proto_be32, framed}}) {
    CHECK(sniff_format(bytes_of(std::string_view(bytes).substr(0, 1024))) == format);
    const auto whole = read_whole(format, bytes);
    CHECK(whole->report.issues.empty());
    CHECK(first_difference(text_of_result(*whole, bytes, false), expected) == "");
    const std::string placed = text_of_result(*whole, bytes);
    CHECK(first_difference(text_of_result(*read_bytewise(format, bytes), bytes), placed) == "");
    for (unsigned seed = 1; seed <= 50; ++seed) {
      std::mt19937 random(seed);
      std::vector<std::size_t> cuts;
      for (std::size_t at = 0; (at += random() % 900) < bytes.size();) cuts.push_back(at);
      CAPTURE(seed);
      REQUIRE(first_difference(text_of_result(*read_cut(format, bytes, cuts), bytes), placed) == "");
    }
  }
}

TEST_CASE("OTLP/JSON of random data gives the same batch wherever it is cut") {
  for (std::uint32_t seed = 400; seed < 420; ++seed) {
    CAPTURE(seed);
    const std::string json = json_text(random_traces(seed), {});
    const std::string whole = text_of_result(*read_whole(Format::otlp_json, json), json);
    REQUIRE(first_difference(text_of_result(*read_bytewise(Format::otlp_json, json), json), whole) == "");
  }
}

TEST_CASE("a truncated or damaged message keeps what came before") {
  std::string one;
  for (std::uint32_t seed = 1; one.size() < 200; ++seed) one = random_traces(seed).SerializeAsString();
  const std::size_t spans = read_whole(Format::otlp_proto, one)->batch.spans.size();
  const auto cut = read_whole(Format::otlp_proto, (one + one).substr(0, one.size() + 40));
  CHECK(cut->batch.spans.size() >= spans);
  CHECK(has_issue(*cut, "truncated_source"));
  const std::string damaged = varint(3) + "\xFF\xFF\xFF" + varint(one.size()) + one;
  const auto next = read_whole(Format::otlp_proto_delimited, damaged);
  CHECK(next->batch.spans.size() == spans);
  CHECK(has_issue(*next, "broken_protobuf"));
  const std::string compressed = be32(4) + "\x28\xB5\x2F\xFD" + be32(one.size()) + one;
  const auto told = read_whole(Format::otlp_proto_be32, compressed);
  CHECK(told->batch.spans.size() == spans);
  CHECK(has_issue(*told, "compressed_message"));
}

TEST_CASE("unknown fields and groups are passed over") {
  const std::string message = random_traces(3).SerializeAsString();
  // Field 100: a group that holds a group, a length and a varint. Field 101: fixed32.
  const std::string odd = std::string("\xA3\x06\xA3\x06\x0A\x02hi\xA4\x06\x08\x01\xA4\x06", 14) + std::string(
                                                                                                      "\xAD\x06"
                                                                                                      "abcd",
                                                                                                      6);
  const auto r = read_whole(Format::otlp_proto, odd + message);
  CHECK(r->report.issues.empty());
  CHECK(text_of_result(*r, odd + message, false) ==
        text_of_result(*read_whole(Format::otlp_proto, message), message, false));
}

TEST_CASE("a hundred thousand nested protobuf values are read without recursion") {
  std::string value;
  for (int i = 0; i < 100000 && value.size() < 3'000'000; ++i) {
    // AnyValue{5: ArrayValue{1: value}}, built from the inside; sizes grow, so only some hundred bytes stay short.
    const std::string inner = "\x0A" + varint(value.size()) + value;
    value = "\x2A" + varint(inner.size()) + inner;
    if (i == 3000) break;  // lengths of lengths make deeper ones quadratic to build
  }
  const std::string pair = "\x0A\x01k\x12" + varint(value.size()) + value;
  std::string span = std::string("\x0A\x10") + std::string(16, 'a') + "\x12\x08" + std::string(8, 'b') + "\x4A" +
                     varint(pair.size()) + pair;
  span = "\x12" + varint(span.size()) + span;
  const std::string scope = "\x12" + varint(span.size()) + span;
  const std::string bytes = "\x0A" + varint(scope.size()) + scope;
  const auto r = read_whole(Format::otlp_proto, bytes);
  REQUIRE(r->batch.spans.size() == 1);
  CHECK(attribute_text(*r, "k", bytes).substr(0, 6) == "j:[[[[");
}
