// Remembered conversations and what stands behind a trace's sums: the part of Derived that reads content.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spanorama/analysis/counted_spans.h"
#include "spanorama/app/conversations.h"
#include "spanorama/app/talk.h"

namespace spanorama {

class DerivedTalk {
 public:
  const Talk& trace(const TraceStore& store, TraceRow trace, PayloadSource& payloads);
  const Talk& session(const TraceStore& store, TraceRow trace, PayloadSource& payloads);
  const CountedSpans& counted(const TraceStore& store, TraceRow trace);
  const std::vector<std::string>& schema_lines(const TraceStore& store);

 private:
  template <class Value>
  struct Kept {
    std::uint64_t revision = 0;
    TraceRow trace;
    Value value{};
    bool fits(const TraceStore& store, TraceRow row) const { return revision == store.revision() && trace == row; }
  };
  Kept<Talk> trace_, session_;
  Kept<CountedSpans> counted_;
  Kept<std::vector<std::string>> schema_;
};

}  // namespace spanorama
