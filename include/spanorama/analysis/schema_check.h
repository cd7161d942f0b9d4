// What the instrumentations of a load tell, and what they do not: which naming schemes their spans speak, which facts are
// missing where one would expect them, and which attributes nothing was read from.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "spanorama/model/trace_store.h"

namespace spanorama {

// Expected: model, tokens, input and output of a generation; model of an embedding; name, input and output of a tool;
// input and output of a retriever. A failed span may lack tokens and output.
enum class Lack : std::uint8_t { model, tokens, input, output, tool_name, count };
std::string_view name_of(Lack lack);  // "model", "tokens", "input", "output", "tool_name"

struct LackCount {
  std::uint32_t spans = 0;
  SpanRow first;
};

// The spans of one instrumentation scope that speak the same schemes.
struct SchemaGroup {
  StringId scope;
  std::uint32_t dialects = 0;  // bits 1 << Dialect
  std::uint32_t spans = 0, generations = 0;
  std::array<LackCount, static_cast<std::size_t>(Lack::count)> lacks;
  bool whole() const;  // nothing is missing
};

struct UnreadKey {
  KeyId key;
  std::uint32_t spans = 0;  // that have it
  SpanRow first;
};

struct SchemaCheck {
  std::vector<SchemaGroup> groups;  // most spans first, then by scope
  std::vector<UnreadKey> unread;    // most spans first, then by key; at most kMostUnreadKeys
  std::uint32_t unread_keys = 0;    // all of them
  std::uint32_t orphans = 0;        // spans whose parent is missing
};
inline constexpr std::size_t kMostUnreadKeys = 100;

// `key_read` by KeyId. Spans of `source` only, or of all for an invalid row. O(spans + attributes).
SchemaCheck check_schema(const TraceStore& store, std::span<const std::uint8_t> key_read, SourceRow source = {});

}  // namespace spanorama
