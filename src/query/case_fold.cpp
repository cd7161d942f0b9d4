#include "query/case_fold.h"

#include <algorithm>

#include "spanorama/base/utf8.h"
#include "spanorama/query/any_case.h"

namespace spanorama::query {
namespace {

// Capitals first .. last become small ones by adding `add`; with `pairs`, every second letter is a capital and
// stands before its small one.
struct CaseRange {
  char32_t first, last, add;
  bool pairs = false;
};
constexpr CaseRange kRanges[] = {
    {U'A', U'Z', 32},        {0xC0, 0xD6, 32},          {0xD8, 0xDE, 32},          {0x100, 0x12F, 1, true},
    {0x132, 0x137, 1, true}, {0x139, 0x148, 1, true},   {0x14A, 0x177, 1, true},   {0x179, 0x17E, 1, true},
    {0x386, 0x386, 38},      {0x388, 0x38A, 37},        {0x38C, 0x38C, 64},        {0x38E, 0x38F, 63},
    {0x391, 0x3A1, 32},      {0x3A3, 0x3AB, 32},        {0x3C2, 0x3C2, 1},         {0x400, 0x40F, 80},
    {0x410, 0x42F, 32},      {0x460, 0x481, 1, true},   {0x48A, 0x4BF, 1, true},   {0x4D0, 0x52F, 1, true},
    {0x531, 0x556, 48},      {0x1E00, 0x1E95, 1, true}, {0x1EA0, 0x1EFF, 1, true}, {0xFF21, 0xFF3A, 32},
};

}  // namespace

char32_t folded(char32_t c) {
  for (const CaseRange& range : kRanges) {
    if (c < range.first) return c;
    if (c > range.last) continue;
    return range.pairs && (c - range.first) % 2 != 0 ? c : c + range.add;
  }
  return c;
}

std::string folded(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) append_utf8(out, folded(next_code_point(text, at)));
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace spanorama::query

namespace spanorama {

bool equal_in_any_case(std::string_view a, std::string_view b) {
  return a == b || query::folded(a) == query::folded(b);
}

bool is_whole_in_any_case(const Condition& condition) {
  return condition.match == Match::glob &&
         std::none_of(condition.texts.begin(), condition.texts.end(),
                      [](const std::string& text) { return text.find('*') != std::string::npos; });
}

}  // namespace spanorama
