#include "spanorama/base/chunked.h"

#include <doctest/doctest.h>

namespace spanorama {

TEST_CASE("Items of a chunked list stay where they are while it grows") {
  Chunked<int, 4> list;
  list.push_back(7);
  const int* const first = &list[0];
  for (int i = 1; i < 100; ++i) list.push_back(i * i);
  CHECK(list.size() == 100);
  CHECK(first == &list[0]);
  CHECK(*first == 7);
  CHECK(list[99] == 99 * 99);
  list.back() = 1;
  CHECK(list[99] == 1);
}

TEST_CASE("A sparse index has a place for every number, unset ones say so") {
  SparseIndex index;
  index[5'000'000] = 3;
  CHECK(index[5'000'000] == 3);
  CHECK(index[5'000'001] == UINT32_MAX);
  CHECK(index[0] == UINT32_MAX);
  index[0] = 0;
  CHECK(index[0] == 0);
  CHECK(index[5'000'000] == 3);
}

}  // namespace spanorama
