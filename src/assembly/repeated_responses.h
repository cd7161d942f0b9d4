// One answer of a model that two instrumentations recorded side by side.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "assembly/join.h"

namespace spanorama::assembly {

// Of counted calls of a trace with the same response id only one stays counted: that with the most known numbers, of
// equal ones the first. Ids are read from attributes, and only of traces with two counted calls or more.
// O(attributes of counted calls), and sorting those that have an id.
class RepeatedResponses {
 public:
  explicit RepeatedResponses(const Joined& joined);
  void uncount(OwnedColumns& columns, std::uint32_t first, std::uint32_t end);

 private:
  StringId response_id(const OwnedColumns& columns, std::uint32_t row) const;

  std::vector<std::uint32_t> keys_;                               // KeyIds that hold a response's id
  std::vector<std::pair<std::uint32_t, std::uint32_t>> answers_;  // (response id, row)
};

}  // namespace spanorama::assembly
