#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "../support/random_store.h"
#include "../support/trace_text.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/query/complete.h"
#include "spanorama/query/engine.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

Filter parsed(std::string_view text) {
  auto result = parse_filter(text, kBaseTime);
  REQUIRE_MESSAGE(result, (result ? "" : result.error().message));
  return result.value();
}

constexpr std::string_view kTags[] = {"to fix", "Slow", "slow one", "größe"};

TraceNotes random_notes(const TraceStore& store, Random& random) {
  TraceNotes notes;
  notes.bookmark(TraceId{7, 7}, true);  // of a file that is not open
  for (std::uint32_t row = 0; row < store.trace_count(); ++row) {
    const TraceId id = store.trace(TraceRow{row}).id;
    if (random.chance(30)) notes.bookmark(id, true);
    if (random.chance(30)) notes.tag(id, random.pick(kTags), true);
    if (random.chance(10)) notes.tag(id, random.pick(kTags), true);
  }
  return notes;
}

bool has_tag(const TraceNotes& notes, TraceId id, std::string_view tag) {
  const TraceNote* note = notes.find(id);
  return note != nullptr && std::find(note->tags.begin(), note->tags.end(), tag) != note->tags.end();
}

}  // namespace

TEST_CASE("bookmarks and local tags are asked like any other field, by the plain evaluation and by the engine") {
  struct Asked {
    std::string_view text;
    bool (*passes)(const TraceNotes&, TraceId);
  };
  constexpr Asked kAsked[] = {
      {"bookmarked:true", [](const TraceNotes& n, TraceId id) { return n.bookmarked(id); }},
      {"-bookmarked:true", [](const TraceNotes& n, TraceId id) { return !n.bookmarked(id); }},
      {"bookmarked:false", [](const TraceNotes& n, TraceId id) { return !n.bookmarked(id); }},
      {"bookmarked:(true OR false)", [](const TraceNotes&, TraceId) { return true; }},
      {"local_tag:slow", [](const TraceNotes& n, TraceId id) { return has_tag(n, id, "Slow"); }},
      {"local_tag:slow*",
       [](const TraceNotes& n, TraceId id) { return has_tag(n, id, "Slow") || has_tag(n, id, "slow one"); }},
      {"local_tag:=slow", [](const TraceNotes&, TraceId) { return false; }},
      {"local_tag:GRÖSSE", [](const TraceNotes&, TraceId) { return false; }},
      {"local_tag:(\"to fix\" AND Slow)",
       [](const TraceNotes& n, TraceId id) { return has_tag(n, id, "to fix") && has_tag(n, id, "Slow"); }},
      {"-local_tag:(größe OR \"to fix\")",
       [](const TraceNotes& n, TraceId id) { return !has_tag(n, id, "größe") && !has_tag(n, id, "to fix"); }},
      {"local_tag:/^to/ bookmarked:true",
       [](const TraceNotes& n, TraceId id) { return has_tag(n, id, "to fix") && n.bookmarked(id); }}};
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto store = random_store(seed);
    Random random(seed);
    const auto notes = std::make_shared<TraceNotes>(random_notes(*store, random));
    QueryEngine engine(store);
    for (const Asked& asked : kAsked) {
      CAPTURE(asked.text);
      const Filter filter = parsed(asked.text);
      CHECK(parse_filter(print(filter)).value() == filter);
      const RowSet rows = evaluate(filter, *store, nullptr, notes.get());
      for (std::uint32_t row = 0; row < store->trace_count(); ++row)
        CHECK(rows.contains(row) == asked.passes(*notes, store->trace(TraceRow{row}).id));
      engine.use_notes(notes);
      CHECK(*engine.rows(filter) == rows);
      engine.use_notes(nullptr);
      CHECK(*engine.rows(filter) == evaluate(filter, *store));
    }
  }
}

TEST_CASE("local tags and bookmarks are counted as values of other fields are") {
  const auto store = random_store(4, {.traces = 80});
  Random random(4);
  const auto notes = std::make_shared<TraceNotes>(random_notes(*store, random));
  QueryEngine engine(store);
  engine.use_notes(notes);
  const RowSet rows = evaluate(parsed("-status:error"), *store);
  std::map<std::string, std::uint32_t> tags;
  std::uint32_t bookmarked = 0;
  rows.for_each([&](std::uint32_t row) {
    const TraceNote* note = notes->find(store->trace(TraceRow{row}).id);
    if (note == nullptr) return;
    bookmarked += note->bookmarked ? 1 : 0;
    for (const std::string& tag : note->tags) ++tags[tag];
  });
  const auto facet = engine.facet(rows, FilterField::local_tag, 100);
  REQUIRE(facet->values.size() == tags.size());
  for (const FacetValue& value : facet->values) CHECK(value.count == tags[value.value]);
  CHECK(std::is_sorted(facet->values.begin(), facet->values.end(),
                       [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; }));
  CHECK(engine.facet(rows, FilterField::local_tag, 1)->values.size() == 1);
  CHECK(engine.facet(rows, FilterField::local_tag, 100, "SLOW")->distinct == 2);
  const auto stars = engine.facet(rows, FilterField::bookmarked, 100);
  REQUIRE(stars->values.size() == 2);
  CHECK(stars->values[0].count == bookmarked);
  CHECK(stars->values[1].count == rows.count() - bookmarked);
  engine.use_notes(nullptr);
  CHECK(engine.facet(rows, FilterField::bookmarked, 100)->values.empty());
}

TEST_CASE("scores are asked by number, label, verdict and by who gave them") {
  SpanBatch batch;
  const auto add = [&](std::uint32_t trace, std::string_view name, std::string_view label, double value, bool has_value,
                       std::string_view origin) {
    SpanRecord span;
    span.trace_id = trace_id_of(trace);
    span.span_id = SpanId{trace};
    span.start = kBaseTime + Nanos{std::int64_t{trace} * kNanosPerMilli};
    span.end = span.start;
    if (!name.empty()) {
      Score score;
      score.span.value = static_cast<std::uint32_t>(batch.spans.size());
      score.name = batch.strings.intern(name);
      if (!label.empty()) score.label = batch.strings.intern(label);
      if (!origin.empty()) score.origin = batch.strings.intern(origin);
      score.has_value = has_value;
      score.value = value;
      batch.scores.push_back(score);
    }
    batch.spans.push_back(span);
  };
  add(1, "accuracy", "", 0.9, true, "LLM");
  add(2, "accuracy", "passed", 0.2, true, "HUMAN");
  add(3, "helpful", "", 1, true, "HUMAN");
  add(4, "helpful", "fail", 0, false, "");
  add(5, "tone", "formal", 0, false, "CODE");
  add(6, "", "", 0, false, "");
  const SpanBatch* batches[] = {&batch};
  const auto store = assemble(batches);
  const auto passing = [&](std::string_view text) {
    std::string out;
    const RowSet rows = evaluate(parsed(text), *store);
    rows.for_each([&](std::uint32_t row) { out += std::to_string(store->trace(TraceRow{row}).id.lo); });
    QueryEngine engine(store);
    CHECK(*engine.rows(parsed(text)) == rows);
    return out;
  };
  CHECK(passing("score.accuracy:>0.8") == "1");
  CHECK(passing("score.accuracy:0.2..0.9") == "12");
  CHECK(passing("score.Accuracy:pass") == "2");
  CHECK(passing("score.accuracy:passed") == "2");
  CHECK(passing("score.helpful:true") == "3");
  CHECK(passing("score.helpful:1") == "3");
  CHECK(passing("score.helpful:(fail OR pass)") == "34");
  CHECK(passing("score.tone:form*") == "5");
  CHECK(passing("-score.tone:formal has:score") == "1234");
  CHECK(passing("has:score") == "12345");
  CHECK(passing("has:(score OR root)") == "123456");
  CHECK(passing("score_source:human") == "23");
  CHECK(passing("score_source:(LLM OR code)") == "15");
  CHECK(passing("-score_source:*") == "46");
  QueryEngine engine(store);
  const auto facet = engine.facet(RowSet(6, true), FilterField::score_source, 10);
  REQUIRE(facet->values.size() == 3);
  CHECK(facet->values[0].value == "HUMAN");
  CHECK(facet->values[0].count == 2);
  const auto offered =
      completions("score.a", 7, *store, [](FilterField, std::string_view) { return std::vector<FacetValue>(); });
  REQUIRE(offered.size() == 1);
  CHECK(offered[0].text == "score.accuracy:");
}
