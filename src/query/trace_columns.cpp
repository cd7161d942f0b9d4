#include "query/trace_columns.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "query/condition_tests.h"
#include "spanorama/model/trace_scores.h"

namespace spanorama::query {
namespace {

using F = FilterField;

// Where a field of texts stands.
struct Place {
  FilterField field;
  StringId Trace::*one = nullptr;
  Range TraceLists::*list = nullptr;
  StringId Facts::*fact = nullptr;
};
constexpr Place kPlaces[] = {
    {F::name, &Trace::name},
    {F::session, &Trace::session_id},
    {F::user, &Trace::user_id},
    {F::environment, &Trace::environment},
    {F::release, &Trace::release},
    {F::model, nullptr, &TraceLists::models},
    {F::provider, nullptr, &TraceLists::providers},
    {F::service, nullptr, &TraceLists::services},
    {F::tags, nullptr, &TraceLists::tags},
    {F::prompt, nullptr, &TraceLists::prompts},
    {F::version, nullptr, nullptr, &Facts::prompt_version},
    {F::tool, nullptr, nullptr, &Facts::tool_name},
    {F::operation, nullptr, nullptr, &Facts::operation},
    {F::error_type, nullptr, nullptr, &Facts::error_type},
    {F::score_source},
};

const Place* place_of(FilterField field) {
  for (const Place& place : kPlaces)
    if (place.field == field) return &place;
  return nullptr;
}

}  // namespace

bool has_text_column(FilterField field) { return place_of(field) != nullptr; }

bool has_number_column(FilterField field) {
  return field >= F::duration && field <= F::time;  // the fields of number_of()
}

TextColumnBuilder::TextColumnBuilder(const TraceStore& store, FilterField field) : store_(store), field_(field) {
  static_assert(TextColumn::kNoValue == UINT32_MAX);  // what a SparseIndex has where nothing was set
  column_.single = place_of(field)->one != nullptr;
  column_.value.reserve(store.trace_count());
  if (!column_.single) column_.begin.reserve(store.trace_count() + 1);
  if (!column_.single) column_.begin.push_back(0);
}

// A trace's values are few: whether one is there already is found by looking through them.
void TextColumnBuilder::add(StringId id) {
  if (!id.present()) return;
  std::uint32_t& number = number_of_[id.value];
  if (number == TextColumn::kNoValue) {
    number = static_cast<std::uint32_t>(column_.label.size());
    column_.label.push_back(id);
  }
  const auto begin = column_.value.begin() + static_cast<std::ptrdiff_t>(trace_begin_);
  if (std::find(begin, column_.value.end(), number) == column_.value.end()) column_.value.push_back(number);
}

void TextColumnBuilder::add_trace(std::uint32_t row) {
  const Trace& trace = store_.trace(TraceRow{row});
  const Place& place = *place_of(field_);
  trace_begin_ = column_.value.size();
  if (place.one != nullptr) {
    add(trace.*place.one);
    if (column_.value.size() == trace_begin_) column_.value.push_back(TextColumn::kNoValue);
    return;
  }
  if (place.list != nullptr) {
    for (const StringId item : store_.items(store_.lists(trace).*place.list)) add(item);
  } else if (place.fact == nullptr) {
    for (const Score& score : scores_of(store_, trace)) add(score.origin);
  } else {
    const FactNumber text = fact_number(place.fact);
    for (std::uint32_t i = 0; i < trace.span_count; ++i)
      if (const SpanRow span{trace.first_span.value + i}; store_.has_facts(span)) add(store_.fact_text(span, text));
  }
  column_.begin.push_back(static_cast<std::uint32_t>(column_.value.size()));
}

bool TextColumnBuilder::use_label_order(const TimeIsUp& up) {
  const std::vector<std::uint32_t>& order = label_order_->items();
  if (next_label_ == 0) {
    place_.resize(order.size());
    labels_.resize(order.size());
  }
  const auto put_label = [&](std::size_t i) {
    place_[order[i]] = static_cast<std::uint32_t>(i);
    labels_[i] = column_.label[order[i]];
  };
  if (!use_sliced(next_label_, order.size(), kSliceRows, up, put_label)) return false;
  return use_sliced(next_value_, column_.value.size(), 4 * kSliceRows, up, [&](std::size_t i) {
    std::uint32_t& value = column_.value[i];
    if (value != TextColumn::kNoValue) value = place_[value];
  });
}

bool TextColumnBuilder::step(const TimeIsUp& time_is_up) {
  while (next_ < store_.trace_count()) {
    const std::uint32_t end = std::min(store_.trace_count(), next_ + kSliceRows);
    for (; next_ < end; ++next_) add_trace(next_);
    if (time_is_up && next_ < store_.trace_count() && time_is_up()) return false;
  }
  if (!label_order_) {
    std::vector<std::uint32_t> numbers(column_.label.size());
    std::iota(numbers.begin(), numbers.end(), 0u);
    label_order_.emplace(std::move(numbers), ByText{this});
  }
  if (!label_order_->step(time_is_up)) return false;
  if (!use_label_order(time_is_up)) return false;
  column_.label = std::move(labels_);
  return true;
}

bool has_word_column(FilterField field) { return field == F::status || field == F::type; }

bool WordColumn::step(const TimeIsUp& up) {
  static_assert(kObservationTypeCount <= kMostWords);
  const std::span<const ObservationType> types = store_.columns().type;
  bits_.reserve(store_.trace_count());
  std::size_t next = bits_.size();
  return use_sliced(next, store_.trace_count(), kSliceRows / 4, up, [&](std::size_t row) {
    const Trace& trace = store_.trace(TraceRow{static_cast<std::uint32_t>(row)});
    std::uint32_t bits = field_ == F::status ? 1u << static_cast<unsigned>(trace.status) : 0;
    if (field_ == F::type)
      for (const ObservationType type : types.subspan(trace.first_span.value, trace.span_count))
        bits |= 1u << static_cast<unsigned>(type);
    bits_.push_back(static_cast<std::uint16_t>(bits));
  });
}

std::uint32_t WordColumn::bits_of(const std::vector<std::string>& words) const {
  std::uint32_t bits = 0;
  for (const std::string& word : words) {
    if (field_ == F::status) {
      if (const auto status = status_from(word)) bits |= 1u << static_cast<unsigned>(*status);
    } else if (const auto type = observation_type_from(word)) {
      bits |= 1u << static_cast<unsigned>(*type);
    }
  }
  return bits;
}

std::vector<FacetValue> WordColumn::values(const std::vector<std::uint32_t>& counts) const {
  std::vector<FacetValue> out;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const std::string_view word =
        field_ == F::status ? name_of(static_cast<Status>(i)) : name_of(static_cast<ObservationType>(i));
    out.push_back({std::string(word), counts[i]});
  }
  std::sort(out.begin(), out.end(), [](const FacetValue& a, const FacetValue& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  });
  return out;
}

bool NumberColumnBuilder::step(const TimeIsUp& time_is_up) {
  values_.reserve(store_.trace_count());
  const auto count = [this] { return static_cast<std::uint32_t>(values_.size()); };
  while (count() < store_.trace_count()) {
    for (std::uint32_t more = std::min(store_.trace_count() - count(), kSliceRows); more > 0; --more)
      values_.push_back(number_of(store_.trace(TraceRow{count()}), field_));
    if (time_is_up && count() < store_.trace_count() && time_is_up()) return false;
  }
  return true;
}

}  // namespace spanorama::query
