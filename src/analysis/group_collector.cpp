#include "analysis/group_collector.h"

#include <algorithm>

#include "analysis/add_known.h"

namespace spanorama {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;
enum CallBits : std::uint8_t { kCallBelow = 1, kUnderCounted = 2 };

bool makes_calls(ObservationType type) {
  using enum ObservationType;
  return type == generation || type == embedding || type == reranker || type == evaluator || type == guardrail;
}

bool bears_numbers(const FactNumbers& facts) {
  return facts.cost_microcents != kUnknown || total_tokens(facts.usage) != kUnknown;
}

UnixTime later(UnixTime a, UnixTime b) { return a < b ? b : a; }

UnixTime end_of(UnixTime start, Nanos duration) {
  std::int64_t end = 0;
  return {__builtin_add_overflow(start.ns, duration.count, &end) ? INT64_MAX : end};
}

void set_numbers(GroupMember& member, const Usage& usage, std::int64_t cost) {
  member.input_tokens = input_tokens(usage);
  member.output_tokens = output_tokens(usage);
  member.cost = cost;
}

}  // namespace

std::int64_t all_tokens(const GroupMember& member) {
  std::int64_t sum = member.input_tokens;
  add_known(sum, member.output_tokens);
  return sum;
}

void GroupCollector::add(TraceRow row) {
  switch (by_) {
    case GroupBy::session:
    case GroupBy::user: return add_whole_trace(row);
    case GroupBy::prompt:
    case GroupBy::prompt_version: return add_prompt_uses(store_.trace(row));
    case GroupBy::tool: return add_tool_calls(store_.trace(row));
    case GroupBy::model:
    case GroupBy::provider: return add_calls(store_.trace(row));
    case GroupBy::value: return;
  }
}

std::uint32_t GroupCollector::group_named(StringId name, StringId version) {
  const std::uint64_t key = (std::uint64_t{name.value} << 32) | version.value;
  std::uint32_t& known =
      by_ == GroupBy::prompt_version ? versions_.try_emplace(key, kNone).first->second : index_[name.value];
  if (known == kNone) {
    known = static_cast<std::uint32_t>(groups_.size());
    FoundGroup fresh;
    fresh.group.name = name;
    fresh.group.version = version;
    groups_.push_back(std::move(fresh));
  }
  return known;
}

FoundGroup& GroupCollector::add_member(std::uint32_t group, std::uint32_t row, std::uint32_t trace, UnixTime start,
                                       Nanos duration, Status status) {
  FoundGroup& found = groups_[group];
  Group& g = found.group;
  const UnixTime end = end_of(start, duration);
  const bool first = g.members.count == 0;
  if (start.ns != 0 && (g.first_start.ns == 0 || start < g.first_start)) g.first_start = start;
  g.last_end = first ? end : later(g.last_end, end);
  add_known(g.busy.count, duration.count);
  g.errors += status == Status::error;
  if (found.last_trace != trace + 1) ++g.traces;
  found.last_trace = trace + 1;
  ++g.members.count;
  members_.push_back({group, row, kUnknown, kUnknown});
  return found;
}

void GroupCollector::add_numbers(std::uint32_t group, const Usage& usage, std::int64_t cost, CostSource source) {
  FoundGroup& found = groups_[group];
  add_usage(found.group.usage, usage);
  add_known(found.group.cost_microcents, cost);
  found.origins.add(cost, source);
}

void GroupCollector::add_whole_trace(TraceRow row) {
  const Trace& trace = store_.trace(row);
  const StringId name = by_ == GroupBy::session ? trace.session_id : trace.user_id;
  if (!name.present()) {
    ++ungrouped_;
    return;
  }
  add_trace_to(group_named(name), row);
}

void GroupCollector::add_valued(TraceRow row, std::uint32_t text) {
  const std::uint32_t group = group_named(StringId{text});
  groups_[group].group.name = {};
  groups_[group].group.text = text;
  add_trace_to(group, row);
}

void GroupCollector::add_trace_to(std::uint32_t group, TraceRow row) {
  const Trace& trace = store_.trace(row);
  FoundGroup& found = add_member(group, row.value, row.value, trace.start, trace.duration, trace.status);
  Group& g = found.group;
  g.spans += trace.span_count;
  g.generations += trace.generation_count;
  g.tools += trace.tool_count;
  if (trace.user_id.present() && trace.start >= found.user_at) g.last_user = trace.user_id, found.user_at = trace.start;
  if (trace.input_preview.present() && trace.start >= found.input_at)
    g.last_input = trace.input_preview, found.input_at = trace.start;
  set_numbers(members_.back(), trace.usage, trace.cost_microcents);
  if (total_tokens(trace.usage) == kUnknown && trace.cost_microcents == kUnknown) return;
  g.without_cost += trace.cost_microcents == kUnknown;
  add_numbers(group, trace.usage, trace.cost_microcents, trace.cost_source);
}

void GroupCollector::add_span_member(std::uint32_t group, std::uint32_t row, const Usage& usage, std::int64_t cost) {
  const ColumnViews& c = store_.columns();
  const UnixTime start = c.start[row];
  FoundGroup& found = add_member(group, row, c.trace[row].value, start, c.duration[row], c.status[row]);
  Group& g = found.group;
  ++g.spans;
  g.generations += c.type[row] == ObservationType::generation;
  g.tools += c.type[row] == ObservationType::tool;
  g.without_cost += total_tokens(usage) != kUnknown && cost == kUnknown;
  if (store_.has_facts(SpanRow{row}) && start >= found.input_at) {
    const StringId input = store_.fact_text(SpanRow{row}, fact_number(&Facts::input_preview));
    if (input.present()) g.last_input = input, found.input_at = start;
  }
  set_numbers(members_.back(), usage, cost);
}

// Bits per span: does one below make calls, is one above counted.
void GroupCollector::mark_calls(const Trace& trace) {
  const ColumnViews& c = store_.columns();
  const std::uint32_t first = trace.first_span.value, end = first + trace.span_count;
  bits_.assign(trace.span_count, 0);
  for (std::uint32_t row = end; row-- > first;) {
    const SpanRow parent = c.parent[row];
    if (!parent.valid()) continue;
    if ((bits_[row - first] & kCallBelow) != 0 || makes_calls(c.type[row])) bits_[parent.value - first] |= kCallBelow;
  }
  for (std::uint32_t row = first; row < end; ++row) {
    const SpanRow parent = c.parent[row];
    if (!parent.valid()) continue;
    if ((bits_[parent.value - first] & kUnderCounted) != 0 || store_.counted(parent))
      bits_[row - first] |= kUnderCounted;
  }
}

StringId GroupCollector::name_of_call(FactsRow facts) const {
  if (by_ == GroupBy::provider) return store_.fact_text(facts, fact_number(&Facts::provider));
  const StringId model = store_.fact_text(facts, fact_number(&Facts::model));
  return model.present() ? model : store_.fact_text(facts, fact_number(&Facts::response_model));
}

void GroupCollector::add_calls(const Trace& trace) {
  mark_calls(trace);
  for (std::uint32_t i = 0; i < trace.span_count; ++i) {
    const std::uint32_t row = trace.first_span.value + i;
    const bool may_be_silent = makes_calls(store_.columns().type[row]) && bits_[i] == 0;
    if (!may_be_silent && !store_.counted(SpanRow{row})) continue;
    const FactsRow facts = store_.columns().facts[row];
    if (!facts.valid()) continue;
    const FactNumbers numbers = fact_numbers(store_, facts);
    if (numbers.counted || (may_be_silent && !bears_numbers(numbers))) add_call(row, facts, numbers);
  }
}

void GroupCollector::add_call(std::uint32_t row, FactsRow facts, const FactNumbers& numbers) {
  const StringId name = name_of_call(facts);
  if (!name.present()) {
    ++ungrouped_;
    return;
  }
  const std::uint32_t group = group_named(name);
  add_span_member(group, row, numbers.usage, numbers.cost_microcents);
  if (numbers.counted) add_numbers(group, numbers.usage, numbers.cost_microcents, numbers.cost_source);
}

void GroupCollector::add_tool_calls(const Trace& trace) {
  const ColumnViews& c = store_.columns();
  const auto tool_name = [&](std::uint32_t row) {
    const StringId name =
        store_.has_facts(SpanRow{row}) ? store_.fact_text(SpanRow{row}, fact_number(&Facts::tool_name)) : StringId{};
    return name.present() ? name : c.name[row];
  };
  for (std::uint32_t row = trace.first_span.value; row < trace.first_span.value + trace.span_count; ++row) {
    if (c.type[row] != ObservationType::tool) continue;
    const StringId name = tool_name(row);
    const SpanRow parent = c.parent[row];
    const bool told_above =
        parent.valid() && c.type[parent.value] == ObservationType::tool && tool_name(parent.value) == name;
    if (told_above) continue;
    if (!name.present()) {
      ++ungrouped_;
      continue;
    }
    const std::uint32_t group = group_named(name);
    const bool counted = store_.counted(SpanRow{row});
    const FactNumbers facts = counted ? fact_numbers(store_, SpanRow{row}) : FactNumbers{};
    add_span_member(group, row, facts.usage, facts.cost_microcents);
    if (counted) add_numbers(group, facts.usage, facts.cost_microcents, facts.cost_source);
  }
}

bool GroupCollector::same_prompt(SpanRow a, SpanRow b) const {
  const auto same = [&](FactNumber text) { return store_.fact_text(a, text) == store_.fact_text(b, text); };
  return same(fact_number(&Facts::prompt_name)) &&
         (by_ == GroupBy::prompt || same(fact_number(&Facts::prompt_version)));
}

void GroupCollector::add_prompt_uses(const Trace& trace) {
  const ColumnViews& c = store_.columns();
  const std::uint32_t first = trace.first_span.value;
  nearest_.assign(trace.span_count, kNone);
  inner_.assign(trace.span_count, 0);
  shares_.assign(trace.span_count, {});
  const auto group_at = [&](std::uint32_t i) {
    const SpanRow row{first + i};
    const bool versions = by_ == GroupBy::prompt_version;
    return group_named(store_.fact_text(row, fact_number(&Facts::prompt_name)),
                       versions ? store_.fact_text(row, fact_number(&Facts::prompt_version)) : StringId{});
  };
  for (std::uint32_t i = 0; i < trace.span_count; ++i) {
    const SpanRow parent = c.parent[first + i];
    const std::uint32_t above = parent.valid() ? nearest_[parent.value - first] : kNone;
    const SpanRow row{first + i};
    const bool names = store_.has_facts(row) && store_.fact_text(row, fact_number(&Facts::prompt_name)).present();
    nearest_[i] = names ? i : above;
    if (names && above != kNone && same_prompt(row, {first + above})) inner_[above] = 1;
    if (!store_.counted(row)) continue;
    const FactNumbers facts = fact_numbers(store_, row);
    if (nearest_[i] == kNone) {
      ++ungrouped_;
      continue;
    }
    Share& share = shares_[nearest_[i]];
    add_usage(share.usage, facts.usage);
    add_known(share.cost, facts.cost_microcents);
    add_numbers(group_at(nearest_[i]), facts.usage, facts.cost_microcents, facts.cost_source);
  }
  for (std::uint32_t i = 0; i < trace.span_count; ++i)
    if (nearest_[i] == i && inner_[i] == 0) add_span_member(group_at(i), first + i, shares_[i].usage, shares_[i].cost);
}

}  // namespace spanorama
