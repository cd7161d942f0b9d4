// Equal rows kept once.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace spanorama::assembly {

// Resources, scopes and sources repeat in every batch (and in every line of a file), extras in most spans.
template <class Entry>
class Distinct {
 public:
  // The row of an equal entry, else the row after `rows`, which then gets the entry.
  template <class Equal>
  std::uint32_t add(std::vector<Entry>& rows, const Entry& entry, std::uint64_t hash, Equal&& equal) {
    auto [at, end] = by_hash_.equal_range(hash);
    for (; at != end; ++at)
      if (equal(rows[at->second], entry)) return at->second;
    const auto row = static_cast<std::uint32_t>(rows.size());
    rows.push_back(entry);
    by_hash_.emplace(hash, row);
    return row;
  }

 private:
  std::unordered_multimap<std::uint64_t, std::uint32_t> by_hash_;
};

}  // namespace spanorama::assembly
