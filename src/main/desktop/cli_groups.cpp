#include "main/desktop/cli_groups.h"

#include <numeric>

#include "app/json_writer.h"
#include "main/desktop/cli_cells.h"
#include "main/desktop/cli_rows.h"
#include "spanorama/app/json_rows.h"
#include "spanorama/base/format.h"

namespace spanorama {
namespace {

std::string duration_text(std::int64_t ns) { return ns == kUnknown ? "–" : text_from(Nanos{ns}); }

std::string second_text(UnixTime time) {
  std::string text = time.ns == 0 ? "–" : text_from(time);
  return text.substr(0, text.find('.'));
}

std::vector<TableColumn> group_columns(GroupBy by) {
  std::vector<TableColumn> columns;
  if (by == GroupBy::session) columns = {{"SESSION", Align::left, true}, {"TRACES", Align::right}};
  if (by == GroupBy::user) columns = {{"USER", Align::left, true}, {"TRACES", Align::right}};
  if (by == GroupBy::prompt_version)
    columns = {{"PROMPT", Align::left, true}, {"VERSION"}, {"CALLS", Align::right}, {"TRACES", Align::right}};
  for (const std::string_view title : {"ERRORS", "TOKENS", "MEAN", "COST", "P50", "P95"})
    columns.push_back({title, Align::right});
  columns.push_back({"FIRST (UTC)"});
  columns.push_back({"LAST"});
  if (by == GroupBy::session) columns.push_back({"USER", Align::left, true});
  columns.push_back({"MODELS", Align::left, true});
  return columns;
}

std::vector<std::string> group_cells(const TraceStore& store, const GroupTable& table, const Group& group) {
  std::vector<std::string> cells{std::string(store.text(group.name))};
  if (table.by == GroupBy::prompt_version) {
    cells.emplace_back(store.text(group.version));
    cells.push_back(grouped(group.members.count));
  }
  cells.insert(cells.end(), {grouped(group.traces), grouped(group.errors), text_from_count(total_tokens(group.usage)),
                             text_from_count(group.tokens.mean), cost_cell(group.cost_microcents, group.cost_source),
                             duration_text(group.duration_ns.p50), duration_text(group.duration_ns.p95),
                             second_text(group.first_start), second_text(group.last_end)});
  if (table.by == GroupBy::session) cells.emplace_back(store.text(group.last_user));
  std::string models;
  for (const StringId model : models_of(store, table, group))
    models.append(models.empty() ? "" : ", ").append(store.text(model));
  cells.push_back(std::move(models));
  return cells;
}

std::string value_text(const TraceStore& store, GroupBy by, const Group& group) {
  std::string text(store.text(group.name));
  if (by == GroupBy::prompt_version) text.append(" ").append(store.text(group.version));
  return text;
}

std::string stats_json(const TraceStore& store, GroupBy by, const Group& group) {
  JsonWriter out;
  out.open('{');
  out.field("field", name_of(by));
  out.key("value"), out.text(value_text(store, by, group));
  out.count_field("calls", group.members.count);
  out.count_field("traces", group.traces);
  out.count_field("errors", group.errors);
  out.key("error_rate"), out.real(static_cast<double>(group.errors) / std::max(1u, group.members.count));
  out.number_field("total_tokens", total_tokens(group.usage));
  out.wide_field("cost_microcents", group.cost_microcents);
  out.field("cost_source", name_of(group.cost_source));
  out.count_field("calls_without_cost", group.without_cost);
  const auto percentiles = [&](const std::string& name, const Spread& s, bool wide) {
    for (const auto& [suffix, value] : {std::pair{"_p50", s.p50}, std::pair{"_p75", s.p75}, std::pair{"_p90", s.p90},
                                        std::pair{"_p95", s.p95}, std::pair{"_p99", s.p99}})
      wide ? out.wide_field(name + suffix, value) : out.number_field(name + suffix, value);
  };
  percentiles("duration_ns", group.duration_ns, false);
  percentiles("ttft_ns", group.ttft_ns, false);
  percentiles("total_tokens", group.tokens, false);
  percentiles("cost_microcents", group.cost, true);
  out.close('}');
  return out.take();
}

std::vector<TableColumn> stats_columns() {
  std::vector<TableColumn> columns{{"VALUE", Align::left, true}};
  for (const std::string_view title :
       {"CALLS", "ERRORS", "TRACES", "TOKENS", "COST", "P50", "P90", "P95", "P99", "TTFT P50"})
    columns.push_back({title, Align::right});
  return columns;
}

std::vector<std::string> stats_cells(const TraceStore& store, GroupBy by, const Group& group) {
  const Spread& d = group.duration_ns;
  return {value_text(store, by, group),
          grouped(group.members.count),
          grouped(group.errors),
          grouped(group.traces),
          text_from_count(total_tokens(group.usage)),
          cost_cell(group.cost_microcents, group.cost_source),
          duration_text(d.p50),
          duration_text(d.p90),
          duration_text(d.p95),
          duration_text(d.p99),
          duration_text(group.ttft_ns.p50)};
}

// Prints the groups of `order` with `cells(group)` or `json(group)`.
template <class Cells, class Json>
void print_each(RowPrinter& printer, const GroupTable& table, const std::vector<std::uint32_t>& order, Cells&& cells,
                Json&& json) {
  for (const std::uint32_t g : order) {
    if (!printer.more()) break;
    printer.wants_cells() ? printer.cells(cells(table.groups[g])) : printer.json(json(table.groups[g]));
  }
  printer.finish();
}

}  // namespace

void print_groups(const CommandLine& line, GroupBy by, const TraceStore& store, const RowSet& rows, Output& output,
                  const PromptOfGroup& prompt_of) {
  const GroupTable table = group_by(store, rows, by);
  std::vector<std::uint32_t> order(table.groups.size());
  std::iota(order.begin(), order.end(), 0u);
  if (line.group_sort) order = sorted_groups(store, table, *line.group_sort, line.group_descending);
  RowPrinter printer(output, line.format, group_columns(by), line.limit);
  print_each(
      printer, table, order, [&](const Group& group) { return group_cells(store, table, group); },
      [&](const Group& group) {
        std::string json = group_json(store, table, group);
        if (prompt_of) json.replace(json.size() - 1, 1, ",\"prompt\":" + prompt_of(table, group) + "}");
        return json;
      });
}

std::optional<GroupBy> call_field(std::string_view name) {
  for (const GroupBy by : {GroupBy::model, GroupBy::provider, GroupBy::prompt, GroupBy::prompt_version, GroupBy::tool})
    if (name_of(by) == name) return by;
  return std::nullopt;
}

void print_call_stats(const CommandLine& line, GroupBy by, const TraceStore& store, const RowSet& rows,
                      Output& output) {
  const GroupTable table = group_by(store, rows, by);
  RowPrinter printer(output, line.format, stats_columns(), line.limit);
  print_each(
      printer, table, sorted_groups(store, table, GroupSort::count, true),
      [&](const Group& group) { return stats_cells(store, by, group); },
      [&](const Group& group) { return stats_json(store, by, group); });
}

}  // namespace spanorama
