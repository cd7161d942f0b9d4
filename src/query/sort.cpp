#include "spanorama/query/sort.h"

#include <algorithm>
#include <array>
#include <utility>

#include "query/case_fold.h"

namespace spanorama {
namespace {

constexpr std::pair<SortKey, std::string_view> kKeys[] = {
    {SortKey::start, "start"},       {SortKey::name, "name"},   {SortKey::status, "status"},
    {SortKey::duration, "duration"}, {SortKey::cost, "cost"},   {SortKey::tokens, "tokens"},
    {SortKey::ttft, "ttft"},         {SortKey::spans, "spans"}, {SortKey::errors, "errors"},
};

// Names by place in the alphabet: any case first, then by bytes. Only names of the rows get a rank.
std::vector<std::uint32_t> name_ranks(const TraceStore& store, const RowSet& rows) {
  std::vector<std::uint32_t> ranks(store.string_count(), 0);
  std::vector<std::pair<std::string, StringId>> names;
  rows.for_each([&](std::uint32_t row) {
    const StringId name = store.trace(TraceRow{row}).name;
    if (std::exchange(ranks[name.value], 1) == 0) names.emplace_back(query::folded(store.text(name)), name);
  });
  std::sort(names.begin(), names.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : store.text(a.second) < store.text(b.second);
  });
  for (std::uint32_t i = 0; i < names.size(); ++i) ranks[names[i].second.value] = i;
  return ranks;
}

std::int64_t key_of(const Trace& trace, SortKey key) {
  switch (key) {
    case SortKey::start: return trace.start.ns;
    case SortKey::status: return static_cast<std::int64_t>(trace.status);
    case SortKey::duration: return trace.duration.count;
    case SortKey::cost: return trace.cost_microcents;
    case SortKey::tokens: return total_tokens(trace.usage);
    case SortKey::ttft: return trace.ttft_ns;
    case SortKey::spans: return trace.span_count;
    case SortKey::errors: return trace.error_count;
    case SortKey::name: break;
  }
  return kUnknown;
}

struct Entry {
  std::int64_t key;
  std::uint32_t row;
};

std::vector<Entry> entries_of(const TraceStore& store, const RowSet& rows, SortKey key) {
  std::vector<Entry> entries;
  entries.reserve(rows.count());
  if (key == SortKey::name) {
    const std::vector<std::uint32_t> ranks = name_ranks(store, rows);
    rows.for_each([&](std::uint32_t row) { entries.push_back({ranks[store.trace(TraceRow{row}).name.value], row}); });
  } else {
    rows.for_each([&](std::uint32_t row) { entries.push_back({key_of(store.trace(TraceRow{row}), key), row}); });
  }
  return entries;
}

}  // namespace

std::string_view name_of(SortKey key) {
  for (const auto& [known, name] : kKeys)
    if (known == key) return name;
  return {};
}

std::optional<SortOrder> sort_order_from(std::string_view text) {
  SortOrder order;
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view direction = colon < text.size() ? text.substr(colon + 1) : "asc";
  if (direction != "asc" && direction != "desc") return std::nullopt;
  order.descending = direction == "desc";
  for (const auto& [key, name] : kKeys)
    if (name == text.substr(0, colon)) return order.key = key, order;
  return std::nullopt;
}

std::string print(SortOrder order) { return std::string(name_of(order.key)) + (order.descending ? ":desc" : ""); }

// Rows are already by start, then id, so a tie is decided by the row.
std::vector<TraceRow> sorted(const TraceStore& store, const RowSet& rows, SortOrder order) {
  std::vector<Entry> entries = entries_of(store, rows, order.key);
  // Also true for starts that a store keeps as "unknown": those rows stand together at the front.
  const auto before = [descending = order.descending](const Entry& a, const Entry& b) {
    if (a.key == b.key) return a.row < b.row;
    if (a.key == kUnknown || b.key == kUnknown) return b.key == kUnknown;
    return descending ? a.key > b.key : a.key < b.key;
  };
  // Newest first is the usual order: turning the rows round leaves nearly nothing to sort.
  if (order.key == SortKey::start && order.descending) std::reverse(entries.begin(), entries.end());
  if (!std::is_sorted(entries.begin(), entries.end(), before)) std::sort(entries.begin(), entries.end(), before);
  std::vector<TraceRow> out;
  out.reserve(entries.size());
  for (const Entry& entry : entries) out.push_back(TraceRow{entry.row});
  return out;
}

}  // namespace spanorama
