// The columns of a store, listed once and used three times: as vectors while assembling, as read-only views in
// a TraceStore, and as sections when a store is written or handed to another thread or worker.
//
//   template <class C, class F> visit_columns(C& columns, F&& f)   calls f("name", column) for each
//
// What is asked for all the time is kept as it is (V), the rest packed when a store is sealed (P, see packed_column.h): a span
// that has no events, links or facts pays nothing for them. Per span about 50 bytes, per attribute 4 to 6, per span with
// LLM facts about 30, per trace 160 and per rare fact 12; docs/performance.md has measured figures.
#pragma once

#include <cstdint>

#include "spanorama/model/packed_fields.h"
#include "spanorama/model/span_tables.h"

namespace spanorama {

// `V<T>` is the container: std::vector, or a read-only view; `P<T, Fields>` that of columns that are packed.
template <template <class> class V, template <class T, class Fields = PackedFields<T>> class P>
struct Columns {
  // spans, by SpanRow: traces in order of start, spans of a trace depth-first with siblings by start
  V<SpanId> span_id;
  P<SpanRow, ParentDistance> parent;  // invalid for roots and orphans
  V<TraceRow> trace;
  P<std::uint32_t, SubtreeSize> subtree_end;  // one past the last span below it
  P<std::uint32_t> depth;                     // 0 for roots
  V<UnixTime> start;
  V<Nanos> duration;  // never negative
  P<StringId> name;
  V<ObservationType> type;
  V<SpanKind> kind;
  V<Status> status;
  P<ResourceRow> resource;
  P<ScopeRow> scope;
  P<Range> attributes, events, links;  // attributes: span after span without gaps, from the first row on
  P<FactsRow, RowsBehind> facts;       // invalid when the span has none
  P<ExtraRow> extra;                   // invalid when the span has none
  P<SourceRow> source;
  P<std::uint64_t> record_offset;  // of the span's record in its source
  P<std::uint32_t> record_bytes;   // saturated at 2^32 - 1
  V<SpanRow> orphan_row;           // tops that name a parent: missing, itself, or cut from a cycle; rising
  V<SpanId> orphan_parent;         // the id that they name, beside it
  // other tables
  V<Trace> traces;
  V<TraceLists> trace_lists;
  V<StringId> list_items;
  P<Facts> facts_rows;
  V<Extra> extra_rows;
  V<RareFact> rare_facts;      // by span, then by field
  V<Score> scores;             // by span
  V<OtherField> other_fields;  // by span
  V<Resource> resources;
  V<Scope> scopes;
  V<SpanEvent> event_rows;
  V<SpanLink> link_rows;
  P<Attribute> attribute_rows;
  V<std::uint32_t> attribute_kinds;  // keys with types: those of the sealed store, see AttributeRows
  V<std::uint64_t> wide_values;
  P<Payload> payloads;
  V<StringId> keys;  // KeyId -> text
  V<Source> sources;
  V<char> string_bytes;
  V<std::uint64_t> string_offsets;
};

// f("name", that column of each): of columns and of views at once, as sealing does.
template <class F, class... C>
void visit_columns_together(F&& f, C&... c) {
  f("span_id", c.span_id...);
  f("parent", c.parent...);
  f("trace", c.trace...);
  f("subtree_end", c.subtree_end...);
  f("depth", c.depth...);
  f("start", c.start...);
  f("duration", c.duration...);
  f("name", c.name...);
  f("type", c.type...);
  f("kind", c.kind...);
  f("status", c.status...);
  f("resource", c.resource...);
  f("scope", c.scope...);
  f("attributes", c.attributes...);
  f("events", c.events...);
  f("links", c.links...);
  f("facts", c.facts...);
  f("extra", c.extra...);
  f("source", c.source...);
  f("record_offset", c.record_offset...);
  f("record_bytes", c.record_bytes...);
  f("orphan_row", c.orphan_row...);
  f("orphan_parent", c.orphan_parent...);
  f("traces", c.traces...);
  f("trace_lists", c.trace_lists...);
  f("list_items", c.list_items...);
  f("facts_rows", c.facts_rows...);
  f("extra_rows", c.extra_rows...);
  f("rare_facts", c.rare_facts...);
  f("scores", c.scores...);
  f("other_fields", c.other_fields...);
  f("resources", c.resources...);
  f("scopes", c.scopes...);
  f("event_rows", c.event_rows...);
  f("link_rows", c.link_rows...);
  f("attribute_rows", c.attribute_rows...);
  f("attribute_kinds", c.attribute_kinds...);
  f("wide_values", c.wide_values...);
  f("payloads", c.payloads...);
  f("keys", c.keys...);
  f("sources", c.sources...);
  f("string_bytes", c.string_bytes...);
  f("string_offsets", c.string_offsets...);
}
template <class C, class F>
void visit_columns(C& c, F&& f) {
  visit_columns_together(f, c);
}

}  // namespace spanorama
