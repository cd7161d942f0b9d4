#include "span_join.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "../issues.h"

namespace spanorama {

namespace {

// Parts of one span; further ones stand beside it. Each join copies the attributes that there are.
constexpr int kMostJoined = 64;

constexpr StringId Facts::*kTextFacts[] = {
    &Facts::model,      &Facts::response_model, &Facts::provider,      &Facts::operation,
    &Facts::session_id, &Facts::user_id,        &Facts::environment,   &Facts::release,
    &Facts::tool_name,  &Facts::tool_call_id,   &Facts::prompt_name,   &Facts::prompt_version,
    &Facts::agent_name, &Facts::error_type,     &Facts::input_preview, &Facts::output_preview,
};

bool knows_tokens(const Usage& usage) { return usage.input_plain != kUnknown || usage.output_plain != kUnknown; }

void fill_missing(Facts& facts, const Facts& other) {
  for (const auto text : kTextFacts)
    if (!(facts.*text).present()) facts.*text = other.*text;
  if (!knows_tokens(facts.usage)) facts.usage = other.usage;
  if (facts.cost_microcents == kUnknown) {
    facts.cost_microcents = other.cost_microcents;
    facts.cost_source = other.cost_source;
  }
  if (facts.ttft_ns == kUnknown) facts.ttft_ns = other.ttft_ns;
  facts.dialects |= other.dialects;
  facts.streaming = facts.streaming || other.streaming;
}

}  // namespace

const SpanJoin::Part* SpanJoin::find(std::uint64_t hash) const {
  const auto found = parts_.find(hash);
  return found == parts_.end() ? nullptr : &found->second;
}

void SpanJoin::add_attributes(const Part& other, std::uint32_t begin) {
  std::vector<Attribute>& rows = builder_.batch().attributes;
  std::vector<std::uint32_t> known;
  for (std::size_t i = begin; i < rows.size(); ++i) known.push_back(rows[i].key().value);
  std::sort(known.begin(), known.end());
  const Range old = builder_.batch().spans[other.span].attributes;
  for (std::uint32_t i = old.begin; i < old.end(); ++i)
    if (!std::binary_search(known.begin(), known.end(), rows[i].key().value)) rows.push_back(Attribute(rows[i]));
}

bool SpanJoin::finish_span(SpanRecord& record, const Extra& extra, std::string_view bytes, std::uint64_t hash,
                           std::string_view word) {
  SpanBatch& batch = builder_.batch();
  const std::size_t tags = batch.tags.size(), rare = batch.rare_facts.size(), scores = batch.scores.size();
  const bool whole = record.start.ns != 0 && record.end.ns != 0;
  if (!(whole ? builder_.finish_span(record, extra, bytes) : builder_.finish_part(record, extra, bytes))) return false;
  const auto found = parts_.find(hash);
  std::size_t place = batch.spans.size() - 1;
  int joined = 0;
  if (found != parts_.end()) {
    place = found->second.span;
    joined = found->second.joined + 1;
    put_in_place(found->second, tags, rare, scores);
  }
  if (!whole && joined < kMostJoined) {
    parts_[hash] = {place, std::string(word), rare, batch.rare_facts.size(), joined};
  } else if (found != parts_.end()) {
    parts_.erase(found);
  }
  return true;
}

void SpanJoin::ended() {
  std::vector<std::size_t> open;
  for (const auto& part : parts_) open.push_back(part.second.span);
  std::sort(open.begin(), open.end());
  for (const std::size_t span : open)
    builder_.report().add(issues::kMissingTime, builder_.batch().spans[span].record_offset);
}

void SpanJoin::put_in_place(const Part& other, std::size_t tags, std::size_t rare, std::size_t scores) {
  SpanBatch& batch = builder_.batch();
  const SpanRecord older = batch.spans[other.span];
  SpanRecord newer = batch.spans.back();
  batch.spans.pop_back();
  --builder_.report().spans;
  if (newer.events.count == 0) newer.events = older.events;
  if (!newer.extra.valid()) newer.extra = older.extra;
  if (!newer.facts.valid()) {
    newer.facts = older.facts;
  } else if (older.facts.valid()) {
    const std::uint32_t both = batch.facts[newer.facts.value].dialects & batch.facts[older.facts.value].dialects;
    for (std::size_t i = 0; i < std::size(builder_.report().dialect_spans); ++i)
      builder_.report().dialect_spans[i] -= (both >> i) & 1;
    fill_missing(batch.facts[newer.facts.value], batch.facts[older.facts.value]);
  }
  batch.spans[other.span] = newer;
  const SpanRow row{static_cast<std::uint32_t>(other.span)};
  for (std::size_t i = tags; i < batch.tags.size(); ++i) batch.tags[i].span = row.value;
  for (std::size_t i = scores; i < batch.scores.size(); ++i) batch.scores[i].span = row;
  for (std::size_t i = rare; i < batch.rare_facts.size();) {
    RareFact& fact = batch.rare_facts[i];
    fact.span = row;
    const auto first = batch.rare_facts.begin() + static_cast<std::ptrdiff_t>(other.rare_begin);
    const auto last = batch.rare_facts.begin() + static_cast<std::ptrdiff_t>(other.rare_end);
    const auto same = std::find_if(first, last, [&](const RareFact& f) { return f.field == fact.field; });
    if (same == last || same->span != row) {
      ++i;
      continue;
    }
    same->value = fact.value;
    batch.rare_facts.erase(batch.rare_facts.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace spanorama
