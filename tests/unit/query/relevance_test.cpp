#include "spanorama/query/relevance.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "../support/random_store.h"
#include "../support/trace_text.h"
#include "spanorama/base/utf8.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

Filter parsed(std::string_view text) {
  auto result = parse_filter(text, kBaseTime);
  REQUIRE_MESSAGE(result, (result ? "" : result.error().message));
  return result.value();
}

// Any payload reads as words that depend on where it is.
class Words final : public PayloadSource {
 public:
  std::optional<std::string_view> read(const Source&, std::uint64_t offset, std::uint64_t length) override {
    Random random(offset);
    constexpr std::string_view kWords[] = {"order ", "ORDER ", "went wrong ", "quoted ", "refund ", "x y z "};
    text_.clear();
    while (text_.size() < length) text_ += random.pick(kWords);
    text_.resize(length);
    return text_;
  }

 private:
  std::string text_;
};

std::uint32_t naive_count(std::string_view text, std::string_view word) {
  std::string lower = ascii_lower(text), wanted = ascii_lower(word);
  std::uint32_t times = 0;
  for (std::size_t at = lower.find(wanted); at != std::string::npos; at = lower.find(wanted, at + wanted.size()))
    ++times;
  return times;
}

// Everything a trace says, one text after the other.
std::vector<std::string> texts_of(const TraceStore& store, const Trace& trace, PayloadSource& payloads) {
  std::vector<std::string> out;
  const auto add = [&](Range range) {
    for (const Attribute a : store.attributes(range))
      if (a.type() == ValueType::string || a.type() == ValueType::json || a.type() == ValueType::payload)
        out.push_back(*full_text(store, a, payloads));
  };
  for (std::uint32_t i = 0; i < trace.span_count; ++i) {
    const std::uint32_t span = trace.first_span.value + i;
    out.emplace_back(store.text(store.columns().name[span]));
    add(store.columns().attributes[span]);
  }
  return out;
}

std::vector<double> naive_relevance(const TraceStore& store, const std::vector<std::string>& words,
                                    PayloadSource& payloads) {
  const std::uint32_t count = store.trace_count();
  std::vector<double> lengths, out(count, 0);
  double sum = 0;
  std::vector<std::vector<std::string>> texts;
  for (std::uint32_t row = 0; row < count; ++row) {
    texts.push_back(texts_of(store, store.trace(TraceRow{row}), payloads));
    double length = 0;
    for (const std::string& text : texts.back()) length += static_cast<double>(text.size());
    lengths.push_back(length);
    sum += length;
  }
  for (const std::string& word : words) {
    const RowSet with = evaluate(parsed(word), store, &payloads);
    double n = 0;
    with.for_each([&](std::uint32_t) { n += 1; });
    for (std::uint32_t row = 0; row < count; ++row) {
      if (!with.contains(row)) continue;
      double times = 0;
      for (const std::string& text : texts[row]) times += naive_count(text, word);
      times = std::max(times, 1.0);
      out[row] += std::log(1 + (count - n + 0.5) / (n + 0.5)) * (times * 2.2) /
                  (times + 1.2 * (0.25 + 0.75 * lengths[row] / (sum / count)));
    }
  }
  return out;
}

std::string in_order(const TraceStore& store, std::string_view filter) {
  std::string out;
  for (const RankedTrace& each : by_relevance(store, parsed(filter), evaluate(parsed(filter), store), nullptr))
    out += (out.empty() ? "" : " ") + std::to_string(store.trace(each.trace).id.lo);
  return out;
}

}  // namespace

TEST_CASE("relevance is what the formula gives over all texts, prompts in their source included") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const auto store = random_store(seed, {.traces = 60});
    Words payloads;
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"order"}, {"order", "refund"}, {"chat", "wrong", "order"}, {"nowhere"}}) {
      std::string all, any;
      for (const std::string& word : words) {
        all += (all.empty() ? "" : " ") + word;
        any += (any.empty() ? "(" : " OR ") + word;
      }
      const std::vector<double> expected = naive_relevance(*store, words, payloads);
      for (const std::string& text : {all, any + ")"}) {
        CAPTURE(seed);
        CAPTURE(text);
        const Filter filter = parsed(text);
        const RowSet rows = evaluate(filter, *store, &payloads);
        const std::vector<RankedTrace> order = by_relevance(*store, filter, rows, &payloads);
        REQUIRE(order.size() == rows.count());
        for (std::size_t i = 0; i < order.size(); ++i) {
          CHECK(rows.contains(order[i].trace.value));
          CHECK(order[i].relevance == doctest::Approx(expected[order[i].trace.value]).epsilon(1e-4));
          if (i > 0) CHECK(order[i - 1].relevance >= order[i].relevance);
          if (i > 0 && order[i - 1].relevance == order[i].relevance)
            CHECK(order[i - 1].trace.value > order[i].trace.value);  // newest first
        }
      }
    }
  }
}

TEST_CASE("what says a word more often, or in fewer words, comes first; a rare word counts for more") {
  const auto store = trace_from_text(R"(
    trace 1 at=1s
    a 0..1s attr.q="refund of one order among many other things that are told here at some length"
    trace 2 at=2s
    a 0..1s attr.q="refund refund refund"
    trace 3 at=3s
    a 0..1s attr.q="refund"
    trace 4 at=4s
    a 0..1s attr.q="order"
    trace 5 at=5s
    a 0..1s attr.q="nothing of it"
  )");
  CHECK(in_order(*store, "refund") == "2 3 1");
  CHECK(in_order(*store, "(refund OR order)") == "4 2 3 1");
  CHECK(in_order(*store, "refund order") == "1");
  // Words that are left out or asked of a field rank nothing: newest first.
  CHECK(in_order(*store, "-order") == "5 3 2");
  CHECK(in_order(*store, "name:a") == "5 4 3 2 1");
}

TEST_CASE("exact texts, phrases and expressions are words to rank by as well") {
  const auto store = trace_from_text(R"(
    trace 1 at=1s
    a 0..1s attr.q="Late order. Late order. late order"
    trace 2 at=2s
    a 0..1s attr.q="late, ORDER and some other words"
    trace 3 at=3s
    a 0..1s attr.q="Late order and some more of it"
  )");
  CHECK(in_order(*store, "`late order`") == "1 3 2");
  CHECK(in_order(*store, "\"Late order\"") == "1 3");
  CHECK(in_order(*store, "/[Ll]ate.order/") == "1 3");
}

TEST_CASE("ranking in slices gives what ranking at once gives") {
  const auto store = random_store(5, {.traces = 300});
  const Filter filter = parsed("(order OR chat OR health)");
  const RowSet rows = evaluate(filter, *store);
  const std::vector<Condition> words = ranked_words(filter);
  REQUIRE(words.size() == 3);
  std::vector<RowSet> having;
  for (const Condition& word : words) having.push_back(evaluate(Filter{{word}}, *store));
  int slices = 0;
  const TimeIsUp at_once = [] { return true; };
  TextLengthsWork lengths_work(*store);
  while (!lengths_work.step(at_once)) ++slices;
  const TextLengths lengths = lengths_work.take();
  WordCounts counts(*store, words, rows);
  while (!counts.step(at_once)) ++slices;
  RelevanceOrderWork order(counts, lengths, having);
  while (!order.step(at_once)) ++slices;
  CHECK(slices > 6);
  const std::vector<RankedTrace> expected = by_relevance(*store, filter, rows, nullptr), got = order.take();
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i].trace == expected[i].trace);
}

TEST_CASE("counting knows escapes, overlaps and values that read otherwise than they lie") {
  const auto count = [](std::string_view query, PayloadEncoding encoding, std::string_view raw) {
    return ValueSearch(parsed(query).conditions[0]).count(encoding, raw);
  };
  CHECK(count("aa", PayloadEncoding::utf8, "aaaa b aA") == 3);
  CHECK(count("\"aA\"", PayloadEncoding::utf8, "aaaa b aA") == 1);
  CHECK(count("naïve", PayloadEncoding::json_string, "na\\u00efve and NAÏVE") == 2);
  CHECK(count("line", PayloadEncoding::json_string, "a\\nline\\nline") == 2);
  CHECK(count("é", PayloadEncoding::utf8, "{\"a\":\"\\u00e9\\u00e9\"}") == 2);  // JSON in a text
  CHECK(count("x", PayloadEncoding::utf8, "") == 0);
  CHECK(count("`two words`", PayloadEncoding::utf8, "Two, words! two words two") == 2);
  CHECK(count("/b+/", PayloadEncoding::utf8, "abbbab") == 2);
}
