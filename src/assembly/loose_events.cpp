#include "assembly/loose_events.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "assembly/log_origins.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/base/hash.h"

namespace spanorama::assembly {
namespace {

struct LooseRef {
  const LooseEvent* event = nullptr;
  std::uint32_t batch = 0;
};

bool before_by_span(const LooseRef& a, const LooseRef& b) {
  const LooseEvent &x = *a.event, &y = *b.event;
  if (!(x.trace_id == y.trace_id)) return x.trace_id < y.trace_id;
  if (!(x.span_id == y.span_id)) return x.span_id < y.span_id;
  return x.event.time < y.event.time;
}

// By trace, span and time; equal ones in the order of the batches.
std::vector<LooseRef> sorted_events(std::span<const SpanBatch* const> batches) {
  std::vector<LooseRef> out;
  for (std::uint32_t b = 0; b < batches.size(); ++b)
    for (const LooseEvent& event : batches[b]->loose_events) out.push_back({&event, b});
  std::stable_sort(out.begin(), out.end(), before_by_span);
  return out;
}

struct KeyHash {
  std::size_t operator()(const TraceId& id) const {
    return static_cast<std::size_t>(mix64(id.hi ^ table_seed()) ^ mix64(id.lo + 1));
  }
};

bool has_usage(const Facts& facts) {
  return input_tokens(facts.usage) != kUnknown || output_tokens(facts.usage) != kUnknown;
}

// Texts that the span does not have itself, from one of its log records.
void learn_texts(Facts& facts, const Facts& told) {
  for (StringId Facts::*field :
       {&Facts::model, &Facts::response_model, &Facts::provider, &Facts::operation, &Facts::session_id, &Facts::user_id,
        &Facts::environment, &Facts::release, &Facts::tool_name, &Facts::tool_call_id, &Facts::prompt_name,
        &Facts::prompt_version, &Facts::agent_name})
    if (!(facts.*field).present()) facts.*field = told.*field;
}

void learn_numbers(Facts& facts, const Facts& told) {
  if (!has_usage(facts)) facts.usage = told.usage;
  if (facts.cost_microcents == kUnknown && told.cost_microcents != kUnknown) {
    facts.cost_microcents = told.cost_microcents;
    facts.cost_source = told.cost_source;
  }
}

// Only what was nobody's guess: a type that a dialect gave stays.
bool type_is_open(ObservationType type, const Facts& facts) {
  constexpr std::uint32_t kSayNothing =
      1u << static_cast<unsigned>(Dialect::otel_plain) | 1u << static_cast<unsigned>(Dialect::otel_genai);
  return type == ObservationType::span && (facts.dialects & ~kSayNothing) == 0;
}

class Attacher {
 public:
  Attacher(std::span<const SpanBatch* const> batches, Joined& joined)
      : batches_(batches), joined_(joined), columns_(joined.columns), origins_(joined) {
    for (const SpanBatch* batch : batches) row_of_.emplace_back(batch->loose_events.size());
  }

  // `events`: all of one span, by time.
  void attach(std::uint32_t row, std::span<const LooseRef> events) {
    attach_events(row, events);
    if (!events.front().event->span_id.valid()) return;  // of the trace: they say nothing of the span itself
    Facts learned;
    StringId input, output;
    bool told = false;
    if (const Facts* own = facts_of(row)) learned = *own;
    ObservationType& type = columns_.type[row];
    for (const LooseRef& ref : events) {
      const SpanBatch& batch = *batches_[ref.batch];
      if (ref.event->facts.value >= batch.facts.size()) continue;
      const Facts facts = mapped(batch.facts[ref.event->facts.value], joined_.maps[ref.batch]);
      told = true;
      if (type_is_open(type, learned)) type = ref.event->type;
      learned.dialects |= facts.dialects;
      learn_texts(learned, facts);
      learn_numbers(learned, facts);
      if (!learned.error_type.present() && columns_.status[row] == Status::error) learned.error_type = facts.error_type;
      // As with a span's own events, the last message is the one that is shown.
      if (facts.input_preview.present()) input = facts.input_preview;
      if (facts.output_preview.present()) output = facts.output_preview;
    }
    if (!told) return;
    if (!learned.input_preview.present()) learned.input_preview = input;
    if (!learned.output_preview.present()) learned.output_preview = output;
    keep(row, learned);
  }

  // Scores and rare facts of all events that were attached; a fact that the span has stays as it is.
  void add_told_rows() {
    const std::vector<Score> scores = rows_told(&SpanBatch::scores, map_score);
    columns_.scores.insert(columns_.scores.end(), scores.begin(), scores.end());
    if (!scores.empty()) sort_by_span(columns_.scores);
    std::vector<RareFact> told = rows_told(&SpanBatch::rare_facts, map_rare);
    if (told.empty()) return;
    auto& rows = columns_.rare_facts;
    rows.insert(rows.end(), told.begin(), told.end());
    sort_by_span(rows);
    const auto repeats = [](const RareFact& fact, const RareFact& before) {
      return fact.span == before.span && fact.field == before.field;
    };
    std::vector<RareFact> kept;
    for (const RareFact& fact : rows) {
      bool known = false;
      for (auto at = kept.rbegin(); at != kept.rend() && at->span == fact.span && !known; ++at)
        known = repeats(fact, *at);
      if (!known) kept.push_back(fact);
    }
    rows = std::move(kept);
  }

 private:
  const Facts* facts_of(std::uint32_t row) const {
    const FactsRow facts = columns_.facts[row];
    return facts.value < columns_.facts_rows.size() ? &columns_.facts_rows[facts.value] : nullptr;
  }
  void keep(std::uint32_t row, const Facts& facts) {
    FactsRow& at = columns_.facts[row];
    if (at.value < columns_.facts_rows.size()) {
      columns_.facts_rows[at.value] = facts;
      return;
    }
    at.value = static_cast<std::uint32_t>(columns_.facts_rows.size());
    columns_.facts_rows.push_back(facts);
  }

  // The rows of a span lie together: its own are written again before the new ones.
  void attach_events(std::uint32_t row, std::span<const LooseRef> events) {
    auto& rows = columns_.event_rows;
    const Range own = columns_.events[row];
    const auto begin = static_cast<std::uint32_t>(rows.size());
    rows.reserve(rows.size() + own.count + events.size());
    for (std::uint32_t i = own.begin; i < own.end(); ++i) {
      rows.push_back(rows[i]);
      rows[i] = {};  // attributes belong to one event
    }
    for (const LooseRef& ref : events) {
      const BatchMap& map = joined_.maps[ref.batch];
      SpanEvent event = ref.event->event;
      event.name = map.string(event.name);
      const LogOrigin origin{map.resource(ref.event->resource), map.scope(ref.event->scope),
                             !ref.event->span_id.valid()};
      const std::size_t before = columns_.attribute_rows.size();
      event.attributes = origins_.added(moved(event.attributes, map.first_attribute), origin, row);
      if (event.time.ns == 0) event.time = columns_.start[row];
      if (stands_there(begin + own.count, event)) {
        columns_.attribute_rows.resize(before);
        continue;
      }
      rows.push_back(event);
      const LooseEvent* first = batches_[ref.batch]->loose_events.data();
      row_of_[ref.batch][static_cast<std::size_t>(ref.event - first)] = SpanRow{row};
    }
    const auto earlier = [](const SpanEvent& a, const SpanEvent& b) { return a.time < b.time; };
    std::stable_sort(rows.begin() + static_cast<std::ptrdiff_t>(begin), rows.end(), earlier);
    columns_.events[row] = {begin, static_cast<std::uint32_t>(rows.size()) - begin};
  }

  // The same record, sent or opened twice: events come by time, so only the ones before with the same time are looked at.
  bool stands_there(std::size_t first, const SpanEvent& event) const {
    const auto& rows = columns_.event_rows;
    constexpr std::size_t kMostLookedAt = 64;
    const std::size_t stop = rows.size() > first + kMostLookedAt ? rows.size() - kMostLookedAt : first;
    for (std::size_t i = rows.size(); i > stop && rows[i - 1].time == event.time; --i)
      if (rows[i - 1].name == event.name && equal(rows[i - 1].attributes, event.attributes)) return true;
    return false;
  }
  bool equal(Range a, Range b) const {
    if (a.count != b.count) return false;
    for (std::uint32_t i = 0; i < a.count; ++i)
      if (!equal(columns_.attribute_rows[a.begin + i], columns_.attribute_rows[b.begin + i])) return false;
    return true;
  }
  bool equal(Attribute a, Attribute b) const {
    if (a.key_and_type != b.key_and_type) return false;
    switch (a.type()) {
      case ValueType::int64:
      case ValueType::float64: return columns_.wide_values[a.value] == columns_.wide_values[b.value];
      case ValueType::payload: return same_place(columns_.payloads[a.value], columns_.payloads[b.value]);
      default: return a.value == b.value;
    }
  }
  // Long values are not at hand: only in the same bytes of the same content are they known to be the same.
  bool same_place(const Payload& a, const Payload& b) const {
    if (a.offset != b.offset || a.length != b.length) return false;
    if (a.source == b.source) return true;
    const auto& sources = columns_.sources;
    const std::uint64_t print = a.source.value < sources.size() ? sources[a.source.value].fingerprint : 0;
    return print != 0 && b.source.value < sources.size() && sources[b.source.value].fingerprint == print;
  }

  // Rows of all batches that loose events carry, with their spans. A moved row is `mapped` by the caller.
  template <class T, class Map>
  std::vector<T> rows_told(std::vector<T> SpanBatch::*table, Map&& map_row) const {
    std::vector<T> out;
    for (std::size_t b = 0; b < batches_.size(); ++b) {
      if (row_of_[b].empty()) continue;
      for (T row : batches_[b]->*table) {
        const std::uint32_t event = row.span.value - kFirstLooseRow;
        if (row.span.value < kFirstLooseRow || event >= row_of_[b].size() || !row_of_[b][event].valid()) continue;
        row.span = row_of_[b][event];
        map_row(row, joined_.maps[b]);
        out.push_back(row);
      }
    }
    return out;
  }
  template <class T>
  static void sort_by_span(std::vector<T>& rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const T& a, const T& b) { return a.span < b.span; });
  }

  std::span<const SpanBatch* const> batches_;
  Joined& joined_;
  OwnedColumns& columns_;
  LogOrigins origins_;
  std::vector<std::vector<SpanRow>> row_of_;  // of each loose event that became one of a span
};

}  // namespace

namespace {

// As the rollup finds it.
std::uint32_t root_of(const OwnedColumns& columns, std::span<const Top> top, std::uint32_t first, std::uint32_t end) {
  for (std::uint32_t row = first; row < end; row = columns.subtree_end[row])
    if (top[row] != Top::orphan) return row;
  return first;
}

}  // namespace

void attach_loose_events(std::span<const TraceNodes> traces, std::span<const SpanBatch* const> batches, Joined& joined,
                         std::span<const Top> top) {
  const std::vector<LooseRef> events = sorted_events(batches);
  if (events.empty()) return;
  Attacher attacher(batches, joined);
  std::size_t row = 0;
  for (const TraceNodes& trace : traces) {
    const std::size_t end = row + trace.span_count;
    LooseEvent key;
    key.trace_id = trace.id;
    const auto by_trace = [](const LooseRef& a, const LooseRef& b) { return a.event->trace_id < b.event->trace_id; };
    const auto found = std::equal_range(events.begin(), events.end(), LooseRef{&key, 0}, by_trace);
    const auto of_span = [&](SpanId id) {
      key.span_id = id;
      const auto by_span = [](const LooseRef& a, const LooseRef& b) { return a.event->span_id < b.event->span_id; };
      const auto own = std::equal_range(found.first, found.second, LooseRef{&key, 0}, by_span);
      return std::span<const LooseRef>(events).subspan(static_cast<std::size_t>(own.first - events.begin()),
                                                       static_cast<std::size_t>(own.second - own.first));
    };
    if (const auto own = of_span({}); !own.empty())
      attacher.attach(root_of(joined.columns, top, static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(end)),
                      own);
    for (; row < end && found.first != found.second; ++row) {
      if (const auto own = of_span(joined.columns.span_id[row]); !own.empty())
        attacher.attach(static_cast<std::uint32_t>(row), own);
    }
    row = end;
  }
  attacher.add_told_rows();
}

}  // namespace spanorama::assembly

namespace spanorama {

std::vector<UnjoinedEvents> unjoined_events(std::span<const SpanBatch* const> batches) {
  using namespace assembly;
  std::vector<UnjoinedEvents> out(batches.size());
  struct Key {
    TraceId trace;
    SpanId span;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const {
      return KeyHash()(key.trace) ^ static_cast<std::size_t>(mix64(key.span.value));
    }
  };
  std::unordered_set<Key, Hash> missing;
  for (const SpanBatch* batch : batches)
    for (const LooseEvent& event : batch->loose_events) missing.insert({event.trace_id, event.span_id});
  if (missing.empty()) return out;
  for (const SpanBatch* batch : batches)
    for (const SpanRecord& span : batch->spans) {
      missing.erase({span.trace_id, span.span_id});
      missing.erase({span.trace_id, SpanId{}});
    }
  for (std::size_t b = 0; b < batches.size(); ++b) {
    for (const LooseEvent& event : batches[b]->loose_events) {
      if (missing.count({event.trace_id, event.span_id}) == 0) continue;
      if (out[b].count++ == 0) out[b].first_offset = event.record_offset;
    }
  }
  return out;
}

}  // namespace spanorama
