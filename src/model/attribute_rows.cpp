#include "spanorama/model/attribute_rows.h"

namespace spanorama {

std::vector<std::uint32_t> number_kinds(std::span<Attribute> rows, std::size_t keys) {
  constexpr std::size_t kMostKeys = 1 << 16, kTypes = 16;
  std::vector<std::uint32_t> kinds;
  if (keys > kMostKeys) return kinds;
  std::vector<std::uint32_t> number_of(keys * kTypes);  // and one more than it is
  for (const Attribute row : rows)
    if (row.key().value >= keys || static_cast<std::size_t>(row.type()) >= kTypes) return kinds;
  for (Attribute& row : rows) {
    std::uint32_t& number = number_of[row.key().value * kTypes + static_cast<std::size_t>(row.type())];
    if (number == 0) {
      kinds.push_back(row.key_and_type);
      number = static_cast<std::uint32_t>(kinds.size());
    }
    row.key_and_type = number - 1;
  }
  return kinds;
}

}  // namespace spanorama
