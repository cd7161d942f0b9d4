// An ImportReport as bytes, from the worker to the page. Both are built together, so there is no version.
//
//   u32 sources, then per source: texts as u32 length + bytes, numbers as they lie in memory (little endian)
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "spanorama/model/import_report.h"

namespace spanorama {

class WireWriter {
 public:
  template <class T>
  void number(T value) {
    const auto* at = reinterpret_cast<const char*>(&value);
    bytes_.insert(bytes_.end(), at, at + sizeof value);
  }
  template <class T>
  void array(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    number(static_cast<std::uint64_t>(values.size()));
    const auto* at = reinterpret_cast<const char*>(values.data());
    bytes_.insert(bytes_.end(), at, at + values.size_bytes());
  }
  void text(const std::string& value) {
    number(static_cast<std::uint32_t>(value.size()));
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }
  std::vector<char> take() { return std::move(bytes_); }

 private:
  std::vector<char> bytes_;
};

// Past the end everything reads as zero or empty.
class WireReader {
 public:
  WireReader(const char* at, std::size_t size) : at_(at), left_(size) {}
  template <class T>
  T number() {
    T value{};
    if (left_ < sizeof value) {
      left_ = 0;
      return value;
    }
    std::memcpy(&value, at_, sizeof value);
    skip(sizeof value);
    return value;
  }
  template <class T>
  std::vector<T> array() {
    const auto count = number<std::uint64_t>();
    if (count > left_ / sizeof(T)) {
      left_ = 0;
      return {};
    }
    std::vector<T> values(static_cast<std::size_t>(count));
    if (!values.empty()) std::memcpy(values.data(), at_, values.size() * sizeof(T));
    skip(values.size() * sizeof(T));
    return values;
  }
  std::string text() {
    const std::size_t size = number<std::uint32_t>();
    if (size > left_) {
      left_ = 0;
      return {};
    }
    std::string value(at_, size);
    skip(size);
    return value;
  }
  bool at_end() const { return left_ == 0; }

 private:
  void skip(std::size_t count) {
    at_ += count;
    left_ -= count;
  }
  const char* at_;
  std::size_t left_;
};

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
