#include <doctest/doctest.h>

#include <cmath>

#include "../support/random_store.h"
#include "spanorama/query/filter.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr UnixTime kNow{1785542400000000000};  // 2026-08-01T00:00:00Z

Filter parsed(std::string_view text) {
  auto result = parse_filter(text, kNow);
  INFO(std::string(text));
  REQUIRE_MESSAGE(result, (result ? "" : result.error().message));
  return result.value();
}
Condition one(std::string_view text) {
  const Filter filter = parsed(text);
  REQUIRE(filter.conditions.size() == 1);
  return filter.conditions[0];
}
std::string error_of(std::string_view text) {
  const auto result = parse_filter(text, kNow);
  INFO(std::string(text));
  REQUIRE_FALSE(result);
  return result.error().message;
}
bool starts(const std::string& text, std::string_view prefix) { return text.rfind(prefix, 0) == 0; }
std::string reprinted(std::string_view text) { return print(parsed(text)); }

}  // namespace

TEST_CASE("an empty text is an empty filter") {
  CHECK(parsed("").conditions.empty());
  CHECK(parsed("  \t ").conditions.empty());
  CHECK(print(Filter{}) == "");
}

TEST_CASE("a field's own way of comparing, and = ~ * for others") {
  CHECK(one("name:suppo").match == Match::contains);
  CHECK(one("name:=support-agent").match == Match::equals);
  CHECK(one("name:sup*").match == Match::glob);
  CHECK(one("model:gpt-4o").match == Match::glob);
  CHECK(one("model:=gpt-4o").match == Match::equals);
  CHECK(one("model:~4o").match == Match::contains);
  CHECK(one("env:dev").field == FilterField::environment);
  CHECK(one("-environment:dev").negated);
  CHECK(one("tags:\"beta test\"").texts == std::vector<std::string>{"beta test"});
}

TEST_CASE("several values: any of them, all of them") {
  const Condition any = one("model:(gpt-4o OR claude-*)");
  CHECK(any.texts == std::vector<std::string>{"gpt-4o", "claude-*"});
  CHECK_FALSE(any.all_of);
  CHECK(one("tags:(a AND b)").all_of);
  CHECK(one("model:( a )").texts.size() == 1);
  // A name that is searched beside one with stars becomes a glob too.
  CHECK(one("name:(suppo OR chat*)").texts == std::vector<std::string>{"*suppo*", "chat*"});
}

TEST_CASE("status and type are words") {
  CHECK(one("status:error").texts == std::vector<std::string>{"error"});
  CHECK(one("status:(ok OR ERROR)").texts == std::vector<std::string>{"ok", "error"});
  CHECK(one("status:success").texts == std::vector<std::string>{"ok", "unset"});
  CHECK(one("type:llm").texts == std::vector<std::string>{"generation"});
  CHECK(one("has:session_id").texts == std::vector<std::string>{"session"});
  CHECK(one("has:attr.http.route").texts == std::vector<std::string>{"attr.http.route"});
}

TEST_CASE("durations are nanoseconds unless a unit says otherwise") {
  const auto range = [](std::string_view text) {
    const Condition c = one(text);
    CHECK(c.match == Match::range);
    return std::pair{c.low, c.high};
  };
  constexpr std::int64_t kMin = INT64_MIN, kMax = INT64_MAX;
  CHECK(range("duration:5000000000") == std::pair{std::int64_t{5'000'000'000}, std::int64_t{5'000'000'000}});
  CHECK(range("duration:>5s") == std::pair{std::int64_t{5'000'000'001}, kMax});
  CHECK(range("duration:>=5s") == std::pair{std::int64_t{5'000'000'000}, kMax});
  CHECK(range("duration:<1.5ms") == std::pair{kMin, std::int64_t{1'499'999}});
  CHECK(range("duration:<=2m") == std::pair{kMin, std::int64_t{120'000'000'000}});
  CHECK(range("duration:1s..5s") == std::pair{std::int64_t{1'000'000'000}, std::int64_t{5'000'000'000}});
  CHECK(range("duration:1h..") == std::pair{std::int64_t{3'600'000'000'000}, kMax});
  CHECK(range("duration:..7us") == std::pair{kMin, std::int64_t{7'000}});
  CHECK(range("duration:3µs") == std::pair{std::int64_t{3'000}, std::int64_t{3'000}});
  CHECK(range("ttft:<400ms") == std::pair{kMin, std::int64_t{399'999'999}});
  CHECK(range("tokens:>=10k") == std::pair{std::int64_t{10'000}, kMax});
  CHECK(range("errors:-2..0") == std::pair{std::int64_t{-2}, std::int64_t{0}});
}

TEST_CASE("other words for a field are understood and written in the usual one") {
  CHECK(print(parse_filter("latency:>2s env:dev models:a").value()) == "duration:>2s environment:dev model:a");
}

TEST_CASE("costs are microcents unless they begin with a dollar") {
  CHECK(one("cost:100").low == 100);
  CHECK(one("cost:>=$0.01").low == 1'000'000);
  CHECK(one("cost:>$0.01").low == 1'000'001);
  CHECK(one("cost:$0.000001").low == 100);
  CHECK(one("cost:$12").low == 1'200'000'000);
  CHECK(one("cost:$0.00000000999").low == 1);  // rounded to the nearest microcent
}

TEST_CASE("times: days as a whole, instants exactly, and back from now") {
  constexpr std::int64_t kDay = 86'400'000'000'000;
  CHECK(one("time:2026-08-01").low == kNow.ns);
  CHECK(one("time:2026-08-01").high == kNow.ns + kDay - 1);
  CHECK(one("time:2026-08-01..2026-08-02").high == kNow.ns + 2 * kDay - 1);
  CHECK(one("time:>2026-08-01").low == kNow.ns + kDay);
  CHECK(one("time:<2026-08-01").high == kNow.ns - 1);
  CHECK(one("time:2026-08-01T00:00:01Z").low == kNow.ns + 1'000'000'000);
  CHECK(one("time:2026-08-01T00:00:01Z").high == kNow.ns + 1'000'000'000);
  CHECK(one("time:2026-08-01T02:00:00.5+02:00").low == kNow.ns + 500'000'000);
  CHECK(one("time:>=1785542400000000000").low == kNow.ns);
  CHECK(one("time:last 6h").low == kNow.ns - 6 * 3'600'000'000'000);
  CHECK(one("time:last 7d").low == kNow.ns - 7 * kDay);
  CHECK(one("time:2024-02-29").low == 1709164800000000000);
}

TEST_CASE("keys of attributes may hold anything") {
  CHECK(one("attr.http.route:/chat").key == "http.route");
  CHECK(one("attr.\"a key: with (all)\":1").key == "a key: with (all)");
  CHECK(one("resource.host.name:x").field == FilterField::resource);
  CHECK(one("metadata.region:eu").field == FilterField::metadata);
  CHECK(one("attr.retries:>3").low == 4);
  CHECK(one("attr.retries:1..3").match == Match::range);
  CHECK(one("attr.retries:\"1..3\"").match == Match::glob);
  CHECK(one("attr.version:1.2").match == Match::glob);
}

TEST_CASE("words and quoted texts") {
  CHECK(one("refund").field == FilterField::text);
  CHECK(one("refund").match == Match::contains);
  CHECK(one("\"Case kept\"").match == Match::equals);
  CHECK(one("-refund").negated);
  CHECK(one("(refund AND order)").all_of);
  CHECK(one("\"a \\\"quote\\\" and \\\\\"").texts[0] == "a \"quote\" and \\");
  CHECK(parsed("one two -three").conditions.size() == 3);
  CHECK(one("-").texts[0] == "-");
  CHECK(one("заказ").texts[0] == "заказ");
}

TEST_CASE("what stands around a mistake is read, up to what may hold spaces") {
  const auto readable = [](std::string_view text) {
    const ReadableFilter read = read_filter(text);
    CHECK_MESSAGE(read.mistake.has_value(), text);
    return print(read.filter);
  };
  CHECK(readable("env:prod duration:>soon status:error") == "environment:prod status:error");
  CHECK(readable("status:errr cost:x env:prod") == "environment:prod");
  CHECK(readable("env:prod model:(gpt OR") == "environment:prod");
  CHECK(readable("env:prod name:\"never closed status:error") == "environment:prod");
  CHECK(read_filter("status:errr cost:x").mistake->message.find("column 8") != std::string::npos);
}

TEST_CASE("mistakes name their column and what would be right") {
  CHECK(starts(error_of("stauts:error"), "column 1: there is no field \"stauts\"; did you mean status?"));
  CHECK(starts(error_of("model:a nmae:b"), "column 9: there is no field \"nmae\"; did you mean name?"));
  CHECK(starts(error_of("заказ foo:b"), "column 7: there is no field"));  // columns are characters
  CHECK(error_of("qqqq:b").find("the fields are status, name") != std::string::npos);
  CHECK(starts(error_of("status:bad"),
               "column 8: \"bad\" is no word of status:, expected one of ok, error, unset, success"));
  CHECK(starts(error_of("type:(agent OR robot)"),
               "column 16: \"robot\" is no word of type:, expected one of span, generation"));
  CHECK(starts(error_of("duration:>5parsec"),
               "column 11: \"5parsec\" has an unknown unit; expected a duration such as 400ms"));
  CHECK(starts(error_of("duration:>NaN"), "column 11: \"NaN\" is no number"));
  CHECK(starts(error_of("duration:>"), "column 11: expected a duration"));
  CHECK(starts(error_of("cost:$"), "column 6: \"$\" is no number; expected a cost such as $0.01"));
  CHECK(starts(error_of("duration:99999999999999h"), "column 10: \"99999999999999h\" is too large"));
  CHECK(starts(error_of("duration:5s..1s"), "column 10: the range ends before it begins"));
  CHECK(
      starts(error_of("time:2026-13-01"), "column 6: \"2026-13-01\" is no number; expected a time such as 2026-08-01"));
  CHECK(starts(error_of("time:2026-02-29"), "column 6:"));
  CHECK(starts(error_of("name:"), "column 6: expected a value after the colon"));
  CHECK(starts(error_of("name: x"), "column 6: expected a value after the colon"));
  CHECK(starts(error_of("name:\"x"), "column 6: this quote is not closed"));
  CHECK(starts(error_of("model:(a OR b"), "column 7: this ( is not closed"));
  CHECK(starts(error_of("model:(a b)"), "column 10: expected OR, AND or )"));
  CHECK(starts(error_of("model:(a OR b AND c)"), "column 15: OR and AND cannot be mixed"));
  CHECK(starts(error_of("model:()"), "column 8: expected a value inside ( )"));
  CHECK(starts(error_of("model:(=a OR b)"), "column 14: inside one pair of parentheses"));
  CHECK(starts(error_of("a OR b"), "column 3: OR works inside parentheses"));
  CHECK(starts(error_of(")"), "column 1: this ) closes nothing"));
  CHECK(starts(error_of(":x"), "column 1: expected a field before the colon"));
  CHECK(starts(error_of("attr:x"), "column 1: expected a key"));
  CHECK(starts(error_of("has:wings"), "column 5: \"wings\" is no word of has:, expected one of cost"));
  CHECK(parse_filter("time:last 6h").error().message ==
        "column 6: the present time is not known here; write the times themselves");
}

TEST_CASE("what is not there yet says so") {
  CHECK(error_of("name:/^sup(.*t$/") == "column 6: this is no regular expression: missing ): ^sup(.*t$");
  CHECK(error_of("duration:>=p100") == "column 12: a percentile lies between p0 and p100, such as p95");
  CHECK(error_of("duration:p95") == "column 10: expected >= or < before a percentile, as in >=p95");
  CHECK(starts(error_of("time:>p95"), "column 7: \"p95\" is no number"));
  CHECK(error_of("`in this order").substr(0, 35) == "column 1: this quote is not closed;");
  CHECK(error_of("`?!`") == "column 1: expected words between the back quotes");
  CHECK(error_of("name:`a b`") == "column 6: a phrase in back quotes searches all texts and stands without a field");
  CHECK(starts(error_of("level:loud"), "column 7: \"loud\" is no word of level:, expected one of debug, default"));
  CHECK(starts(error_of("score:>1"), "column 1: expected a key, as in score."));
}

TEST_CASE("printing takes the short way that reads back the same") {
  for (std::string_view text : {"status:error model:gpt-4o* duration:>5s",
                                "model:(gpt-4o OR claude-*)",
                                "tags:(a AND b)",
                                "-environment:dev",
                                "duration:1s..5s",
                                "duration:5s",
                                "ttft:<400ms",
                                "cost:>$0.01",
                                "cost:100",
                                "tokens:>=1000",
                                "name:suppo",
                                "name:=support-agent",
                                "metadata.region:eu",
                                "attr.http.route:/chat",
                                "resource.host.name:x",
                                "has:ttft",
                                "-has:cost",
                                "time:2026-08-01..2026-08-02",
                                "time:2026-08-01",
                                "word",
                                "\"exact, case kept\"",
                                "(a OR b)",
                                "attr.\"a b\":\"c d\"",
                                "name:\"*a b*\"",
                                "status:(ok OR unset)",
                                "attr.n:3..3",
                                "spans:<=7",
                                "errors:..",
                                "-\"not this\"",
                                "~\"two words\"",
                                "model:~4o",
                                "name:~*"})
    CHECK(reprinted(text) == text);
}

namespace {

constexpr std::string_view kTexts[] = {
    "gpt-4o", "gpt*", "two words", "OR", "AND", "-x",  "~x", "=x",   "a:b", "(y",  "y)",         "\"q\"", "back\\slash",
    "1..3",   ">5",   "/re/",      "`",  "*",   "Ünï", "$1", "last", "/",   "p95", "http.route", "-"};

std::string random_text(Random& random, bool star) {
  std::string text(random.pick(kTexts));
  if (random.chance(30)) text += random.pick(kTexts);
  if (star) text += '*';
  return text;
}

std::int64_t random_bound(Random& random, bool time) {
  if (time) return kNow.ns + std::int64_t{random.below(4)} * 43'200'000'000'000 - (random.chance(50) ? 1 : 0);
  constexpr std::int64_t kValues[] = {
      0, 1, 999, 1'000, 5'000'000, 1'000'000'000, 3'600'000'000'000, 123'456'789'012, -4, INT64_MAX - 1, INT64_MIN + 1};
  return random.pick(kValues) + random.below(2);
}

Condition random_condition(Random& random) {
  Condition c;
  c.field = static_cast<FilterField>(random.below(static_cast<std::uint32_t>(FilterField::has) + 1));
  c.negated = random.chance(30);
  using F = FilterField;
  const bool keyed = c.field >= F::attribute && c.field <= F::score;
  if (keyed) c.key = random_text(random, false);
  if (keyed && random.chance(20)) {
    constexpr double kReals[] = {0.1, -2.5, 1e300, 3.0, 0.30000000000000004, -1e-9};
    c.match = Match::range;
    c.fine.real = true;
    (random.chance(50) ? c.fine.low_real : c.fine.high_real) = random.pick(kReals);
    (std::isfinite(c.fine.low_real) ? c.fine.low_open : c.fine.high_open) = random.chance(50);
    return c;
  }
  if (c.field >= F::duration && c.field < F::time && random.chance(25)) {
    constexpr std::int32_t kPercentiles[] = {9500, 9990, 9999, 5000, 50, 1};
    c.match = Match::range;
    (random.chance(50) ? c.fine.low_percentile : c.fine.high_percentile) = random.pick(kPercentiles);
    (c.fine.low_percentile >= 0 ? c.fine.low_open : c.fine.high_open) = random.chance(50);
    return c;
  }
  if ((c.field >= F::duration && c.field <= F::time) || (keyed && random.chance(30))) {
    c.match = Match::range;
    if (random.chance(70)) c.low = random_bound(random, c.field == F::time);
    if (random.chance(70)) c.high = random_bound(random, c.field == F::time);
    if (c.low > c.high) std::swap(c.low, c.high);
    return c;
  }
  const std::uint32_t count = 1 + random.below(3);
  c.all_of = count > 1 && random.chance(50);
  if (c.field == F::level || c.field == F::bookmarked) {
    c.match = Match::equals;
    c.texts = {c.field == F::level ? "warning" : "true"};
    return c.all_of = false, c;
  }
  if (c.field == F::status || c.field == F::type || c.field == F::has) {
    c.match = Match::equals;
    for (std::uint32_t i = 0; i < count; ++i)
      c.texts.push_back(c.field == F::status ? std::string(name_of(static_cast<Status>(random.below(3))))
                        : c.field == F::type
                            ? std::string(name_of(static_cast<ObservationType>(random.below(kObservationTypeCount))))
                        : random.chance(50) ? "cost"
                                            : "attr.some key");
    return c;
  }
  if (random.chance(15)) {
    constexpr std::string_view kPatterns[] = {"^a.*b$", "a/b", "two words", "(?i)x|y", "\\d+\\s", "\\\\/", "[/)(]+"};
    constexpr std::string_view kPhrases[] = {"in this order", "a `quoted` one", "back\\slash"};
    const bool phrase = c.field == F::text && random.chance(50);
    c.match = phrase ? Match::phrase : Match::pattern;
    for (std::uint32_t i = 0; i < count; ++i)
      c.texts.emplace_back(phrase ? random.pick(kPhrases) : random.pick(kPatterns));
    return c;
  }
  const bool contains_field = c.field == F::text || c.field == F::name || c.field == F::trace;
  c.match = static_cast<Match>(random.below(c.field == F::text ? 2 : 3));
  for (std::uint32_t i = 0; i < count; ++i)
    c.texts.push_back(random_text(random, contains_field && c.match == Match::glob));
  return c;
}

}  // namespace

TEST_CASE("a printed filter reads back the same") {
  for (std::uint64_t seed = 1; seed <= 5000; ++seed) {
    Random random(seed);
    Filter filter;
    for (std::uint32_t n = random.below(4); n > 0; --n) filter.conditions.push_back(random_condition(random));
    const std::string text = print(filter);
    CAPTURE(seed);
    CAPTURE(text);
    const auto again = parse_filter(text);
    REQUIRE_MESSAGE(again, (again ? "" : again.error().message));
    CHECK(again.value() == filter);
  }
}

TEST_CASE("no text makes the parser fail in another way than with a message") {
  constexpr std::string_view kPieces[] = {"status:", "(",  ")", " OR ",  "\"", "\\",   "-",        "=",
                                          "~",       "..", ">", "attr.", "x",  "\xff", "\xd0\xb6", ":",
                                          "`",       "/",  " ", "last",  "5s", "$",    "time:",    "duration:"};
  for (std::uint64_t seed = 1; seed <= 20000; ++seed) {
    Random random(seed);
    std::string text;
    for (std::uint32_t n = random.below(8); n > 0; --n) text += random.pick(kPieces);
    const auto result = parse_filter(text, kNow);
    if (!result) {
      CHECK(starts(result.error().message, "column "));
      continue;
    }
    const auto again = parse_filter(print(result.value()), kNow);
    CAPTURE(text);
    CAPTURE(print(result.value()));
    REQUIRE(again);
    CHECK(again.value() == result.value());
  }
}
