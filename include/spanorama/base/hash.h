// 64-bit non-cryptographic hash for interning and content fingerprints. Stable across platforms and
// versions of the program: links carry it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spanorama {

// O(size), about 8 bytes a cycle.
std::uint64_t hash64(const void* data, std::size_t size, std::uint64_t seed = 0);
inline std::uint64_t hash64(std::string_view text, std::uint64_t seed = 0) {
  return hash64(text.data(), text.size(), seed);
}

// Mixes one 64-bit number well enough for open addressing.
constexpr std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

// A number that differs from run to run. Tables keyed by what files say (ids, strings) mix it in, so that nobody can
// write a file whose keys all fall into one slot. Never shown, saved, or part of an order.
std::uint64_t table_seed();

}  // namespace spanorama
