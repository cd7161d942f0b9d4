#include "app/step_choice.h"

#include <string>

#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

constexpr std::uint32_t kLlmTypes =
    bit_of(ObservationType::generation) | bit_of(ObservationType::embedding) | bit_of(ObservationType::reranker);

struct LevelKeys {
  KeyId first, second;
};

StepLevel level_from(std::string_view word) {
  const std::string lower = ascii_lower(word);
  if (lower == "debug" || lower == "trace") return StepLevel::debug;
  if (lower == "warning" || lower == "warn") return StepLevel::warning;
  return lower == "error" || lower == "fatal" ? StepLevel::error : StepLevel::normal;
}

LevelKeys level_keys(const TraceStore& store) {
  return {store.find_key("langfuse.observation.level"), store.find_key("level")};
}

StepLevel level_of(const TraceStore& store, SpanRow span, LevelKeys keys) {
  if (store.columns().status[span.value] == Status::error) return StepLevel::error;
  for (const Attribute attribute : store.attributes_of(span))
    if (attribute.key() == keys.first || attribute.key() == keys.second)
      return level_from(short_text(store, attribute));
  return StepLevel::normal;
}

bool holds(const TraceStore& store, SpanRow span, std::string_view lower) {
  const ColumnViews& columns = store.columns();
  if (contains_any_case(store.text(columns.name[span.value]), lower)) return true;
  if (name_of(columns.type[span.value]) == lower || hex_from(columns.span_id[span.value]) == lower) return true;
  const MaybeFacts facts = store.facts(span);
  if (facts == nullptr) return false;
  for (const StringId id : {facts->model, facts->tool_name, facts->agent_name, facts->input_preview,
                            facts->output_preview, facts->error_type})
    if (id.present() && contains_any_case(store.text(id), lower)) return true;
  return false;
}

template <class Keep>
RowSet steps_with(const TraceStore& store, TraceRow trace, Keep&& keep) {
  const Trace& facts = store.trace(trace);
  RowSet rows(facts.span_count);
  for (std::uint32_t i = 0; i < facts.span_count; ++i)
    if (keep(SpanRow{facts.first_span.value + i}, i)) rows.insert(i);
  return rows;
}

}  // namespace

StepLevel level_of(const TraceStore& store, SpanRow span) { return level_of(store, span, level_keys(store)); }

RowSet steps_holding(const TraceStore& store, TraceRow trace, std::string_view lower) {
  return steps_with(store, trace, [&](SpanRow span, std::uint32_t) { return holds(store, span, lower); });
}

RowSet kept_steps(const TraceStore& store, TraceRow trace, const TraceView& view, const RowSet& matches) {
  const bool searching = view.only_matches && matches.size() > 0;
  const bool levels = view.least_level != StepLevel::debug;
  if (view.hidden_types == 0 && !view.only_llm && !levels && !searching) return {};
  const LevelKeys keys = level_keys(store);
  return steps_with(store, trace, [&](SpanRow span, std::uint32_t i) {
    const std::uint32_t bit = bit_of(store.columns().type[span.value]);
    if ((view.hidden_types & bit) != 0 || (view.only_llm && (bit & kLlmTypes) == 0)) return false;
    if (searching && !matches.contains(i)) return false;
    return !levels || level_of(store, span, keys) >= view.least_level;
  });
}

}  // namespace spanorama
