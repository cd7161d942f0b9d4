// Two traces step by step: which steps answer to which, and where their texts differ.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "spanorama/model/trace_store.h"

namespace spanorama {

// A step on both sides, or on one (the other row is invalid).
struct DiffRow {
  SpanRow left, right;
  std::uint32_t depth = 0;
  friend bool operator==(const DiffRow&, const DiffRow&) = default;
};
// Depth-first. Below matched steps, the longest common run of children with equal name and type is matched, in order;
// steps at the top are matched the same way. Lists too long for that are matched greedily from the front.
std::vector<DiffRow> align_traces(const TraceStore& store, TraceRow left, TraceRow right);

// Parts of two texts, in order. `removed` is of the left text, `added` of the right, `same` of both (left's bytes).
struct TextPart {
  enum class Kind : std::uint8_t { same, removed, added } kind = Kind::same;
  std::uint32_t begin = 0, end = 0;
  friend bool operator==(const TextPart&, const TextPart&) = default;
};
// By words. Past a few thousand differing words, what differs is one removed and one added part. O(words²) bounded.
std::vector<TextPart> text_diff(std::string_view left, std::string_view right);

}  // namespace spanorama
