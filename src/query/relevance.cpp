#include "spanorama/query/relevance.h"

#include <algorithm>
#include <cmath>

namespace spanorama {
namespace {

constexpr std::size_t kMostWords = 16;
constexpr std::uint32_t kTracesPerLook = 64;  // each may have many spans
constexpr double kMillionths = 1e6;

// Every text of a trace that is searched: names of steps, and what lies among attributes of steps and events.
template <class Name, class Value>
void for_each_text(const TraceStore& store, const Trace& trace, Name&& name, Value&& value) {
  const ColumnViews& columns = store.columns();
  const auto values = [&](Range range) {
    for (const Attribute attribute : store.attributes(range)) value(attribute);
  };
  for (std::uint32_t i = 0; i < trace.span_count; ++i) {
    const std::uint32_t span = trace.first_span.value + i;
    name(columns.name[span]);
    values(columns.attributes[span]);
    const Range events = columns.events[span];
    for (const SpanEvent& event : columns.event_rows.subspan(events.begin, events.count)) values(event.attributes);
  }
}

bool is_text(ValueType type) { return type == ValueType::string || type == ValueType::json; }

}  // namespace

std::vector<Condition> ranked_words(const Filter& filter) {
  std::vector<Condition> words;
  for (const Condition& condition : filter.conditions) {
    if (condition.field != FilterField::text || condition.negated) continue;
    for (const std::string& text : condition.texts) {
      Condition word = condition;
      word.texts = {text};
      word.all_of = false;
      if (words.size() < kMostWords && std::find(words.begin(), words.end(), word) == words.end())
        words.push_back(std::move(word));
    }
  }
  return words;
}

double word_relevance(double times, double length, double mean_length, std::uint32_t traces_with,
                      std::uint32_t traces) {
  constexpr double kSaturation = 1.2, kLengthShare = 0.75;  // k1 and b as they are usually chosen
  if (times <= 0) return 0;
  const double with = std::min(traces_with, traces);
  const double idf = std::log(1 + (traces - with + 0.5) / (with + 0.5));
  const double long_one = mean_length > 0 ? length / mean_length : 1;
  return idf * times * (kSaturation + 1) / (times + kSaturation * (1 - kLengthShare + kLengthShare * long_one));
}

bool TextLengthsWork::step(const TimeIsUp& up) {
  lengths_.bytes.resize(store_.trace_count());
  return use_sliced(next_, store_.trace_count(), kTracesPerLook, up, [&](std::size_t row) {
    std::uint64_t bytes = 0;
    for_each_text(
        store_, store_.trace(TraceRow{static_cast<std::uint32_t>(row)}),
        [&](StringId name) { bytes += store_.text(name).size(); },
        [&](Attribute value) {
          if (is_text(value.type())) bytes += store_.text(StringId{value.value}).size();
          if (value.type() == ValueType::payload) bytes += store_.columns().payloads[value.value].length;
        });
    lengths_.bytes[row] = static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes, UINT32_MAX));
    sum_ += lengths_.bytes[row];
  });
}

TextLengths TextLengthsWork::take() {
  lengths_.mean = lengths_.bytes.empty() ? 0 : sum_ / static_cast<double>(lengths_.bytes.size());
  return std::move(lengths_);
}

WordCounts::WordCounts(const TraceStore& store, const std::vector<Condition>& words, RowSet rows,
                       PayloadSource* payloads)
    : store_(store),
      payloads_(payloads),
      rows_(std::move(rows)),
      slices_(rows_, kTracesPerLook),
      place_(store.trace_count(), 0) {
  for (const Condition& word : words)
    words_.push_back({ValueSearch(word), std::vector<std::uint8_t>(store.string_count(), 0)});
  std::uint32_t place = 0;
  rows_.for_each([&](std::uint32_t row) { place_[row] = place++; });
  times_.resize(std::size_t{place} * words_.size());
}

std::uint32_t WordCounts::times_in(Word& word, StringId text) {
  constexpr std::uint32_t kMost = 254;  // strings that lie in the store are short
  if (!text.present()) return 0;
  std::uint8_t& known = word.in_string[text.value];
  if (known == 0) known = static_cast<std::uint8_t>(1 + std::min(kMost, word.search.count(store_.text(text))));
  return known - 1u;
}

std::uint32_t WordCounts::times_in(Word& word, Attribute value) {
  if (is_text(value.type())) return times_in(word, StringId{value.value});
  if (value.type() != ValueType::payload || payloads_ == nullptr) return 0;
  const Payload& payload = store_.columns().payloads[value.value];
  const auto raw = payloads_->read(store_.columns().sources[payload.source.value], payload.offset, payload.length);
  return raw ? word.search.count(payload.encoding, *raw) : 0;
}

void WordCounts::count_trace(std::uint32_t row) {
  const Trace& trace = store_.trace(TraceRow{row});
  for (std::size_t word = 0; word < words_.size(); ++word) {
    std::uint64_t times = 0;
    for_each_text(
        store_, trace, [&](StringId name) { times += times_in(words_[word], name); },
        [&](Attribute value) { times += times_in(words_[word], value); });
    add(TraceRow{row}, word, static_cast<std::uint32_t>(std::min<std::uint64_t>(times, UINT32_MAX)));
  }
}

bool WordCounts::step(const TimeIsUp& up) {
  return slices_.step(up, [this](std::uint32_t row) { count_trace(row); });
}

void WordCounts::add(TraceRow trace, std::size_t word, std::uint32_t times) {
  std::uint32_t& sum = times_[std::size_t{place_[trace.value]} * words_.size() + word];
  sum += std::min(times, UINT32_MAX - sum);
}

std::uint32_t WordCounts::times(TraceRow trace, std::size_t word) const {
  return times_[std::size_t{place_[trace.value]} * words_.size() + word];
}

RelevanceOrderWork::RelevanceOrderWork(const WordCounts& counts, const TextLengths& lengths,
                                       const std::vector<RowSet>& having)
    : counts_(counts), lengths_(lengths), having_(having), slices_(counts.rows()) {
  for (const RowSet& rows : having) with_.push_back(rows.count());
}

double RelevanceOrderWork::relevance(std::uint32_t row) const {
  double sum = 0;
  for (std::size_t word = 0; word < counts_.word_count(); ++word) {
    const std::uint32_t least = having_[word].contains(row) ? 1 : 0;
    const std::uint32_t times = std::max(least, counts_.times(TraceRow{row}, word));
    sum += word_relevance(times, lengths_.bytes[row], lengths_.mean, with_[word], having_[word].size());
  }
  return sum;
}

bool RelevanceOrderWork::step(const TimeIsUp& up) {
  if (!sorter_) {
    const bool done = slices_.step(up, [&](std::uint32_t row) {
      entries_.push_back({std::llround(relevance(row) * kMillionths), row});
    });
    if (!done) return false;
    sorter_.emplace(std::move(entries_), StandsBefore{});
  }
  return sorter_->step(up);
}

std::vector<RankedTrace> RelevanceOrderWork::take() {
  std::vector<RankedTrace> out;
  out.reserve(sorter_->items().size());
  for (const query::SortEntry& entry : sorter_->items())
    out.push_back({TraceRow{entry.row}, static_cast<double>(entry.key) / kMillionths});
  return out;
}

std::vector<RankedTrace> by_relevance(const TraceStore& store, const Filter& filter, const RowSet& rows,
                                      PayloadSource* payloads) {
  const std::vector<Condition> words = ranked_words(filter);
  std::vector<RowSet> having;
  for (const Condition& word : words) having.push_back(evaluate(Filter{{word}}, store, payloads));
  TextLengthsWork lengths_work(store);
  lengths_work.step({});
  const TextLengths lengths = lengths_work.take();
  WordCounts counts(store, words, rows, payloads);
  counts.step({});
  RelevanceOrderWork order(counts, lengths, having);
  order.step({});
  return order.take();
}

}  // namespace spanorama
