#include <doctest/doctest.h>

#include "views/json_tree/outline.h"

namespace spanorama {

namespace {

void finish(JsonOutline& outline) {
  for (int i = 0; i < 100000 && outline.work(64); ++i) {
  }
}

std::string shown(JsonOutline& outline) {
  finish(outline);
  std::string out;
  for (const JsonRow& row : outline.rows()) {
    const JsonNode& node = outline.nodes()[row.node];
    out.append(node.depth * 1u, ' ');
    if (row.kind == JsonRow::Kind::more) {
      out += " more\n";
      continue;
    }
    out += std::string(outline.key(node)) + "=";
    out += node.container() ? (node.kind == JsonKind::object ? "{" : "[") + std::to_string(node.children.size())
                            : std::string(outline.value(node));
    out += "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("Small JSON is open at once, in order, with keys and paths") {
  JsonOutline outline(R"( {"a": [1, "x]\"", null], "b c": {"d": -2.5}, "e": {}} )");
  CHECK(shown(outline) ==
        "={3\n"
        " a=[3\n"
        "  =1\n"
        "  =\"x]\\\"\"\n"
        "  =null\n"
        " b c={1\n"
        "  d=-2.5\n"
        " e={0\n");
  CHECK(outline.path(0) == "$");
  const auto path_of = [&](std::string_view value) {
    for (std::uint32_t i = 0; i < outline.nodes().size(); ++i)
      if (outline.value(outline.nodes()[i]) == value) return outline.path(i);
    return std::string("?");
  };
  CHECK(path_of("null") == "$.a[2]");
  CHECK(path_of("-2.5") == "$[\"b c\"].d");
}

TEST_CASE("Children come by the page") {
  std::string text = "[";
  for (int i = 0; i < 1200; ++i) text += std::to_string(i) + (i < 1199 ? "," : "]");
  JsonOutline outline(text);
  finish(outline);
  CHECK(outline.nodes()[0].children.size() == 500);
  CHECK(outline.rows().size() == 502);
  outline.show_more(0);
  outline.show_more(0);
  finish(outline);
  CHECK(outline.nodes()[0].children.size() == 1200);
  CHECK(outline.rows().size() == 1201);
}

TEST_CASE("What is broken is shown as far as it goes") {
  for (const char* text : {"", "   ", "{", "[1,", "{\"a\"", "{\"a\":", "{\"a\":\"b", "[[[[", "]", "{]}", "[1 2 3]",
                           "{\"a\" 1}", "[tru,,fals]", "{{}}", "\"open"}) {
    JsonOutline outline(text);
    finish(outline);
    CHECK(!outline.rows().empty());
  }
}

TEST_CASE("A deep nest is opened step by step and closes again") {
  const std::string text(100000, '[');
  JsonOutline outline(text);
  finish(outline);
  CHECK(outline.rows().size() < 400);
  outline.set_open(0, false);
  CHECK(outline.rows().size() == 1);
}

TEST_CASE("A byte can be revealed through pages and levels") {
  std::string text = "{\"first\":[";
  for (int i = 0; i < 2000; ++i) text += "{\"n\":" + std::to_string(i) + ",\"pad\":\"" + std::string(700, 'x') + "\"},";
  const std::size_t at = text.size();
  text += "{\"needle\":[[\"here\"]]}]}";
  JsonOutline outline(text);
  outline.reveal(static_cast<std::uint32_t>(text.find("here")));
  std::optional<std::uint32_t> found;
  for (int i = 0; i < 100000 && !found; ++i) {
    outline.work(4096);
    found = outline.take_revealed();
  }
  REQUIRE(found);
  CHECK(outline.value(outline.nodes()[*found]) == "\"here\"");
  CHECK(outline.path(*found) == "$.first[2000].needle[0][0]");
  outline.reveal(static_cast<std::uint32_t>(at + 3));
  found.reset();
  for (int i = 0; i < 100000 && !found; ++i) {
    outline.work(4096);
    found = outline.take_revealed();
  }
  REQUIRE(found);
  CHECK(outline.key(outline.nodes()[*found]) == "needle");
}

}  // namespace spanorama
