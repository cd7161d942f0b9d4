// What readers fill: span records in the order of the source, not yet assembled. A batch owns its strings and
// numbers its own rows; assembly joins one or many batches into a TraceStore.
//
//   SpanBatch batch;
//   SpanRecord span; span.name = batch.strings.intern("chat"); ...
//   batch.add(span);
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "spanorama/model/columns.h"
#include "spanorama/model/string_table.h"

namespace spanorama {

// Maps distinct keys to ids below 2^24. When that is full, key() gives the id of "(too many keys)".
class KeyTable {
 public:
  KeyTable();
  KeyId key(StringId text);  // O(1)
  StringId text(KeyId key) const { return texts_[key.value]; }
  std::span<const StringId> texts() const { return texts_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(texts_.size()); }

 private:
  std::vector<StringId> texts_;
  std::vector<std::uint32_t> by_string_;  // StringId -> KeyId + 1, grown on demand
};

// One span as a source states it. `end` before `start` and zero times are allowed here; assembly copes.
struct SpanRecord {
  TraceId trace_id;
  SpanId span_id, parent_span_id;
  UnixTime start, end;
  StringId name;
  ObservationType type = ObservationType::span;
  SpanKind kind = SpanKind::unspecified;
  Status status = Status::unset;
  ResourceRow resource;
  ScopeRow scope;
  Range attributes, events, links;
  FactsRow facts;
  ExtraRow extra;
  SourceRow source;
  std::uint64_t record_offset = 0;
  std::uint32_t record_bytes = 0;
};

// Tags, one row per tag a span carries.
struct TagRow {
  std::uint32_t span = 0;  // index in `spans`
  StringId tag;
};

// A log record that names a span, which may stand anywhere: assembly makes it an event of that span. One that names a trace only
// has no span id, and becomes an event of the trace's root.
struct LooseEvent {
  TraceId trace_id;
  SpanId span_id;
  SpanEvent event;
  FactsRow facts;  // what the span learns from it, where it tells anything
  SourceRow source;
  ResourceRow resource;
  ScopeRow scope;
  std::uint64_t record_offset = 0;
  ObservationType type = ObservationType::span;  // what the span may be, as far as the record tells
  std::uint8_t reserved[7] = {};
};

// Rare facts and scores that a loose event carries have its index and this bit as their `span`.
inline constexpr std::uint32_t kFirstLooseRow = 1u << 31;

struct SpanBatch {
  StringInterner strings;
  KeyTable keys;
  std::vector<SpanRecord> spans;
  std::vector<Attribute> attributes;
  std::vector<std::uint64_t> wide_values;
  std::vector<Payload> payloads;
  std::vector<SpanEvent> events;
  std::vector<SpanLink> links;
  std::vector<Resource> resources;
  std::vector<Scope> scopes;
  std::vector<Facts> facts;
  std::vector<Extra> extras;
  std::vector<TagRow> tags;
  std::vector<RareFact> rare_facts;      // `span` is an index in `spans`; in any order
  std::vector<Score> scores;             // likewise, in any order
  std::vector<OtherField> other_fields;  // `span` is an index in `spans`; rising
  std::vector<Source> sources;
  std::vector<LooseEvent> loose_events;  // in the order of the source

  KeyId key(std::string_view text) { return keys.key(strings.intern(text)); }

  // Attribute constructors; the attribute still has to be pushed onto `attributes`.
  Attribute string_attribute(KeyId key, std::string_view text);
  Attribute int_attribute(KeyId key, std::int64_t value);
  Attribute double_attribute(KeyId key, double value);
  Attribute bool_attribute(KeyId key, bool value);
  Attribute payload_attribute(KeyId key, const Payload& payload);
};

// Calls visit(table) for each table of rows, always in the same order.
template <class Batch, class Visit>
void visit_tables(Batch& batch, Visit&& visit) {
  visit(batch.spans);
  visit(batch.attributes);
  visit(batch.wide_values);
  visit(batch.payloads);
  visit(batch.events);
  visit(batch.links);
  visit(batch.resources);
  visit(batch.scopes);
  visit(batch.facts);
  visit(batch.extras);
  visit(batch.tags);
  visit(batch.rare_facts);
  visit(batch.scores);
  visit(batch.other_fields);
  visit(batch.sources);
  visit(batch.loose_events);
}
// Bytes of its rows and texts. O(tables).
std::uint64_t memory_of(const SpanBatch& batch);

inline constexpr std::size_t kBatchTables = 16;
// Rounded up as the struct is: with 32-bit pointers a table has 12 bytes.
inline constexpr std::size_t kBatchBytes =
    sizeof(StringInterner) + sizeof(KeyTable) + kBatchTables * sizeof(std::vector<std::uint64_t>);
static_assert(sizeof(SpanBatch) == (kBatchBytes + alignof(SpanBatch) - 1) / alignof(SpanBatch) * alignof(SpanBatch),
              "a new table also has to stand in visit_tables");

}  // namespace spanorama
