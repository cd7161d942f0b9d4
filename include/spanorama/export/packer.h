// What is written, packed as one gzip member or one zstd frame on its way out.
//
//   Packer packer(WrittenPacking::gzip, [&](ByteSpan packed) { return write(packed); });
//   packer.add(bytes)...; packer.finish();
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "spanorama/base/bytes.h"

namespace spanorama {

enum class WrittenPacking : std::uint8_t { none, gzip, zstd };

// By the end of a file's name: ".gz", ".zst" or ".zstd".
WrittenPacking packing_of_name(std::string_view name);
// The name without that end.
std::string_view unpacked_name(std::string_view name);

class Packer {
 public:
  // `sink` gets the packed bytes in order and says whether it took them.
  Packer(WrittenPacking packing, std::function<bool(ByteSpan)> sink);
  ~Packer();
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;

  // False when the sink refused, now or earlier. O(bytes).
  bool add(ByteSpan bytes);
  // Ends the stream, once: without it, what was written breaks off.
  bool finish();

 private:
  struct Stream;
  struct Gzip;
  struct Zstd;
  const std::function<bool(ByteSpan)> sink_;
  std::unique_ptr<Stream> stream_;  // none: as it is
  bool ok_ = true, finished_ = false;
};

}  // namespace spanorama
