#include "app/value_finder.h"

#include <algorithm>
#include <chrono>

#include "spanorama/model/metadata_keys.h"

namespace spanorama {
namespace {

constexpr std::uint64_t kBlockBytes = 16u << 20;     // of a source, handed over at once
constexpr std::uint64_t kHereBytes = 512u << 10;     // searched between two looks at the clock
constexpr std::uint64_t kGapBytes = 64u << 10;       // reading over it is cheaper than another block
constexpr std::uint64_t kMostValueBytes = 1u << 30;  // of one value; larger ones are passed over
constexpr std::uint32_t kMostAwaited = 3;            // blocks on the way to the host
constexpr std::size_t kMostSearches = 24;            // remembered
constexpr std::uint32_t kIndexSlice = 4096;          // spans

std::int64_t monotonic_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

void ValueFinder::use(const std::shared_ptr<const TraceStore>& store) {
  if (store_ == store) return;
  store_ = store;
  alive_ = std::make_shared<int>();
  searches_.clear();
  counting_.clear();
  span_of_.assign(store->columns().payloads.size(), kNoSpan);
  key_of_.assign(store->columns().payloads.size(), kMaxKeys);
  indexed_spans_ = 0;
  all_bytes_ = 0;
  found_more_ = false;
  ++revision_;
}

void ValueFinder::add_values(SpanRow span, Range attributes) {
  for (const Attribute attribute : store_->attributes(attributes)) {
    if (attribute.type() != ValueType::payload) continue;
    span_of_[attribute.value] = span.value;
    key_of_[attribute.value] = attribute.key().value;
    all_bytes_ += store_->columns().payloads[attribute.value].length;
  }
}

bool ValueFinder::index_values(const TimeIsUp& up) {
  const ColumnViews& columns = store_->columns();
  if (span_of_.empty()) indexed_spans_ = store_->span_count();
  while (indexed_spans_ < store_->span_count()) {
    const std::uint32_t end = std::min(indexed_spans_ + kIndexSlice, store_->span_count());
    for (; indexed_spans_ < end; ++indexed_spans_) {
      const SpanRow span{indexed_spans_};
      add_values(span, columns.attributes[span.value]);
      const Range events = columns.events[span.value];
      for (const SpanEvent& event : columns.event_rows.subspan(events.begin, events.count))
        add_values(span, event.attributes);
    }
    if (up && indexed_spans_ < store_->span_count() && up()) return false;
  }
  return true;
}

std::vector<bool> ValueFinder::keys_of(const Condition& condition) const {
  if (condition.field == FilterField::text) return {};
  std::vector<bool> keys(store_->columns().keys.size() + 1, false);  // never empty: that says all
  const auto add = [&](std::string_view key) {
    if (const KeyId id = store_->find_key(key); id.value < store_->columns().keys.size()) keys[id.value] = true;
  };
  if (condition.field == FilterField::attribute) add(condition.key);
  const bool whole = condition.field == FilterField::metadata && condition.match != Match::range;
  if (whole)
    for (const std::string_view prefix : kMetadataPrefixes) add(std::string(prefix) + condition.key);
  if (condition.field == FilterField::metadata || condition.field == FilterField::has)
    for (const std::string_view object : kMetadataObjects) add(object);
  return keys;
}

const RowSet* ValueFinder::traces(const Condition& condition) {
  const auto same = [&](const std::shared_ptr<Search>& search) { return search->condition == condition; };
  auto at = std::find_if(searches_.begin(), searches_.end(), same);
  if (at == searches_.end()) {
    auto search = std::make_shared<Search>();
    search->condition = condition;
    search->traces = RowSet(store_->trace_count());
    search->keys = keys_of(condition);
    searches_.push_front(std::move(search));
    if (searches_.size() > kMostSearches) searches_.pop_back();
    at = searches_.begin();
  }
  searches_.splice(searches_.begin(), searches_, at);
  searches_.front()->wanted = true;
  return &searches_.front()->traces;
}

void ValueFinder::want(const Filter& filter) {
  for (const std::shared_ptr<Search>& search : searches_) search->wanted = false;
  for (const Condition& condition : filter.conditions) {
    if (!looks_into_values(condition)) continue;
    Condition one = condition;
    one.negated = false;
    if (!condition.all_of || condition.texts.size() == 1) {
      one.all_of = false;
      traces(one);
      continue;
    }
    one.all_of = false;
    for (const std::string& text : condition.texts) {
      one.texts = {text};
      traces(one);
    }
  }
}

bool ValueFinder::is_done(const Search& search) const {
  return search.next == span_of_.size() && search.awaited == 0 && indexed_spans_ == store_->span_count();
}

bool ValueFinder::is_searched(const Search& search, std::uint32_t payload) const {
  const std::uint32_t span = span_of_[payload];
  if (span == kNoSpan || store_->columns().payloads[payload].length > kMostValueBytes) return false;
  if (!search.keys.empty() && (key_of_[payload] >= search.keys.size() || !search.keys[key_of_[payload]])) return false;
  const std::uint32_t trace = store_->columns().trace[span].value;
  if (search.counts) return search.counts->rows().contains(trace);
  return !search.traces.contains(trace);  // one hit says all of a trace
}

// Values in the order in which they were read, which is that of their places but where sources change.
ValueBlock ValueFinder::next_block(Search& search) const {
  const auto& payloads = store_->columns().payloads;
  const std::uint64_t most = host_.reads_at_once() ? kHereBytes : kBlockBytes;
  ValueBlock block;
  block.counts = search.counts != nullptr;
  SourceRow source;
  for (; search.next < payloads.size(); ++search.next) {
    const Payload& payload = payloads[search.next];
    if (!is_searched(search, search.next)) {
      if (span_of_[search.next] != kNoSpan) search.bytes_done += payload.length;
      continue;
    }
    if (block.values.empty()) {
      source = payload.source;
      block.source = store_->columns().sources[source.value].id;
      block.offset = payload.offset;
    }
    const std::uint64_t end = payload.offset + payload.length;
    const std::uint64_t block_end = block.offset + block.length;
    const bool fits = payload.source == source && payload.offset >= block_end &&
                      payload.offset - block_end <= kGapBytes && end - block.offset <= most;
    if (!block.values.empty() && !fits) break;
    block.length = end - block.offset;
    block.values.push_back({static_cast<std::uint32_t>(payload.offset - block.offset),
                            static_cast<std::uint32_t>(payload.length), payload.encoding, search.next});
    search.bytes_done += payload.length;
  }
  return block;
}

void ValueFinder::found(Search& search, const ValueBlock& block, const std::vector<ValueHit>& hits) {
  for (const ValueHit& hit : hits) {
    if (hit.place >= block.values.size()) continue;
    const TraceRow trace = store_->columns().trace[span_of_[block.values[hit.place].payload]];
    if (search.counts) {
      search.counts->add(trace, search.word, hit.times);
      continue;
    }
    search.traces.insert(trace.value);
    ++search.values_found;
    found_more_ = true;
  }
}

bool ValueFinder::is_wanted(const std::shared_ptr<Search>& search) const {
  return search->counts ? std::find(counting_.begin(), counting_.end(), search) != counting_.end() : search->wanted;
}

void ValueFinder::search_here(Search& search, const ValueBlock& block) {
  if (!search.here) search.here = std::make_unique<ValueSearch>(search.condition);
  std::vector<ValueHit> hits;
  const auto& payloads = store_->columns().payloads;
  for (std::uint32_t i = 0; i < block.values.size(); ++i) {
    const Payload& payload = payloads[block.values[i].payload];
    const Source& source = store_->columns().sources[payload.source.value];
    const auto raw = payloads_.read(source, payload.offset, payload.length);
    if (!raw) continue;
    const std::uint32_t times = block.counts ? search.here->count(payload.encoding, *raw)
                                : search.here->matches(payload.encoding, *raw) ? 1u
                                                                               : 0u;
    if (times > 0) hits.push_back({i, times});
  }
  found(search, block, hits);
}

// False when the host has enough to do, or nothing is left to be given to it.
bool ValueFinder::search_block(const std::shared_ptr<Search>& search) {
  if (search->awaited >= kMostAwaited) return false;
  auto block = std::make_shared<const ValueBlock>(next_block(*search));
  if (block->values.empty()) return false;  // all has been handed out
  if (host_.reads_at_once()) return search_here(*search, *block), true;
  const std::weak_ptr<int> alive = alive_;
  const bool taken = host_.search_values(print(Filter{{search->condition}}), *block,
                                         [this, alive, search, block](const std::vector<ValueHit>& hits) {
                                           if (alive.expired()) return;
                                           --search->awaited;
                                           found(*search, *block, hits);
                                           if (is_wanted(search)) search_block(search);  // a frame may be long to come
                                         });
  if (taken) ++search->awaited;
  return true;
}

void ValueFinder::tell(bool at_once) {
  constexpr std::int64_t kEveryNs = 100'000'000;
  const std::int64_t now = monotonic_ns();
  if (!found_more_ || (!at_once && now - told_ns_ < kEveryNs)) return;
  told_ns_ = now;
  found_more_ = false;
  ++revision_;
}

void ValueFinder::want_counts(const std::shared_ptr<WordCounts>& counts, const std::vector<Condition>& words) {
  counting_.clear();
  for (std::size_t word = 0; counts && word < words.size(); ++word) {
    auto search = std::make_shared<Search>();
    search->condition = words[word];
    search->counts = counts;
    search->word = word;
    counting_.push_back(std::move(search));
  }
}

bool ValueFinder::counted() const {
  return std::all_of(counting_.begin(), counting_.end(), [this](const auto& search) { return is_done(*search); });
}

// False when the time was up before all of it was handed out.
bool ValueFinder::work_on(const std::shared_ptr<Search>& search, const TimeIsUp& up) {
  if (!index_values(up)) return false;
  while (!is_done(*search) && search_block(search))
    if (up && up()) return is_done(*search);
  return true;
}

bool ValueFinder::work(const TimeIsUp& up) {
  bool left = false, all_done = true;
  for (const std::shared_ptr<Search>& search : searches_) {
    if (left || !search->wanted) continue;
    left = !work_on(search, up);
    all_done = all_done && is_done(*search);
  }
  for (const std::shared_ptr<Search>& search : counting_) left = left || !work_on(search, up);
  tell(all_done && !left);
  return left || found_more_;
}

SearchProgress ValueFinder::progress() const {
  SearchProgress out;
  for (const std::shared_ptr<Search>& search : searches_) {
    if (!search->wanted) continue;
    out.searching = out.searching || !is_done(*search);
    out.bytes_done += search->bytes_done;
    out.bytes_total += all_bytes_;
    out.values_found += search->values_found;
  }
  for (const std::shared_ptr<Search>& search : counting_) {
    out.counting = out.counting || !is_done(*search);
    out.bytes_done += search->bytes_done;
    out.bytes_total += all_bytes_;
  }
  return out;
}

}  // namespace spanorama
