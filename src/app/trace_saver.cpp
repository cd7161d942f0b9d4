#include "spanorama/app/trace_saver.h"

#include <chrono>
#include <map>
#include <tuple>
#include <utility>

#include "spanorama/base/format.h"
#include "spanorama/export/otlp_writer.h"

namespace spanorama {

namespace {

constexpr std::size_t kPieceBytes = 1 << 18;
constexpr std::size_t kRowsBytes = 1 << 15;  // a line costs a hundred times what its bytes do
// Asked for ahead of the span that is awaited: reading one by one would take a frame each.
constexpr std::uint64_t kBytesAhead = 8 << 20;
constexpr std::size_t kSpansAhead = 500;

// The values of the span that is being written, kept until it is whole: the host may have to forget the first while it
// fetches the last.
class SpanValues final : public PayloadSource {
 public:
  explicit SpanValues(Host& host) : host_(host) {}
  std::optional<std::string_view> read(const Source& source, std::uint64_t offset, std::uint64_t length) override {
    if (host_.reads_at_once()) return host_.read_source(source.id, offset, length);
    const auto key = std::make_tuple(source.id, offset, length);
    if (const auto found = kept_.find(key); found != kept_.end()) return found->second;
    const std::optional<std::string_view> bytes = host_.read_source(source.id, offset, length);
    if (!bytes) return std::nullopt;
    return kept_.emplace(key, *bytes).first->second;
  }
  void forget() { kept_.clear(); }

 private:
  Host& host_;
  std::map<std::tuple<std::uint32_t, std::uint64_t, std::uint64_t>, std::string> kept_;
};

std::string file_name(const TraceStore& store, const std::vector<TraceRow>& traces, Format format) {
  const std::string stem = traces.size() == 1 ? "trace-" + hex_from(store.trace(traces[0]).id).substr(0, 8) : "traces";
  return stem + (format == Format::otlp_proto ? ".binpb" : format == Format::otlp_json_lines ? ".jsonl" : ".json");
}

std::string counted(std::uint64_t count, std::string_view what) {
  return grouped(static_cast<std::int64_t>(count)) + " " + std::string(what) + (count == 1 ? "" : "s");
}

}  // namespace

struct TraceSaver::Job {
  enum class State : std::uint8_t { more, waits, done };

  Job() = default;
  virtual ~Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  // Appends some of the file.
  virtual State write(std::string& piece) = 0;
  // Asks the host for what comes next, without waiting for it.
  virtual void ask_ahead() {}
  // What is waited for is gone.
  virtual void leave_out() {}
  virtual std::uint64_t left_out() const { return 0; }
  virtual std::uint64_t done() const = 0;
  virtual std::string saved() const = 0;  // "2 traces"

  std::uint64_t all = 0, bytes = 0;
};

struct TraceSaver::TraceJob final : Job {
  TraceJob(Host& of_host, std::shared_ptr<const TraceStore> of_store, std::vector<TraceRow> traces, Format format)
      : host(of_host),
        store(std::move(of_store)),
        trace_count(traces.size()),
        values(host),
        writer(store, std::move(traces), format, MissingValues::wait) {}

  State write(std::string& piece) override {
    const std::uint64_t before = writer.spans_written();
    const OtlpWriter::State state = writer.write(values, piece, kPieceBytes);
    if (writer.spans_written() != before) values.forget();
    return state == OtlpWriter::State::done   ? State::done
           : state == OtlpWriter::State::more ? State::more
                                              : State::waits;
  }
  void ask_ahead() override {
    const auto& columns = store->columns();
    std::uint64_t asked = 0;
    for (const SpanRow span : writer.upcoming(kSpansAhead)) {
      for (const Attribute attribute : store->attributes_of(span)) {
        if (attribute.type() != ValueType::payload) continue;
        const Payload& payload = columns.payloads[attribute.value];
        if ((asked += payload.length) > kBytesAhead) return;
        (void)host.read_source(columns.sources[payload.source.value].id, payload.offset, payload.length);
      }
    }
  }
  void leave_out() override { writer.leave_out_once(); }
  std::uint64_t left_out() const override { return writer.values_left_out(); }
  std::uint64_t done() const override { return writer.spans_written(); }
  std::string saved() const override { return counted(trace_count, "trace"); }

  Host& host;
  std::shared_ptr<const TraceStore> store;
  std::size_t trace_count;
  SpanValues values;
  OtlpWriter writer;
};

struct TraceSaver::RowsJob final : Job {
  RowsJob(std::shared_ptr<const ListRows> rows, RowsForm form) : writer(std::move(rows), form) {}
  State write(std::string& piece) override { return writer.write(piece, kRowsBytes) ? State::done : State::more; }
  std::uint64_t done() const override { return writer.written(); }
  std::string saved() const override { return counted(writer.written(), "row"); }

  ListRowsWriter writer;
};

TraceSaver::TraceSaver(Host& host) : host_(host) {}
TraceSaver::~TraceSaver() { cancel(); }

bool TraceSaver::begin(std::uint64_t count, std::string_view what, const std::string& name) {
  cancel();
  sentence_ = "There are no " + std::string(what) + " to save.";
  if (count == 0) return false;
  sentence_ = "Files cannot be saved from here.";
  return host_.save_begin(name);
}

bool TraceSaver::start(std::shared_ptr<const TraceStore> store, std::vector<TraceRow> traces, Format format) {
  if (!begin(traces.size(), "traces", file_name(*store, traces, format))) return false;
  std::uint64_t spans = 0;
  for (const TraceRow row : traces) spans += store->trace(row).span_count;
  job_ = std::make_unique<TraceJob>(host_, std::move(store), std::move(traces), format);
  job_->all = spans;
  return true;
}

bool TraceSaver::start(std::shared_ptr<const ListRows> rows, RowsForm form) {
  const std::size_t count = rows->count();
  if (!begin(count, "rows", rows->name + (form == RowsForm::csv ? ".csv" : ".jsonl"))) return false;
  job_ = std::make_unique<RowsJob>(std::move(rows), form);
  job_->all = count;
  return true;
}

void TraceSaver::cancel() {
  if (job_) end(false);
}

void TraceSaver::end(bool whole) {
  const std::string place = host_.save_end(whole);
  const std::uint64_t left_out = job_->left_out();
  sentence_ = "The file was not saved.";
  if (whole && !place.empty()) sentence_ = "Saved " + job_->saved() + ": " + place;
  if (whole && !place.empty() && left_out != 0)
    sentence_ += " (" + counted(left_out, "long value") + " could not be read any more)";
  job_.reset();
}

bool TraceSaver::work(double seconds) {
  if (!job_) return false;
  using Clock = std::chrono::steady_clock;
  const auto end_time =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  std::string piece;
  do {
    piece.clear();
    const Job::State state = job_->write(piece);
    job_->bytes += piece.size();
    if (!piece.empty() && !host_.save_bytes(piece)) return end(false), false;
    if (state == Job::State::done) return end(true), false;
    if (state == Job::State::more) continue;
    job_->ask_ahead();
    if (host_.awaits_bytes()) return false;
    job_->leave_out();  // asked for, not on the way: it is gone
  } while (Clock::now() < end_time);
  return true;
}

TraceSaver::Progress TraceSaver::progress() const {
  if (!job_) return {};
  return {job_->done(), job_->all, job_->bytes};
}

}  // namespace spanorama
