// Columns over traces, copied out of the wide trace table (or gathered from the spans) so that a pass over one field
// reads only that field. Built in slices.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "spanorama/base/chunked.h"
#include "spanorama/model/trace_store.h"
#include "spanorama/query/engine.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/row_order.h"

namespace spanorama::query {

// The distinct values of a field of texts by trace. Values are numbers; label[value] is their text, in rising order,
// so that comparing numbers compares texts.
//
//   trace     0        1   2          begin  0  2  2  3      (empty for fields of one value: then value[trace],
//   values   a,c      –    b          value  0  2  1          kNoValue for none)
struct TextColumn {
  static constexpr std::uint32_t kNoValue = UINT32_MAX;
  std::vector<StringId> label;  // not for status and type, which have words
  std::vector<std::uint32_t> begin, value;
  bool single = true;

  template <class Use>
  void for_each_value(std::uint32_t trace, Use&& use) const {
    if (single) {
      if (value[trace] != kNoValue) use(value[trace]);
      return;
    }
    for (std::uint32_t i = begin[trace]; i < begin[trace + 1]; ++i) use(value[i]);
  }
};

// Whether the field has a TextColumn: all of facet() but status and type.
bool has_text_column(FilterField field);

// Fills a TextColumn trace by trace.
class TextColumnBuilder {
 public:
  TextColumnBuilder(const TraceStore& store, FilterField field);
  TextColumnBuilder(const TextColumnBuilder&) = delete;  // its order points at it
  TextColumnBuilder& operator=(const TextColumnBuilder&) = delete;
  bool step(const TimeIsUp& time_is_up);  // true when `column()` is finished
  TextColumn take() { return std::move(column_); }

 private:
  void add_trace(std::uint32_t trace);
  void add(StringId id);
  bool use_label_order(const TimeIsUp& time_is_up);

  const TraceStore& store_;
  FilterField field_;
  TextColumn column_;
  SparseIndex number_of_;  // by StringId
  std::uint32_t next_ = 0;
  std::size_t trace_begin_ = 0;
  struct ByText {
    const TextColumnBuilder* builder;
    bool operator()(std::uint32_t a, std::uint32_t b) const {
      return builder->store_.text(builder->column_.label[a]) < builder->store_.text(builder->column_.label[b]);
    }
  };
  std::optional<SlicedSort<std::uint32_t, ByText, kShortRun>> label_order_;
  std::vector<std::uint32_t> place_;  // by number as found: in the order of texts
  std::vector<StringId> labels_;      // in that order
  std::size_t next_label_ = 0, next_value_ = 0;
};

// Which of a field's few words a trace has, a bit each: its status, the types of its spans.
class WordColumn {
 public:
  WordColumn(const TraceStore& store, FilterField field) : store_(store), field_(field) {}
  bool step(const TimeIsUp& time_is_up);  // true when it is whole
  std::uint32_t bits(std::uint32_t trace) const { return bits_[trace]; }
  std::uint32_t bits_of(const std::vector<std::string>& words) const;
  static constexpr std::size_t kMostWords = 16;
  // Adds the trace to what its words are counted in.
  void count(std::uint32_t trace, std::vector<std::uint32_t>& counts) const {
    for (std::uint32_t bits = bits_[trace]; bits != 0; bits &= bits - 1)
      ++counts[static_cast<std::size_t>(std::countr_zero(bits))];
  }
  // As facet() gives them.
  std::vector<FacetValue> values(const std::vector<std::uint32_t>& counts) const;

 private:
  const TraceStore& store_;
  FilterField field_;
  std::vector<std::uint16_t> bits_;
};
bool has_word_column(FilterField field);  // status and type

bool has_number_column(FilterField field);

class NumberColumnBuilder {
 public:
  NumberColumnBuilder(const TraceStore& store, FilterField field) : store_(store), field_(field) {}
  bool step(const TimeIsUp& time_is_up);
  std::vector<std::int64_t> take() { return std::move(values_); }

 private:
  const TraceStore& store_;
  FilterField field_;
  std::vector<std::int64_t> values_;
};

// Rows between two looks at the clock.
inline constexpr std::uint32_t kSliceRows = 4096;

}  // namespace spanorama::query
