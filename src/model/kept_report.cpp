#include "spanorama/model/kept_report.h"

#include <cstring>
#include <string_view>

#include "spanorama/base/hash.h"
#include "spanorama/base/utf8.h"
#include "spanorama/base/wire.h"

namespace spanorama {
namespace {

constexpr std::string_view kSaidOf = "Said of ";

// An issue that came out of such bytes itself tells its source already.
std::string help_of(const std::string& source, const Issue& issue) {
  if (was_kept(issue)) return issue.help;
  return std::string(kSaidOf) + source + " when it was read: " + issue.help;
}

void put(WireWriter& out, const SourceReport& source) {
  out.number(source.records);
  out.number(source.log_records);
  out.number(static_cast<std::uint32_t>(source.issues.size()));
  for (const Issue& issue : source.issues) {
    out.text(issue.kind);
    out.number(static_cast<std::uint8_t>(issue.severity));
    out.number(issue.count);
    out.number(issue.first_offset);
    out.number(issue.first_record);
    out.text(issue.detail);
    out.text(help_of(source.name, issue));
  }
}

bool take_issue(WireReader& in, Issue& issue) {
  issue.kind = repaired_utf8(in.text());
  const auto severity = in.number<std::uint8_t>();
  issue.severity = static_cast<Severity>(severity);
  issue.count = in.number<std::uint64_t>();
  issue.first_offset = in.number<std::uint64_t>();
  issue.first_record = in.number<std::uint64_t>();
  issue.detail = repaired_utf8(in.text());
  issue.help = repaired_utf8(in.text());
  return severity <= static_cast<std::uint8_t>(Severity::error) && was_kept(issue);
}

}  // namespace

bool was_kept(const Issue& issue) { return issue.help.starts_with(kSaidOf); }

std::vector<std::byte> kept_report(const ImportReport& report) {
  WireWriter out;
  bool any = false;
  for (const SourceReport& source : report.sources) {
    if (source.issues.empty() && source.log_records == 0) continue;
    put(out, source);
    any = true;
  }
  if (!any) return {};
  const std::vector<char> told = out.take();
  const std::uint64_t sum = hash64(told.data(), told.size());
  std::vector<std::byte> bytes(sizeof sum + told.size());
  std::memcpy(bytes.data(), &sum, sizeof sum);
  std::memcpy(bytes.data() + sizeof sum, told.data(), told.size());
  return bytes;
}

bool tell_kept(ByteSpan kept, SourceReport& report) {
  std::uint64_t sum = 0;
  if (kept.empty()) return true;
  if (kept.size() < sizeof sum) return false;
  std::memcpy(&sum, kept.data(), sizeof sum);
  kept = kept.subspan(sizeof sum);
  if (sum != hash64(kept.data(), kept.size())) return false;
  WireReader in(reinterpret_cast<const char*>(kept.data()), kept.size());
  SourceReport told;
  while (!in.at_end()) {
    told.records += in.number<std::uint64_t>();
    told.log_records += in.number<std::uint64_t>();
    for (auto issues = in.number<std::uint32_t>(); issues > 0; --issues) {
      Issue issue;
      if (!take_issue(in, issue)) return false;
      told.issues.push_back(std::move(issue));
    }
  }
  report.log_records += told.log_records;
  report.issues.insert(report.issues.end(), told.issues.begin(), told.issues.end());
  return true;
}

}  // namespace spanorama
