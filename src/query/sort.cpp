#include "spanorama/query/sort.h"

#include <algorithm>
#include <array>
#include <utility>

#include "query/condition_tests.h"
#include "query/list_work.h"
#include "query/sort_keys.h"
#include "spanorama/query/row_order.h"

namespace spanorama {
namespace {

struct KeyInfo {
  SortKey key;
  std::string_view name;
  FilterField field;
};
using F = FilterField;
constexpr KeyInfo kKeys[] = {
    {SortKey::start, "start", F::time},
    {SortKey::name, "name", F::name},
    {SortKey::status, "status", F::status},
    {SortKey::duration, "duration", F::duration},
    {SortKey::cost, "cost", F::cost},
    {SortKey::tokens, "tokens", F::tokens},
    {SortKey::ttft, "ttft", F::ttft},
    {SortKey::spans, "spans", F::spans},
    {SortKey::errors, "errors", F::errors},
    {SortKey::input_tokens, "input_tokens", F::input_tokens},
    {SortKey::output_tokens, "output_tokens", F::output_tokens},
    {SortKey::model, "model", F::model},
    {SortKey::provider, "provider", F::provider},
    {SortKey::service, "service", F::service},
    {SortKey::environment, "environment", F::environment},
    {SortKey::release, "release", F::release},
    {SortKey::user, "user", F::user},
    {SortKey::session, "session", F::session},
    {SortKey::prompt, "prompt", F::prompt},
    {SortKey::tags, "tags", F::tags},
    {SortKey::relevance, "relevance", F::text},
};
static_assert(std::size(kKeys) == kSortKeyCount);

StringId Trace::*string_of(SortKey key) {
  switch (key) {
    case SortKey::name: return &Trace::name;
    case SortKey::environment: return &Trace::environment;
    case SortKey::release: return &Trace::release;
    case SortKey::user: return &Trace::user_id;
    case SortKey::session: return &Trace::session_id;
    default: return nullptr;
  }
}
Range TraceLists::*list_of(SortKey key) {
  switch (key) {
    case SortKey::model: return &TraceLists::models;
    case SortKey::provider: return &TraceLists::providers;
    case SortKey::service: return &TraceLists::services;
    case SortKey::prompt: return &TraceLists::prompts;
    case SortKey::tags: return &TraceLists::tags;
    default: return nullptr;
  }
}

template <class Use>
void for_each_text(const TraceStore& store, const Trace& trace, SortKey key, Use&& use) {
  if (const auto one = string_of(key)) use(trace.*one);
  if (const auto list = list_of(key))
    for (const StringId item : store.items(store.lists(trace).*list)) use(item);
}

// By StringId; only those of the rows have a rank.
std::vector<std::uint32_t> ranks_of(const TraceStore& store, const RowSet& rows, SortKey key) {
  std::vector<std::uint32_t> by_string(store.string_count(), 0);
  std::vector<StringId> strings;
  rows.for_each([&](std::uint32_t row) {
    for_each_text(store, store.trace(TraceRow{row}), key, [&](StringId id) {
      if (id.present() && std::exchange(by_string[id.value], 1) == 0) strings.push_back(id);
    });
  });
  const std::vector<std::uint32_t> ranks = query::any_case_ranks(store, strings);
  for (std::size_t i = 0; i < strings.size(); ++i) by_string[strings[i].value] = ranks[i];
  return by_string;
}

std::int64_t key_of(const Trace& trace, SortKey key) {
  if (key == SortKey::start) return trace.start.ns;
  if (key == SortKey::status) return static_cast<std::int64_t>(trace.status);
  return number_of(trace, query::field_of(key));
}

std::vector<query::SortEntry> entries_of(const TraceStore& store, const RowSet& rows, SortKey key) {
  std::vector<query::SortEntry> entries;
  entries.reserve(rows.count());
  if (string_of(key) == nullptr && list_of(key) == nullptr) {
    rows.for_each([&](std::uint32_t row) { entries.push_back({key_of(store.trace(TraceRow{row}), key), row}); });
    return entries;
  }
  const std::vector<std::uint32_t> ranks = ranks_of(store, rows, key);
  rows.for_each([&](std::uint32_t row) {
    std::int64_t least = kUnknown;
    for_each_text(store, store.trace(TraceRow{row}), key, [&](StringId id) {
      if (id.present() && (least == kUnknown || ranks[id.value] < least)) least = ranks[id.value];
    });
    entries.push_back({least, row});
  });
  return entries;
}

}  // namespace

std::string_view name_of(SortKey key) { return kKeys[static_cast<std::size_t>(key)].name; }

std::optional<SortOrder> sort_order_from(std::string_view text) {
  SortOrder order;
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view direction = colon < text.size() ? text.substr(colon + 1) : "asc";
  if (direction != "asc" && direction != "desc") return std::nullopt;
  order.descending = direction == "desc";
  for (const KeyInfo& known : kKeys)
    if (known.name == text.substr(0, colon)) return order.key = known.key, order;
  return std::nullopt;
}

FilterField query::field_of(SortKey key) { return kKeys[static_cast<std::size_t>(key)].field; }

std::vector<std::uint32_t> query::any_case_ranks(const TraceStore& store, const std::vector<StringId>& strings) {
  RankWork work(store, strings);
  work.step({});
  return work.take();
}

std::string print(SortOrder order) { return std::string(name_of(order.key)) + (order.descending ? ":desc" : ""); }

// Rows are already by start, then id, so a tie is decided by the row.
std::vector<TraceRow> sorted(const TraceStore& store, const RowSet& rows, SortOrder order) {
  order = query::without_relevance(order);
  std::vector<query::SortEntry> entries = entries_of(store, rows, order.key);
  // Also true for starts that a store keeps as "unknown": those rows stand together at the front.
  const query::StandsBefore before{order.descending};
  // Newest first is the usual order: turning the rows round leaves nearly nothing to sort.
  if (order.key == SortKey::start && order.descending) std::reverse(entries.begin(), entries.end());
  if (!std::is_sorted(entries.begin(), entries.end(), before)) std::sort(entries.begin(), entries.end(), before);
  std::vector<TraceRow> out;
  out.reserve(entries.size());
  for (const query::SortEntry& entry : entries) out.push_back(TraceRow{entry.row});
  return out;
}

}  // namespace spanorama
