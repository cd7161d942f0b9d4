#include "spanorama/export/otlp_writer.h"

#include <algorithm>
#include <utility>

#include "json_message_sink.h"
#include "proto_message_sink.h"
#include "span_messages.h"
#include "span_order.h"

namespace spanorama {

namespace {

// Traces are grouped by resource over so many spans: enough that resources stand seldom, few enough to be near each
// other in the file.
constexpr std::uint32_t kSpansTogether = 1000;
// A resource's message is ended at this size and another begun: protobuf holds it until then.
constexpr std::size_t kMessageBytes = 1 << 20;

std::unique_ptr<MessageSink> make_sink(Format format) {
  if (format == Format::otlp_proto) return std::make_unique<ProtoMessageSink>();
  return std::make_unique<JsonMessageSink>();
}

constexpr FieldName kResourceSpans{1, "resourceSpans"};

}  // namespace

struct OtlpWriter::Impl {
  Impl(std::shared_ptr<const TraceStore> of_store, std::vector<TraceRow> in_order, Format format, MissingValues missing)
      : store(std::move(of_store)),
        traces(std::move(in_order)),
        lines(format == Format::otlp_json_lines),
        when_missing(missing),
        sink(make_sink(format)),
        messages(*store, missing, *sink) {}

  State write(PayloadSource& payloads, std::string& out, std::size_t enough_bytes) {
    const std::size_t before = out.size();
    State state = State::more;
    while (state == State::more && out.size() - before < enough_bytes) {
      state = step(payloads);
      if (sink->streams() || !in_resource) sink->take(out);
    }
    return state;
  }

  // One span, or the end of what is open.
  State step(PayloadSource& payloads) {
    if (ended) return State::done;
    if (next == order.size() && !next_traces()) return finish();
    const SpanRow row = order[next];
    const ResourceRow span_resource = store->columns().resource[row.value];
    const ScopeRow span_scope = store->columns().scope[row.value];
    const bool full = !sink->streams() && sink->size() >= kMessageBytes;
    if (in_resource && (full || !(span_resource == resource))) {
      close_resource();
      if (!sink->streams()) return State::more;  // to be taken
    }
    if (in_scope && !(span_scope == scope)) close_scope();
    if (!in_resource && !open_resource(span_resource, payloads)) return State::waiting;
    if (!in_scope && !open_scope(span_scope, payloads)) return State::waiting;
    if (!messages.span(row, payloads)) return State::waiting;
    ++next;
    ++written;
    messages.when_missing(when_missing);
    return State::more;
  }

  bool next_traces() {
    if (next_trace == traces.size()) return false;
    if (lines) close_document();
    if (!in_document) open_document();
    const std::size_t first = next_trace;
    std::uint64_t spans = 0;
    while (next_trace < traces.size() && (spans == 0 || (!lines && spans < kSpansTogether)))
      spans += store->trace(traces[next_trace++]).span_count;
    order = span_order(*store, std::span(traces).subspan(first, next_trace - first));
    next = 0;
    return true;
  }

  State finish() {
    if (!in_document && !lines) open_document();
    close_document();
    ended = true;
    return State::done;
  }

  void open_document() {
    sink->begin_document();
    sink->begin_list(kResourceSpans);
    in_document = true;
  }
  void close_document() {
    close_resource();
    if (!in_document) return;
    sink->end_list();
    sink->end_document();
    in_document = false;
  }
  bool open_resource(ResourceRow row, PayloadSource& payloads) {
    in_resource = messages.begin_resource_spans(row, payloads);
    resource = row;
    return in_resource;
  }
  void close_resource() {
    close_scope();
    if (in_resource) messages.end_resource_spans(resource);
    in_resource = false;
  }
  bool open_scope(ScopeRow row, PayloadSource& payloads) {
    in_scope = messages.begin_scope_spans(row, payloads);
    scope = row;
    return in_scope;
  }
  void close_scope() {
    if (in_scope) messages.end_scope_spans(scope);
    in_scope = false;
  }

  std::shared_ptr<const TraceStore> store;
  std::vector<TraceRow> traces;
  bool lines;
  MissingValues when_missing;
  std::unique_ptr<MessageSink> sink;
  SpanMessages messages;
  std::vector<SpanRow> order;  // of the traces at hand
  std::size_t next = 0, next_trace = 0;
  std::uint64_t written = 0;
  ResourceRow resource;
  ScopeRow scope;
  bool in_document = false, in_resource = false, in_scope = false, ended = false;
};

OtlpWriter::OtlpWriter(std::shared_ptr<const TraceStore> store, std::vector<TraceRow> traces, Format format,
                       MissingValues missing)
    : impl_(std::make_unique<Impl>(std::move(store), std::move(traces), format, missing)) {}
OtlpWriter::~OtlpWriter() = default;
OtlpWriter::OtlpWriter(OtlpWriter&&) noexcept = default;
OtlpWriter& OtlpWriter::operator=(OtlpWriter&&) noexcept = default;

OtlpWriter::State OtlpWriter::write(PayloadSource& payloads, std::string& out, std::size_t enough_bytes) {
  return impl_->write(payloads, out, enough_bytes);
}

void OtlpWriter::leave_out_once() { impl_->messages.when_missing(MissingValues::leave_out); }

std::span<const SpanRow> OtlpWriter::upcoming(std::size_t most) const {
  const std::span<const SpanRow> rest = std::span<const SpanRow>(impl_->order).subspan(impl_->next);
  return rest.first(std::min(most, rest.size()));
}

std::uint64_t OtlpWriter::spans_written() const { return impl_->written; }
std::uint64_t OtlpWriter::values_left_out() const { return impl_->messages.values_left_out(); }

}  // namespace spanorama
