// Anything as a packed source, cut where the first byte says; what comes out must not depend on the cut.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "spanorama/ingest/unpack.h"

namespace {

std::string unpacked(spanorama::ByteSpan bytes, std::size_t chunk) {
  std::string out;
  spanorama::UnpackLimits limits;
  limits.max_bytes = 1 << 20;
  spanorama::Unpacker unpacker("f",
                               {[&](const std::string& name) { out += "\n" + name + "\n"; },
                                [&](spanorama::ByteSpan part) {
                                  out += spanorama::text_of(part);
                                  return true;
                                }},
                               limits);
  for (std::size_t at = 0; at < bytes.size(); at += chunk)
    if (!unpacker.push(bytes.subspan(at, std::min(chunk, bytes.size() - at)))) break;
  unpacker.finish();
  // How much comes out of damaged data before it is noticed is zstd's to say: it looks ahead when it can.
  return unpacker.problems().empty() ? out : "damaged";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const spanorama::ByteSpan bytes(reinterpret_cast<const std::byte*>(data) + 1, size - 1);
  if (unpacked(bytes, bytes.size()) != unpacked(bytes, data[0] % 64 + 1u)) std::abort();
  return 0;
}
