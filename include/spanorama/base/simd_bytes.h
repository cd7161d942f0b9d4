// Comparing 64 bytes at once: bit i of a mask says something of byte i. SSE2 or WebAssembly SIMD, else plain loops.
//
//   const ByteBlock block(p);                       // reads p[0..64)
//   std::uint64_t quotes = block.equal_to('"');
#pragma once

#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#else
#include <cstring>
#endif

namespace spanorama {

#if defined(__SSE2__)

class ByteBlock {
 public:
  explicit ByteBlock(const char* p) : a_(load(p)), b_(load(p + 16)), c_(load(p + 32)), d_(load(p + 48)) {}
  std::uint64_t equal_to(char c) const {
    const __m128i want = _mm_set1_epi8(c);
    return join(equal(a_, want), equal(b_, want), equal(c_, want), equal(d_, want));
  }
  std::uint64_t equal_to_either(char c, char other) const {
    const __m128i x = _mm_set1_epi8(c), y = _mm_set1_epi8(other);
    return join(either(a_, x, y), either(b_, x, y), either(c_, x, y), either(d_, x, y));
  }

 private:
  static __m128i load(const char* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
  static std::uint64_t equal(__m128i x, __m128i want) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(x, want)));
  }
  static std::uint64_t either(__m128i v, __m128i x, __m128i y) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(v, x), _mm_cmpeq_epi8(v, y))));
  }
  static std::uint64_t join(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
    return a | (b << 16) | (c << 32) | (d << 48);
  }
  __m128i a_, b_, c_, d_;
};

// Sixteen bytes that can be stored again.
class ByteGroup {
 public:
  explicit ByteGroup(const char* p) : v_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))) {}
  std::uint32_t equal_to(char c) const { return mask(_mm_cmpeq_epi8(v_, _mm_set1_epi8(c))); }
  // Unsigned: bytes of 0x80 and more are not below.
  std::uint32_t below(char limit) const {
    const __m128i last = _mm_set1_epi8(static_cast<char>(limit - 1));
    return mask(_mm_cmpeq_epi8(_mm_max_epu8(v_, last), last));
  }
  std::uint32_t not_ascii() const { return mask(v_); }
  // Below the limit, or one of the two.
  std::uint32_t below_or(char limit, char a, char b) const {
    const __m128i last = _mm_set1_epi8(static_cast<char>(limit - 1));
    const __m128i either = _mm_or_si128(_mm_cmpeq_epi8(v_, _mm_set1_epi8(a)), _mm_cmpeq_epi8(v_, _mm_set1_epi8(b)));
    return mask(_mm_or_si128(_mm_cmpeq_epi8(_mm_max_epu8(v_, last), last), either));
  }
  void store(char* p) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(p), v_); }

 private:
  static std::uint32_t mask(__m128i v) { return static_cast<std::uint32_t>(_mm_movemask_epi8(v)); }
  __m128i v_;
};

// Bit i: p[i] is one of the three, for p[0..16).
inline std::uint32_t any_of_three(const char* p, char a, char b, char c) {
  const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  const __m128i hit =
      _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(a)), _mm_cmpeq_epi8(v, _mm_set1_epi8(b))),
                   _mm_cmpeq_epi8(v, _mm_set1_epi8(c)));
  return static_cast<std::uint32_t>(_mm_movemask_epi8(hit));
}

#elif defined(__wasm_simd128__)

class ByteBlock {
 public:
  explicit ByteBlock(const char* p)
      : a_(wasm_v128_load(p)), b_(wasm_v128_load(p + 16)), c_(wasm_v128_load(p + 32)), d_(wasm_v128_load(p + 48)) {}
  std::uint64_t equal_to(char c) const {
    const v128_t want = wasm_i8x16_splat(c);
    return equal(a_, want) | (equal(b_, want) << 16) | (equal(c_, want) << 32) | (equal(d_, want) << 48);
  }
  std::uint64_t equal_to_either(char c, char other) const { return equal_to(c) | equal_to(other); }

 private:
  static std::uint64_t equal(v128_t x, v128_t want) {
    return static_cast<std::uint32_t>(wasm_i8x16_bitmask(wasm_i8x16_eq(x, want)));
  }
  v128_t a_, b_, c_, d_;
};

class ByteGroup {
 public:
  explicit ByteGroup(const char* p) : v_(wasm_v128_load(p)) {}
  std::uint32_t equal_to(char c) const { return mask(wasm_i8x16_eq(v_, wasm_i8x16_splat(c))); }
  std::uint32_t below(char limit) const {
    return mask(wasm_u8x16_lt(v_, wasm_u8x16_splat(static_cast<std::uint8_t>(limit))));
  }
  std::uint32_t not_ascii() const { return mask(v_); }
  std::uint32_t below_or(char limit, char a, char b) const {
    const v128_t either = wasm_v128_or(wasm_i8x16_eq(v_, wasm_i8x16_splat(a)), wasm_i8x16_eq(v_, wasm_i8x16_splat(b)));
    return mask(wasm_v128_or(wasm_u8x16_lt(v_, wasm_u8x16_splat(static_cast<std::uint8_t>(limit))), either));
  }
  void store(char* p) const { wasm_v128_store(p, v_); }

 private:
  static std::uint32_t mask(v128_t v) { return static_cast<std::uint32_t>(wasm_i8x16_bitmask(v)); }
  v128_t v_;
};

inline std::uint32_t any_of_three(const char* p, char a, char b, char c) {
  const v128_t v = wasm_v128_load(p);
  const v128_t hit =
      wasm_v128_or(wasm_v128_or(wasm_i8x16_eq(v, wasm_i8x16_splat(a)), wasm_i8x16_eq(v, wasm_i8x16_splat(b))),
                   wasm_i8x16_eq(v, wasm_i8x16_splat(c)));
  return static_cast<std::uint32_t>(wasm_i8x16_bitmask(hit));
}

#else

class ByteBlock {
 public:
  explicit ByteBlock(const char* p) { std::memcpy(bytes_, p, sizeof bytes_); }
  std::uint64_t equal_to(char c) const {
    std::uint64_t mask = 0;
    for (unsigned i = 0; i < 64; ++i) mask |= static_cast<std::uint64_t>(bytes_[i] == c) << i;
    return mask;
  }
  std::uint64_t equal_to_either(char c, char other) const { return equal_to(c) | equal_to(other); }

 private:
  char bytes_[64];
};

class ByteGroup {
 public:
  explicit ByteGroup(const char* p) { std::memcpy(bytes_, p, sizeof bytes_); }
  std::uint32_t equal_to(char c) const {
    std::uint32_t mask = 0;
    for (unsigned i = 0; i < 16; ++i) mask |= static_cast<std::uint32_t>(bytes_[i] == c) << i;
    return mask;
  }
  std::uint32_t below(char limit) const {
    std::uint32_t mask = 0;
    for (unsigned i = 0; i < 16; ++i)
      mask |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes_[i]) < static_cast<unsigned char>(limit))
              << i;
    return mask;
  }
  std::uint32_t not_ascii() const { return ~below(static_cast<char>(0x80)) & 0xFFFF; }
  std::uint32_t below_or(char limit, char a, char b) const { return below(limit) | equal_to(a) | equal_to(b); }
  void store(char* p) const { std::memcpy(p, bytes_, sizeof bytes_); }

 private:
  char bytes_[16];
};

inline std::uint32_t any_of_three(const char* p, char a, char b, char c) {
  std::uint32_t mask = 0;
  for (unsigned i = 0; i < 16; ++i) mask |= static_cast<std::uint32_t>(p[i] == a || p[i] == b || p[i] == c) << i;
  return mask;
}

#endif

}  // namespace spanorama
