#include "spanorama/analysis/tool_links.h"

#include <algorithm>
#include <cstdint>

namespace spanorama {

namespace {

std::string_view call_id_of(const TraceStore& store, SpanRow tool) {
  const MaybeFacts facts = store.facts(tool);
  return facts != nullptr ? store.text(facts->tool_call_id) : std::string_view();
}

std::string_view tool_name_of(const TraceStore& store, SpanRow tool) {
  const MaybeFacts facts = store.facts(tool);
  const bool named = facts != nullptr && facts->tool_name.present();
  return store.text(named ? facts->tool_name : store.columns().name[tool.value]);
}

template <class Visit>
void each_call(const SpanContent& content, Visit&& visit) {
  for (const Message& message : content.output)
    for (const MessagePart& part : message.parts)
      if (part.kind == PartKind::tool_call) visit(part);
}

// When the next model call began after this one had ended.
UnixTime next_call(const TraceStore& store, const TraceTools& tools, SpanRow generation) {
  const UnixTime end = store.end(generation);
  for (const SpanRow call : tools.calls)
    if (!(call == generation) && store.columns().start[call.value] >= end) return store.columns().start[call.value];
  return {INT64_MAX};
}

SpanRow with_id(const TraceStore& store, const TraceTools& tools, SpanRow generation, std::string_view id) {
  const UnixTime begin = store.columns().start[generation.value];
  SpanRow found;
  for (const SpanRow tool : tools.tools) {
    if (call_id_of(store, tool) != id) continue;
    found = tool;
    if (store.columns().start[tool.value] >= begin) break;
  }
  return found;
}

}  // namespace

TraceTools tools_of(const TraceStore& store, TraceRow row) {
  const ColumnViews& c = store.columns();
  const Trace& trace = store.trace(row);
  TraceTools out;
  for (std::uint32_t i = 0; i < trace.span_count; ++i) {
    const SpanRow span{trace.first_span.value + i};
    if (c.type[span.value] == ObservationType::tool) out.tools.push_back(span);
    if (c.type[span.value] == ObservationType::generation) out.calls.push_back(span);
  }
  const auto earlier = [&](SpanRow a, SpanRow b) { return c.start[a.value] < c.start[b.value]; };
  std::stable_sort(out.tools.begin(), out.tools.end(), earlier);
  std::stable_sort(out.calls.begin(), out.calls.end(), earlier);
  return out;
}

std::vector<SpanRow> ran_for(const TraceStore& store, const TraceTools& tools, SpanRow generation,
                             const SpanContent& content) {
  const UnixTime begin = store.columns().start[generation.value], end = next_call(store, tools, generation);
  std::vector<SpanRow> out;
  each_call(content, [&](const MessagePart& part) {
    SpanRow found;
    if (!part.call_id.empty()) found = with_id(store, tools, generation, part.call_id);
    for (const SpanRow tool : tools.tools) {
      if (found.valid()) break;
      const UnixTime start = store.columns().start[tool.value];
      if (start < begin || start >= end || tool_name_of(store, tool) != part.name) continue;
      if (!part.call_id.empty() && !call_id_of(store, tool).empty()) continue;  // another call's
      if (std::find(out.begin(), out.end(), tool) == out.end()) found = tool;
    }
    out.push_back(found);
  });
  return out;
}

std::vector<SpanRow> calls_before(const TraceStore& store, const TraceTools& tools, SpanRow tool, std::size_t most) {
  const ColumnViews& c = store.columns();
  const auto later = std::upper_bound(tools.calls.begin(), tools.calls.end(), c.start[tool.value],
                                      [&](UnixTime start, SpanRow call) { return start < c.start[call.value]; });
  std::vector<SpanRow> out;
  for (auto at = later; at != tools.calls.begin() && out.size() < most;) out.push_back(*--at);
  return out;
}

bool asks_for(const TraceStore& store, const TraceTools& tools, SpanRow generation, const SpanContent& content,
              SpanRow tool) {
  const std::string_view id = call_id_of(store, tool);
  bool told = false;
  each_call(content, [&](const MessagePart& part) { told = told || (!id.empty() && part.call_id == id); });
  if (told) return true;
  const std::vector<SpanRow> ran = ran_for(store, tools, generation, content);
  return std::find(ran.begin(), ran.end(), tool) != ran.end();
}

}  // namespace spanorama
