#include "spanorama/app/derived.h"

#include <algorithm>
#include <list>
#include <optional>
#include <utility>

#include "app/derived_lists.h"
#include "app/derived_talk.h"
#include "app/memo.h"
#include "app/step_choice.h"
#include "spanorama/analysis/tool_links.h"
#include "spanorama/app/json_rows.h"
#include "spanorama/base/hash.h"
#include "spanorama/ingest/prices.h"
#include "spanorama/layout/timeline.h"

namespace spanorama {

namespace {

// The few results that were asked for last.
template <class Key, class Value>
class RecentMemo {
 public:
  explicit RecentMemo(std::size_t most) : most_(most) {}

  Value* find(const Key& key) {
    for (auto at = entries_.begin(); at != entries_.end(); ++at) {
      if (!(at->first == key)) continue;
      entries_.splice(entries_.begin(), entries_, at);
      return &entries_.front().second;
    }
    return nullptr;
  }
  Value& put(const Key& key, Value value) {
    if (Value* known = find(key)) return *known = std::move(value);
    entries_.emplace_front(key, std::move(value));
    if (entries_.size() > most_) entries_.pop_back();
    return entries_.front().second;
  }

 private:
  std::size_t most_;
  std::list<std::pair<Key, Value>> entries_;
};

struct ItemKey {
  std::uint64_t store_revision = 0;
  std::uint32_t row = 0;
  friend bool operator==(const ItemKey&, const ItemKey&) = default;
};

class HostPayloads final : public PayloadSource {
 public:
  explicit HostPayloads(Host& host) : host_(host) {}
  std::optional<std::string_view> read(const Source& source, std::uint64_t offset, std::uint64_t length) override {
    return host_.read_source(source.id, offset, length);
  }

 private:
  Host& host_;
};

std::vector<SpanRow> spans_in_error(const TraceStore& store, TraceRow trace) {
  std::vector<SpanRow> out;
  if (!trace.valid() || store.trace(trace).error_count == 0) return out;
  const Trace& facts = store.trace(trace);
  for (std::uint32_t i = 0; i < facts.span_count; ++i) {
    const SpanRow row{facts.first_span.value + i};
    if (store.columns().status[row.value] == Status::error) out.push_back(row);
  }
  return out;
}

void count_level(Derived::LevelCounts& counts, StepLevel level) {
  switch (level) {
    case StepLevel::error: ++counts.errors; break;
    case StepLevel::warning: ++counts.warnings; break;
    case StepLevel::normal: ++counts.usual; break;
    case StepLevel::debug: ++counts.debug; break;
  }
}

}  // namespace

struct Derived::Impl {
  Impl(Derived& derived, Host& host) : open(derived), payloads(host), lists(host, payloads), pictures(host) {}

  DerivedTrace open;
  HostPayloads payloads;
  ListDerivations lists;
  Pictures pictures;
  Memo<std::pair<std::uint64_t, TraceId>, TraceRow> trace;
  Memo<std::pair<TraceKey, SpanId>, SpanRow> span;
  Memo<TraceKey, DepthLanes> lanes;
  Memo<TraceKey, std::vector<SpanRow>> errors;
  Memo<TraceKey, std::vector<Nanos>> self_times;
  DerivedTalk talk;
  RecentMemo<ItemKey, SpanContent> contents{8};
  RecentMemo<ItemKey, ToolLinks> links{4};
  ToolLinks no_links;
  Memo<TraceKey, TraceTools> tools;
  SpanRow asker_of(const TraceStore& store, SpanRow tool, bool& waiting);
  RecentMemo<ItemKey, PromptView> prompts{8};
  Memo<std::pair<std::uint64_t, std::uint64_t>, PromptLibrary> library;
  const PromptLibrary& prompt_files(const AppState& state);
  RecentMemo<ItemKey, TextValue> texts{64};
  RecentMemo<std::pair<ItemKey, std::uint64_t>, CostParts> costs{4};
  Memo<std::pair<TraceKey, std::uint64_t>, CostParts> trace_costs;
  CostParts no_costs;
  CostParts costs_of(const TraceStore& store, SpanRow step, const std::vector<PricedModel>& prices, bool& waiting);
  Memo<ItemKey, StepEvents> events;
  struct LevelWork {
    LevelCounts counts;
    std::uint32_t counted = 0;  // steps, from the first
  };
  RecentMemo<ItemKey, LevelWork> levels{128};
  Memo<std::pair<std::uint64_t, std::uint64_t>, std::vector<PricedModel>> models;
  std::uint64_t models_made = 0;
  std::optional<PriceTable> built_in;
};

Derived::Derived(Host& host) : impl_(std::make_unique<Impl>(*this, host)) {}
Derived::~Derived() = default;

void Derived::begin_slice(double seconds) { impl_->lists.begin_slice(seconds); }
bool Derived::end_slice() { return impl_->lists.end_slice(); }
bool Derived::work(const AppState& state, double seconds) { return impl_->lists.work(state, seconds); }
std::uint64_t Derived::answers() const { return impl_->lists.answers(); }
bool Derived::unfinished() const { return impl_->lists.unfinished(); }
const RowSet& Derived::filtered(const AppState& state) { return impl_->lists.filtered(state); }
const std::vector<TraceRow>& Derived::list(const AppState& state) { return impl_->lists.list(state); }
const Summary& Derived::summary(const AppState& state) { return impl_->lists.summary(state); }
const ListCharts& Derived::charts(const AppState& state, std::uint32_t max_buckets, std::uint32_t levels) {
  return impl_->lists.charts(state, max_buckets, levels);
}
const FacetList& Derived::facet_values(const AppState& state, FilterField field, std::string_view containing) {
  return impl_->lists.facet_values(state, field, containing);
}
const Distribution& Derived::distribution(const AppState& state, FilterField field) {
  return impl_->lists.distribution(state, field);
}
const Derived::Groups& Derived::groups(const AppState& state, GroupBy by, GroupSort sort, bool descending) {
  return impl_->lists.groups(state, by, sort, descending);
}
const std::vector<SpanRow>& Derived::steps(const AppState& state, StepSort sort, bool descending) {
  return impl_->lists.steps(state, sort, descending);
}
const Derived::Found* Derived::found(const AppState& state, const std::string& filter_text, UnixTime now) {
  return impl_->lists.found(state, filter_text, now);
}
const Cohorts* Derived::cohorts(const AppState& state) { return impl_->lists.cohorts(state); }

const NumberTotals& Derived::trace_totals(const AppState& state, FilterField field) {
  return impl_->lists.trace_totals(state, field);
}
const NumberTotals& Derived::step_totals(const AppState& state, StepSort field) {
  return impl_->lists.step_totals(state, field);
}
std::vector<FacetValue> Derived::all_facet_values(const AppState& state, FilterField field) {
  return impl_->lists.all_facet_values(state, field);
}

SearchProgress Derived::search_progress() const { return impl_->lists.search_progress(); }

TraceRow Derived::trace_row(const AppState& state) {
  if (!state.trace.valid()) return {};
  return impl_->trace.get({state.store->revision(), state.trace}, [&] { return state.store->find_trace(state.trace); });
}

SpanRow Derived::span_row(const AppState& state) {
  const TraceRow trace = trace_row(state);
  if (!trace.valid() || !state.span.valid()) return {};
  return impl_->span.get({{state.store->revision(), trace}, state.span},
                         [&] { return state.store->find_span(trace, state.span); });
}

DerivedTrace& Derived::open_trace() { return impl_->open; }
Pictures& Derived::pictures() { return impl_->pictures; }

const std::vector<SpanRow>& Derived::timeline_rows(const AppState& state) {
  return impl_->open.shown_steps(state).rows;
}

const DepthLanes& Derived::depth_lanes(const AppState& state) {
  static constexpr std::uint32_t kMaxLanes = 512;
  const TraceRow trace = trace_row(state);
  return impl_->lanes.get({state.store->revision(), trace}, [&] {
    return trace.valid() ? spanorama::depth_lanes(*state.store, trace, kMaxLanes) : DepthLanes();
  });
}

const std::vector<SpanRow>& Derived::error_rows(const AppState& state) {
  const TraceRow trace = trace_row(state);
  return impl_->errors.get({state.store->revision(), trace}, [&] { return spans_in_error(*state.store, trace); });
}

const std::vector<Nanos>& Derived::self_times(const AppState& state) {
  const TraceRow trace = trace_row(state);
  return impl_->self_times.get({state.store->revision(), trace}, [&] {
    return trace.valid() ? spanorama::self_times(*state.store, trace) : std::vector<Nanos>();
  });
}

const Talk& Derived::conversation(const AppState& state) {
  return impl_->talk.trace(*state.store, trace_row(state), impl_->payloads);
}

const Talk& Derived::session_conversation(const AppState& state) {
  return impl_->talk.session(*state.store, trace_row(state), impl_->payloads);
}

const std::vector<std::string>& Derived::schema_lines(const AppState& state) {
  return impl_->talk.schema_lines(*state.store);
}

const CountedSpans& Derived::counted_spans(const AppState& state) {
  return impl_->talk.counted(*state.store, trace_row(state));
}

const SpanContent& Derived::content(const AppState& state, SpanRow span) {
  const ItemKey key{state.store->revision(), span.value};
  const SpanContent* known = impl_->contents.find(key);
  if (known != nullptr && !known->waiting) return *known;
  return impl_->contents.put(key, read_content(*state.store, span, impl_->payloads));
}

// The model call that asked for what a tool span ran: the nearest before it. Few are read, for each may be long.
SpanRow Derived::Impl::asker_of(const TraceStore& store, SpanRow tool, bool& waiting) {
  constexpr std::size_t kMostCalls = 32;
  const TraceKey of{store.revision(), store.columns().trace[tool.value]};
  const TraceTools& known = tools.get(of, [&] { return tools_of(store, of.trace); });
  for (const SpanRow call : calls_before(store, known, tool, kMostCalls)) {
    const SpanContent content = read_content(store, call, payloads);
    waiting = content.waiting;
    if (waiting) return {};
    if (asks_for(store, known, call, content, tool)) return call;
  }
  return {};
}

const ToolLinks& Derived::tool_links(const AppState& state, SpanRow span) {
  const TraceStore& store = *state.store;
  const ItemKey key{store.revision(), span.value};
  if (const ToolLinks* known = impl_->links.find(key)) return *known;
  ToolLinks links;
  bool waiting = false;
  const ObservationType type = store.columns().type[span.value];
  if (type == ObservationType::tool) links.asked_by = impl_->asker_of(store, span, waiting);
  if (type == ObservationType::generation) {
    const SpanContent& said = content(state, span);
    waiting = said.waiting;
    const TraceKey trace{store.revision(), store.columns().trace[span.value]};
    const TraceTools& tools = impl_->tools.get(trace, [&] { return tools_of(store, trace.trace); });
    if (!waiting) links.ran = ran_for(store, tools, span, said);
  }
  return waiting ? impl_->no_links : impl_->links.put(key, std::move(links));
}

// The prompt files among the sources, read again when there are others.
const PromptLibrary& Derived::Impl::prompt_files(const AppState& state) {
  std::uint64_t bytes = 0;
  for (const SourceReport& source : state.report.sources)
    if (source.format == Format::prompt_file) bytes += source.side_text.size() + 1;
  return library.get({state.store->revision(), bytes}, [&] {
    prompts = RecentMemo<ItemKey, PromptView>{8};
    PromptLibrary files;
    for (const SourceReport& source : state.report.sources)
      if (source.format == Format::prompt_file) (void)files.add(source.name, source.side_text);
    return files;
  });
}

const std::vector<PricedModel>& Derived::models_seen(const AppState& state) {
  std::uint64_t files = 0;
  for (const SourceReport& source : state.report.sources)
    if (source.format == Format::price_file) files = hash64(source.side_text, files);
  return impl_->models.get({state.store->revision(), files}, [&] {
    ++impl_->models_made;
    if (!impl_->built_in) impl_->built_in = built_in_prices();
    PriceTable now = *impl_->built_in;
    for (const SourceReport& source : state.report.sources) {
      if (source.format != Format::price_file || source.side_text.empty()) continue;
      if (Result<PriceTable> more = prices_with(now, source.side_text)) now = std::move(more).value();
    }
    return spanorama::models_seen(*state.store, *impl_->built_in, now);
  });
}

CostParts Derived::Impl::costs_of(const TraceStore& store, SpanRow step, const std::vector<PricedModel>& prices,
                                  bool& waiting) {
  return spanorama::cost_parts(store, step, prices, [&](std::uint32_t row) {
    std::optional<std::string> text = full_text(store, store.columns().attribute_rows[row], payloads);
    if (!text) waiting = true;
    return text ? std::move(*text) : std::string();
  });
}

const CostParts& Derived::cost_parts(const AppState& state, SpanRow span) {
  const std::vector<PricedModel>& prices = models_seen(state);
  const std::pair<ItemKey, std::uint64_t> key{{state.store->revision(), span.value}, impl_->models_made};
  if (const CostParts* known = impl_->costs.find(key)) return *known;
  bool waiting = false;
  const CostParts parts = impl_->costs_of(*state.store, span, prices, waiting);
  return waiting ? impl_->no_costs : impl_->costs.put(key, parts);
}

const CostParts& Derived::trace_cost_parts(const AppState& state) {
  constexpr std::size_t kMostSpans = 1000;
  const std::vector<PricedModel>& prices = models_seen(state);
  const std::vector<SpanRow>& spans = counted_spans(state).counted;
  bool waiting = false;
  const CostParts& sum = impl_->trace_costs.get({{state.store->revision(), trace_row(state)}, impl_->models_made}, [&] {
    CostParts parts;
    if (spans.size() <= kMostSpans)
      for (const SpanRow span : spans) parts.add(impl_->costs_of(*state.store, span, prices, waiting));
    return parts;
  });
  if (!waiting) return sum;
  impl_->trace_costs.forget();
  return impl_->no_costs;
}

const StepEvents& Derived::step_events(const AppState& state, SpanRow span) {
  return impl_->events.get({state.store->revision(), span.value},
                           [&] { return spanorama::step_events(*state.store, span); });
}

const PromptView& Derived::prompt(const AppState& state, SpanRow span) {
  const PromptLibrary& library = impl_->prompt_files(state);
  const ItemKey key{state.store->revision(), span.value};
  const PromptView* known = impl_->prompts.find(key);
  if (known != nullptr && !known->waiting) return *known;
  return impl_->prompts.put(key, recover_prompt(*state.store, span, library, impl_->payloads));
}

std::string Derived::span_json(const AppState& state, SpanRow span) {
  return show_json(*state.store, span, impl_->payloads, &prompt(state, span));
}

const Derived::LevelCounts* Derived::level_counts(const AppState& state, const Trace& trace) {
  constexpr std::uint32_t kPiece = 20000;  // steps, about a millisecond
  const ItemKey key{state.store->revision(), trace.first_span.value};
  Impl::LevelWork* work = impl_->levels.find(key);
  if (work == nullptr) work = &impl_->levels.put(key, {});
  while (work->counted < trace.span_count) {
    const std::uint32_t end = work->counted + std::min(kPiece, trace.span_count - work->counted);
    for (; work->counted < end; ++work->counted)
      count_level(work->counts, level_of(*state.store, SpanRow{trace.first_span.value + work->counted}));
    if (end == trace.span_count || !impl_->lists.time_is_up()) continue;
    impl_->lists.not_ready();
    return nullptr;
  }
  return &work->counts;
}

const Derived::TextValue& Derived::attribute_text(const AppState& state, std::uint32_t attribute_index) {
  const ItemKey key{state.store->revision(), attribute_index};
  const TextValue* known = impl_->texts.find(key);
  if (known != nullptr && known->complete) return *known;
  const Attribute attribute = state.store->columns().attribute_rows[attribute_index];
  std::optional<std::string> text = full_text(*state.store, attribute, impl_->payloads);
  if (!text) return impl_->texts.put(key, {short_text(*state.store, attribute), false});
  return impl_->texts.put(key, {std::move(*text), true});
}

}  // namespace spanorama
