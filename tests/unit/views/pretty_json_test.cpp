#include <doctest/doctest.h>

#include "views/font_metrics.h"
#include "views/messages.h"

namespace spanorama {

TEST_CASE("JSON is indented; empty brackets and strings stay as they are") {
  CHECK(pretty_json(R"({"a":[1,2],"b":{},"c":"x, {y}"})") ==
        "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {},\n  \"c\": \"x, {y}\"\n}");
}

TEST_CASE("Broken JSON comes out whole and never fails") {
  CHECK(pretty_json("\"open") == "\"open");
  CHECK(pretty_json("\"a\\") == "\"a\\");
  CHECK(pretty_json("]}") == "\n]\n}");
  CHECK(pretty_json("").empty());
  const std::string deep = pretty_json(std::string(5000, '['));
  CHECK(deep.size() < 5000 * 90);
}

TEST_CASE("Only text in brackets looks like JSON") {
  CHECK(looks_like_json(" {\"a\":1}\n"));
  CHECK(looks_like_json("[]"));
  CHECK_FALSE(looks_like_json("[note] to self"));
  CHECK_FALSE(looks_like_json(""));
}

TEST_CASE("Bytes that are no font have no size") {
  CHECK(em_factor("") == 0);
  CHECK(em_factor("not a font at all, but long enough to have a directory") == 0);
  CHECK(em_factor(std::string("\0\1\0\0\xff\xff\0\0\0\0\0\0head", 16)) == 0);
}

}  // namespace spanorama
