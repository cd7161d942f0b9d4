#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "spanorama/base/fuzzy.h"

namespace spanorama {

namespace {

// The texts that fit, the best first.
std::string ranked(std::string_view pattern, std::vector<std::string> texts) {
  std::stable_sort(texts.begin(), texts.end(), [&](const std::string& a, const std::string& b) {
    return fuzzy_score(pattern, a) > fuzzy_score(pattern, b);
  });
  std::string out;
  for (const std::string& text : texts)
    if (fuzzy_score(pattern, text) > 0) out += (out.empty() ? "" : " | ") + text;
  return out;
}

}  // namespace

TEST_CASE("Letters may be left out but not swapped") {
  CHECK(fuzzy_score("tmln", "Timeline") > 0);
  CHECK(fuzzy_score("nlmt", "Timeline") == 0);
  CHECK(fuzzy_score("timelines", "Timeline") == 0);
  CHECK(fuzzy_score("", "anything") == 1);
  CHECK(fuzzy_score("a", "") == 0);
}

TEST_CASE("Beginnings of words and runs of letters come first") {
  CHECK(ranked("fe", {"Coffee", "Fold errors", "feed", "Leaf node"}) == "feed | Fold errors | Coffee | Leaf node");
  CHECK(ranked("next", {"Next trace", "Neat text", "inexact"}) == "Next trace | Neat text | inexact");
  CHECK(ranked("gt", {"getTrace", "begotten"}) == "getTrace | begotten");
}

TEST_CASE("Words fit in any order, and all of them must") {
  CHECK(fuzzy_score("error next", "Next error") > 0);
  CHECK(fuzzy_score("next banana", "Next error") == 0);
  CHECK(ranked("theme", {"A very long sentence that has the word theme in it", "Theme: dark"}) ==
        "Theme: dark | A very long sentence that has the word theme in it");
}

TEST_CASE("The best way to fit counts, not the first") {
  // The first "e" is in "Select"; the run at the end is worth more.
  CHECK(fuzzy_score("err", "Select next error") > fuzzy_score("err", "Select a river"));
}

TEST_CASE("Long texts and patterns are cut, not refused") {
  CHECK(fuzzy_score("ab", "ab" + std::string(100000, 'x')) > 0);
  CHECK(fuzzy_score(std::string(1000, 'a'), std::string(1000, 'a')) > 0);
  CHECK(fuzzy_score("z", std::string(1000, 'a') + "z") == 0);
}

}  // namespace spanorama
