// An ImportReport as bytes, from the worker to the page. Both are built together, so there is no version.
//
//   u32 sources, then per source: texts as u32 length + bytes, numbers as they lie in memory (little endian)
#pragma once

#include <cstdint>
#include <vector>

#include "spanorama/base/wire.h"
#include "spanorama/model/import_report.h"

namespace spanorama {

inline void append(WireWriter& out, const SourceReport& source) {
  out.text(source.name);
  out.text(source.encoding);
  out.number(source.id);
  out.text(source.side_text);
  out.number(source.format);
  out.number(source.bytes);
  out.number(source.records);
  out.number(source.spans);
  out.number(source.log_records);
  for (const std::uint64_t spans : source.dialect_spans) out.number(spans);
  out.number(source.seconds);
  out.number(static_cast<std::uint8_t>(source.cancelled));
  out.number(static_cast<std::uint32_t>(source.issues.size()));
  for (const Issue& issue : source.issues) {
    out.text(issue.kind);
    out.number(issue.severity);
    out.number(issue.count);
    out.number(issue.first_offset);
    out.number(issue.first_record);
    out.text(issue.detail);
    out.text(issue.help);
  }
}

inline std::vector<char> bytes_from(const ImportReport& report) {
  WireWriter out;
  out.number(static_cast<std::uint32_t>(report.sources.size()));
  for (const SourceReport& source : report.sources) append(out, source);
  return out.take();
}

inline Issue issue_from(WireReader& in) {
  Issue issue;
  issue.kind = in.text();
  issue.severity = in.number<Severity>();
  issue.count = in.number<std::uint64_t>();
  issue.first_offset = in.number<std::uint64_t>();
  issue.first_record = in.number<std::uint64_t>();
  issue.detail = in.text();
  issue.help = in.text();
  return issue;
}

inline SourceReport source_report_from(WireReader& in) {
  SourceReport source;
  source.name = in.text();
  source.encoding = in.text();
  source.id = in.number<std::uint32_t>();
  source.side_text = in.text();
  source.format = in.number<Format>();
  source.bytes = in.number<std::uint64_t>();
  source.records = in.number<std::uint64_t>();
  source.spans = in.number<std::uint64_t>();
  source.log_records = in.number<std::uint64_t>();
  for (std::uint64_t& spans : source.dialect_spans) spans = in.number<std::uint64_t>();
  source.seconds = in.number<double>();
  source.cancelled = in.number<std::uint8_t>() != 0;
  for (auto issues = in.number<std::uint32_t>(); issues > 0 && !in.at_end(); --issues)
    source.issues.push_back(issue_from(in));
  return source;
}

inline ImportReport report_from(const char* at, std::size_t size) {
  WireReader in(at, size);
  ImportReport report;
  for (auto sources = in.number<std::uint32_t>(); sources > 0 && !in.at_end(); --sources)
    report.sources.push_back(source_report_from(in));
  return report;
}

}  // namespace spanorama
