// Spans that a source tells in two parts, such as what is known when a run starts and what is known when it ends. The
// second part takes the place of the first in the batch and keeps what only the first one said.
//
//   if (const SpanJoin::Part* other = join.find(hash)) ... join.add_attributes(*other, begin);
//   join.finish_span(record, extra, bytes, hash, "llm");
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "../record_builder.h"

namespace spanorama {

class SpanJoin {
 public:
  struct Part {
    std::size_t span = 0;  // in the batch
    std::string word;      // what the reader wants to know again
    std::size_t rare_begin = 0, rare_end = 0;
    int joined = 0;  // how often
  };

  explicit SpanJoin(RecordBuilder& builder) : builder_(builder) {}

  // The part that still lacks its start or its end, or nullptr. `hash` is of the span's id as the source has it.
  const Part* find(std::uint64_t hash) const;
  // Appends those attributes of the other part whose keys are not among the newest rows, from `begin` on.
  void add_attributes(const Part& other, std::uint32_t begin);
  // As RecordBuilder::finish_span; then the span goes where its other part is. O(facts of the span).
  bool finish_span(SpanRecord& record, const Extra& extra, std::string_view bytes, std::uint64_t hash,
                   std::string_view word);
  // At the end of the source: says which spans never got their times.
  void ended();

 private:
  void put_in_place(const Part& other, std::size_t tags, std::size_t rare, std::size_t scores);

  RecordBuilder& builder_;
  std::unordered_map<std::uint64_t, Part> parts_;  // grows with the spans that are open
};

}  // namespace spanorama
