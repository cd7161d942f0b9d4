// Packed and unpacked again by the reader's own unpacker.
#include "spanorama/export/packer.h"

#include <doctest/doctest.h>

#include <string>

#include "spanorama/ingest/unpack.h"

using namespace spanorama;

namespace {

std::string text_of_size(std::size_t bytes) {
  std::string text;
  for (std::uint64_t n = 1; text.size() < bytes; n = n * 6364136223846793005u + 1) text += std::to_string(n) + " span ";
  text.resize(bytes);
  return text;
}

std::string packed(WrittenPacking packing, std::string_view text, std::size_t piece_bytes) {
  std::string out;
  Packer packer(packing, [&](ByteSpan bytes) { return out += text_of(bytes), true; });
  for (; !text.empty(); text.remove_prefix(std::min(piece_bytes, text.size())))
    REQUIRE(packer.add(bytes_of(text.substr(0, piece_bytes))));
  REQUIRE(packer.finish());
  REQUIRE(packer.finish());  // once is enough
  return out;
}

std::string unpacked(std::string_view text) {
  std::string out;
  UnpackEvents events;
  events.member = [](const std::string&) {};
  events.bytes = [&](ByteSpan bytes) { return out += text_of(bytes), true; };
  Unpacker unpacker("test", std::move(events));
  unpacker.push(bytes_of(text));
  unpacker.finish();
  REQUIRE(unpacker.problems().empty());
  return out;
}

}  // namespace

TEST_CASE("what is packed is unpacked as it was, however it was cut") {
  for (const WrittenPacking packing : {WrittenPacking::gzip, WrittenPacking::zstd}) {
    for (const std::size_t bytes : {0, 1, 1000, 1'000'000}) {
      for (const std::size_t piece : {7, 70'000, 1'000'000}) {
        const std::string text = text_of_size(bytes);
        const std::string out = packed(packing, text, piece);
        CAPTURE(bytes);
        CAPTURE(piece);
        CHECK(packing_of(bytes_of(out)) == (packing == WrittenPacking::gzip ? Packing::gzip : Packing::zstd));
        CHECK(unpacked(out) == text);
        if (bytes > 1000) CHECK(out.size() < bytes / 2);
      }
    }
  }
  CHECK(packed(WrittenPacking::none, "as it is", 3) == "as it is");
}

TEST_CASE("packing ends when nobody takes what is packed") {
  for (const WrittenPacking packing : {WrittenPacking::gzip, WrittenPacking::zstd}) {
    Packer packer(packing, [](ByteSpan) { return false; });
    packer.add(bytes_of(text_of_size(3'000'000)));
    CHECK_FALSE(packer.finish());
    CHECK_FALSE(packer.add(bytes_of(std::string_view("more"))));
  }
}

TEST_CASE("the end of a name tells the packing") {
  CHECK(packing_of_name("a.jsonl.gz") == WrittenPacking::gzip);
  CHECK(packing_of_name("a.zst") == WrittenPacking::zstd);
  CHECK(packing_of_name("a.json") == WrittenPacking::none);
  CHECK(unpacked_name("a.jsonl.gz") == "a.jsonl");
  CHECK(unpacked_name("a.binpb.zst") == "a.binpb");
  CHECK(unpacked_name("a.json") == "a.json");
}
