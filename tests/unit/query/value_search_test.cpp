#include "spanorama/query/value_search.h"

#include <doctest/doctest.h>

#include "../support/random_store.h"
#include "query/text_match.h"
#include "spanorama/base/json_text.h"
#include "spanorama/base/text_finder.h"
#include "spanorama/base/utf8.h"

using namespace spanorama;
using spanorama::test::Random;

namespace {

Condition condition_of(std::string_view text) {
  const Result<Filter> filter = parse_filter(text);
  REQUIRE(filter);
  REQUIRE(filter.value().conditions.size() == 1);
  return filter.value().conditions[0];
}

bool in_json(std::string_view query, std::string_view raw) {
  return ValueSearch(condition_of(query)).matches(PayloadEncoding::json_string, raw);
}

std::string random_text(Random& random, std::uint32_t most) {
  constexpr std::string_view kPieces[] = {
      "a", "b", "A",  "B", " ",  "\n", "\"", "\\", "é", "É", "ж", "Ж", "refund", "Refund", "\xF0\x9F\x98\x80",
      "{", "/", ", ", "1", "x y"};
  std::string text;
  for (std::uint32_t n = random.below(most); n > 0; --n) text += random.pick(kPieces);
  return text;
}

// The inside of a JSON string with escapes where none are needed.
std::string escaped(Random& random, std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    char buffer[16];
    if (c < 0x10000 && random.chance(20)) {
      std::snprintf(buffer, sizeof buffer, random.chance(50) ? "\\u%04x" : "\\u%04X", static_cast<unsigned>(c));
      out += buffer;
    } else {
      std::string quoted;
      append_json_string(quoted, text.substr(begin, at - begin));
      out += quoted.substr(1, quoted.size() - 2);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("a finder finds what a loop over all places finds, over block ends and in any case") {
  Random random(1);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = random_text(random, 200), needle = random_text(random, 4);
    const bool any_case = random.chance(50);
    const std::size_t from = random.below(static_cast<std::uint32_t>(text.size() + 1));
    const std::string in = any_case ? ascii_lower(text) : text, want = any_case ? ascii_lower(needle) : needle;
    CAPTURE(text);
    CAPTURE(needle);
    REQUIRE(TextFinder(needle, any_case).find(text, from) == in.find(want, from));
  }
}

TEST_CASE("what is found in raw bytes is what the decoded text matches") {
  constexpr std::string_view kQueries[] = {"refund",       "\"Refund\"",  "`refund a`",  "/re.*nd/", "é",
                                           "\"É\"",        "/ж|b\\x20a/", "\"a b\"",     "\"\\\\\"", "`x y`",
                                           "/[0-9]\\x20/", "ab",          "attr.k:re*nd"};
  Random random(7);
  int found = 0;
  for (int round = 0; round < 4000; ++round) {
    const std::string text = random_text(random, 40), raw = escaped(random, text);
    const Condition condition = condition_of(random.pick(kQueries));
    const query::TextMatcher naive(condition);
    const bool json = !text.empty() && text.find_first_not_of(" \n") != std::string::npos &&
                      std::string_view("{[\"").find(text[text.find_first_not_of(" \n")]) != std::string_view::npos;
    const bool whole = condition.match == Match::glob;
    const bool expected = naive.matches(text) || (json && !whole && naive.matches(unescaped_json(text)));
    CAPTURE(text);
    CAPTURE(raw);
    CAPTURE(condition.texts[0]);
    const ValueSearch search(condition);
    REQUIRE(search.matches(PayloadEncoding::json_string, raw) == expected);
    REQUIRE(search.matches(PayloadEncoding::utf8, text) == expected);
    found += expected;
    if (const auto place = search.find(text); place && !whole)
      REQUIRE(naive.matches(std::string_view(text).substr(place->at, place->length)));
  }
  CHECK(found > 400);
}

TEST_CASE("escapes do not hide a text, and neither does a message in JSON inside a string") {
  CHECK(in_json("refund", R"(please re\u0066und me)"));
  CHECK(in_json("\"a b\"", R"(a\u0020b)"));
  CHECK(in_json("naïve", R"(na\u00efve)"));
  CHECK(in_json("naïve", R"([{\"content\":\"na\\u00efve\"}])"));
  CHECK(in_json("`hello world`", R"([{\"content\":\"Hello\\nworld\"}])"));
  CHECK_FALSE(in_json("\"Refund\"", R"(refund)"));
  CHECK_FALSE(in_json("refund", R"(re\nfund)"));
}

TEST_CASE("metadata is found in an object of entries that lies in a source, by its path") {
  const auto condition = [](const char* text) { return parse_filter(text).value().conditions[0]; };
  const std::string object = R"({"plan":{"tier":"gold","seats":3},"note":")" + std::string(400, 'x') + "\"}";
  CHECK(ValueSearch(condition("metadata.plan.tier:gold")).matches(PayloadEncoding::json_value, object));
  CHECK(ValueSearch(condition("metadata.plan.seats:3")).matches(PayloadEncoding::json_value, object));
  CHECK_FALSE(ValueSearch(condition("metadata.plan.tier:silver")).matches(PayloadEncoding::json_value, object));
  CHECK_FALSE(ValueSearch(condition("metadata.tier:gold")).matches(PayloadEncoding::json_value, object));
  CHECK(ValueSearch(condition("metadata.plan.seats:>=3")).matches(PayloadEncoding::json_value, object));
  CHECK_FALSE(ValueSearch(condition("metadata.plan.seats:>3")).matches(PayloadEncoding::json_value, object));
  CHECK(ValueSearch(condition("has:metadata.plan.tier")).matches(PayloadEncoding::json_value, object));
  CHECK_FALSE(ValueSearch(condition("has:metadata.plan.size")).matches(PayloadEncoding::json_value, object));
  CHECK_FALSE(looks_into_values(condition("has:model")));
  CHECK_FALSE(ValueSearch(condition("attr.plan.tier:gold")).matches(PayloadEncoding::json_value, object));
}

TEST_CASE("marks are the places of a filter's words, each once") {
  const Result<Filter> filter = parse_filter("refund \"Me\" `last week` /o.d/");
  REQUIRE(filter);
  const std::string_view text = "Order: REFUND Me, me; LAST  week";
  std::string marked;
  for (const auto& place : TextMarks(filter.value()).in(text))
    marked += std::string(text.substr(place.at, place.length)) + "|";
  CHECK(marked == "REFUND|Me|LAST  week|");
}
