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
  Job(Host& host, std::shared_ptr<const TraceStore> of_store, std::vector<TraceRow> traces, Format format)
      : store(std::move(of_store)),
        trace_count(traces.size()),
        values(host),
        writer(store, std::move(traces), format, MissingValues::wait) {}

  // Asks for what the next spans need, without waiting for it.
  void ask_ahead(Host& host) const {
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

  std::shared_ptr<const TraceStore> store;
  std::size_t trace_count;
  SpanValues values;
  OtlpWriter writer;
  std::uint64_t all_spans = 0, bytes = 0;
};

TraceSaver::TraceSaver(Host& host) : host_(host) {}
TraceSaver::~TraceSaver() { cancel(); }

bool TraceSaver::start(std::shared_ptr<const TraceStore> store, std::vector<TraceRow> traces, Format format) {
  cancel();
  sentence_ = "There are no traces to save.";
  if (traces.empty()) return false;
  sentence_ = "Files cannot be saved from here.";
  if (!host_.save_begin(file_name(*store, traces, format))) return false;
  std::uint64_t spans = 0;
  for (const TraceRow row : traces) spans += store->trace(row).span_count;
  job_ = std::make_unique<Job>(host_, std::move(store), std::move(traces), format);
  job_->all_spans = spans;
  return true;
}

void TraceSaver::cancel() {
  if (job_) end(false);
}

void TraceSaver::end(bool whole) {
  const std::string place = host_.save_end(whole);
  const std::uint64_t left_out = job_->writer.values_left_out();
  sentence_ = "The file was not saved.";
  if (whole && !place.empty()) sentence_ = "Saved " + counted(job_->trace_count, "trace") + ": " + place;
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
    const std::uint64_t before = job_->writer.spans_written();
    const OtlpWriter::State state = job_->writer.write(job_->values, piece, kPieceBytes);
    if (job_->writer.spans_written() != before) job_->values.forget();
    job_->bytes += piece.size();
    if (!piece.empty() && !host_.save_bytes(piece)) return end(false), false;
    if (state == OtlpWriter::State::done) return end(true), false;
    if (state == OtlpWriter::State::more) continue;
    job_->ask_ahead(host_);
    if (host_.awaits_bytes()) return false;
    job_->writer.leave_out_once();  // asked for, not on the way: it is gone
  } while (Clock::now() < end_time);
  return true;
}

TraceSaver::Progress TraceSaver::progress() const {
  if (!job_) return {};
  return {job_->writer.spans_written(), job_->all_spans, job_->bytes};
}

}  // namespace spanorama
