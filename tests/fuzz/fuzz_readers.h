// Reads the same bytes whole and in small pieces and compares what came out; also sniffs them and decodes every
// payload. Ends the program on a difference.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "spanorama/ingest/reader.h"
#include "spanorama/model/payload_text.h"

namespace spanorama {

struct FuzzRead {
  SpanBatch batch;
  SourceReport report;
};

inline void fuzz_read(Format format, std::string_view bytes, std::size_t piece, FuzzRead& out) {
  out.batch.sources.push_back({});
  const auto reader = make_reader(format, {out.batch, SourceRow{0}, out.report});
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    static_cast<void>(reader->push(bytes_of(bytes.substr(at, piece))));
  static_cast<void>(reader->finish());
}

inline void fuzz_check(bool holds) {
  if (!holds) std::abort();
}

inline void fuzz_compare(const FuzzRead& a, const FuzzRead& b) {
  fuzz_check(a.batch.spans.size() == b.batch.spans.size());
  for (std::size_t i = 0; i < a.batch.spans.size(); ++i) {
    const SpanRecord& x = a.batch.spans[i];
    const SpanRecord& y = b.batch.spans[i];
    fuzz_check(x.record_offset == y.record_offset && x.record_bytes == y.record_bytes);
    fuzz_check(x.span_id == y.span_id && x.start == y.start && x.end == y.end && x.type == y.type);
    fuzz_check(x.attributes == y.attributes && x.events == y.events && x.links == y.links);
  }
  fuzz_check(a.batch.attributes.size() == b.batch.attributes.size());
  fuzz_check(a.batch.loose_events.size() == b.batch.loose_events.size());
  fuzz_check(a.batch.payloads.size() == b.batch.payloads.size());
  fuzz_check(a.report.issues.size() == b.report.issues.size());
}

inline void fuzz_reader(Format format, const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  sniff_format(bytes_of(bytes.substr(0, 1024)));
  FuzzRead whole, pieces;
  fuzz_read(format, bytes, size + 1, whole);
  fuzz_read(format, bytes, 1 + size % 7, pieces);
  fuzz_compare(whole, pieces);
  for (const Payload& p : whole.batch.payloads) {
    fuzz_check(p.offset + p.length <= size);
    decoded_payload(p.encoding, bytes.substr(p.offset, p.length));
  }
}

}  // namespace spanorama
