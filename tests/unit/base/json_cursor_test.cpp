#include "spanorama/base/json_cursor.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace spanorama;

namespace {

const char* naive_end(const char* p, const char* end, bool& escaped) {
  escaped = false;
  for (; p != end; ++p) {
    if (*p == '\\') {
      escaped = true;
      if (++p == end) return nullptr;
    } else if (*p == '"' || *p == '\n') {
      return p;
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("the end of a string is found as a byte-by-byte walk finds it") {
  for (unsigned seed = 1; seed <= 20000; ++seed) {
    std::mt19937 random(seed);
    std::string text(random() % 300, 'x');
    for (char& c : text) c = random() % 3 == 0 ? '\\' : random() % 40 == 0 ? '"' : random() % 90 == 0 ? '\n' : 'x';
    if (random() % 4 == 0) text.assign(text.size(), '\\'), text += "\"z\"";
    bool got_escaped = false, want_escaped = false;
    const char* begin = text.data();
    const char* end = begin + text.size();
    const char* got = find_string_end(begin, end, got_escaped);
    const char* want = naive_end(begin, end, want_escaped);
    CAPTURE(seed);
    REQUIRE(got == want);
    if (want != nullptr) REQUIRE(got_escaped == want_escaped);
  }
}

TEST_CASE("a string of any length is taken whole, wherever an escape stands in it") {
  for (std::size_t length = 0; length < 150; ++length) {
    for (std::size_t at = 0; at <= length; ++at) {
      std::string inside(length, 'x');
      if (at < length) inside.replace(at, 1, "\\\"");
      const std::string text = '"' + inside + "\",\"more\"" + std::string(length % 3 * 40, ' ');
      JsonCursor json(text);
      JsonString string;
      CAPTURE(text);
      REQUIRE(json.string(string));
      REQUIRE(string.raw == inside);
      REQUIRE(string.escaped == (at < length));
      REQUIRE(json.position() == text.data() + inside.size() + 2);
    }
  }
}

TEST_CASE("values are skipped and told apart from cut ones, in one piece or many") {
  const std::string value = R"({"a":[1,2.5,"x\"]}",null,{}],"b":"\\"})";
  for (std::size_t size = 0; size <= value.size(); ++size) {
    JsonCursor json(std::string_view(value).substr(0, size));
    CHECK(json.skip_value() == (size == value.size()));
    CHECK(json.failure() == (size == value.size() ? JsonFailure::none : JsonFailure::cut_off));
  }
  JsonValueSkipper skipper;
  for (std::size_t i = 0; i < value.size(); ++i) {
    CHECK_FALSE(skipper.done());
    skipper.feed(value.data() + i, value.data() + i + 1);
  }
  CHECK(skipper.done());
}
