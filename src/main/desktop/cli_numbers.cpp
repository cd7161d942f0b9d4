#include "main/desktop/cli_numbers.h"

#include <optional>

#include "app/json_writer.h"
#include "main/desktop/cli_groups.h"
#include "main/desktop/cli_rows.h"
#include "main/desktop/cli_verbs.h"
#include "spanorama/analysis/charts.h"
#include "spanorama/base/format.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/sort.h"

namespace spanorama {
namespace {

int no_such_field(const std::string& name) {
  std::string names;
  for (const FilterField field : facet_fields()) names.append(" ").append(name_of(field));
  complain("there are no values of " + name + "; take one of" + names);
  return kExitWrongUsage;
}

constexpr double kPercentiles[] = {50, 75, 90, 95, 99};

struct Measure {
  std::string_view name;
  bool wide;  // a string in JSON
  std::int64_t (*of)(const Trace&);
};
constexpr Measure kMeasures[] = {
    {"duration_ns", false, [](const Trace& t) { return t.duration.count; }},
    {"ttft_ns", false, [](const Trace& t) { return t.ttft_ns; }},
    {"total_tokens", false, [](const Trace& t) { return total_tokens(t.usage); }},
    {"cost_microcents", true, [](const Trace& t) { return t.cost_microcents; }},
};

std::vector<std::int64_t> known_values(const TraceStore& store, const RowSet& rows, const Measure& measure) {
  std::vector<std::int64_t> values;
  rows.for_each([&](std::uint32_t row) {
    const std::int64_t value = measure.of(store.trace(TraceRow{row}));
    if (value != kUnknown) values.push_back(value);
  });
  return values;
}

void write_percentiles(JsonWriter& out, const TraceStore& store, const RowSet& rows) {
  for (const Measure& measure : kMeasures) {
    std::vector<std::int64_t> values = known_values(store, rows, measure);
    for (const double p : kPercentiles) {
      const std::string name = std::string(measure.name) + "_p" + std::to_string(static_cast<int>(p));
      const std::int64_t value = percentile(values, p);
      measure.wide ? out.wide_field(name, value) : out.number_field(name, value);
    }
  }
}

std::string stats_json(const TraceStore& store, const RowSet& rows, std::string_view field, std::string_view value) {
  const Summary summary = summarize(store, rows);
  JsonWriter out;
  out.open('{');
  out.field("field", field);
  out.key("value"), field.empty() ? out.null() : out.text(value);
  out.count_field("traces", summary.traces);
  out.count_field("errors", summary.errors);
  out.key("error_rate");
  summary.traces == 0 ? out.null()
                      : out.real(static_cast<double>(summary.errors) / static_cast<double>(summary.traces));
  out.count_field("spans", summary.spans);
  out.number_field("total_tokens", summary.total_tokens);
  out.wide_field("cost_microcents", summary.cost_microcents);
  out.count_field("traces_without_cost", summary.traces_without_cost);
  write_percentiles(out, store, rows);
  out.close('}');
  return out.take();
}

std::string text_or_dash(std::int64_t ns) { return ns == kUnknown ? "–" : text_from(Nanos{ns}); }

std::vector<std::string> stats_cells(const TraceStore& store, const RowSet& rows, std::string_view value) {
  const Summary s = summarize(store, rows);
  return {std::string(value),
          grouped(static_cast<std::int64_t>(s.traces)),
          grouped(static_cast<std::int64_t>(s.errors)),
          grouped(static_cast<std::int64_t>(s.spans)),
          text_from_count(s.total_tokens),
          text_from_microcents(s.cost_microcents),
          text_or_dash(s.p50_ns),
          text_or_dash(s.p90_ns),
          text_or_dash(s.p95_ns),
          text_or_dash(s.p99_ns),
          text_or_dash(s.ttft_p50_ns)};
}

std::vector<TableColumn> stats_columns() {
  std::vector<TableColumn> columns{{"VALUE", Align::left, true}};
  for (const std::string_view title :
       {"TRACES", "ERRORS", "SPANS", "TOKENS", "COST", "P50", "P90", "P95", "P99", "TTFT P50"})
    columns.push_back({title, Align::right});
  return columns;
}

RowSet rows_with(const TraceStore& store, const RowSet& rows, FilterField field, const std::string& value) {
  Condition condition;
  condition.field = field;
  condition.match = Match::equals;
  condition.texts = {value};
  RowSet with = evaluate(Filter{{condition}}, store);
  with &= rows;
  return with;
}

}  // namespace

int print_facets(const CommandLine& line, const TraceStore& store, const RowSet& rows, Output& output) {
  if (!line.field.empty() && !facet_field_from(line.field)) return no_such_field(line.field);
  RowPrinter printer(output, line.format, {{"FIELD"}, {"VALUE", Align::left, true}, {"TRACES", Align::right}},
                     line.limit);
  for (const FilterField field : facet_fields()) {
    if (!line.field.empty() && line.field != name_of(field)) continue;
    for (const FacetValue& value : facet(store, rows, field)) {
      if (!printer.more()) break;
      if (printer.wants_cells()) {
        printer.cells({std::string(name_of(field)), value.value, grouped(value.count)});
        continue;
      }
      JsonWriter out;
      out.open('{');
      out.field("field", name_of(field));
      out.key("value"), out.text(value.value);
      out.count_field("count", value.count);
      out.close('}');
      printer.json(out.take());
    }
  }
  printer.finish();
  return kExitAllRead;
}

int print_stats(const CommandLine& line, const TraceStore& store, const RowSet& rows, Output& output) {
  if (const std::optional<GroupBy> by = call_field(line.field)) {
    print_call_stats(line, *by, store, rows, output);
    return kExitAllRead;
  }
  const std::optional<FilterField> by = facet_field_from(line.field);
  if (!line.field.empty() && !by) return no_such_field(line.field);
  RowPrinter printer(output, line.format, stats_columns(), line.limit);
  const auto print = [&](const RowSet& group, std::string_view value) {
    printer.wants_cells() ? printer.cells(stats_cells(store, group, by ? value : "all"))
                          : printer.json(stats_json(store, group, line.field, value));
  };
  if (!by) {
    print(rows, {});
  } else {
    for (const FacetValue& value : facet(store, rows, *by)) {
      if (!printer.more()) break;
      print(rows_with(store, rows, *by, value.value), value.value);
    }
  }
  printer.finish();
  return kExitAllRead;
}

}  // namespace spanorama
