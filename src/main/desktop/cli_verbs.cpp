#include "main/desktop/cli_verbs.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "main/desktop/cli_ask.h"
#include "main/desktop/cli_cells.h"
#include "main/desktop/cli_conversation.h"
#include "main/desktop/cli_diff.h"
#include "main/desktop/cli_export.h"
#include "main/desktop/cli_groups.h"
#include "main/desktop/cli_numbers.h"
#include "main/desktop/cli_output.h"
#include "main/desktop/cli_prompts.h"
#include "main/desktop/cli_rows.h"
#include "main/desktop/cli_search.h"
#include "main/desktop/cli_selection.h"
#include "main/desktop/cli_sources.h"
#include "spanorama/app/conversations.h"
#include "spanorama/app/json_rows.h"
#include "spanorama/base/format.h"
#include "spanorama/ingest/known_keys.h"
#include "spanorama/ingest/prices.h"
#include "spanorama/model/store_memory.h"
#include "spanorama/query/value_search.h"

namespace spanorama {
namespace {

// More sentences than this are counted: the first ones say what is wrong.
constexpr int kMostComplaints = 10;

UnixTime now() {
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

bool is_loss(const Issue& issue) { return issue.severity != Severity::info; }

void complain_about(const ImportReport& report) {
  int count = 0;
  for (const SourceReport& source : report.sources)
    for (const Issue& issue : source.issues)
      if (is_loss(issue) && ++count <= kMostComplaints) complain(sentence(source, issue));
  if (count > kMostComplaints)
    complain("there are " + std::to_string(count - kMostComplaints) + " more problems; spanorama check lists them all");
}

int reading_status(const ImportReport& report) {
  bool loss = report.sources.empty();
  std::uint64_t spans = 0;
  for (const SourceReport& source : report.sources) {
    loss = loss || source.worst() != Severity::info;
    spans += source.spans;
  }
  if (!loss) return kExitAllRead;
  return spans == 0 ? kExitNothingRead : kExitWithLoss;
}

void print_traces(const CommandLine& line, const TraceStore& store, std::vector<TraceRow> traces, Output& output) {
  if (traces.size() > line.limit) traces.resize(static_cast<std::size_t>(line.limit));
  RowPrinter printer(output, line.format, trace_columns(), line.limit);
  const std::size_t digits = printer.wants_cells() ? distinct_digits(store, traces) : 32;
  const UnixTime clock = now();
  for (const TraceRow trace : traces) {
    if (!printer.more()) break;
    printer.wants_cells() ? printer.cells(trace_cells(store, trace, digits))
                          : printer.json(trace_json(store, trace, clock));
  }
  printer.finish();
}

void print_spans(const CommandLine& line, const TraceStore& store, const std::vector<TraceRow>& traces,
                 Output& output) {
  RowPrinter printer(output, line.format, span_columns(), line.limit);
  for (const TraceRow trace : traces) {
    for (const SpanRow span : spans_with_prefix(store, trace, line.span_prefix)) {
      if (!printer.more()) break;
      printer.wants_cells() ? printer.cells(span_cells(store, span)) : printer.json(span_json(store, span));
    }
  }
  printer.finish();
}

// A row behind the last for a source that gave nothing.
SourceRow source_with_id(const TraceStore& store, std::uint32_t id) {
  const auto sources = store.columns().sources;
  std::uint32_t row = 0;
  while (row < sources.size() && sources[row].id != id) ++row;
  return SourceRow{row};
}

constexpr std::uint64_t kMemoryWorthSaying = 1 << 20;

void print_check(const CommandLine& line, const CliSources& sources, Output& output) {
  RowPrinter printer(output, line.format, {}, line.limit);
  const TraceStore& store = *sources.store();
  const std::vector<std::uint8_t> read = keys_read(store);
  std::size_t index = 0;
  for (const SourceReport& report : sources.report().sources) {
    if (!printer.more()) break;
    const std::uint64_t traces = sources.trace_count(index++);
    const SchemaCheck schema = check_schema(store, read, source_with_id(store, static_cast<std::uint32_t>(index)));
    if (!printer.wants_cells()) {
      printer.json(
          report_json(report, static_cast<std::int64_t>(traces), schema_json(store, schema), memory_json(store)));
    } else {
      for (const std::string& text : report_lines(report, traces)) output.line(without_controls(text));
      for (const std::string& text : schema_lines(store, schema)) output.line("  " + without_controls(text));
    }
  }
  const StoreMemory memory = memory_of(store.columns());
  if (printer.wants_cells() && memory.all() >= kMemoryWorthSaying)
    output.line("in memory: " + text_from_bytes(memory.all()) + ", of it strings " + text_from_bytes(memory.strings) +
                "; " + grouped(static_cast<std::int64_t>(memory.rows / std::max(1u, store.span_count()))) +
                " bytes a span beside strings");
  printer.finish();
}

// Templates of whole traces are not worked out from other calls: that would read each of them many times.
std::string whole_trace_json(const TraceStore& store, TraceRow trace, const PromptLibrary& library,
                             PayloadSource& payloads) {
  std::string json = "{\"trace\":" + trace_json(store, trace, now()) + ",\"spans\":[";
  const Trace& row = store.trace(trace);
  for (std::uint32_t s = 0; s < row.span_count; ++s) {
    const SpanRow span{row.first_span.value + s};
    const PromptView prompt = recover_prompt(store, span, library, payloads, false);
    json.append(s == 0 ? "" : ",").append(show_json(store, span, payloads, &prompt));
  }
  return json + "]}";
}

int not_found(const CommandLine& line) {
  const bool span = !line.span_prefix.empty();
  complain("no " + std::string(span ? "span" : "trace") + " with an id that starts with " +
           (span ? line.span_prefix : line.trace_prefix) + " was found" +
           (line.filter_text.empty() ? "" : " under the filter"));
  return kExitNothingRead;
}

int ambiguous(std::size_t count, std::string_view what) {
  complain("the digits fit " + std::to_string(count) + " " + std::string(what) + "; give more of them");
  return kExitWrongUsage;
}

int print_shown(const CommandLine& line, CliSources& sources, const RowSet& rows, const PromptLibrary& library,
                Output& output) {
  const TraceStore& store = *sources.store();
  const std::vector<TraceRow> traces = sorted(store, rows, line.sort);
  std::string json;
  if (line.span_prefix.empty()) {
    if (traces.empty()) return not_found(line);
    if (traces.size() > 1) return ambiguous(traces.size(), "traces");
    json = whole_trace_json(store, traces[0], library, sources);
  } else {
    std::vector<SpanRow> spans;
    for (const TraceRow trace : traces)
      for (const SpanRow span : spans_with_prefix(store, trace, line.span_prefix)) spans.push_back(span);
    if (spans.empty()) return not_found(line);
    if (spans.size() > 1) return ambiguous(spans.size(), "spans");
    const PromptView prompt = recover_prompt(store, spans[0], library, sources);
    json = show_json(store, spans[0], sources, &prompt);
  }
  output.line(chosen_format(line.format, output) == OutputFormat::table ? indented_json(json) : json);
  output.flush();
  return kExitAllRead;
}

// Null without --prices: the built-in table stays.
Result<std::shared_ptr<const PriceTable>> prices_of(const CommandLine& line) {
  if (line.prices_path.empty()) return std::shared_ptr<const PriceTable>();
  const auto file = MappedFile::open(line.prices_path);
  if (!file) return file.error();
  Result<PriceTable> table = prices_with(built_in_prices(), text_of(file.value()->bytes()));
  if (!table) return Error{table.error().message + ": " + line.prices_path};
  return std::make_shared<const PriceTable>(std::move(table).value());
}

int print_talk(const CommandLine& line, CliSources& sources, const RowSet& rows, Output& output) {
  const TraceStore& store = *sources.store();
  std::vector<TraceRow> traces;
  for (const TraceRow row :
       line.session.empty() ? sorted(store, rows, line.sort) : traces_of_session(store, line.session))
    if (rows.contains(row.value)) traces.push_back(row);
  if (traces.empty() && !line.session.empty()) {
    complain("no trace with the session id " + line.session + " was found");
    return kExitNothingRead;
  }
  if (traces.empty()) return not_found(line);
  if (traces.size() > 1 && line.session.empty()) return ambiguous(traces.size(), "traces");
  print_conversation(line, sources, traces, output);
  return kExitAllRead;
}

bool reads_whole_values(Verb verb, const Filter& filter) {
  const std::vector<Condition>& conditions = filter.conditions;
  if (std::any_of(conditions.begin(), conditions.end(), looks_into_values)) return true;
  return verb == Verb::show || verb == Verb::search || verb == Verb::prompts || verb == Verb::conversation ||
         verb == Verb::export_traces || verb == Verb::convert || verb == Verb::diff;
}

// kExitAllRead when everything asked for was there.
int print_verb(const CommandLine& line, CliSources& sources, const Filter& filter, const PromptLibrary& library,
               Output& output) {
  const TraceStore& store = *sources.store();
  if (line.verb == Verb::check) return print_check(line, sources, output), kExitAllRead;
  const RowSet rows = selected_rows(store, filter, line, sources);
  const auto in_order = [&] { return ordered_rows(store, filter, rows, line.sort, sources); };
  switch (line.verb) {
    case Verb::traces: print_traces(line, store, in_order(), output); break;
    case Verb::spans: print_spans(line, store, in_order(), output); break;
    case Verb::show: return print_shown(line, sources, rows, library, output);
    case Verb::conversation: return print_talk(line, sources, rows, output);
    case Verb::sessions: print_groups(line, GroupBy::session, store, rows, output); break;
    case Verb::users: print_groups(line, GroupBy::user, store, rows, output); break;
    case Verb::prompts:
      print_groups(line, GroupBy::prompt_version, store, rows, output,
                   [&](const GroupTable& table, const Group& group) {
                     return group_prompt_json(sources, library, table, group);
                   });
      break;
    case Verb::facets: return print_facets(line, store, rows, output);
    case Verb::stats: return print_stats(line, store, rows, output);
    case Verb::search: print_found(line, sources, filter, rows, output); break;
    case Verb::diff: return print_diff(line, sources, rows, output);
    case Verb::export_traces:
    case Verb::convert: return export_traces(line, sources, rows);
    default: break;
  }
  return kExitAllRead;
}

// What the model proposes goes to standard output and how much it finds to standard error; or, where it is to be used,
// into `filter` beside what was asked for before. Nothing when the verb is to go on.
std::optional<int> ask_first(const CommandLine& line, const AskEndpoint& endpoint, CliSources& sources, Filter& filter,
                             Output& output) {
  const UnixTime clock = now();
  const Result<std::string> proposal = asked_filter(endpoint, line.question, *sources.store(), clock);
  if (!proposal) {
    complain(proposal.error().message);
    return kExitNothingRead;
  }
  const Result<Filter> proposed = parse_filter(proposal.value(), clock);
  filter.conditions.insert(filter.conditions.end(), proposed.value().conditions.begin(),
                           proposed.value().conditions.end());
  if (line.use_proposal) {
    if (!line.quiet) complain("the filter is " + proposal.value());
    return std::nullopt;
  }
  output.line(without_controls(proposal.value()));
  output.flush();
  const std::uint64_t found = selected_rows(*sources.store(), filter, line, sources).count();
  if (!line.quiet)
    complain("it finds " + grouped(static_cast<std::int64_t>(found)) + " of " +
             grouped(sources.store()->trace_count()) + " traces; --yes goes on with it");
  return kExitAllRead;
}

}  // namespace

int run_verb(const CommandLine& line) {
  Result<Filter> filter = parse_filter(line.filter_text, now());
  if (!filter) {
    complain("the filter: " + filter.error().message);
    return kExitWrongUsage;
  }
  const auto prices = prices_of(line);
  if (!prices) {
    complain(prices.error().message);
    return kExitWrongUsage;
  }
  Result<PromptLibrary> library = prompt_library(line);
  if (!library) {
    complain(library.error().message);
    return kExitWrongUsage;
  }
  const Result<AskEndpoint> endpoint = line.question.empty() ? AskEndpoint{} : ask_endpoint(line);
  if (!endpoint) {
    complain(endpoint.error().message);
    return kExitWrongUsage;
  }
  Output output;
  CliSources sources({.keep_bytes = !line.question.empty() || reads_whole_values(line.verb, filter.value()),
                      .quiet = line.quiet,
                      .check_values = line.verb == Verb::check,
                      .metadata_only = line.metadata_only,
                      .most_memory = line.most_memory});
  if (prices.value()) sources.set_prices(prices.value());
  sources.read_all(line.sources);
  add_prompt_files(library.value(), sources.report());
  if (sources.report().sources.empty()) complain("there is no file in the given folder");
  if (!line.quiet && line.verb != Verb::check) complain_about(sources.report());
  const int read = reading_status(sources.report());
  if (read == kExitNothingRead && line.verb != Verb::check) return read;
  if (!line.question.empty())
    if (const auto ended = ask_first(line, endpoint.value(), sources, filter.value(), output)) return *ended;
  const int printed = print_verb(line, sources, filter.value(), library.value(), output);
  return printed == kExitAllRead ? read : printed;
}

}  // namespace spanorama
