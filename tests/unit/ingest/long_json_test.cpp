// Long JSON becomes the same tree as short JSON does by the library's parser.
#include "ingest/content/long_json.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace spanorama {

namespace {

using Json = nlohmann::ordered_json;

Json made_up(std::mt19937& random, int depth) {
  const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  static constexpr const char* kTexts[] = {"",         "a",   "line\nline", "quote \" and \\", "naïve 日本 😀",
                                           "tab\tend", "\x01"};
  switch (below(depth > 5 ? 6 : 8)) {
    case 0: return nullptr;
    case 1: return below(2) == 0;
    case 2: return static_cast<std::int64_t>(random()) - (std::int64_t{1} << 31);
    case 3: return std::uint64_t{1} << 63;
    case 4: return static_cast<double>(random()) / 7;
    case 5: return std::string(kTexts[below(7)]) + std::string(below(4) == 0 ? 300 : 0, 'x');
    case 6: {
      Json list = Json::array();
      for (std::uint32_t i = below(5); i > 0; --i) list.push_back(made_up(random, depth + 1));
      return list;
    }
    default: {
      Json object = Json::object();
      for (std::uint32_t i = below(5); i > 0; --i) object["k" + std::to_string(below(9))] = made_up(random, depth + 1);
      return object;
    }
  }
}

}  // namespace

TEST_CASE("Long JSON gives the tree that the library's parser gives") {
  for (std::uint32_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    Json list = Json::array();
    std::string text;
    while (text.size() < 20'000) {
      for (int i = 0; i < 40; ++i) list.push_back(made_up(random, 0));
      text = list.dump(seed % 3 == 0 ? 1 : -1, ' ', seed % 2 == 0);
    }
    CHECK(json_tree(text) == Json::parse(text));
    CHECK(json_tree(text + "x").is_discarded());
    CHECK(json_tree(std::string_view(text).substr(0, text.size() - 1)).is_discarded());
  }
}

TEST_CASE("Long JSON that is deeper than a stack can bear is discarded, one that ends in its last string as well") {
  CHECK(json_tree(std::string(20'000, '[')).is_discarded());
  CHECK(json_tree(std::string(150, '[') + '"' + std::string(20'000, 'x') + '"' + std::string(150, ']')).is_array());
  CHECK(json_tree(std::string(250, '[') + '"' + std::string(20'000, 'x') + '"' + std::string(250, ']')).is_discarded());
  CHECK(json_tree("[\"" + std::string(20'000, 'x')).is_discarded());
  CHECK(json_tree("{\"a\":1,\"b\":\"" + std::string(20'000, 'x') + "\",\"a\":2}").at("a") == 2);
  CHECK(json_tree("{\"a\":1,\"b\":\"" + std::string(20'000, 'x') + "\",\"a\":2}").size() == 2);
}

TEST_CASE("an object of very many members takes a time that grows with them, not with their square") {
  constexpr int kMembers = 200'000;  // minutes, if each looked through the others
  std::string text = "{";
  for (int i = 0; i < kMembers; ++i)
    text += (i == 0 ? "\"key" : ",\"key") + std::to_string(i) + "\":" + std::to_string(i);
  const Json tree = json_tree(text + "}");
  CHECK(tree.size() == kMembers);
  CHECK(tree.back() == kMembers - 1);
}

}  // namespace spanorama
