#include "spanorama/model/trace_store.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>

#include "spanorama/base/hash.h"
#include "spanorama/base/json_text.h"

namespace spanorama {
namespace {

std::uint64_t next_revision() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

std::uint64_t hash_of(TraceId id, std::uint64_t seed) { return mix64(id.hi ^ mix64(id.lo ^ seed)); }

OwnedColumns empty_columns() {
  OwnedColumns columns;
  columns.string_offsets = {0, 0};
  columns.keys.push_back({});
  return columns;
}

// What a store of this process holds: columns as they were given, and the bytes of those that were packed.
struct SealedColumns {
  OwnedColumns whole;
  std::vector<std::vector<std::byte>> packed;

  template <class T>
  void seal(std::vector<T>& column, ColumnView<T>& view) {
    view = column;
  }
  template <class T, class Fields>
  void seal(std::vector<T>& column, PackedColumn<T, Fields>& view) {
    view.attach(pack<Fields>(column));
  }
  void seal(std::vector<Attribute>& column, AttributeRows& view) { view.attach(pack<PackedFields<Attribute>>(column)); }

 private:
  template <class Fields, class T>
  ByteSpan pack(std::vector<T>& column) {
    packed.push_back(pack_column<T, Fields>(std::span<const T>(column)));
    column = {};
    return packed.back();
  }
};

// The rows of one span in a table that is ordered by span.
template <class T>
std::span<const T> rows_of(std::span<const T> table, SpanRow span) {
  const auto less = [](const T& row, SpanRow s) { return row.span < s; };
  const auto begin = std::lower_bound(table.begin(), table.end(), span, less);
  const auto first = static_cast<std::size_t>(begin - table.begin());
  std::size_t end = first;
  while (end < table.size() && table[end].span == span) ++end;
  return table.subspan(first, end - first);
}

}  // namespace

std::shared_ptr<const TraceStore> TraceStore::seal(OwnedColumns&& columns) {
  auto sealed = std::make_shared<SealedColumns>();
  sealed->whole = std::move(columns);
  sealed->whole.attribute_kinds = number_kinds(sealed->whole.attribute_rows, sealed->whole.keys.size());
  std::shared_ptr<TraceStore> store(new TraceStore);
  const auto seal_one = [&](const char*, auto& column, auto& view) { sealed->seal(column, view); };
  visit_columns_together(seal_one, sealed->whole, store->views_);
  store->owner_ = std::move(sealed);
  store->attach();
  return store;
}

std::shared_ptr<const TraceStore> TraceStore::empty() {
  static const std::shared_ptr<const TraceStore> store = seal(empty_columns());
  return store;
}

void TraceStore::attach() {
  revision_ = next_revision();
  strings_ = StringTable(views_.string_bytes, views_.string_offsets);
  views_.attribute_rows.use_kinds(views_.attribute_kinds);
  trace_index_.assign(std::bit_ceil(std::size_t{trace_count()} * 2 + 1), UINT32_MAX);
  const std::size_t mask = trace_index_.size() - 1;
  const std::uint64_t seed = table_seed();
  for (std::uint32_t row = 0; row < trace_count(); ++row) {
    std::size_t at = hash_of(views_.traces[row].id, seed) & mask;
    while (trace_index_[at] != UINT32_MAX) at = (at + 1) & mask;
    trace_index_[at] = row;
  }
}

std::span<const RareFact> TraceStore::rare_facts(SpanRow row) const { return rows_of(views_.rare_facts, row); }

std::span<const OtherField> TraceStore::other_fields(SpanRow row) const { return rows_of(views_.other_fields, row); }

StringId TraceStore::rare_text(SpanRow row, RareField field) const {
  for (const RareFact& fact : rare_facts(row))
    if (fact.field == field && !is_token_count(field)) return {fact.value};
  return {};
}

std::int64_t TraceStore::rare_count(SpanRow row, RareField field) const {
  for (const RareFact& fact : rare_facts(row))
    if (fact.field == field && is_token_count(field)) return fact.value;
  return kUnknown;
}

std::span<const Score> TraceStore::scores(SpanRow row) const { return rows_of(views_.scores, row); }

TraceRow TraceStore::find_trace(TraceId id) const {
  const std::size_t mask = trace_index_.size() - 1;
  for (std::size_t at = hash_of(id, table_seed()) & mask; trace_index_[at] != UINT32_MAX; at = (at + 1) & mask)
    if (views_.traces[trace_index_[at]].id == id) return {trace_index_[at]};
  return {};
}

SpanRow TraceStore::find_span(TraceRow trace, SpanId id) const {
  if (!trace.valid()) return {};
  const Trace& t = views_.traces[trace.value];
  const auto ids = views_.span_id.subspan(t.first_span.value, t.span_count);
  const auto found = std::find(ids.begin(), ids.end(), id);
  if (found == ids.end()) return {};
  return {t.first_span.value + static_cast<std::uint32_t>(found - ids.begin())};
}

KeyId TraceStore::find_key(std::string_view key) const {
  for (std::uint32_t i = 0; i < views_.keys.size(); ++i)
    if (text(views_.keys[i]) == key) return {i};
  return {kMaxKeys};
}

SpanId TraceStore::parent_id(SpanRow row) const {
  const SpanRow parent = views_.parent[row.value];
  if (parent.valid()) return views_.span_id[parent.value];
  const auto& orphans = views_.orphan_row;
  const auto found = std::lower_bound(orphans.begin(), orphans.end(), row);
  if (found == orphans.end() || !(*found == row)) return {};
  return views_.orphan_parent[static_cast<std::size_t>(found - orphans.begin())];
}

std::uint64_t TraceStore::byte_count() const {
  std::uint64_t sum = trace_index_.size() * sizeof(std::uint32_t);
  visit_columns(views_, [&](const char*, const auto& column) { sum += column.size_bytes(); });
  return sum;
}

std::int64_t int_of(const TraceStore& store, Attribute attribute) {
  if (attribute.type() == ValueType::int32) return static_cast<std::int32_t>(attribute.value);
  return static_cast<std::int64_t>(store.columns().wide_values[attribute.value]);
}

double double_of(const TraceStore& store, Attribute attribute) {
  double value = 0;
  const std::uint64_t bits = store.columns().wide_values[attribute.value];
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

std::string short_text(const TraceStore& store, Attribute attribute) {
  switch (attribute.type()) {
    case ValueType::empty: return {};
    case ValueType::string:
    case ValueType::json: return std::string(store.text({attribute.value}));
    case ValueType::boolean: return attribute.value != 0 ? "true" : "false";
    case ValueType::int32:
    case ValueType::int64: return std::to_string(int_of(store, attribute));
    case ValueType::float64: {
      std::string out;
      append_json_double(out, double_of(store, attribute));
      return out;
    }
    case ValueType::bytes: return base64_from(store.text({attribute.value}));
    case ValueType::payload: {
      const StringId preview = store.columns().payloads[attribute.value].preview;
      return preview.present() ? std::string(store.text(preview)) : "…";
    }
  }
  return {};
}

}  // namespace spanorama
