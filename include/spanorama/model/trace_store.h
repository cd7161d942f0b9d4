// The sealed store: every view, filter and chart reads this. Immutable and shared; a newer store replaces it
// between two frames. See columns.h for the tables.
//
//   for (SpanRow row : store.spans_of(trace)) use(store.text(store.columns().name[row.value]));
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/base/bytes.h"
#include "spanorama/base/result.h"
#include "spanorama/model/attribute_rows.h"
#include "spanorama/model/columns.h"
#include "spanorama/model/maybe_facts.h"
#include "spanorama/model/string_table.h"

namespace spanorama {

template <class T>
using ColumnVector = std::vector<T>;
template <class T>
using ColumnView = std::span<const T>;
template <class T, class>
using PackedVector = std::vector<T>;
template <class T, class Fields>
struct PackedViewOf {
  using Type = PackedColumn<T, Fields>;
};
template <class Fields>
struct PackedViewOf<Attribute, Fields> {
  using Type = AttributeRows;
};
template <class T, class Fields>
using PackedView = typename PackedViewOf<T, Fields>::Type;
using OwnedColumns = Columns<ColumnVector, PackedVector>;
using ColumnViews = Columns<ColumnView, PackedView>;

// Which of the texts of facts.
struct FactNumber {
  std::size_t value = 0;
};
constexpr FactNumber fact_number(StringId Facts::*text) { return {PackedFields<Facts>::number_of(text)}; }

class TraceStore {
 public:
  // Takes finished columns and packs them; they must satisfy columns.h (assembly makes them). Gives a revision never used
  // before in this process. O(rows), with the packed and the whole of one column at a time in memory.
  static std::shared_ptr<const TraceStore> seal(OwnedColumns&& columns);
  // The store that lies in `blob` as write_blob made it; `owner` keeps the bytes alive. Checks magic, version,
  // section bounds, every row reference and the shape of the trees, so that a damaged blob is an error and never a crash. O(rows).
  static Result<std::shared_ptr<const TraceStore>> from_blob(std::shared_ptr<const void> owner, ByteSpan blob);
  // The same of a blob that this program has just made, in another worker: what its rows say is not looked at. O(columns).
  static Result<std::shared_ptr<const TraceStore>> from_own_blob(std::shared_ptr<const void> owner, ByteSpan blob);
  // The same with a number of this program's run for all its sources.
  static Result<std::shared_ptr<const TraceStore>> from_blob(std::shared_ptr<const void> owner, ByteSpan blob,
                                                             std::uint32_t source_id);
  static std::shared_ptr<const TraceStore> empty();

  std::uint64_t revision() const { return revision_; }
  const ColumnViews& columns() const { return views_; }

  std::uint32_t trace_count() const { return static_cast<std::uint32_t>(views_.traces.size()); }
  std::uint32_t span_count() const { return static_cast<std::uint32_t>(views_.span_id.size()); }

  std::string_view text(StringId id) const { return strings_.view(id); }
  std::uint32_t string_count() const { return strings_.size(); }
  std::string_view key_text(KeyId key) const { return text(views_.keys[key.value]); }
  // The key's id, or kMaxKeys when no attribute has it. O(keys).
  KeyId find_key(std::string_view key) const;

  const Trace& trace(TraceRow row) const { return views_.traces[row.value]; }
  const TraceLists& lists(const Trace& trace) const { return views_.trace_lists[trace.lists.value]; }
  // Nothing when the span has no LLM facts. For one text of many spans fact_text() is cheaper.
  MaybeFacts facts(SpanRow row) const {
    const FactsRow f = views_.facts[row.value];
    return f.valid() ? MaybeFacts(views_.facts_rows[f.value]) : MaybeFacts();
  }
  bool has_facts(SpanRow row) const { return views_.facts[row.value].valid(); }
  // Whether its usage and cost are part of the trace's sums. Cheaper than all its facts.
  bool counted(SpanRow row) const {
    const FactsRow f = views_.facts[row.value];
    constexpr std::size_t kFlags = PackedFields<Facts>::kCount - 1;
    return f.valid() && (views_.facts_rows.number(f.value, kFlags) & PackedFields<Facts>::kCounted) != 0;
  }
  // A text of the facts, by its number: FactNumber n = fact_number(&Facts::model). The span has facts.
  StringId fact_text(SpanRow row, FactNumber n) const { return fact_text(views_.facts[row.value], n); }
  StringId fact_text(FactsRow row, FactNumber n) const {
    return {static_cast<std::uint32_t>(views_.facts_rows.number(row.value, n.value))};
  }
  const Extra* extra(SpanRow row) const {
    const ExtraRow e = views_.extra[row.value];
    return e.valid() ? &views_.extra_rows[e.value] : nullptr;
  }
  // What few spans have, by field. O(log rows).
  std::span<const RareFact> rare_facts(SpanRow row) const;
  StringId rare_text(SpanRow row, RareField field) const;       // absent when not told
  std::int64_t rare_count(SpanRow row, RareField field) const;  // kUnknown when not told
  std::span<const Score> scores(SpanRow row) const;
  std::span<const OtherField> other_fields(SpanRow row) const;
  AttributeList attributes(Range range) const { return views_.attribute_rows.list(range); }
  AttributeList attributes_of(SpanRow row) const { return attributes(views_.attributes[row.value]); }
  std::span<const StringId> items(Range range) const { return views_.list_items.subspan(range.begin, range.count); }
  UnixTime end(SpanRow row) const { return views_.start[row.value] + views_.duration[row.value]; }
  // The parent's wire id also where the parent is not in the store; zero for roots. O(log orphans).
  SpanId parent_id(SpanRow row) const;

  // First trace or span with the id; invalid row when absent. O(1) expected after the first call / O(spans of trace).
  TraceRow find_trace(TraceId id) const;
  SpanRow find_span(TraceRow trace, SpanId id) const;

  // Bytes held by the columns.
  std::uint64_t byte_count() const;

 private:
  TraceStore() = default;
  static Result<std::shared_ptr<TraceStore>> view_of(std::shared_ptr<const void> owner, ByteSpan blob, bool check_rows);
  void attach();

  std::shared_ptr<const void> owner_;
  ColumnViews views_;
  std::vector<Source> own_sources_;  // where those of a blob got other numbers
  StringTable strings_;
  std::uint64_t revision_ = 0;
  std::vector<std::uint32_t> trace_index_;  // open addressing over trace ids, made when sealed
};

// One contiguous, relocatable image of the store, 16-byte aligned sections, little endian. O(bytes), one copy.
std::vector<std::byte> write_blob(const TraceStore& store);
// The same image given in pieces, one behind the other, some of them the columns themselves.
std::uint64_t blob_bytes(const ColumnViews& columns);
void write_blob(const ColumnViews& columns, const std::function<void(ByteSpan)>& piece);

// A double, int or bool of an attribute as stored; callers check type() first.
std::int64_t int_of(const TraceStore& store, Attribute attribute);  // int32 or int64
double double_of(const TraceStore& store, Attribute attribute);     // float64
// The value as short text for tables: strings as they are, numbers printed, JSON text; payloads give their
// preview, or "…" without one: their text is full_text() of payload_text.h.
std::string short_text(const TraceStore& store, Attribute attribute);

}  // namespace spanorama
