// The values of any field of the filter language over a set of traces, for grouping by it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "spanorama/base/slice.h"
#include "spanorama/model/row_set.h"
#include "spanorama/model/trace_store.h"
#include "spanorama/model/trace_values.h"
#include "spanorama/query/filter.h"

namespace spanorama {

// A field with its key where it has one: "model", "attr.http.route", "metadata.region".
struct FieldRef {
  FieldRef() = default;
  FieldRef(FilterField f, std::string k = {}) : field(f), key(std::move(k)) {}  // a field is a reference without a key
  FilterField field = FilterField::name;
  std::string key;
  friend bool operator==(const FieldRef&, const FieldRef&) = default;
};
std::string print(const FieldRef& field);
// Nothing for fields that have no distinct values to group by (numbers, times, words, scores) and for words that are no
// field. A word that is no field but a key with a dot in it is that attribute.
std::optional<FieldRef> field_ref_from(std::string_view text);

// Every distinct value that any span of a trace has. Values that lie in the source count by their preview. O(spans, and
// attributes for fields with a key).
class FieldValuesWork {
 public:
  FieldValuesWork(const TraceStore& store, const RowSet& rows, const FieldRef& field);
  ~FieldValuesWork();
  FieldValuesWork(FieldValuesWork&&) noexcept;
  bool step(const TimeIsUp& up);
  TraceValues take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};
// The same at once.
TraceValues field_values(const TraceStore& store, const RowSet& rows, const FieldRef& field);

}  // namespace spanorama
