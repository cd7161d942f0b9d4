#include <algorithm>
#include <array>

#include "spanorama/model/trace_scores.h"
#include "spanorama/query/sort.h"

namespace spanorama {
namespace {

// Counts traces per string, each string once a trace.
class StringCounts {
 public:
  explicit StringCounts(const TraceStore& store)
      : store_(store), counts_(store.string_count(), 0), last_trace_(store.string_count(), UINT32_MAX) {}

  void add(StringId id, std::uint32_t trace) {
    if (!id.present() || last_trace_[id.value] == trace) return;
    last_trace_[id.value] = trace;
    if (counts_[id.value]++ == 0) seen_.push_back(id);
  }

  std::vector<FacetValue> take() const {
    std::vector<FacetValue> out;
    out.reserve(seen_.size());
    for (StringId id : seen_) out.push_back({std::string(store_.text(id)), counts_[id.value]});
    return out;
  }

 private:
  const TraceStore& store_;
  std::vector<std::uint32_t> counts_, last_trace_;
  std::vector<StringId> seen_;
};

std::vector<FacetValue> status_counts(const TraceStore& store, const RowSet& rows) {
  std::array<std::uint32_t, 3> counts{};
  rows.for_each([&](std::uint32_t row) { ++counts[static_cast<std::size_t>(store.trace(TraceRow{row}).status)]; });
  std::vector<FacetValue> out;
  for (Status status : {Status::unset, Status::ok, Status::error})
    if (const std::uint32_t count = counts[static_cast<std::size_t>(status)]; count > 0)
      out.push_back({std::string(name_of(status)), count});
  return out;
}

std::vector<FacetValue> type_counts(const TraceStore& store, const RowSet& rows) {
  static_assert(kObservationTypeCount <= 32);
  std::array<std::uint32_t, kObservationTypeCount> counts{};
  rows.for_each([&](std::uint32_t row) {
    const Trace& trace = store.trace(TraceRow{row});
    std::uint32_t seen = 0;
    for (ObservationType type : store.columns().type.subspan(trace.first_span.value, trace.span_count))
      seen |= 1u << static_cast<int>(type);
    for (std::size_t t = 0; t < counts.size(); ++t) counts[t] += (seen >> t) & 1;
  });
  std::vector<FacetValue> out;
  for (std::size_t t = 0; t < counts.size(); ++t)
    if (counts[t] > 0) out.push_back({std::string(name_of(static_cast<ObservationType>(t))), counts[t]});
  return out;
}

std::vector<FacetValue> trace_strings(const TraceStore& store, const RowSet& rows, StringId Trace::*field) {
  StringCounts counts(store);
  rows.for_each([&](std::uint32_t row) { counts.add(store.trace(TraceRow{row}).*field, row); });
  return counts.take();
}

std::vector<FacetValue> list_items(const TraceStore& store, const RowSet& rows, Range TraceLists::*field) {
  StringCounts counts(store);
  rows.for_each([&](std::uint32_t row) {
    for (StringId item : store.items(store.lists(store.trace(TraceRow{row})).*field)) counts.add(item, row);
  });
  return counts.take();
}

std::vector<FacetValue> span_facts(const TraceStore& store, const RowSet& rows, StringId Facts::*field) {
  StringCounts counts(store);
  const FactNumber text = fact_number(field);
  rows.for_each([&](std::uint32_t row) {
    const Trace& trace = store.trace(TraceRow{row});
    for (std::uint32_t i = 0; i < trace.span_count; ++i)
      if (const SpanRow span{trace.first_span.value + i}; store.has_facts(span))
        counts.add(store.fact_text(span, text), row);
  });
  return counts.take();
}

std::vector<FacetValue> score_sources(const TraceStore& store, const RowSet& rows) {
  StringCounts counts(store);
  rows.for_each([&](std::uint32_t row) {
    for (const Score& score : scores_of(store, store.trace(TraceRow{row}))) counts.add(score.origin, row);
  });
  return counts.take();
}

std::vector<FacetValue> unordered_facet(const TraceStore& store, const RowSet& rows, FilterField field) {
  using enum FilterField;
  switch (field) {
    case status: return status_counts(store, rows);
    case type: return type_counts(store, rows);
    case name: return trace_strings(store, rows, &Trace::name);
    case environment: return trace_strings(store, rows, &Trace::environment);
    case release: return trace_strings(store, rows, &Trace::release);
    case user: return trace_strings(store, rows, &Trace::user_id);
    case session: return trace_strings(store, rows, &Trace::session_id);
    case model: return list_items(store, rows, &TraceLists::models);
    case provider: return list_items(store, rows, &TraceLists::providers);
    case service: return list_items(store, rows, &TraceLists::services);
    case tags: return list_items(store, rows, &TraceLists::tags);
    case prompt: return list_items(store, rows, &TraceLists::prompts);
    case version: return span_facts(store, rows, &Facts::prompt_version);
    case tool: return span_facts(store, rows, &Facts::tool_name);
    case operation: return span_facts(store, rows, &Facts::operation);
    case error_type: return span_facts(store, rows, &Facts::error_type);
    case score_source: return score_sources(store, rows);
    default: return {};
  }
}

}  // namespace

std::span<const FilterField> facet_fields() {
  using enum FilterField;
  static constexpr FilterField kFields[] = {status, name,    model, provider, service, environment, release,
                                            user,   session, tags,  prompt,   type,    tool,        error_type};
  return kFields;
}

std::optional<FilterField> facet_field_from(std::string_view name) {
  for (const FilterField field : facet_fields())
    if (name_of(field) == name) return field;
  return std::nullopt;
}

std::vector<FacetValue> facet(const TraceStore& store, const RowSet& rows, FilterField field) {
  std::vector<FacetValue> values = unordered_facet(store, rows, field);
  std::sort(values.begin(), values.end(), [](const FacetValue& a, const FacetValue& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  });
  return values;
}

}  // namespace spanorama
