#include "assembly/span_columns.h"

#include <algorithm>

#include "assembly/distinct.h"
#include "assembly/saturating.h"
#include "spanorama/base/hash.h"

namespace spanorama::assembly {

Facts mapped(Facts facts, const BatchMap& map) {
  for (StringId Facts::*field :
       {&Facts::model, &Facts::response_model, &Facts::provider, &Facts::operation, &Facts::session_id, &Facts::user_id,
        &Facts::environment, &Facts::release, &Facts::tool_name, &Facts::tool_call_id, &Facts::prompt_name,
        &Facts::prompt_version, &Facts::agent_name, &Facts::error_type, &Facts::input_preview, &Facts::output_preview})
    facts.*field = map.string(facts.*field);
  facts.counted = false;
  return facts;
}

void map_rare(RareFact& fact, const BatchMap& map) {
  if (!is_token_count(fact.field)) fact.value = map.string({fact.value}).value;
}

void map_score(Score& score, const BatchMap& map) {
  for (StringId Score::*text : {&Score::name, &Score::label, &Score::explanation, &Score::origin})
    score.*text = map.string(score.*text);
}

namespace {

// Rows of a batch that name spans by their index, to be asked span by span.
template <class T>
class RowsBySpan {
 public:
  RowsBySpan(RowsBySpan&&) = default;  // moving keeps what rows_ looks at; copying would not
  explicit RowsBySpan(const std::vector<T>& rows) : rows_(rows) {
    const auto before = [](const T& a, const T& b) { return a.span < b.span; };
    if (std::is_sorted(rows_.begin(), rows_.end(), before)) return;
    sorted_ = rows;
    std::stable_sort(sorted_.begin(), sorted_.end(), before);
    rows_ = sorted_;
  }
  std::span<const T> of(std::uint32_t span) const {
    const auto less = [](const T& row, std::uint32_t index) { return row.span.value < index; };
    const auto begin = std::lower_bound(rows_.begin(), rows_.end(), span, less);
    const auto first = static_cast<std::size_t>(begin - rows_.begin());
    std::size_t end = first;
    while (end < rows_.size() && rows_[end].span.value == span) ++end;
    return rows_.subspan(first, end - first);
  }

 private:
  std::span<const T> rows_;
  std::vector<T> sorted_;
};

class Writer {
 public:
  Writer(Joined& joined, std::vector<Top>& top) : joined_(joined), columns_(joined.columns), top_(top) {}

  void reserve(std::size_t spans) {
    OwnedColumns& c = columns_;
    c.span_id.reserve(spans), c.parent.reserve(spans), c.trace.reserve(spans), c.subtree_end.reserve(spans);
    c.depth.reserve(spans), c.start.reserve(spans), c.duration.reserve(spans), c.name.reserve(spans);
    c.type.reserve(spans), c.kind.reserve(spans), c.status.reserve(spans), c.resource.reserve(spans);
    c.scope.reserve(spans), c.attributes.reserve(spans), c.events.reserve(spans), c.links.reserve(spans);
    c.facts.reserve(spans), c.extra.reserve(spans), c.source.reserve(spans), c.record_offset.reserve(spans);
    c.record_bytes.reserve(spans), top_.reserve(spans);
  }

  void add(const TreeNode& node, const RecordRef& ref, TraceRow trace, std::uint32_t first_row) {
    const SpanRecord& span = *ref.record;
    const BatchMap& map = joined_.maps[ref.batch];
    add_place(node, span, trace, first_row);
    columns_.start.push_back(node.start);
    columns_.duration.push_back(span_duration(node.start, span.end));
    columns_.name.push_back(map.string(span.name));
    columns_.type.push_back(span.type);
    columns_.kind.push_back(span.kind);
    columns_.status.push_back(span.status);
    columns_.resource.push_back(map.resource(span.resource));
    columns_.scope.push_back(map.scope(span.scope));
    columns_.attributes.push_back(moved(span.attributes, map.first_attribute));
    columns_.events.push_back(moved(span.events, map.first_event));
    columns_.links.push_back(moved(span.links, map.first_link));
    columns_.source.push_back(map.source(span.source));
    columns_.record_offset.push_back(span.record_offset);
    columns_.record_bytes.push_back(span.record_bytes);
  }

  void add_facts(const SpanRecord& span, const SpanBatch& batch, const BatchMap& map) {
    FactsRow facts;
    if (span.facts.value < batch.facts.size()) {
      facts.value = static_cast<std::uint32_t>(columns_.facts_rows.size());
      columns_.facts_rows.push_back(mapped(batch.facts[span.facts.value], map));
    }
    columns_.facts.push_back(facts);
    ExtraRow extra;
    if (span.extra.value < batch.extras.size()) {
      Extra row = batch.extras[span.extra.value];
      row.status_message = map.string(row.status_message);
      row.trace_state = map.string(row.trace_state);
      extra = row_of(row);
    }
    columns_.extra.push_back(extra);
  }

  void add_rare(std::span<const RareFact> facts, std::span<const Score> scores, const BatchMap& map) {
    const SpanRow row{static_cast<std::uint32_t>(columns_.span_id.size() - 1)};
    for (RareFact fact : facts) {
      fact.span = row;
      map_rare(fact, map);
      columns_.rare_facts.push_back(fact);
    }
    for (Score score : scores) {
      score.span = row;
      map_score(score, map);
      columns_.scores.push_back(score);
    }
  }

  void add_others(std::span<const OtherField> fields, const BatchMap& map) {
    for (OtherField field : fields) {
      field.span = {static_cast<std::uint32_t>(columns_.span_id.size() - 1)};
      field.name = map.string(field.name);
      field.payload.value += map.first_payload;
      columns_.other_fields.push_back(field);
    }
  }

 private:
  void add_place(const TreeNode& node, const SpanRecord& span, TraceRow trace, std::uint32_t first_row) {
    const auto row = static_cast<std::uint32_t>(columns_.span_id.size());
    columns_.span_id.push_back(span.span_id);
    columns_.parent.push_back(node.parent == kNone ? SpanRow{} : SpanRow{first_row + node.parent});
    columns_.trace.push_back(trace);
    columns_.subtree_end.push_back(first_row + node.subtree_end);
    columns_.depth.push_back(node.depth);
    top_.push_back(node.top);
    if (node.top != Top::orphan && node.top != Top::cut) return;
    columns_.orphan_row.push_back(SpanRow{row});
    columns_.orphan_parent.push_back(span.parent_span_id);
  }

  // Most extras are one of a few.
  ExtraRow row_of(const Extra& extra) {
    const std::uint64_t texts = std::uint64_t{extra.status_message.value} << 32 | extra.trace_state.value;
    const std::uint64_t counts = mix64(std::uint64_t{extra.flags} << 32 | extra.dropped_attributes) ^
                                 (std::uint64_t{extra.dropped_events} << 32 | extra.dropped_links);
    return ExtraRow{extras_.add(columns_.extra_rows, extra, mix64(texts ^ mix64(counts ^ table_seed())),
                                [](const Extra& a, const Extra& b) { return a == b; })};
  }

  Joined& joined_;
  OwnedColumns& columns_;
  std::vector<Top>& top_;
  Distinct<Extra> extras_;
};

}  // namespace

void write_span_columns(std::span<const TraceNodes> traces, std::span<const TreeNode> nodes,
                        std::span<const RecordRef> records, std::span<const SpanBatch* const> batches, Joined& joined,
                        std::vector<Top>& top) {
  Writer writer(joined, top);
  writer.reserve(nodes.size());
  std::size_t facts = 0;
  for (const SpanBatch* batch : batches) facts += batch->facts.size();
  joined.columns.facts_rows.reserve(facts);
  std::vector<RowsBySpan<RareFact>> rare;
  std::vector<RowsBySpan<Score>> scores;
  std::vector<RowsBySpan<OtherField>> others;
  for (const SpanBatch* batch : batches) {
    rare.emplace_back(batch->rare_facts);
    scores.emplace_back(batch->scores);
    others.emplace_back(batch->other_fields);
  }
  for (std::uint32_t t = 0; t < traces.size(); ++t) {
    const auto first_row = static_cast<std::uint32_t>(joined.columns.span_id.size());
    for (const TreeNode& node : nodes.subspan(traces[t].first_node, traces[t].span_count)) {
      const RecordRef& ref = records[node.record];
      writer.add(node, ref, TraceRow{t}, first_row);
      const SpanBatch& batch = *batches[ref.batch];
      const auto index = static_cast<std::uint32_t>(ref.record - batch.spans.data());
      writer.add_facts(*ref.record, batch, joined.maps[ref.batch]);
      writer.add_rare(rare[ref.batch].of(index), scores[ref.batch].of(index), joined.maps[ref.batch]);
      writer.add_others(others[ref.batch].of(index), joined.maps[ref.batch]);
    }
  }
}

}  // namespace spanorama::assembly
