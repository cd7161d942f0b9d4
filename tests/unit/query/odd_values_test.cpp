// Attributes of every type and size, of spans, events, scopes and resources, against a loop over all of them.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

#include "../support/random_store.h"
#include "../support/trace_text.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/query/engine.h"
#include "spanorama/query/sort.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

constexpr double kReals[] = {0.0,
                             -0.0,
                             0.1,
                             -2.5,
                             1e300,
                             -1e300,
                             5e-324,
                             std::numeric_limits<double>::infinity(),
                             -1e-9,
                             3.0,
                             2.5e-10,
                             1e15,
                             std::numeric_limits<double>::quiet_NaN()};
constexpr std::int64_t kWholes[] = {0, 1, -1, 3, 200, INT32_MAX, INT32_MIN, 5'000'000'000, INT64_MAX, INT64_MIN + 1};
constexpr std::string_view kTexts[] = {"",     "a",   "A",     "Über", "ÜBER", "привет", "ПРИВЕТ",   "3",
                                       "-2.5", "NaN", "1e300", "a b",  "true", "日本",   "\xff\xfe", "5000000000"};

class OddStore {
 public:
  explicit OddStore(std::uint64_t seed) : random_(seed) {}

  std::shared_ptr<const TraceStore> make() {
    batch_.sources.emplace_back();
    for (std::uint32_t i = 0; i < 5; ++i) {
      Scope scope;
      scope.name = batch_.strings.intern("scope");
      scope.attributes = values(30);
      batch_.scopes.push_back(scope);
      Resource resource;
      resource.attributes = values(30);
      batch_.resources.push_back(resource);
    }
    for (std::uint32_t trace = 0; trace < 40; ++trace)
      for (std::uint32_t i = 0; i < 1 + random_.below(3); ++i) add_span(trace, i);
    const SpanBatch* const batches[] = {&batch_};
    return assemble(batches);
  }

 private:
  Range values(std::uint32_t percent) {
    Range range{static_cast<std::uint32_t>(batch_.attributes.size()), 0};
    if (!random_.chance(percent)) return range;
    const KeyId key = batch_.key(random_.chance(80) ? "n" : "other");
    const std::uint32_t kind = random_.below(4);
    batch_.attributes.push_back(kind == 0   ? batch_.double_attribute(key, random_.pick(kReals))
                                : kind == 1 ? batch_.int_attribute(key, random_.pick(kWholes))
                                : kind == 2 ? batch_.bool_attribute(key, random_.chance(50))
                                            : batch_.string_attribute(key, random_.pick(kTexts)));
    range.count = 1;
    return range;
  }

  void add_span(std::uint32_t trace, std::uint32_t i) {
    SpanRecord span;
    span.trace_id = trace_id_of(trace + 1);
    span.span_id = SpanId{trace * 10 + i + 1};
    if (i > 0) span.parent_span_id = SpanId{trace * 10 + 1};
    span.start = kBaseTime + Nanos{trace};
    span.end = span.start;
    span.source = SourceRow{0};
    span.attributes = values(40);
    if (random_.chance(50)) span.scope = ScopeRow{random_.below(5)};
    if (random_.chance(50)) span.resource = ResourceRow{random_.below(5)};
    span.events = {static_cast<std::uint32_t>(batch_.events.size()), 0};
    if (random_.chance(30)) {
      SpanEvent event;
      event.attributes = values(90);
      batch_.events.push_back(event);
      span.events.count = 1;
    }
    batch_.spans.push_back(span);
  }

  Random random_;
  SpanBatch batch_;
};

std::vector<Attribute> values_of(const TraceStore& store, const Trace& trace, const Condition& c) {
  std::vector<Attribute> out;
  const auto add = [&](Range range) {
    for (const Attribute& a : store.attributes(range))
      if (store.key_text(a.key()) == c.key) out.push_back(a);
  };
  const ColumnViews& columns = store.columns();
  for (std::uint32_t row = trace.first_span.value; row < trace.first_span.value + trace.span_count; ++row) {
    if (c.field == FilterField::resource) {
      if (columns.resource[row].valid()) add(columns.resources[columns.resource[row].value].attributes);
      continue;
    }
    add(columns.attributes[row]);
    if (columns.scope[row].valid()) add(columns.scopes[columns.scope[row].value].attributes);
    const Range events = columns.events[row];
    for (const SpanEvent& event : columns.event_rows.subspan(events.begin, events.count)) add(event.attributes);
  }
  return out;
}

// As a number of the range's kind; nothing for what is none.
bool number_passes(const TraceStore& store, Attribute a, const Condition& c) {
  const auto real = [&](double v) {
    if (!c.fine.real) return v >= static_cast<double>(c.low) && v <= static_cast<double>(c.high);
    return (c.fine.low_open ? v > c.fine.low_real : v >= c.fine.low_real) &&
           (c.fine.high_open ? v < c.fine.high_real : v <= c.fine.high_real);
  };
  const auto whole = [&](std::int64_t v) {
    return c.fine.real ? real(static_cast<double>(v)) : v >= c.low && v <= c.high;
  };
  if (a.type() == ValueType::int32 || a.type() == ValueType::int64) return whole(int_of(store, a));
  if (a.type() == ValueType::float64) return real(double_of(store, a));
  if (a.type() != ValueType::string) return false;
  const std::string text(store.text(StringId{a.value}));
  if (text.find_first_not_of("-0123456789") == std::string::npos && !text.empty())
    return whole(std::strtoll(text.c_str(), nullptr, 10));
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return !text.empty() && text != "NaN" && *end == '\0' && real(value);
}

bool naive(const TraceStore& store, const Trace& trace, const Condition& c) {
  for (const Attribute& a : values_of(store, trace, c)) {
    if (c.match == Match::range ? number_passes(store, a, c) : short_text(store, a) == c.texts[0]) return true;
  }
  return false;
}

std::string random_text(Random& random) {
  constexpr std::string_view kOps[] = {":>", ":>=", ":<", ":<="};
  constexpr std::string_view kBounds[] = {"0",     "-1",  "3",     "0.1",        "-2.5",   "1e300",
                                          "1e-10", "200", "-1e-9", "5000000000", "2.5e-10"};
  constexpr std::string_view kEqual[] = {"a",
                                         "A",
                                         "3",
                                         "-2.5",
                                         "0.1",
                                         "true",
                                         "false",
                                         "привет",
                                         "日本",
                                         "200",
                                         "\"a b\"",
                                         "5000000000",
                                         "9223372036854775807"};
  const std::string field = random.chance(75) ? "attr.n" : "resource.n";
  if (random.chance(60)) return field + std::string(random.pick(kOps)) + std::string(random.pick(kBounds));
  return field + ":=" + std::string(random.pick(kEqual));
}

}  // namespace

TEST_CASE("odd numbers and texts of spans, events, scopes and resources pass what a loop passes") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const auto store = OddStore(seed).make();
    QueryEngine engine(store);
    Random random(seed);
    for (int round = 0; round < 60; ++round) {
      const std::string text = (random.chance(30) ? "-" : "") + random_text(random);
      CAPTURE(seed);
      CAPTURE(text);
      const Result<Filter> filter = parse_filter(text);
      REQUIRE(filter);
      const RowSet rows = evaluate(filter.value(), *store);
      CHECK(*engine.rows(filter.value()) == rows);
      const Condition& c = filter.value().conditions[0];
      for (std::uint32_t t = 0; t < store->trace_count(); ++t) {
        CAPTURE(t);
        REQUIRE(rows.contains(t) == (naive(*store, store->trace(TraceRow{t}), c) != c.negated));
      }
    }
  }
}

TEST_CASE("a value of a facet is counted as often as a filter for it passes traces, and without it the rest") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto store = random_store(seed);
    QueryEngine engine(store);
    const RowSet all(store->trace_count(), true);
    for (const FilterField field :
         {FilterField::status, FilterField::type, FilterField::name, FilterField::model, FilterField::provider,
          FilterField::service, FilterField::tool, FilterField::tags, FilterField::user, FilterField::session,
          FilterField::environment, FilterField::release, FilterField::prompt, FilterField::version}) {
      const auto facet = engine.facet(all, field, 1000);
      REQUIRE(facet);
      for (const FacetValue& value : facet->values) {
        Condition condition;
        condition.field = field;
        condition.match = Match::equals;
        condition.texts = {value.value};
        CAPTURE(seed);
        CAPTURE(value.value);
        CHECK(engine.rows({{condition}})->count() == value.count);
        condition.negated = true;
        CHECK(engine.rows({{condition}})->count() == store->trace_count() - value.count);
      }
    }
  }
}
