#include "views/trace_sums.h"

#include <algorithm>
#include <vector>

#include "spanorama/analysis/counted_spans.h"
#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"
#include "views/cost_lines.h"
#include "views/trace_text.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

constexpr std::size_t kMostLines = 8;  // of counted spans, and of repeating ones

std::string numbers_of(std::int64_t tokens, std::int64_t microcents, CostSource source) {
  std::string text;
  if (tokens != kUnknown) text = grouped(tokens) + " tok";
  if (microcents != kUnknown) text += (text.empty() ? "" : "  ") + cost_text(microcents, source);
  return text;
}

std::string numbers_of(const TraceStore& store, SpanRow span) {
  const Facts facts = *store.facts(span);
  return numbers_of(total_tokens(facts.usage), facts.cost_microcents, facts.cost_source);
}

std::string name_in(const TraceStore& store, SpanRow span) {
  std::string name(span_name(store, span));
  return name.size() <= 40 ? name : std::string(utf8_prefix(name, 40)) + "\u2026";
}

void add_rest(std::vector<TipLine>& lines, std::vector<std::string>& names, std::size_t count) {
  if (count <= kMostLines) return;
  names.push_back("and " + grouped(static_cast<std::int64_t>(count - kMostLines)) + " more");
  lines.push_back({names.back(), ""});
}

std::string title_of(const Trace& trace, std::size_t counted) {
  std::string text = numbers_of(total_tokens(trace.usage), trace.cost_microcents, trace.cost_source);
  if (text.empty()) return "No step tells tokens or cost";
  text += " from " + grouped(static_cast<std::int64_t>(counted)) + (counted == 1 ? " step" : " steps");
  if (trace.cost_source == CostSource::partial) text += "; some cost is unknown";
  if (trace.cost_source == CostSource::estimated || trace.cost_source == CostSource::mixed)
    text += "; cost is estimated";
  return text;
}

}  // namespace

void sums_tooltip(Ui& ui, const Trace& trace) {
  const TraceStore& store = ui.store();
  const CountedSpans& spans = ui.frame.derived.counted_spans(ui.state());
  std::vector<std::string> names;  // what the labels point at
  names.reserve(2 * kMostLines + 2);
  std::vector<TipLine> lines{{"", title_of(trace, spans.counted.size())}};
  add_cost_lines(lines, ui.frame.derived.trace_cost_parts(ui.state()), &trace.usage, trace.cost_microcents,
                 trace.cost_source);
  if (lines.size() > 1 && !spans.counted.empty()) lines.push_back({"", "By step"});
  for (std::size_t i = 0; i < std::min(spans.counted.size(), kMostLines); ++i) {
    names.push_back(name_in(store, spans.counted[i]));
    lines.push_back({names.back(), numbers_of(store, spans.counted[i])});
  }
  add_rest(lines, names, spans.counted.size());
  if (!spans.repeating.empty()) lines.push_back({"", "Not added"});
  for (std::size_t i = 0; i < std::min(spans.repeating.size(), kMostLines); ++i) {
    const RepeatingSpan& repeat = spans.repeating[i];
    names.push_back(name_in(store, repeat.span));
    std::string value = numbers_of(store, repeat.span) + "  " + std::string(reason_text(repeat.why));
    if (repeat.unattributed_tokens > 0) value += ", " + grouped(repeat.unattributed_tokens) + " tok unattributed";
    lines.push_back({names.back(), std::move(value)});
  }
  add_rest(lines, names, spans.repeating.size());
  tooltip(ui, lines);
}

std::string completion_text(const Trace& trace, const CompletionState& completion) {
  switch (completion.state) {
    case Completion::running:
      return "More may come: complete after " + text_from(completion.left) + " without a new step";
    case Completion::complete: return "Nothing has come for a while, and nothing is missing";
    case Completion::incomplete: break;
  }
  if (trace.root_missing) return "The root of this trace has not been read";
  return grouped(trace.orphan_count) + (trace.orphan_count == 1 ? " step names a parent" : " steps name parents") +
         " that has not been read";
}

}  // namespace spanorama
