// The spans that a conversation is made of: its model calls, and the tools that they called.
#include <algorithm>
#include <map>
#include <string>

#include "spanorama/analysis/conversation.h"

namespace spanorama {
namespace {

// Generations for which `speaks` holds and below which it holds for no other, by start.
template <class Speaks>
std::vector<SpanRow> innermost(const TraceStore& store, const Trace& trace, Speaks&& speaks) {
  const ColumnViews& c = store.columns();
  const std::uint32_t first = trace.first_span.value;
  std::vector<std::uint8_t> below(trace.span_count);
  std::vector<SpanRow> found;
  for (std::uint32_t row = first + trace.span_count; row-- > first;) {
    const bool call = c.type[row] == ObservationType::generation && speaks(store.facts(SpanRow{row}));
    if (call && below[row - first] == 0) found.push_back(SpanRow{row});
    const SpanRow parent = c.parent[row];
    if (parent.valid() && (call || below[row - first] != 0)) below[parent.value - first] = 1;
  }
  std::reverse(found.begin(), found.end());
  std::stable_sort(found.begin(), found.end(),
                   [&](SpanRow a, SpanRow b) { return c.start[a.value] < c.start[b.value]; });
  return found;
}

bool has_input(const MaybeFacts& facts) { return facts != nullptr && facts->input_preview.present(); }
bool has_output(const MaybeFacts& facts) { return facts != nullptr && facts->output_preview.present(); }

struct Place {
  std::uint32_t turn = 0, part = 0;
};

// Things with a call id and a tool's name, each handed out once.
template <class Thing>
class ByCall {
 public:
  void add(std::string_view id, std::string_view name, Thing thing) {
    by_[{id.empty() ? 'n' : 'i', std::string(id.empty() ? name : id)}].push_back(thing);
  }
  // False when there is none left.
  bool take(std::string_view id, std::string_view name, Thing& out) {
    const auto at = by_.find({id.empty() ? 'n' : 'i', std::string(id.empty() ? name : id)});
    if (at == by_.end()) return false;
    std::size_t& next = taken_[at->first];
    if (next == at->second.size()) return false;
    out = at->second[next++];
    return true;
  }

 private:
  using Key = std::pair<char, std::string>;
  std::map<Key, std::vector<Thing>> by_;
  std::map<Key, std::size_t> taken_;
};

// A call that tells an id takes the span with that id, else one of its name without an id; one that tells none takes any
// of its name.
class ToolSpans {
 public:
  ToolSpans(const TraceStore& store, const Trace& trace) {
    const ColumnViews& c = store.columns();
    for (std::uint32_t i = 0; i < trace.span_count; ++i) {
      const SpanRow row{trace.first_span.value + i};
      if (c.type[row.value] != ObservationType::tool) continue;
      const MaybeFacts facts = store.facts(row);
      const bool named = facts != nullptr && facts->tool_name.present();
      const std::string_view name = store.text(named ? facts->tool_name : c.name[row.value]);
      by_id_.add(facts != nullptr ? store.text(facts->tool_call_id) : std::string_view(), name, row);
      by_name_.add({}, name, row);
    }
  }
  SpanRow take(const MessagePart& call) {
    SpanRow span;
    if (call.call_id.empty()) {
      by_name_.take({}, call.name, span);
    } else if (!by_id_.take(call.call_id, call.name, span)) {
      by_id_.take({}, call.name, span);
    }
    return span;
  }

 private:
  ByCall<SpanRow> by_id_, by_name_;
};

}  // namespace

std::vector<SpanRow> conversation_calls(const TraceStore& store, TraceRow row) {
  const Trace& trace = store.trace(row);
  std::vector<SpanRow> calls = innermost(store, trace, has_output);
  if (calls.empty()) calls = innermost(store, trace, has_input);
  if (!calls.empty()) return calls;
  const MaybeFacts root = store.facts(trace.root);
  if (has_input(root) || has_output(root)) calls.push_back(trace.root);
  return calls;
}

std::vector<ToolUse> tool_uses(const TraceStore& store, TraceRow trace, const SpanContent& content,
                               const Conversation& conversation) {
  ToolSpans spans(store, store.trace(trace));
  ByCall<Place> results;
  std::vector<ToolUse> uses;
  const auto each_part = [&](PartKind kind, auto&& visit) {
    for (std::uint32_t t = 0; t < conversation.turns.size(); ++t) {
      const Message& message = message_of(content, conversation.turns[t]);
      for (std::uint32_t p = 0; p < message.parts.size(); ++p)
        if (message.parts[p].kind == kind) visit(message.parts[p], Place{t, p});
    }
  };
  each_part(PartKind::tool_result,
            [&](const MessagePart& part, Place place) { results.add(part.call_id, part.name, place); });
  each_part(PartKind::tool_call, [&](const MessagePart& part, Place place) {
    ToolUse use;
    use.turn = place.turn, use.part = place.part;
    Place result;
    if (results.take(part.call_id, part.name, result)) use.result_turn = result.turn, use.result_part = result.part;
    use.span = spans.take(part);
    uses.push_back(use);
  });
  return uses;
}

}  // namespace spanorama
