// The trace list: filters and orders over a million traces.
#include <string>

#include "bench/measure.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/base/hash.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/sort.h"

namespace spanorama::bench {
namespace {

constexpr std::uint32_t kTraces = 1'000'000;

std::shared_ptr<const TraceStore> million_traces() {
  constexpr std::string_view kModels[] = {"gpt-4o", "gpt-4o-mini", "claude-sonnet-4", "gemini-2.5-pro"};
  constexpr std::string_view kEnvironments[] = {"production", "staging", "dev"};
  SpanBatch batch;
  batch.sources.emplace_back();
  for (std::uint32_t t = 0; t < kTraces; ++t) {
    const std::uint64_t random = mix64(t + 1);
    Facts facts;
    facts.model = batch.strings.intern(kModels[random % 4]);
    facts.environment = batch.strings.intern(kEnvironments[random / 4 % 3]);
    facts.session_id = batch.strings.intern("session-" + std::to_string(t / 5));
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
    batch.spans.push_back(span);
  }
  const SpanBatch* const batches[] = {&batch};
  return assemble(batches);
}

}  // namespace

void bench_lists(const Options& options, Results& results) {
  const std::string group = "lists of 1,000,000 traces of one span";
  if (!options.wants(group)) return;
  const auto store = million_traces();
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

}  // namespace spanorama::bench
