#include <doctest/doctest.h>

#include <cctype>
#include <cmath>
#include <string>

#include "spanorama/base/format.h"
#include "spanorama/base/ids.h"
#include "spanorama/base/json_text.h"
#include "spanorama/base/utf8.h"

using namespace spanorama;

TEST_CASE("ids read hex of either case and print lower case") {
  TraceId trace;
  CHECK(trace_id_from_hex("5B8EFFF798038103D269B633813FC60C", trace));
  CHECK(hex_from(trace) == "5b8efff798038103d269b633813fc60c");
  SpanId span;
  CHECK(span_id_from_hex("00f067aa0ba902b7", span));
  CHECK(hex_from(span) == "00f067aa0ba902b7");
}

TEST_CASE("an id of the wrong length or alphabet is refused and changes nothing") {
  SpanId span{7};
  CHECK_FALSE(span_id_from_hex("00f067aa0ba902b", span));
  CHECK_FALSE(span_id_from_hex("00f067aa0ba902bx", span));
  CHECK(span.value == 7);
}

TEST_CASE("each byte at each place of an id is a hex digit or makes it none") {
  for (std::size_t at = 0; at < 16; ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string hex = "0123456789abcdef";
      hex[at] = static_cast<char>(byte);
      const bool digit = byte < 128 && std::isxdigit(byte) != 0;
      SpanId span{7};
      CAPTURE(at);
      CAPTURE(byte);
      REQUIRE(span_id_from_hex(hex, span) == digit);
      REQUIRE(span.value == (digit ? std::stoull(hex, nullptr, 16) : 7));
    }
  }
}

TEST_CASE("durations read as people say them") {
  CHECK(text_from(Nanos{0}) == "0 ns");
  CHECK(text_from(Nanos{840'000}) == "840 µs");
  CHECK(text_from(Nanos{3'100'000'000}) == "3.1 s");
  CHECK(text_from(Nanos{999'600'000}) == "1 s");
  CHECK(text_from(Nanos{124'000'000'000}) == "2 m 04 s");
  CHECK(text_from(Nanos{59'990'000'000}) == "1 m 00 s");
  CHECK(text_from(Nanos{11'520'000'000'000}) == "3 h 12 m");
  CHECK(text_from(Nanos{-3'100'000'000}) == "-3.1 s");
  CHECK(text_from(Nanos{INT64_MIN}).front() == '-');
}

TEST_CASE("exact milliseconds keep the fraction") {
  CHECK(exact_milliseconds(Nanos{2'300'000'000}) == "2300 ms");
  CHECK(exact_milliseconds(Nanos{840'000}) == "0.84 ms");
  CHECK(exact_milliseconds(Nanos{-1}) == "-0.000001 ms");
}

TEST_CASE("counts, money and bytes") {
  CHECK(text_from_count(987) == "987");
  CHECK(text_from_count(41'234) == "41.2k");
  CHECK(text_from_count(1'204'511) == "1.2M");
  CHECK(text_from_count(kUnknown) == "–");
  CHECK(grouped(12480) == "12,480");
  CHECK(grouped(-1000) == "-1,000");
  CHECK(text_from_microcents(3'120'000) == "$0.0312");
  CHECK(text_from_microcents(100) == "<$0.0001");
  CHECK(text_from_microcents(1'240'000'000) == "$12.40");
  CHECK(text_from_microcents(0) == "$0");
  CHECK(text_from_microcents(kUnknown) == "–");
  CHECK(text_from_bytes(640'000'000) == "640 MB");
}

TEST_CASE("instants print in UTC and shifted") {
  const UnixTime time{1'785'506'602'123'456'789};
  CHECK(iso8601_from(time) == "2026-07-31T14:03:22.123456789Z");
  CHECK(text_from(time, 3) == "2026-07-31 14:03:22.123 UTC");
  CHECK(text_from(time, 0, 120) == "2026-07-31 16:03:22 +02:00");
  CHECK(iso8601_from(UnixTime{-1}) == "1969-12-31T23:59:59.999999999Z");
  CHECK(text_from(UnixTime{INT64_MAX}, 0, 840).substr(0, 4) == "2262");
}

TEST_CASE("numbers are parsed whole or not at all") {
  std::int64_t n = 5;
  CHECK(parse_int64("-42", n));
  CHECK(n == -42);
  CHECK_FALSE(parse_int64("42 ", n));
  CHECK_FALSE(parse_int64("9223372036854775808", n));
  double d = 0;
  CHECK(parse_double("1e3", d));
  CHECK(d == 1000);
  CHECK_FALSE(parse_double("0x10", d));
  CHECK_FALSE(parse_double("", d));
}

TEST_CASE("broken UTF-8 becomes the replacement character, byte by byte") {
  CHECK(repaired_utf8("a\xFFz") == "a\uFFFDz");
  CHECK(repaired_utf8("\xE2\x82") == "\uFFFD\uFFFD");
  CHECK(repaired_utf8("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");  // a surrogate in UTF-8
  CHECK(repaired_utf8("\xC0\x80") == "\uFFFD\uFFFD");            // overlong NUL
  CHECK(repaired_utf8("日本") == "日本");
}

TEST_CASE("cutting never ends inside a character") {
  CHECK(utf8_prefix("日本", 4) == "日");
  CHECK(utf8_prefix("日本", 6) == "日本");
  CHECK(utf8_prefix("ab", 1) == "a");
  CHECK(utf8_prefix("\x80\x80\x80\x80\x80", 4).size() == 4);
}

TEST_CASE("containment ignores ASCII case only") {
  CHECK(contains_any_case("Support-agent", "suppo"));
  CHECK(contains_any_case("x", ""));
  CHECK_FALSE(contains_any_case("sup", "suppo"));
  CHECK(contains_any_case("ÄÖ", "Ö"));
}

TEST_CASE("JSON strings survive writing and reading back") {
  std::string out;
  append_json_string(out, "a\"b\\c\n\x01 日");
  CHECK(out == "\"a\\\"b\\\\c\\n\\u0001 日\"");
  CHECK(unescaped_json(std::string_view(out).substr(1, out.size() - 2)) == "a\"b\\c\n\x01 日");
}

TEST_CASE("escapes: pairs are joined, lone halves replaced, broken ones kept") {
  CHECK(unescaped_json("\\ud83d\\ude00") == "😀");
  CHECK(unescaped_json("\\ud83d!") == "\uFFFD!");
  CHECK(unescaped_json("\\u00e9\\/") == "é/");
  CHECK(unescaped_json("\\x \\u12") == "\\x \\u12");
  CHECK(unescaped_json("end\\") == "end\\");
}

TEST_CASE("what has to be escaped is found wherever it stands in long texts") {
  struct Escaped {
    std::string plain, escaped;
  };
  const Escaped kTexts[] = {{"\"", "\\\""}, {"\\", "\\\\"}, {"\n", "\\n"},       {std::string(1, '\x1f'), "\\u001f"},
                            {" ", " "},     {"~", "~"},     {"\x7f", "\\u007f"}, {"é", "é"}};
  for (const Escaped& text : kTexts)
    for (std::size_t before = 0; before < 40; ++before) {
      CAPTURE(text.plain);
      CAPTURE(before);
      const std::string x(before, 'x'), y(35, 'y');
      std::string out;
      append_json_string(out, x + text.plain + y);
      CHECK(out == "\"" + x + text.escaped + y + "\"");
      CHECK(unescaped_json(std::string_view(out).substr(1, out.size() - 2)) == x + text.plain + y);
    }
}

TEST_CASE("doubles print shortest and odd ones as words") {
  std::string out;
  append_json_double(out, 0.1);
  out += ' ';
  append_json_double(out, 1e300);
  out += ' ';
  append_json_double(out, NAN);
  CHECK(out == "0.1 1e+300 \"NaN\"");
}

TEST_CASE("base64 in both alphabets, with and without padding") {
  std::string out;
  CHECK(append_base64_decoded(out, "_-8="));
  CHECK(out == "\xFF\xEF");
  out.clear();
  CHECK(append_base64_decoded(out, "aGk"));
  CHECK(out == "hi");
  CHECK_FALSE(append_base64_decoded(out, "a"));
  CHECK_FALSE(append_base64_decoded(out, "a*bc"));
  CHECK(base64_from("hi!") == "aGkh");
  CHECK(base64_from("hi") == "aGk=");
}

TEST_CASE("UTF-8 is judged alike sixteen bytes at a time and character by character") {
  const std::string_view parts[] = {"a",
                                    "0123456789",
                                    "\xC3\xBC",
                                    "\xE2\x82\xAC",
                                    "\xF0\x9F\x98\x80",
                                    "\xED\x9F\xBF",
                                    "\xED\xA0\x80",
                                    "\xE0\x9F\xBF",
                                    "\xE0\xA0\x80",
                                    "\xF0\x8F\xBF\xBF",
                                    "\xF0\x90\x80\x80",
                                    "\xF4\x8F\xBF\xBF",
                                    "\xF4\x90\x80\x80",
                                    "\xF5\x80\x80\x80",
                                    "\xC0\x80",
                                    "\xC1\xBF",
                                    "\x80",
                                    "\xBF",
                                    "\xC3",
                                    "\xE2\x82",
                                    "\xF0\x9F\x98",
                                    "\xFF"};
  std::uint64_t state = 1;
  const auto below = [&state](std::uint64_t limit) {
    return (state = state * 6364136223846793005ULL + 1) / 65536 % limit;
  };
  int valid = 0;
  for (int round = 0; round < 20'000; ++round) {
    // Mostly whole characters, so that many texts have at most one mistake.
    std::string text;
    for (std::uint64_t i = 1 + below(30); i != 0; --i) text += below(30) == 0 ? parts[below(22)] : parts[below(6)];
    std::string repaired;
    for (std::size_t at = 0; at < text.size();) append_utf8(repaired, next_code_point(text, at));
    CAPTURE(round);
    REQUIRE(is_valid_utf8(text) == (repaired == text));
    valid += repaired == text;
  }
  CHECK(valid > 1000);
  CHECK(valid < 19'000);
}
