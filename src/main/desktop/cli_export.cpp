#include "main/desktop/cli_export.h"

#include <unistd.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "main/desktop/cli_output.h"
#include "main/desktop/cli_progress.h"
#include "main/desktop/cli_rows.h"
#include "main/desktop/cli_verbs.h"
#include "main/desktop/whole_file.h"
#include "spanorama/app/json_rows.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/export/otlp_writer.h"
#include "spanorama/export/packer.h"
#include "spanorama/export/store_file_writer.h"
#include "spanorama/model/store_batch.h"
#include "spanorama/query/sort.h"

namespace spanorama {
namespace {

// As the file has them, the oldest first, unless another order is asked for.
std::vector<TraceRow> chosen_traces(const CommandLine& line, const TraceStore& store, const RowSet& rows) {
  std::vector<TraceRow> traces;
  if (line.sort == SortOrder{}) {
    rows.for_each([&](std::uint32_t row) { traces.push_back({row}); });
  } else {
    traces = sorted(store, rows, line.sort);
  }
  if (traces.size() > line.limit) traces.resize(static_cast<std::size_t>(line.limit));
  return traces;
}

// Standard output, or a file.
class Target {
 public:
  explicit Target(std::string path) : path_(std::move(path)) {}

  bool open() { return to_standard_output() || file_.open(path_) || failed(file_.problem()); }
  bool to_standard_output() const { return path_.empty() || path_ == "-"; }
  std::FILE* stream() const { return to_standard_output() ? stdout : file_.stream(); }
  // `problem` is empty when everything was written. A reader of standard output that goes away is no failure.
  bool close(const std::string& problem) {
    if (to_standard_output()) return problem.empty() || failed(problem);
    return file_.close(problem.empty()) || failed(problem.empty() ? file_.problem() : problem);
  }

 private:
  bool failed(const std::string& why) const {
    complain(to_standard_output() ? "the output could not be written to its end: " + why
                                  : "the file could not be written, nothing of it is left: " + why + ": " + path_);
    return false;
  }
  const std::string path_;
  WholeFile file_;
};

bool is_binary(WrittenForm form) { return form == WrittenForm::otlp_proto || form == WrittenForm::spano; }

Format otlp_format(WrittenForm form) {
  if (form == WrittenForm::otlp_proto) return Format::otlp_proto;
  return form == WrittenForm::otlp_json ? Format::otlp_json : Format::otlp_json_lines;
}

// Gives the number of values that were not there any more.
std::uint64_t write_otlp(const CommandLine& line, CliSources& sources, std::vector<TraceRow> traces, Output& output) {
  ProgressLine progress(!line.quiet);
  OtlpWriter writer(sources.store(), std::move(traces), otlp_format(line.form));
  std::string piece;
  std::uint64_t bytes = 0;
  for (auto state = OtlpWriter::State::more; state == OtlpWriter::State::more && output.open(); piece.clear()) {
    state = writer.write(sources, piece);
    output.bytes(piece);
    progress.show("writing", bytes += piece.size(), 0);
  }
  output.flush();
  return writer.values_left_out();
}

// One object per span, as `show` gives it, or the same as a line of a table.
void write_objects(const CommandLine& line, CliSources& sources, const std::vector<TraceRow>& traces, Output& output) {
  const TraceStore& store = *sources.store();
  RowPrinter printer(output, line.form == WrittenForm::csv ? OutputFormat::csv : OutputFormat::jsonl, {}, UINT64_MAX);
  for (const TraceRow trace : traces)
    for (std::uint32_t s = 0; s < store.trace(trace).span_count && printer.more(); ++s)
      printer.json(show_json(store, SpanRow{store.trace(trace).first_span.value + s}, sources));
  printer.finish();
}

// The whole store as it is, or one of the chosen traces alone.
std::shared_ptr<const TraceStore> store_with(const std::shared_ptr<const TraceStore>& store,
                                             const std::vector<TraceRow>& traces) {
  if (traces.size() == store->trace_count()) return store;
  const std::unique_ptr<SpanBatch> batch = batch_of(*store, traces, false);
  const SpanBatch* const batches[] = {batch.get()};
  return assemble(batches, nullptr);
}

Result<void> write_store(const CommandLine& line, CliSources& sources, const std::vector<TraceRow>& traces,
                         Output& output) {
  ProgressLine progress(!line.quiet);
  std::uint64_t bytes = 0;
  const auto piece = [&](ByteSpan part) {
    progress.show("writing", bytes += part.size(), 0);
    return output.bytes(text_of(part));
  };
  Result<void> written = write_store_file(store_with(sources.store(), traces), sources, piece, sources.report());
  output.flush();
  return written;
}

}  // namespace

int export_traces(const CommandLine& line, CliSources& sources, const RowSet& rows) {
  Target target(line.output_path);
  if (target.to_standard_output() && is_binary(line.form) && ::isatty(STDOUT_FILENO) == 1) {
    complain("this is not for a terminal: give a file with -o, or send it on with | or >");
    return kExitWrongUsage;
  }
  if (!target.open()) return kExitNothingRead;
  Output output(target.stream(), packing_of_name(line.output_path));
  std::vector<TraceRow> traces = chosen_traces(line, *sources.store(), rows);
  const bool objects = line.form == WrittenForm::csv || line.form == WrittenForm::jsonl;
  std::uint64_t left_out = 0;
  std::string problem;
  if (line.form == WrittenForm::spano) {
    const Result<void> stored = write_store(line, sources, traces, output);
    if (!stored) problem = stored.error().message;
  } else if (objects) {
    write_objects(line, sources, traces, output);
  } else {
    left_out = write_otlp(line, sources, std::move(traces), output);
  }
  output.finish();
  if (!target.close(problem.empty() ? output.problem() : problem)) return kExitNothingRead;
  if (left_out == 0) return kExitAllRead;
  complain(std::to_string(left_out) +
           " long values could not be read from their sources any more: they are empty in what was written");
  return kExitWithLoss;
}

}  // namespace spanorama
