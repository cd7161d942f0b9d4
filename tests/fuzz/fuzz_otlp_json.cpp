// The OTLP/JSON reader on hostile bytes: no crash, and the same spans whole and in pieces.
#include <cstdint>
#include <cstdlib>

#include "fuzz_readers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  spanorama::fuzz_reader(spanorama::Format::otlp_json, data, size);
  return 0;
}
