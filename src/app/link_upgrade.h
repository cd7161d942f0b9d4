// Links of older forms brought to the present one, a version at a time. A form changes by one more line in the table of
// link_upgrade.cpp and a higher kLinkVersion; links that were written before stay good.
//
//   0  without `v`: written by hand or by other programs, with long names for the keys
//   1  the present form, docs/links.md
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace spanorama {

inline constexpr int kLinkVersion = 1;

// Keys and values in the order of the link, decoded.
using LinkPairs = std::vector<std::pair<std::string, std::string>>;

// Brings pairs of `version` to kLinkVersion; those of this or a newer version stay. Pairs that no step knows stay as well.
void upgrade_link(LinkPairs& pairs, int version);

}  // namespace spanorama
