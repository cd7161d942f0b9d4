#include <doctest/doctest.h>
#include <zlib.h>
#include <zstd.h>

#include "spanorama/ingest/unpack.h"

namespace spanorama {

namespace {

std::string deflated(std::string_view text, int window_bits) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}
std::string gzipped(std::string_view text) { return deflated(text, 15 + 16); }

std::string zstandard(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string little(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
  return out;
}

struct ZipFile {
  std::string name, text;
  bool packed = true, sizes_follow = false;
};

std::string zipped(const std::vector<ZipFile>& files) {
  std::string out;
  for (const ZipFile& file : files) {
    const std::string data = file.packed ? deflated(file.text, -15) : file.text;
    const std::string sizes = little(data.size(), 4) + little(file.text.size(), 4);
    out += "PK\x03\x04" + little(20, 2) + little(file.sizes_follow ? 8 : 0, 2) + little(file.packed ? 8 : 0, 2) +
           little(0, 8) + (file.sizes_follow ? little(0, 8) : sizes) + little(file.name.size(), 2) + little(0, 2) +
           file.name + data;
    if (file.sizes_follow) out += "PK\x07\x08" + little(0, 4) + sizes;
  }
  return out + "PK\x01\x02" + std::string(60, 'd') + "PK\x05\x06" + std::string(18, '\0');
}

std::string tarred(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string out;
  for (const auto& [name, text] : files) {
    std::string header(512, '\0');
    header.replace(0, name.size(), name);
    char size[13];
    std::snprintf(size, sizeof size, "%011llo", static_cast<unsigned long long>(text.size()));
    header.replace(124, 11, size);
    header[156] = '0';
    header.replace(257, 8, "ustar\00000", 8);
    out += header + text + std::string((512 - text.size() % 512) % 512, '\0');
  }
  return out + std::string(1024, '\0');
}

// "name:text|name:text" with what was said behind a "!".
std::string unpacked(std::string_view packed, std::size_t chunk = 1 << 20, UnpackLimits limits = {}) {
  std::string out;
  Unpacker unpacker("a",
                    {[&](const std::string& name) { out += (out.empty() ? "" : "|") + name + ":"; },
                     [&](ByteSpan bytes) {
                       out += text_of(bytes);
                       return true;
                     }},
                    limits);
  for (std::size_t at = 0; at < packed.size(); at += chunk)
    if (!unpacker.push(bytes_of(packed.substr(at, chunk)))) break;
  unpacker.finish();
  for (const UnpackProblem& problem : unpacker.problems()) out += "!" + problem.detail;
  return out;
}

}  // namespace

TEST_CASE("gzip, zstd and what is not packed come out the same, cut anywhere") {
  const std::string text = "{\"resourceSpans\":[]} " + std::string(5000, 'x');
  for (const std::string& packed : {text, gzipped(text), zstandard(text), gzipped(zstandard(text))})
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{1} << 20})
      CHECK(unpacked(packed, chunk) == text);
  CHECK(unpacked("") == "");
  CHECK(unpacked("{}") == "{}");
}

TEST_CASE("Packed files put one behind the other are one") {
  CHECK(unpacked(gzipped("first ") + gzipped("second")) == "first second");
  CHECK(unpacked(gzipped("first ") + gzipped("second"), 1) == "first second");
  CHECK(unpacked(gzipped("all") + std::string(100, '\0')) == "all");
  CHECK(unpacked(gzipped("first ") + std::string(9, '\0') + gzipped("second"), 4) == "first second");
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{1} << 20})
    CHECK(unpacked(gzipped("all") + "what follows \x1F\x8B is no gzip", chunk) == "all");
  CHECK(unpacked(zstandard("first ") + zstandard("second"), 3) == "first second");
}

TEST_CASE("Messages that are packed one by one keep their framing, or become lines") {
  const auto framed = [](const std::string& text) {
    const std::string packed = zstandard(text), length = little(packed.size(), 4);
    return std::string(length.rbegin(), length.rend()) + packed;
  };
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{9}, std::size_t{1} << 20}) {
    CHECK(unpacked(framed("{1}") + framed("{22}"), chunk) == "{1}\n{22}\n");
    CHECK(unpacked(framed("\nab") + framed("\nc"), chunk) == std::string("\0\0\0\3\nab\0\0\0\2\nc", 13));
  }
  const std::string two = framed("{1}") + framed("{22}");
  CHECK(unpacked(std::string_view(two).substr(0, two.size() - 2)).find("{1}\n!The last message breaks off") == 0);
}

TEST_CASE("Archives give their files by name") {
  const std::string zip = zipped({{"a.json", "{1}"}, {"dir/", ""}, {"dir/b.json", std::string(3000, 'b'), false}});
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{13}, std::size_t{1} << 20})
    CHECK(unpacked(zip, chunk) == "a/a.json:{1}|a/dir/b.json:" + std::string(3000, 'b'));
  CHECK(unpacked(zipped({{"x", "text", true, true}, {"y", "more", true, true}}), 5) == "a/x:text|a/y:more");
  const std::string tar = tarred({{"one", "1"}, {"._one", "litter"}, {"two", std::string(600, '2')}});
  for (const std::size_t chunk : {std::size_t{1}, std::size_t{511}, std::size_t{1} << 20})
    CHECK(unpacked(tar, chunk) == "a/one:1|a/two:" + std::string(600, '2'));
  CHECK(unpacked(gzipped(tar), 100) == "a/one:1|a/two:" + std::string(600, '2'));
  CHECK(unpacked(zipped({{"in.gz", gzipped("deep"), false}})) == "a/in.gz:deep");
}

TEST_CASE("What breaks off or is damaged keeps what came before and says so") {
  const std::string text(50000, 'q'), packed = gzipped(text + "end");
  const std::string cut = unpacked(std::string_view(packed).substr(0, packed.size() - 12));
  CHECK(cut.find("!The gzip data breaks off") != std::string::npos);
  std::string damaged = gzipped("some text that matters");
  damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);  // the checksum
  CHECK(unpacked(damaged).find("some text that matters!The gzip data is damaged") == 0);
  const std::string frame = zstandard(text);
  CHECK(unpacked(std::string_view(frame).substr(0, frame.size() - 3)).find("!The zstd data breaks off") !=
        std::string::npos);
  const std::string tar = tarred({{"one", std::string(2000, '1')}});
  CHECK(unpacked(std::string_view(tar).substr(0, 1500)).find("!The tar archive breaks off inside one") !=
        std::string::npos);
  const std::string zip = zipped({{"one", std::string(2000, '1'), false}});
  CHECK(unpacked(std::string_view(zip).substr(0, 1500)).find("!The zip archive breaks off inside one") !=
        std::string::npos);
}

TEST_CASE("Bombs stop at their limits") {
  UnpackLimits limits;
  limits.ratio_from_bytes = 1 << 20;
  limits.max_ratio = 100;
  const std::string bomb = gzipped(std::string(20 << 20, '0'));
  const std::string out = unpacked(bomb, 1 << 20, limits);
  CHECK(out.find("!It grows to more than 100 times") != std::string::npos);
  CHECK(out.size() < 12u << 20);
  limits = {};
  limits.max_bytes = 1000;
  CHECK(unpacked(gzipped(std::string(5000, 'x')), 1 << 20, limits).find("!More than 0 MiB") != std::string::npos);
  limits = {};
  limits.max_members = 3;
  std::vector<ZipFile> many(10, {"n", "t"});
  CHECK(unpacked(zipped(many), 1 << 20, limits).find("!It holds more than 3 files") != std::string::npos);
  std::string nested = "core";
  for (int i = 0; i < 10; ++i) nested = gzipped(nested);
  CHECK(unpacked(nested).substr(0, 2) == "\x1F\x8B");  // after some layers it is taken as it is
}

}  // namespace spanorama
