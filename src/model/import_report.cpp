#include "spanorama/model/import_report.h"

#include <algorithm>

#include "spanorama/base/utf8.h"

namespace spanorama {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::info: return "info";
    case Severity::data_loss: return "data loss";
    case Severity::error: return "error";
  }
  return "unknown";
}

void SourceReport::add(const IssueKind& kind, std::uint64_t offset, std::uint64_t record, std::string_view detail,
                       std::uint64_t count) {
  constexpr std::size_t kDetailBytes = 120;
  for (Issue& issue : issues) {
    if (issue.kind != kind.name) continue;
    issue.count += count;
    return;
  }
  issues.push_back({std::string(kind.name), kind.severity, count, offset, record,
                    repaired_utf8(utf8_prefix(detail, kDetailBytes)), std::string(kind.help)});
}

Severity SourceReport::worst() const {
  Severity worst = Severity::info;
  for (const Issue& issue : issues) worst = std::max(worst, issue.severity);
  return worst;
}

// "record 4, byte 2210: <help> Found: …. This happened 3 times. (demo.json)"; the place is left out where there is none.
std::string sentence(const SourceReport& source, const Issue& issue) {
  std::string out;
  if (issue.first_record > 0) out += "record " + std::to_string(issue.first_record) + ", ";
  if (issue.first_record > 0 || issue.first_offset > 0) out += "byte " + std::to_string(issue.first_offset) + ": ";
  out += issue.help;
  if (!issue.detail.empty()) out += " Found: " + issue.detail + ".";
  if (issue.count > 1) out += " This happened " + std::to_string(issue.count) + " times.";
  return out + " (" + source.name + ")";
}

}  // namespace spanorama
