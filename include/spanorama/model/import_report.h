// What happened while sources were read: counts, and issues, each with a severity, where it was first seen and a
// sentence of help. Reading goes on after an issue.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/model/vocabulary.h"

namespace spanorama {

enum class Severity : std::uint8_t { info, data_loss, error };
std::string_view name_of(Severity severity);  // "info", "data loss", "error"

// A kind of problem; all kinds are constexpr objects beside the code that finds them.
struct IssueKind {
  std::string_view name;  // snake_case, stable: tests and scripts rely on it
  Severity severity;
  std::string_view help;  // what was expected, what was kept, what to do
};

struct Issue {
  std::string kind;
  Severity severity = Severity::info;
  std::uint64_t count = 0;
  std::uint64_t first_offset = 0;  // byte in the (decompressed) source
  std::uint64_t first_record = 0;  // line (JSON Lines) or message, counted from 1; 0 when it does not apply
  std::string detail;              // of the first one: what stood there, short
  std::string help;
};

struct SourceReport {
  std::string name;
  Format format = Format::unknown;
  std::string encoding = "identity";  // how it is packed: gzip, zstd, zip, tar
  std::uint64_t bytes = 0, records = 0, spans = 0;
  std::uint64_t log_records = 0;
  std::uint64_t dialect_spans[static_cast<int>(Dialect::count)] = {};
  double seconds = 0;  // filled by whoever holds a clock
  bool cancelled = false;
  std::uint32_t id = 0;       // OpenSource::id
  std::string side_text;      // whole text of a prompt file or price file; empty when it was not understood
  std::vector<Issue> issues;  // in the order of first occurrence

  void add(const IssueKind& kind, std::uint64_t offset, std::uint64_t record = 0, std::string_view detail = {},
           std::uint64_t count = 1);
  bool nothing_read() const { return spans == 0 && log_records == 0; }
  Severity worst() const;
};

struct ImportReport {
  std::vector<SourceReport> sources;
};

// "demo.json: line 4: not JSON at byte 2210 (…): the line was skipped, 3 others were read."
std::string sentence(const SourceReport& source, const Issue& issue);

}  // namespace spanorama
