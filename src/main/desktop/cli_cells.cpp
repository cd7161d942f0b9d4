#include "main/desktop/cli_cells.h"

#include <algorithm>

#include "spanorama/app/json_rows.h"
#include "spanorama/base/format.h"

namespace spanorama {
namespace {

constexpr std::uint32_t kMaxIndentLevels = 20;
// Below this a speed would say more about the clock than about the reading.
constexpr std::uint64_t kTimedBytes = 10'000'000;

std::string joined(const TraceStore& store, Range items) {
  std::string text;
  for (const StringId item : store.items(items)) text.append(text.empty() ? "" : ", ").append(store.text(item));
  return text;
}

std::string text_or_dash(std::int64_t ns) { return ns == kUnknown ? "–" : text_from(Nanos{ns}); }

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return grouped(static_cast<std::int64_t>(count)) + " " + std::string(count == 1 ? one : many);
}

std::string dialect_line(const SourceReport& report) {
  std::string line;
  for (std::size_t d = 0; d < static_cast<std::size_t>(Dialect::count); ++d) {
    if (report.dialect_spans[d] == 0) continue;
    line += (line.empty() ? "  dialects: " : ", ") + std::string(name_of(static_cast<Dialect>(d))) + " " +
            grouped(static_cast<std::int64_t>(report.dialect_spans[d]));
  }
  return line;
}

}  // namespace

std::string cost_cell(std::int64_t microcents, CostSource source) {
  std::string text = text_from_microcents(microcents);
  if (microcents == kUnknown) return text;
  if (source == CostSource::partial) return "≥ " + text;
  return source == CostSource::estimated || source == CostSource::mixed ? text + "*" : text;
}

std::vector<TableColumn> trace_columns() {
  return {{"STARTED (UTC)"},
          {"DURATION", Align::right},
          {"STATUS"},
          {"NAME", Align::left, true},
          {"STEPS", Align::left},
          {"TOKENS", Align::right},
          {"COST", Align::right},
          {"TTFT", Align::right},
          {"MODELS", Align::left, true},
          {"TRACE"}};
}

std::vector<std::string> trace_cells(const TraceStore& store, TraceRow row, std::size_t digits) {
  const Trace& trace = store.trace(row);
  std::string started = trace.start.ns == 0 ? "–" : text_from(trace.start);
  if (started.ends_with(" UTC")) started.resize(started.size() - 4);
  return {std::move(started),
          text_from(trace.duration),
          std::string(name_of(trace.status)),
          std::string(store.text(trace.name)),
          plain_composition(trace),
          text_from_count(total_tokens(trace.usage)),
          cost_cell(trace.cost_microcents, trace.cost_source),
          text_or_dash(trace.ttft_ns),
          joined(store, store.lists(trace).models),
          hex_from(trace.id).substr(0, digits)};
}

std::vector<TableColumn> span_columns() {
  return {{"NAME", Align::left, true},
          {"TYPE"},
          {"STATUS"},
          {"START", Align::right},
          {"DURATION", Align::right},
          {"MODEL", Align::left, true},
          {"TOKENS IN", Align::right},
          {"OUT", Align::right},
          {"COST", Align::right},
          {"SPAN"}};
}

std::vector<std::string> span_cells(const TraceStore& store, SpanRow span) {
  const auto& columns = store.columns();
  static constexpr Facts kNoFacts{};
  const MaybeFacts known = store.facts(span);
  const Facts& facts = known ? *known : kNoFacts;
  const Trace& trace = store.trace(columns.trace[span.value]);
  const std::uint32_t depth = std::min(columns.depth[span.value], kMaxIndentLevels);
  return {std::string(2 * depth, ' ').append(store.text(columns.name[span.value])),
          std::string(name_of(columns.type[span.value])),
          std::string(name_of(columns.status[span.value])),
          text_from(columns.start[span.value] - trace.start),
          text_from(columns.duration[span.value]),
          std::string(store.text(facts.model.present() ? facts.model : facts.response_model)),
          text_from_count(input_tokens(facts.usage)),
          text_from_count(output_tokens(facts.usage)),
          cost_cell(facts.cost_microcents, facts.cost_source),
          hex_from(columns.span_id[span.value])};
}

std::vector<std::string> report_lines(const SourceReport& report, std::uint64_t traces) {
  std::vector<std::string> lines;
  lines.push_back(report.name);
  lines.push_back("  " + std::string(name_of(report.format)) + ", " + counted(report.bytes, "byte", "bytes") + ", " +
                  counted(report.records, "record", "records") + ": " + counted(report.spans, "span", "spans") +
                  " in " + counted(traces, "trace", "traces"));
  if (report.log_records != 0) lines.back() += ", " + counted(report.log_records, "log record", "log records");
  if (report.bytes >= kTimedBytes && report.seconds > 0) {
    const auto speed = static_cast<std::uint64_t>(static_cast<double>(report.bytes) / report.seconds);
    lines.back() += "; read in " + text_from(Nanos{static_cast<std::int64_t>(report.seconds * 1e9)}) + " (" +
                    text_from_bytes(speed) + "/s)";
  }
  if (const std::string dialects = dialect_line(report); !dialects.empty()) lines.push_back(dialects);
  for (const Issue& issue : report.issues)
    lines.push_back("  " + std::string(name_of(issue.severity)) + ": " + sentence(report, issue));
  if (report.issues.empty()) lines.emplace_back("  everything was read");
  return lines;
}

}  // namespace spanorama
