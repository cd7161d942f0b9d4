#include "store_check.h"

#include <vector>

namespace spanorama {

namespace {

// Checks that every reference of every row stays inside its table.
class ReferenceCheck {
 public:
  explicit ReferenceCheck(const ColumnViews& columns) : c_(columns) {}

  bool all_good() {
    check_shape();
    if (good_) check_runs();
    if (good_) check_spans();
    if (good_) check_traces();
    if (good_) check_facts();
    if (good_) check_attributes();
    if (good_) check_other_fields();
    if (good_) check_small_tables();
    return good_;
  }

 private:
  void need(bool condition) { good_ = good_ && condition; }
  void string(StringId id) { need(id.value < strings_); }
  void range(Range r, std::size_t size) { need(std::uint64_t{r.begin} + r.count <= size); }
  // A bool whose byte is neither 0 nor 1 must not even be looked at as a bool.
  void boolean(const bool& flag) { need(*reinterpret_cast<const unsigned char*>(&flag) < 2); }
  // Ranges of several rows that do not overlap: together they cannot have more rows than the table.
  void own_range(Range r, std::size_t size, std::uint64_t& taken) {
    range(r, size);
    taken += r.count;
    need(taken <= size);
  }
  template <class R>
  void row(R r, std::size_t size) {
    need(!r.valid() || r.value < size);
  }

  void check_shape() {
    const std::size_t spans = c_.span_id.size();
    const std::size_t sizes[] = {
        c_.parent.size(),   c_.trace.size(), c_.subtree_end.size(), c_.depth.size(),         c_.start.size(),
        c_.duration.size(), c_.name.size(),  c_.type.size(),        c_.kind.size(),          c_.status.size(),
        c_.resource.size(), c_.scope.size(), c_.attributes.size(),  c_.events.size(),        c_.links.size(),
        c_.facts.size(),    c_.extra.size(), c_.source.size(),      c_.record_offset.size(), c_.record_bytes.size()};
    for (const std::size_t size : sizes) need(size == spans);
    need(c_.orphan_row.size() == c_.orphan_parent.size());
    // A row of a table takes room, so that no small file claims billions of them.
    need(c_.attribute_rows.empty() || c_.attribute_rows.row_bytes() > 0);
    need(c_.payloads.empty() || c_.payloads.row_bytes() > 0);
    need(c_.facts_rows.size() <= spans);
    need(c_.string_offsets.size() >= 2 && !c_.keys.empty() && c_.keys.size() <= kMaxKeys);
    need(spans < UINT32_MAX && c_.string_offsets.size() <= UINT32_MAX);
    if (!good_) return;
    strings_ = c_.string_offsets.size() - 1;
    need(c_.string_offsets.front() == 0 && c_.string_offsets[1] == 0);
    for (std::size_t i = 0; i < strings_ && good_; ++i) need(c_.string_offsets[i] <= c_.string_offsets[i + 1]);
    need(c_.string_offsets.back() <= c_.string_bytes.size());
  }

  // A length that can be added to its start.
  void time(UnixTime start, Nanos duration) {
    need(start.ns >= 0 && duration.count >= 0 && duration.count <= INT64_MAX - start.ns);
  }

  void check_spans() {
    const std::size_t spans = c_.span_id.size();
    std::uint64_t attributes = 0, events = 0, links = 0;
    for (std::size_t i = 0; i < spans && good_; ++i) {
      time(c_.start[i], c_.duration[i]);
      string(c_.name[i]);
      need(static_cast<int>(c_.type[i]) < kObservationTypeCount && static_cast<int>(c_.status[i]) < 3);
      need(static_cast<int>(c_.kind[i]) < kSpanKindCount);
      row(c_.resource[i], c_.resources.size());
      row(c_.scope[i], c_.scopes.size());
      need(c_.attributes[i].begin == attributes);  // span after span, without gaps
      own_range(c_.attributes[i], c_.attribute_rows.size(), attributes);
      own_range(c_.events[i], c_.event_rows.size(), events);
      own_range(c_.links[i], c_.link_rows.size(), links);
      row(c_.facts[i], c_.facts_rows.size());
      row(c_.extra[i], c_.extra_rows.size());
      row(c_.source[i], c_.sources.size());
    }
    for (std::size_t i = 0; i < c_.orphan_row.size() && good_; ++i) {
      const SpanRow orphan = c_.orphan_row[i];
      need(orphan.value < spans && (i == 0 || c_.orphan_row[i - 1] < orphan));
      if (good_) need(!c_.parent[orphan.value].valid());
    }
  }

  // Traces lie one behind the other and leave no span out.
  void check_runs() {
    std::size_t next = 0;
    for (std::uint32_t t = 0; t < c_.traces.size() && good_; ++t) {
      const Trace& trace = c_.traces[t];
      need(trace.first_span.value == next && trace.span_count > 0 && trace.span_count <= c_.span_id.size() - next);
      if (good_) check_tree(TraceRow{t}, next, next + trace.span_count);
      next += trace.span_count;
    }
    need(next == c_.span_id.size());
  }

  // Depth-first: `open` are the spans whose subtrees the row lies in.
  void check_tree(TraceRow trace, std::size_t first, std::size_t end) {
    std::vector<std::uint32_t> open;
    for (auto i = static_cast<std::uint32_t>(first); i < end && good_; ++i) {
      while (!open.empty() && c_.subtree_end[open.back()] == i) open.pop_back();
      const SpanRow parent = open.empty() ? SpanRow{} : SpanRow{open.back()};
      need(c_.trace[i] == trace && c_.parent[i] == parent && c_.depth[i] == open.size());
      need(c_.subtree_end[i] > i && c_.subtree_end[i] <= (open.empty() ? end : c_.subtree_end[open.back()]));
      open.push_back(i);
    }
  }

  void check_traces() {
    for (const Trace& t : c_.traces) {
      time(t.start, t.duration);
      need(static_cast<int>(t.cost_source) < kCostSourceCount);
      need(t.root.value >= t.first_span.value && t.root.value - t.first_span.value < t.span_count);
      for (const StringId id :
           {t.name, t.session_id, t.user_id, t.environment, t.release, t.input_preview, t.output_preview})
        string(id);
      need(t.lists.value < c_.trace_lists.size());
      row(t.source, c_.sources.size());
      need(static_cast<int>(t.status) < 3);
      boolean(t.root_missing);
    }
    for (const TraceLists& l : c_.trace_lists)
      for (const Range r : {l.models, l.providers, l.services, l.tags, l.prompts}) range(r, c_.list_items.size());
    for (const StringId id : c_.list_items) string(id);
  }

  void check_facts() {
    for (const Facts& f : c_.facts_rows) {
      need(static_cast<int>(f.cost_source) < kCostSourceCount &&
           (f.dialects >> static_cast<unsigned>(Dialect::count)) == 0);
      for (const StringId id : {f.model, f.response_model, f.provider, f.operation, f.session_id, f.user_id,
                                f.environment, f.release, f.tool_name, f.tool_call_id, f.prompt_name, f.prompt_version,
                                f.agent_name, f.error_type, f.input_preview, f.output_preview})
        string(id);
    }
    for (const Extra& e : c_.extra_rows)
      for (const StringId id : {e.status_message, e.trace_state}) string(id);
    check_rare();
  }

  void check_rare() {
    const std::size_t spans = c_.span_id.size();
    for (std::size_t i = 0; i < c_.rare_facts.size() && good_; ++i) {
      const RareFact& f = c_.rare_facts[i];
      need(f.span.value < spans && f.field < RareField::count);
      need(i == 0 || !(f.span < c_.rare_facts[i - 1].span));
      if (good_ && !is_token_count(f.field)) string({f.value});
    }
    for (std::size_t i = 0; i < c_.scores.size() && good_; ++i) {
      const Score& s = c_.scores[i];
      need(s.span.value < spans && (i == 0 || !(s.span < c_.scores[i - 1].span)));
      need(static_cast<int>(s.scope) < 3);
      boolean(s.has_value);
      for (const StringId id : {s.name, s.label, s.explanation, s.origin}) string(id);
    }
  }

  void check_other_fields() {
    for (std::size_t i = 0; i < c_.other_fields.size() && good_; ++i) {
      const OtherField& f = c_.other_fields[i];
      need(f.span.value < c_.span_id.size() && f.payload.value < c_.payloads.size());
      need(i == 0 || !(f.span < c_.other_fields[i - 1].span));
      string(f.name);
    }
  }

  void check_attributes() {
    const std::size_t rows = c_.attribute_rows.size(), kinds = c_.attribute_kinds.size();
    for (std::size_t i = 0; i < rows && good_; ++i) {
      need(kinds == 0 || c_.attribute_rows.kind_number(i) < kinds);
      if (!good_) return;
      const Attribute a = c_.attribute_rows[i];
      need(a.key().value < c_.keys.size());
      switch (a.type()) {
        case ValueType::empty:
        case ValueType::boolean:
        case ValueType::int32: break;
        case ValueType::string:
        case ValueType::bytes:
        case ValueType::json: string({a.value}); break;
        case ValueType::int64:
        case ValueType::float64: need(a.value < c_.wide_values.size()); break;
        case ValueType::payload: need(a.value < c_.payloads.size()); break;
        default: need(false);
      }
    }
    for (const StringId key : c_.keys) string(key);
    for (const Payload& p : c_.payloads) {
      need(p.source.value < c_.sources.size() && p.length <= UINT64_MAX - p.offset);
      need(static_cast<int>(p.encoding) < kPayloadEncodingCount);
      string(p.preview);
    }
  }

  void check_small_tables() {
    std::uint64_t of_events = 0, of_links = 0;
    for (const Resource& r : c_.resources) {
      range(r.attributes, c_.attribute_rows.size());
      string(r.service_name);
      string(r.schema_url);
    }
    for (const Scope& s : c_.scopes) {
      range(s.attributes, c_.attribute_rows.size());
      for (const StringId id : {s.name, s.version, s.schema_url}) string(id);
    }
    for (const SpanEvent& e : c_.event_rows) {
      need(e.time.ns >= 0);
      own_range(e.attributes, c_.attribute_rows.size(), of_events);
      string(e.name);
    }
    for (const SpanLink& l : c_.link_rows) {
      own_range(l.attributes, c_.attribute_rows.size(), of_links);
      string(l.trace_state);
    }
    for (const Source& s : c_.sources) {
      string(s.name);
      need(s.format < Format::count);
    }
  }

  const ColumnViews& c_;
  std::size_t strings_ = 0;
  bool good_ = true;
};

}  // namespace

bool references_hold(const ColumnViews& columns) { return ReferenceCheck(columns).all_good(); }

}  // namespace spanorama
