// How well a few typed letters fit a name, for palettes: letters may be left out, not swapped.
//
//   fuzzy_score("foer", "Fold errors")   > 0: fits, word starts count most
//   fuzzy_score("xyz", "Fold errors")    == 0: does not fit
#pragma once

#include <string_view>

namespace spanorama {

// Every word of `lower_pattern` (lower-case, separated by spaces) must occur in the text as a subsequence, in any case of
// ASCII letters; the words in any order. Higher is better; 0 where it does not fit; 1 for an empty pattern. Letters that
// begin words and runs of letters count more, short texts win over long ones. Only the first 256 bytes of the text and 64
// of a word are looked at. O(pattern * text).
int fuzzy_score(std::string_view lower_pattern, std::string_view text);

}  // namespace spanorama
