// Packed sources to the bytes inside, while they arrive: gzip (also of several members), zstd (whole or message by message), zip and tar, and one in
// another (tar.gz, a zip of .json.gz). Found by content.
//
//   Unpacker unpacker("traces.zip", {.member = …, .bytes = …});
//   while (chunk) unpacker.push(chunk);
//   unpacker.finish();
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/base/bytes.h"

namespace spanorama {

enum class Packing : std::uint8_t { none, gzip, zstd, framed_zstd, zip, tar };

// Looks at the first 512 bytes.
Packing packing_of(ByteSpan first_bytes);
std::string_view name_of(Packing packing);

struct UnpackLimits {
  std::uint64_t max_bytes = std::uint64_t{64} << 30;
  // More than this many bytes out of one byte in is a bomb, once enough came out to judge. Traces reach about 100.
  std::uint64_t max_ratio = 400;
  std::uint64_t ratio_from_bytes = std::uint64_t{256} << 20;
  std::uint32_t max_members = 100'000;
  int max_layers = 4;  // of packing in packing
};

struct UnpackProblem {
  std::uint64_t offset = 0;  // in the packed bytes
  std::string detail;        // a sentence: what is wrong and what was kept
};

struct UnpackEvents {
  // What follows belongs to the file of that name ("traces.zip/a.json"). Not called for a single packed file.
  std::function<void(const std::string& name)> member;
  // False: nothing more is wanted.
  std::function<bool(ByteSpan)> bytes;
};

class Unpacker {
 public:
  Unpacker(std::string name, UnpackEvents events, UnpackLimits limits = {});
  ~Unpacker();
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  // False when nothing more can come out: a limit was met, the data is damaged, or nobody wants it. O(bytes out);
  // memory is bounded by the window of the format (128 MiB for zstd, 32 KiB for the others).
  bool push(ByteSpan chunk);
  // Says what was cut off.
  void finish();
  const std::vector<UnpackProblem>& problems() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace spanorama
