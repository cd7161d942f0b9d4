#include "spanorama/base/text_finder.h"

#include <bit>
#include <cstdint>

#include "spanorama/base/simd_bytes.h"
#include "spanorama/base/utf8.h"

namespace spanorama {
namespace {

constexpr std::size_t kBlock = 64;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

// How often a byte stands in English prose inside JSON, most frequent first; what is not listed is rare.
constexpr std::string_view kFrequent = " etaoinsrhl\"dcu,:mpfgy\\bw.v0k1n2_{}3-45jxqz";

std::size_t frequency(char c) {
  const std::size_t place = kFrequent.find(lower(c));
  return place == std::string_view::npos ? 0 : kFrequent.size() - place;
}

}  // namespace

TextFinder::TextFinder(std::string_view needle, bool any_case)
    : needle_(any_case ? ascii_lower(needle) : std::string(needle)), any_case_(any_case) {
  if (needle_.empty()) return;
  for (std::size_t i = 1; i < needle_.size(); ++i)
    if (frequency(needle_[i]) < frequency(needle_[first_])) first_ = i;
  second_ = first_ == 0 ? needle_.size() - 1 : 0;
  for (std::size_t i = 0; i < needle_.size(); ++i)
    if (i != first_ && frequency(needle_[i]) < frequency(needle_[second_])) second_ = i;
  first_other_ = any_case ? upper(needle_[first_]) : needle_[first_];
  second_other_ = any_case ? upper(needle_[second_]) : needle_[second_];
}

bool TextFinder::stands_at(const char* p) const {
  if (!any_case_) return std::string_view(p, needle_.size()) == needle_;
  for (std::size_t i = 0; i < needle_.size(); ++i)
    if (lower(p[i]) != needle_[i]) return false;
  return true;
}

std::size_t TextFinder::find(std::string_view haystack, std::size_t from) const {
  if (from > haystack.size() || needle_.size() > haystack.size() - from) return std::string_view::npos;
  if (needle_.empty()) return from;
  const char* const text = haystack.data();
  const std::size_t last = haystack.size() - needle_.size();
  std::size_t at = from;
  // Both blocks end inside the haystack.
  for (; at + needle_.size() - 1 + kBlock <= haystack.size(); at += kBlock) {
    std::uint64_t both = ByteBlock(text + at + first_).equal_to_either(needle_[first_], first_other_);
    if (both != 0) both &= ByteBlock(text + at + second_).equal_to_either(needle_[second_], second_other_);
    for (; both != 0; both &= both - 1) {
      const std::size_t place = at + static_cast<std::size_t>(std::countr_zero(both));
      if (stands_at(text + place)) return place;
    }
  }
  for (; at <= last; ++at)
    if ((text[at + first_] == needle_[first_] || text[at + first_] == first_other_) && stands_at(text + at)) return at;
  return std::string_view::npos;
}

}  // namespace spanorama
