#include "spanorama/base/hash.h"

#include <cstring>
#include <random>

namespace spanorama {
namespace {

// Little-endian loads; every host that the program builds for is little-endian.
std::uint64_t load(const unsigned char* p, std::size_t count) {
  std::uint64_t value = 0;
  std::memcpy(&value, p, count);
  return value;
}

}  // namespace

// Two interleaved multiply-and-rotate lanes; odd constants with well spread bits.
std::uint64_t hash64(const void* data, std::size_t size, std::uint64_t seed) {
  constexpr std::uint64_t kA = 0x9e3779b97f4a7c15ULL, kB = 0xc2b2ae3d27d4eb4fULL;
  const auto* p = static_cast<const unsigned char*>(data);
  std::uint64_t a = seed ^ (size * kA), b = seed + kB;
  std::size_t left = size;
  for (; left >= 16; left -= 16, p += 16) {
    a = (a ^ load(p, 8)) * kA;
    b = (b ^ load(p + 8, 8)) * kB;
    a ^= a >> 29;
    b ^= b >> 31;
  }
  if (left >= 8) {
    a = (a ^ load(p, 8)) * kA;
    a ^= a >> 32;
    p += 8;
    left -= 8;
  }
  if (left > 0) b = (b ^ load(p, left)) * kB;
  return mix64(a ^ (b << 23 | b >> 41));
}

std::uint64_t table_seed() {
  static const std::uint64_t seed = [] {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
  }();
  return seed;
}

}  // namespace spanorama
