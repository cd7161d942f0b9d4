// The protobuf reader in its three framings on hostile bytes; the first byte picks the framing.
#include <cstdint>

#include "fuzz_readers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using spanorama::Format;
  static constexpr Format kFormats[] = {Format::otlp_proto, Format::otlp_proto_delimited, Format::otlp_proto_be32};
  if (size == 0) return 0;
  spanorama::fuzz_reader(kFormats[data[0] % 3], data + 1, size - 1);
  return 0;
}
