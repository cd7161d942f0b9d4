// Previews straight from escaped bytes say the same as previews of the decoded text.
#include <doctest/doctest.h>

#include <string>

#include "ingest/dialects/message_preview.h"
#include "ingest/dialects/squeezed_text.h"
#include "spanorama/base/json_text.h"

namespace spanorama {
namespace {

std::string inside(std::string_view text) {
  std::string quoted;
  append_json_string(quoted, text);
  return quoted.substr(1, quoted.size() - 2);
}

std::string squeezed_from(std::string_view raw, int layers) {
  SqueezedText text;
  text.append(raw, layers);
  return std::string(text.text());
}

std::string preview_text(const RawValue& value, PreviewOf what) {
  SqueezedText text;
  make_preview(text, value, what);
  return std::string(text.text());
}

RawValue text_value(std::string_view raw, bool escaped) {
  RawValue value;
  value.kind = RawKind::text;
  value.encoding = escaped ? PayloadEncoding::json_string : PayloadEncoding::utf8;
  value.escaped = escaped;
  value.raw = raw;
  return value;
}

// The preview of JSON as it stands, and inside a JSON string; both must agree.
std::string preview(const std::string& json, PreviewOf what) {
  const std::string escaped = inside(json);
  const std::string plain = preview_text(text_value(json, false), what);
  CHECK(preview_text(text_value(escaped, true), what) == plain);
  return plain;
}

TEST_CASE("squeezed text is the same through one and two JSON strings") {
  const char* samples[] = {"plain",
                           "  two\n\n words \t",
                           "quote \" slash / back \\ end",
                           "\\\\\\ many \\\" of them",
                           "größe über \xE2\x82\xAC \xF0\x9F\x98\x80 end",
                           "a\x01"
                           "b\x7F",
                           "C:\\new\\table \\u0041",
                           ""};
  for (const std::string sample : samples) {
    for (std::size_t pad = 0; pad < 20; ++pad) {
      const std::string text = std::string(pad, 'x') + sample + std::string(pad, 'y');
      CHECK(squeezed_from(inside(text), 1) == squeezed_from(text, 0));
      CHECK(squeezed_from(inside(inside(text)), 2) == squeezed_from(text, 0));
    }
  }
}

TEST_CASE("escapes by number are one character in both layers") {
  CHECK(squeezed_from(R"(gr\u00f6\u00dfe \ud83d\ude00!)", 1) == "größe \xF0\x9F\x98\x80!");
  CHECK(squeezed_from(R"(gr\\u00f6\\u00dfe \\ud83d\\ude00!)", 2) == "größe \xF0\x9F\x98\x80!");
  std::string many;
  for (int i = 0; i < 100; ++i) many += R"(\ud83d\ude00)";
  CHECK(squeezed_from("\\u0061" + many, 1).size() == 1 + 59 * 4);
}

TEST_CASE("escapes by number that stand alone, are broken or cut off take nothing with them") {
  const std::string lost = "\xEF\xBF\xBD";  // U+FFFD
  CHECK(squeezed_from(R"(a\ud83db)", 1) == "a" + lost + "b");
  CHECK(squeezed_from(R"(a\ud83d\u0062)", 1) == "a" + lost + "b");
  CHECK(squeezed_from(R"(a\ude00\ud83d\ude00)", 1) == "a" + lost + "\xF0\x9F\x98\x80");
  CHECK(squeezed_from(R"(a\u00g6 b)", 1) == R"(a\u00g6 b)");
  CHECK(squeezed_from(R"(a\u0020\u000a\u0009b)", 1) == "a b");
  CHECK(squeezed_from(R"(\u30ce\u30fc\u30c8)", 1) == "ノート");
  CHECK(squeezed_from(R"(\\u30ce\\u30fc\\u30c8)", 2) == "ノート");
  CHECK(squeezed_from(R"(\u30ce\u30f)", 1) == R"(ノ\u30f)");
}

TEST_CASE("a preview is cut at a whole character and broken bytes are repaired") {
  CHECK(squeezed_from(std::string(239, 'x') + "ö", 0) == std::string(239, 'x'));
  CHECK(squeezed_from("a\xFF"
                      "b",
                      0) ==
        "a\xEF\xBF\xBD"
        "b");
}

TEST_CASE("messages are found through escapes, whatever is long") {
  const std::string words(3000, 'w');
  const std::string answer = R"([{"role":"assistant","content":")" + words + R"("}])";
  CHECK(preview(answer, PreviewOf::answer) == std::string(240, 'w'));
  const std::string asked = R"([{"role":"system","content":")" + words +
                            R"("},{"role":"user","content":"say \"hi\"\nnow"},)" +
                            R"({"role":"assistant","content":")" + words + R"("}])";
  CHECK(preview(asked, PreviewOf::last_user) == "say \"hi\" now");
  CHECK(preview(R"([{"content":"first","role":"user"},{"content":"second","role":"assistant"}])",
                PreviewOf::last_user) == "first");
  CHECK(preview(R"({"role" : "user", "parts": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]})",
                PreviewOf::last_user) == "a b");
}

TEST_CASE("quotes escaped by number are read") {
  const std::string raw = R"([{\u0022role\u0022:\u0022user\u0022,\u0022content\u0022:\u0022hi\u0022}])";
  CHECK(preview_text(text_value(raw, true), PreviewOf::last_user) == "hi");
}

TEST_CASE("the elements of a list are counted without being decoded") {
  const auto count = [](const std::string& json) {
    const std::string escaped = inside(json);
    const int plain = element_count(text_value(json, false));
    CHECK(element_count(text_value(escaped, true)) == plain);
    return plain;
  };
  CHECK(count("[]") == 0);
  CHECK(count("[1]") == 1);
  CHECK(count(R"( [ {"a":[1,2,{"b":"], \"c\""}]} , "x,y", -1.5e+3, null,[],{} ] )") == 6);
  CHECK(count("[\n{\"a\": 1},\n\t{\"b\": 2}\r\n]") == 2);
  CHECK(count(R"([{"a":1},{"b":2},{"c)") == 2);  // cut off
  CHECK(count("[Document(page_content='a'), Document(page_content='b')]") == 0);
  CHECK(count(R"({"a":[1]})") == -1);
  CHECK(count("") == -1);
  CHECK(count("[") == 0);
  CHECK(count(std::string(100000, '[')) == 0);
}

TEST_CASE("roles within roles that never close are given up") {
  std::string json;
  for (int i = 0; i < 5000; ++i) json += R"([{"role":"user",)";
  CHECK(preview(json, PreviewOf::last_user).empty());
}

}  // namespace
TEST_CASE("Prose that begins with a bracket stays prose") {
  for (const std::string text :
       {"[kb-305] # Export all your notes", "[1] See below, please", "{name}, hello there", "[true story] told", "[12"})
    CHECK(preview(text, PreviewOf::last_user) == (text == "[12" ? "12" : text));
  CHECK(preview("[1, 2]", PreviewOf::last_user) == "1, 2");
  CHECK(preview("[null, true]", PreviewOf::last_user) == "true");
}

}  // namespace spanorama
