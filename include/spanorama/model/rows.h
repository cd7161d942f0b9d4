// Row numbers: 32-bit indexes into one table each, told apart by type. A row is only good for the store
// (or batch) that it came from; links and saved state name things by wire id.
#pragma once

#include <cstdint>

namespace spanorama {

template <class Tag>
struct Row {
  std::uint32_t value = UINT32_MAX;
  friend constexpr bool operator==(const Row&, const Row&) = default;
  friend constexpr bool operator<(Row a, Row b) { return a.value < b.value; }
  constexpr bool valid() const { return value != UINT32_MAX; }
};

using SpanRow = Row<struct SpanTag>;
using TraceRow = Row<struct TraceTag>;
using SessionRow = Row<struct SessionTag>;
using ResourceRow = Row<struct ResourceTag>;
using ScopeRow = Row<struct ScopeTag>;
using FactsRow = Row<struct FactsTag>;    // the LLM facts of one span, see columns.h
using ExtraRow = Row<struct ExtraTag>;    // what few spans have: status message, trace state, dropped counts
using SourceRow = Row<struct SourceTag>;  // the file, body or backend a record came from
using ListsRow = Row<struct ListsTag>;    // what a trace names more than one of
using PayloadRow = Row<struct PayloadTag>;

// Index of a distinct string. 0 is the empty string, which also stands for "absent".
struct StringId {
  std::uint32_t value = 0;
  friend constexpr bool operator==(StringId, StringId) = default;
  friend constexpr bool operator<(StringId a, StringId b) { return a.value < b.value; }
  constexpr bool present() const { return value != 0; }
};

// Index of a distinct attribute key; below 2^24.
struct KeyId {
  std::uint32_t value = 0;
  friend constexpr bool operator==(KeyId, KeyId) = default;
};

// A run of consecutive rows of another table.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t count = 0;
  constexpr std::uint32_t end() const { return begin + count; }
  friend constexpr bool operator==(Range, Range) = default;
};

}  // namespace spanorama
