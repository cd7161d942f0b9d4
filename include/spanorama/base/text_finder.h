// Finding a short text in long ones, with ASCII letters of any case or of the same case. Blocks of 64 bytes are looked
// at for the two bytes of the needle that are rarest in prose and JSON, and only where both stand the rest is compared.
//
//   TextFinder finder("refund", true);
//   finder.find("Please REFUND me") == 7
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace spanorama {

class TextFinder {
 public:
  // With `any_case` the needle is lower-cased here; bytes beyond ASCII are compared as they are.
  TextFinder(std::string_view needle, bool any_case);

  // The first place at or after `from`, or npos. An empty needle stands everywhere. O(haystack) where candidates are
  // few, O(haystack * needle) at worst.
  std::size_t find(std::string_view haystack, std::size_t from = 0) const;
  bool found_in(std::string_view haystack) const { return find(haystack) != std::string_view::npos; }
  std::size_t size() const { return needle_.size(); }

 private:
  bool stands_at(const char* p) const;

  std::string needle_;
  bool any_case_;
  std::size_t first_ = 0, second_ = 0;       // places of the two rarest bytes
  char first_other_ = 0, second_other_ = 0;  // the same letters in the other case
};

}  // namespace spanorama
