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
  std::uint64_t not_ascii() const { return join(mask(a_), mask(b_), mask(c_), mask(d_)); }
  // Below the limit, unsigned, or one of the two.
  std::uint64_t below_or(char limit, char a, char b) const {
    const __m128i last = _mm_set1_epi8(static_cast<char>(limit - 1)), x = _mm_set1_epi8(a), y = _mm_set1_epi8(b);
    const auto hits = [&](__m128i v) {
      const __m128i same = _mm_or_si128(_mm_cmpeq_epi8(v, x), _mm_cmpeq_epi8(v, y));
      return mask(_mm_or_si128(_mm_cmpeq_epi8(_mm_max_epu8(v, last), last), same));
    };
    return join(hits(a_), hits(b_), hits(c_), hits(d_));
  }
  // Bytes of 0x80 and more that are below the limit, which is above 0x80.
  std::uint64_t high_below(char limit) const {
    const __m128i x = _mm_set1_epi8(limit);
    return join(less(a_, x), less(b_, x), less(c_, x), less(d_, x));
  }

 private:
  static __m128i load(const char* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
  static std::uint64_t mask(__m128i v) { return static_cast<std::uint32_t>(_mm_movemask_epi8(v)); }
  static std::uint64_t equal(__m128i x, __m128i want) { return mask(_mm_cmpeq_epi8(x, want)); }
  static std::uint64_t either(__m128i v, __m128i x, __m128i y) {
    return mask(_mm_or_si128(_mm_cmpeq_epi8(v, x), _mm_cmpeq_epi8(v, y)));
  }
  static std::uint64_t less(__m128i v, __m128i limit) { return mask(_mm_cmplt_epi8(v, limit)); }
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
  std::uint32_t not_ascii() const { return mask(v_); }
  // Below the limit, unsigned, or one of the two.
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

// Bit i: p[i] is `a` and p[i + 1] is `b`. Reads p[0..65).
inline std::uint64_t pairs_in(const char* p, char a, char b) {
  const __m128i x = _mm_set1_epi8(a), y = _mm_set1_epi8(b);
  const auto sixteen = [&](const char* at) -> std::uint64_t {
    const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i second = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 1));
    return static_cast<std::uint32_t>(
        _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(first, x), _mm_cmpeq_epi8(second, y))));
  };
  return sixteen(p) | (sixteen(p + 16) << 16) | (sixteen(p + 32) << 32) | (sixteen(p + 48) << 48);
}

#elif defined(__wasm_simd128__)

class ByteBlock {
 public:
  explicit ByteBlock(const char* p)
      : a_(wasm_v128_load(p)), b_(wasm_v128_load(p + 16)), c_(wasm_v128_load(p + 32)), d_(wasm_v128_load(p + 48)) {}
  std::uint64_t equal_to(char c) const {
    const v128_t want = wasm_i8x16_splat(c);
    return join(wasm_i8x16_eq(a_, want), wasm_i8x16_eq(b_, want), wasm_i8x16_eq(c_, want), wasm_i8x16_eq(d_, want));
  }
  std::uint64_t equal_to_either(char c, char other) const {
    const v128_t x = wasm_i8x16_splat(c), y = wasm_i8x16_splat(other);
    return join(either(a_, x, y), either(b_, x, y), either(c_, x, y), either(d_, x, y));
  }
  std::uint64_t not_ascii() const { return join(a_, b_, c_, d_); }
  std::uint64_t below_or(char limit, char a, char b) const {
    const v128_t end = wasm_u8x16_splat(static_cast<std::uint8_t>(limit)), x = wasm_i8x16_splat(a);
    const v128_t y = wasm_i8x16_splat(b);
    const auto hits = [&](v128_t v) { return wasm_v128_or(wasm_u8x16_lt(v, end), either(v, x, y)); };
    return join(hits(a_), hits(b_), hits(c_), hits(d_));
  }
  std::uint64_t high_below(char limit) const {
    const v128_t x = wasm_i8x16_splat(limit);
    return join(wasm_i8x16_lt(a_, x), wasm_i8x16_lt(b_, x), wasm_i8x16_lt(c_, x), wasm_i8x16_lt(d_, x));
  }

 private:
  static v128_t either(v128_t v, v128_t x, v128_t y) { return wasm_v128_or(wasm_i8x16_eq(v, x), wasm_i8x16_eq(v, y)); }
  static std::uint64_t mask(v128_t v) { return static_cast<std::uint32_t>(wasm_i8x16_bitmask(v)); }
  static std::uint64_t join(v128_t a, v128_t b, v128_t c, v128_t d) {
    return mask(a) | (mask(b) << 16) | (mask(c) << 32) | (mask(d) << 48);
  }
  v128_t a_, b_, c_, d_;
};

class ByteGroup {
 public:
  explicit ByteGroup(const char* p) : v_(wasm_v128_load(p)) {}
  std::uint32_t equal_to(char c) const { return mask(wasm_i8x16_eq(v_, wasm_i8x16_splat(c))); }
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

// Bit i: p[i] is `a` and p[i + 1] is `b`. Reads p[0..65).
inline std::uint64_t pairs_in(const char* p, char a, char b) {
  const v128_t x = wasm_i8x16_splat(a), y = wasm_i8x16_splat(b);
  const auto sixteen = [&](const char* at) -> std::uint64_t {
    return static_cast<std::uint32_t>(wasm_i8x16_bitmask(
        wasm_v128_and(wasm_i8x16_eq(wasm_v128_load(at), x), wasm_i8x16_eq(wasm_v128_load(at + 1), y))));
  };
  return sixteen(p) | (sixteen(p + 16) << 16) | (sixteen(p + 32) << 32) | (sixteen(p + 48) << 48);
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
  std::uint64_t not_ascii() const { return high_below('\0'); }
  std::uint64_t below_or(char limit, char a, char b) const {
    std::uint64_t mask = equal_to_either(a, b);
    for (unsigned i = 0; i < 64; ++i)
      mask |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[i]) < static_cast<unsigned char>(limit))
              << i;
    return mask;
  }
  std::uint64_t high_below(char limit) const {
    std::uint64_t mask = 0;
    for (unsigned i = 0; i < 64; ++i)
      mask |= static_cast<std::uint64_t>(static_cast<signed char>(bytes_[i]) < static_cast<signed char>(limit)) << i;
    return mask;
  }

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
  std::uint32_t not_ascii() const {
    std::uint32_t mask = 0;
    for (unsigned i = 0; i < 16; ++i) mask |= static_cast<std::uint32_t>(static_cast<signed char>(bytes_[i]) < 0) << i;
    return mask;
  }
  std::uint32_t below_or(char limit, char a, char b) const {
    std::uint32_t mask = equal_to(a) | equal_to(b);
    for (unsigned i = 0; i < 16; ++i)
      mask |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes_[i]) < static_cast<unsigned char>(limit))
              << i;
    return mask;
  }
  void store(char* p) const { std::memcpy(p, bytes_, sizeof bytes_); }

 private:
  char bytes_[16];
};

inline std::uint32_t any_of_three(const char* p, char a, char b, char c) {
  std::uint32_t mask = 0;
  for (unsigned i = 0; i < 16; ++i) mask |= static_cast<std::uint32_t>(p[i] == a || p[i] == b || p[i] == c) << i;
  return mask;
}

// Bit i: p[i] is `a` and p[i + 1] is `b`. Reads p[0..65).
inline std::uint64_t pairs_in(const char* p, char a, char b) {
  return ByteBlock(p).equal_to(a) & ByteBlock(p + 1).equal_to(b);
}

#endif

}  // namespace spanorama
