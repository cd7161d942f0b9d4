#include "spanorama/analysis/counted_spans.h"

#include <algorithm>

#include "analysis/add_known.h"

namespace spanorama {
namespace {

struct Sum {
  std::int64_t tokens = 0, microcents = 0;
};

bool bears_numbers(const MaybeFacts& facts) {
  return facts != nullptr && (facts->cost_microcents != kUnknown || total_tokens(facts->usage) != kUnknown);
}

std::int64_t gap(std::int64_t own, std::int64_t below) {
  return own == kUnknown ? 0 : std::max<std::int64_t>(0, own - std::max<std::int64_t>(0, below));
}

}  // namespace

std::string_view reason_text(RepeatWhy why) {
  switch (why) {
    case RepeatWhy::spans_below: return "repeats the spans below it";
    case RepeatWhy::span_above: return "is part of the span above it";
    case RepeatWhy::same_response: break;
  }
  return "is the same response as another span";
}

CountedSpans counted_spans(const TraceStore& store, TraceRow row) {
  const ColumnViews& c = store.columns();
  const Trace& trace = store.trace(row);
  const std::uint32_t first = trace.first_span.value, end = first + trace.span_count;
  CountedSpans out;
  std::vector<Sum> below(trace.span_count);  // of counted spans in the subtree, itself included
  std::vector<std::uint8_t> under_counted(trace.span_count);
  for (std::uint32_t span = end; span-- > first;) {
    Sum& sum = below[span - first];
    const MaybeFacts facts = store.facts(SpanRow{span});
    if (facts != nullptr && facts->counted) {
      add_known(sum.tokens, total_tokens(facts->usage));
      add_known(sum.microcents, facts->cost_microcents);
    }
    const SpanRow parent = c.parent[span];
    if (!parent.valid()) continue;
    add_known(below[parent.value - first].tokens, sum.tokens);
    add_known(below[parent.value - first].microcents, sum.microcents);
  }
  for (std::uint32_t span = first; span < end; ++span) {
    const MaybeFacts facts = store.facts(SpanRow{span});
    const bool counted = facts != nullptr && facts->counted;
    const SpanRow parent = c.parent[span];
    const bool above = parent.valid() && under_counted[parent.value - first] != 0;
    under_counted[span - first] = above || counted;
    if (counted) out.counted.push_back(SpanRow{span});
    if (counted || !bears_numbers(facts)) continue;
    const Sum& sum = below[span - first];
    RepeatingSpan repeat{SpanRow{span}};
    if (sum.tokens > 0 || sum.microcents > 0) {
      repeat.unattributed_tokens = gap(total_tokens(facts->usage), sum.tokens);
      repeat.unattributed_microcents = sum.microcents == 0 ? 0 : gap(facts->cost_microcents, sum.microcents);
    } else {
      repeat.why = above ? RepeatWhy::span_above : RepeatWhy::same_response;
    }
    out.repeating.push_back(repeat);
  }
  return out;
}

}  // namespace spanorama
