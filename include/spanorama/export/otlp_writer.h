// Traces as OTLP again: one JSON document, JSON Lines with a trace on each line, or protobuf. Written piece by piece, so
// that no more than a few megabytes (or one long value) are held; values that lie in a source are read from there.
//
//   OtlpWriter writer(store, traces, Format::otlp_json);
//   std::string piece;
//   while (writer.write(payloads, piece) != OtlpWriter::State::done) save(piece), piece.clear();
//   save(piece);
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "spanorama/model/payload_text.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// What is done about a value whose bytes the payload source does not give.
enum class MissingValues : std::uint8_t {
  wait,       // write() says so and goes on with the same span at the next call
  leave_out,  // the attribute stays with an empty value, and is counted
};

class OtlpWriter {
 public:
  enum class State : std::uint8_t { more, waiting, done };

  // Traces in this order, each once; spans of one resource and scope stand together as far as that keeps their order
  // when they are read again. `format`: otlp_json, otlp_json_lines or otlp_proto.
  OtlpWriter(std::shared_ptr<const TraceStore> store, std::vector<TraceRow> traces, Format format,
             MissingValues missing = MissingValues::leave_out);
  ~OtlpWriter();
  OtlpWriter(OtlpWriter&&) noexcept;
  OtlpWriter& operator=(OtlpWriter&&) noexcept;

  // Appends about `enough_bytes` to `out`, more where one span has more. O(bytes written).
  State write(PayloadSource& payloads, std::string& out, std::size_t enough_bytes = 1 << 20);

  // Of the next span, what is missing is left out: it will not come.
  void leave_out_once();
  // At most so many spans that come next; good until the next write().
  std::span<const SpanRow> upcoming(std::size_t most) const;

  std::uint64_t spans_written() const;
  std::uint64_t values_left_out() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace spanorama
