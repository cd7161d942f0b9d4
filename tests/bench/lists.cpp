// The trace list: filters and orders over a million traces.
#include <string>

#include "bench/measure.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/base/hash.h"
#include "spanorama/query/engine.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/sort.h"

namespace spanorama::bench {
namespace {

constexpr std::uint32_t kTraces = 1'000'000;

constexpr std::string_view kModels[] = {"gpt-4o", "gpt-4o-mini", "claude-sonnet-4", "gemini-2.5-pro"};
constexpr std::string_view kEnvironments[] = {"production", "staging", "dev"};
constexpr std::string_view kTags[] = {"beta", "eu", "us", "vip"};
constexpr std::string_view kTools[] = {"search", "sql", "weather", "mail"};

// What stands below the root: model calls and tools in turn.
void add_children(SpanBatch& batch, const SpanRecord& root, std::uint64_t random, std::uint32_t count) {
  for (std::uint32_t i = 1; i <= count; ++i) {
    SpanRecord span = root;
    span.span_id = {(root.span_id.value << 4) + i};
    span.parent_span_id = root.span_id;
    span.type = i % 3 == 0 ? ObservationType::tool : ObservationType::generation;
    span.name = batch.strings.intern(i % 3 == 0 ? "execute_tool" : "chat");
    span.status = Status::unset;
    span.facts = {};
    if (i <= 3) {
      Facts facts;
      if (i == 3) facts.tool_name = batch.strings.intern(kTools[random / 64 % 4]);
      span.facts = FactsRow{static_cast<std::uint32_t>(batch.facts.size())};
      batch.facts.push_back(facts);
    }
    span.attributes = {static_cast<std::uint32_t>(batch.attributes.size()), 1};
    batch.attributes.push_back(Attribute::make(batch.key("http.status"), ValueType::int32,
                                               static_cast<std::uint32_t>(200 + random % 5 * 100)));
    batch.spans.push_back(span);
  }
}

std::shared_ptr<const TraceStore> million_traces(std::uint32_t spans_each) {
  SpanBatch batch;
  batch.sources.emplace_back();
  for (std::uint32_t t = 0; t < kTraces; ++t) {
    const std::uint64_t random = mix64(t + 1);
    Facts facts;
    facts.model = batch.strings.intern(kModels[random % 4]);
    facts.environment = batch.strings.intern(kEnvironments[random / 4 % 3]);
    facts.session_id = batch.strings.intern("session-" + std::to_string(t / 5));
    facts.user_id = batch.strings.intern("user-" + std::to_string(random / 32 % 20'000));
    facts.usage.input_plain = static_cast<std::int64_t>(random / 16 % 8000);
    facts.usage.output_plain = static_cast<std::int64_t>(random / 512 % 900);
    facts.cost_microcents = static_cast<std::int64_t>(random / 1024 % 5'000'000);
    SpanRecord span;
    span.trace_id = {mix64(random), random};
    span.span_id = {t + 1};
    span.start = {1'754'049'600'000'000'000 + std::int64_t{t} * 1'000'000};
    span.end = span.start + Nanos{static_cast<std::int64_t>(random / 2048 % 20'000) * 1'000'000};
    span.name = batch.strings.intern("agent-" + std::to_string(random % 500));
    span.type = ObservationType::generation;
    span.status = random % 23 == 0 ? Status::error : Status::ok;
    span.source = SourceRow{0};
    span.facts = FactsRow{static_cast<std::uint32_t>(batch.facts.size())};
    batch.facts.push_back(facts);
    batch.tags.push_back(
        {static_cast<std::uint32_t>(batch.spans.size()), batch.strings.intern(kTags[random / 128 % 4])});
    batch.spans.push_back(span);
    add_children(batch, span, random, spans_each - 1);
  }
  const SpanBatch* const batches[] = {&batch};
  return assemble(batches);
}

Filter filter_of(const std::string& text) { return parse_filter(text).value(); }

}  // namespace

void bench_lists(const Options& options, Results& results) {
  const std::string group = "lists of 1,000,000 traces of one span";
  if (!options.wants(group)) return;
  const auto store = million_traces(1);
  for (const char* text : {"status:error", "model:gpt-4o*", "duration:>5s", "tokens:>=1000 -environment:dev",
                           "name:agent-7", "agent-77"}) {
    const Result<Filter> filter = parse_filter(text);
    if (!filter) continue;
    RowSet rows;
    const double seconds = median_seconds(options.runs, [&] { rows = evaluate(filter.value(), *store); });
    results.add(group, std::string("filter ") + text, seconds, 0, kTraces).note =
        std::to_string(rows.count()) + " pass";
  }
  const RowSet all(store->trace_count(), true);
  for (const char* text : {"start:desc", "duration:desc", "name", "cost:desc"}) {
    const double seconds =
        median_seconds(options.runs, [&] { keep(sorted(*store, all, *sort_order_from(text)).size()); });
    results.add(group, std::string("sort ") + text, seconds, 0, kTraces);
  }
  const double seconds = median_seconds(options.runs, [&] { keep(facet(*store, all, FilterField::model).size()); });
  results.add(group, "facet model", seconds, 0, kTraces);
}

// What a keystroke asks for: rows of the changed filter, twelve facets, each under the other conditions, and the order.
void bench_keystrokes(const Options& options, Results& results) {
  const std::string group = "keystrokes over 1,000,000 traces, 10,000,000 spans";
  if (options.names.empty() || !options.wants(group)) return;  // needs 6 GB: only when asked for
  const auto store = million_traces(10);
  constexpr FilterField kFacets[] = {FilterField::status, FilterField::name,        FilterField::model,
                                     FilterField::type,   FilterField::provider,    FilterField::service,
                                     FilterField::tool,   FilterField::environment, FilterField::release,
                                     FilterField::tags,   FilterField::user,        FilterField::session};
  constexpr std::size_t kShown = 200;
  QueryEngine engine(store);
  const auto ask = [&](const std::string& text, const TimeIsUp& up) {
    const Filter filter = filter_of(text);
    const auto rows = engine.rows(filter, up);
    if (!rows) return false;
    for (const FilterField field : kFacets) {
      Filter others;
      for (const Condition& c : filter.conditions)
        if (c.field != field) others.conditions.push_back(c);
      const auto under = engine.rows(others, up);
      if (!under || !engine.facet(*under, field, kShown, {}, up)) return false;
    }
    return engine.sorted(*rows, {SortKey::duration, true}, up).has_value();
  };
  int step = 0;  // another bound each time, so that nothing of it is remembered
  const auto text = [&] { return "model:gpt-4o* -environment:dev duration:>" + std::to_string(5000 + ++step) + "ms"; };
  results.add(group, "first answer (columns are built)", median_seconds(1, [&] { keep(ask(text(), {})); }), 0, kTraces);
  results.add(group, "three conditions, twelve facets, order",
              median_seconds(options.runs, [&] { keep(ask(text(), {})); }), 0, kTraces);
  // As the program does it: question by question, each in slices until it is answered.
  double longest = 0;
  int slices = 0;
  const auto in_slices = [&](auto&& question) {
    for (bool done = false; !done; ++slices) {
      const double begin = thread_seconds();
      constexpr double kSliceSeconds = 0.008;
      done = question([&] { return thread_seconds() - begin > kSliceSeconds; }).has_value();
      longest = std::max(longest, thread_seconds() - begin);
    }
  };
  engine = QueryEngine(store);
  const Filter filter = filter_of("model:gpt-4o* -environment:dev duration:>7s");
  in_slices([&](const TimeIsUp& up) { return engine.rows(filter, up); });
  const RowSet rows = *engine.rows(filter);
  for (const FilterField field : kFacets)
    in_slices([&](const TimeIsUp& up) { return engine.facet(rows, field, kShown, {}, up); });
  in_slices([&](const TimeIsUp& up) { return engine.sorted(rows, {SortKey::duration, true}, up); });
  results.add(group, "longest slice of the first answer", longest, 0, 0).note = std::to_string(slices) + " slices";
  for (const std::string& each : {std::string("attr.http.status:>="), std::string("attr.http.status:")})
    results.add(group, "filter " + each + "N",
                median_seconds(options.runs,
                               [&] { keep(engine.rows(filter_of(each + std::to_string(300 + ++step)))->count()); }),
                0, 10 * kTraces);
}

}  // namespace spanorama::bench
