#include "query/note_rows.h"

#include <algorithm>
#include <map>

#include "query/case_fold.h"
#include "query/text_match.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

bool asks_notes(FilterField field) { return field == FilterField::bookmarked || field == FilterField::local_tag; }

bool asks_notes(const Filter& filter) {
  return std::any_of(filter.conditions.begin(), filter.conditions.end(),
                     [](const Condition& condition) { return asks_notes(condition.field); });
}

namespace query {
namespace {

template <class Use>
void for_each_note(const TraceStore& store, const TraceNotes* notes, Use&& use) {
  if (notes == nullptr) return;
  for (const TraceNote& note : notes->all())
    if (const TraceRow row = store.find_trace(note.trace); row.valid()) use(row, note);
}

RowSet bookmarked_rows(const TraceStore& store, const TraceNotes* notes) {
  RowSet rows(store.trace_count());
  for_each_note(store, notes, [&](TraceRow row, const TraceNote& note) {
    if (note.bookmarked) rows.insert(row.value);
  });
  return rows;
}

RowSet rows_of_text(const Condition& one, const TraceStore& store, const TraceNotes* notes) {
  if (one.field == FilterField::bookmarked) {
    RowSet rows = bookmarked_rows(store, notes);
    if (one.texts[0] == "false") rows.flip();
    return rows;
  }
  RowSet rows(store.trace_count());
  const TextMatcher matcher(one);
  for_each_note(store, notes, [&](TraceRow row, const TraceNote& note) {
    const auto matches = [&](const std::string& tag) { return matcher.matches(tag); };
    if (std::any_of(note.tags.begin(), note.tags.end(), matches)) rows.insert(row.value);
  });
  return rows;
}

FacetList bookmark_facet(const TraceStore& store, const RowSet& rows, const TraceNotes* notes) {
  RowSet with = bookmarked_rows(store, notes);
  if (with.count() == 0) return {};
  with &= rows;
  FacetList out;
  const std::uint32_t yes = with.count(), no = rows.count() - yes;
  if (yes > 0) out.values.push_back({"true", yes});
  if (no > 0) out.values.push_back({"false", no});
  out.distinct = static_cast<std::uint32_t>(out.values.size());
  return out;
}

}  // namespace

RowSet note_rows(const Condition& condition, const TraceStore& store, const TraceNotes* notes) {
  RowSet rows(store.trace_count(), condition.all_of);
  for (const std::string& text : condition.texts) {
    Condition one = condition;
    one.texts = {text};
    condition.all_of ? rows &= rows_of_text(one, store, notes) : rows |= rows_of_text(one, store, notes);
  }
  return rows;
}

FacetList note_facet(const TraceStore& store, const RowSet& rows, FilterField field, const TraceNotes* notes,
                     std::size_t most, std::string_view containing) {
  if (field == FilterField::bookmarked) return bookmark_facet(store, rows, notes);
  std::map<std::string, std::uint32_t> counts;
  const std::string wanted = folded(containing);
  for_each_note(store, notes, [&](TraceRow row, const TraceNote& note) {
    if (!rows.contains(row.value)) return;
    for (const std::string& tag : note.tags)
      if (contains_any_case(tag, wanted)) ++counts[tag];
  });
  FacetList out;
  out.distinct = static_cast<std::uint32_t>(counts.size());
  for (const auto& [tag, count] : counts) out.values.push_back({tag, count});
  std::stable_sort(out.values.begin(), out.values.end(),
                   [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; });
  if (out.values.size() > most) out.values.resize(most);
  return out;
}

}  // namespace query
}  // namespace spanorama
