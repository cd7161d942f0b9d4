#include "assembly/rollup.h"

#include <algorithm>
#include <string>

#include "assembly/saturating.h"
#include "spanorama/base/hash.h"
#include "spanorama/model/cost_origins.h"

namespace spanorama::assembly {
namespace {

constexpr std::string_view kEnvironmentKeys[] = {"langfuse.environment", "deployment.environment.name",
                                                 "deployment.environment", "gen_ai.environment"};
constexpr std::string_view kReleaseKeys[] = {"langfuse.release", "langfuse.version", "service.version"};

constexpr std::uint32_t kNameDigits = 8;  // of the trace id, where no root gives a name

void add_if_present(std::vector<StringId>& items, StringId item) {
  // Spans of a trace mostly repeat the item of the span before.
  if (item.present() && (items.empty() || !(items.back() == item))) items.push_back(item);
}

// The text of the span with the greatest (or least) start among those that have one.
struct ByTime {
  StringId text;
  UnixTime start;

  void offer_later(StringId candidate, UnixTime at) {
    if (candidate.present() && (!text.present() || at >= start)) text = candidate, start = at;
  }
  void offer_earlier(StringId candidate, UnixTime at) {
    if (candidate.present() && (!text.present() || at < start)) text = candidate, start = at;
  }
};

}  // namespace

Rollup::Rollup(Joined& joined, std::span<const Top> top, std::span<const StringId> tags,
               std::span<const std::uint32_t> tag_begin)
    : joined_(joined),
      columns_(joined.columns),
      top_(top),
      tags_(tags),
      tag_begin_(tag_begin),
      repeated_responses_(joined) {
  find_deployment_facts();
}

const Facts* Rollup::facts_of(std::uint32_t row) const {
  const FactsRow facts = columns_.facts[row];
  return facts.valid() ? &columns_.facts_rows[facts.value] : nullptr;
}

void Rollup::find_deployment_facts() {
  for (const Resource& resource : columns_.resources) {
    environment_of_.push_back(deployment_text(resource, kEnvironmentKeys));
    release_of_.push_back(deployment_text(resource, kReleaseKeys));
  }
}

// The first of the keys that the resource has as a string.
StringId Rollup::deployment_text(const Resource& resource, std::span<const std::string_view> keys) {
  for (std::string_view key : keys)
    for (std::uint32_t i = resource.attributes.begin; i < resource.attributes.end(); ++i) {
      const Attribute attribute = columns_.attribute_rows[i];
      if (attribute.type() != ValueType::string || attribute.value == 0) continue;
      if (joined_.strings.view(columns_.keys[attribute.key().value]) == key) return StringId{attribute.value};
    }
  return {};
}

void Rollup::add(const TraceNodes& nodes) {
  Trace trace;
  trace.id = nodes.id;
  trace.start = nodes.start;
  trace.span_count = nodes.span_count;
  trace.first_span = columns_.traces.empty()
                         ? SpanRow{0}
                         : SpanRow{columns_.traces.back().first_span.value + columns_.traces.back().span_count};
  counting_.mark(columns_, trace.first_span.value, trace.first_span.value + trace.span_count);
  repeated_responses_.uncount(columns_, trace.first_span.value, trace.first_span.value + trace.span_count);
  add_shape(trace);
  add_counts(trace);
  add_numbers(trace);
  add_people(trace);
  add_previews(trace);
  add_lists(trace, nodes.group);
  columns_.traces.push_back(trace);
}

// What a span says that the whole trace is called: the earliest that does.
StringId Rollup::given_name(const Trace& trace) const {
  const std::span<const RareFact> rare = columns_.rare_facts;
  const std::uint32_t end = trace.first_span.value + trace.span_count;
  const auto before = [](const RareFact& fact, SpanRow span) { return fact.span < span; };
  auto at =
      static_cast<std::size_t>(std::lower_bound(rare.begin(), rare.end(), trace.first_span, before) - rare.begin());
  ByTime name;
  for (; at < rare.size() && rare[at].span.value < end; ++at)
    if (rare[at].field == RareField::trace_name)
      name.offer_earlier({rare[at].value}, columns_.start[rare[at].span.value]);
  return name.text;
}

// Root, name and source. A span cut from a cycle stands in for a root; an orphan does not.
void Rollup::add_shape(Trace& trace) {
  const std::uint32_t first = trace.first_span.value, end = first + trace.span_count;
  for (std::uint32_t row = first; row < end; row = columns_.subtree_end[row]) {
    if (top_[row] == Top::orphan) continue;
    trace.root = SpanRow{row};
    break;
  }
  trace.root_missing = !trace.root.valid();
  if (trace.root_missing) trace.root = trace.first_span;
  trace.source = columns_.source[trace.root.value];
  trace.name = given_name(trace);
  if (!trace.name.present() && !trace.root_missing) trace.name = columns_.name[trace.root.value];
  if (!trace.name.present()) trace.name = joined_.strings.intern(hex_from(trace.id).substr(0, kNameDigits));
}

void Rollup::add_counts(Trace& trace) {
  UnixTime latest = trace.start;
  for (std::uint32_t row = trace.first_span.value; row < trace.first_span.value + trace.span_count; ++row) {
    trace.status = std::max(trace.status, columns_.status[row]);
    latest = std::max(latest, columns_.start[row] + columns_.duration[row]);
    trace.error_count += columns_.status[row] == Status::error;
    trace.tool_count += columns_.type[row] == ObservationType::tool;
    trace.orphan_count += top_[row] == Top::orphan;
  }
  trace.duration = span_duration(trace.start, latest);
  add_model_calls(trace);
}

// One call may be a generation of the framework around one of the SDK around one of the client: the innermost is the call.
void Rollup::add_model_calls(Trace& trace) {
  std::uint32_t next_generation = UINT32_MAX;  // the first below or behind `row`
  for (std::uint32_t row = trace.first_span.value + trace.span_count; row-- > trace.first_span.value;) {
    if (columns_.type[row] != ObservationType::generation) continue;
    trace.generation_count += next_generation >= columns_.subtree_end[row];
    next_generation = row;
  }
}

void Rollup::add_numbers(Trace& trace) {
  CostOrigins origins;
  std::int64_t first_token_ns = INT64_MAX;
  for (std::uint32_t row = trace.first_span.value; row < trace.first_span.value + trace.span_count; ++row) {
    const Facts* facts = facts_of(row);
    if (facts == nullptr) continue;
    if (facts->ttft_ns != kUnknown)
      first_token_ns = std::min(first_token_ns, saturating_add(columns_.start[row].ns, facts->ttft_ns));
    if (!facts->counted) continue;
    add_usage(trace.usage, facts->usage);
    add_known(trace.cost_microcents, facts->cost_microcents);
    origins.add(facts->cost_microcents, facts->cost_source);
  }
  trace.cost_source = origins.joined();
  if (first_token_ns != INT64_MAX) trace.ttft_ns = span_duration(trace.start, UnixTime{first_token_ns}).count;
}

// Session and user: the last by start; environment and release: the first, of spans before resources.
void Rollup::add_people(Trace& trace) {
  ByTime session, user, environment, release, resource_environment, resource_release;
  for (std::uint32_t row = trace.first_span.value; row < trace.first_span.value + trace.span_count; ++row) {
    const UnixTime start = columns_.start[row];
    if (const ResourceRow resource = columns_.resource[row]; resource.valid()) {
      resource_environment.offer_earlier(environment_of_[resource.value], start);
      resource_release.offer_earlier(release_of_[resource.value], start);
    }
    const Facts* facts = facts_of(row);
    if (facts == nullptr) continue;
    session.offer_later(facts->session_id, start);
    user.offer_later(facts->user_id, start);
    environment.offer_earlier(facts->environment, start);
    release.offer_earlier(facts->release, start);
  }
  trace.session_id = session.text;
  trace.user_id = user.text;
  trace.environment = environment.text.present() ? environment.text : resource_environment.text;
  trace.release = release.text.present() ? release.text : resource_release.text;
}

// The root's, else what the first generation was asked and the last one answered.
void Rollup::add_previews(Trace& trace) {
  if (const Facts* root = facts_of(trace.root.value); root != nullptr) {
    trace.input_preview = root->input_preview;
    trace.output_preview = root->output_preview;
  }
  if (trace.input_preview.present() && trace.output_preview.present()) return;
  ByTime input, output;
  for (std::uint32_t row = trace.first_span.value; row < trace.first_span.value + trace.span_count; ++row) {
    const Facts* facts = facts_of(row);
    if (facts == nullptr || columns_.type[row] != ObservationType::generation) continue;
    input.offer_earlier(facts->input_preview, columns_.start[row]);
    output.offer_later(facts->output_preview, columns_.start[row]);
  }
  if (!trace.input_preview.present()) trace.input_preview = input.text;
  if (!trace.output_preview.present()) trace.output_preview = output.text;
}

void Rollup::add_lists(Trace& trace, std::uint32_t group) {
  for (auto* items : {&models_, &providers_, &services_, &trace_tags_, &prompts_}) items->clear();
  for (std::uint32_t row = trace.first_span.value; row < trace.first_span.value + trace.span_count; ++row) {
    if (const ResourceRow resource = columns_.resource[row]; resource.valid())
      add_if_present(services_, columns_.resources[resource.value].service_name);
    const Facts* facts = facts_of(row);
    if (facts == nullptr) continue;
    add_if_present(models_, facts->model.present() ? facts->model : facts->response_model);
    add_if_present(providers_, facts->provider);
    add_if_present(prompts_, facts->prompt_name);
  }
  for (std::uint32_t i = tag_begin_[group]; i < tag_begin_[group + 1]; ++i) add_if_present(trace_tags_, tags_[i]);
  trace.lists =
      row_of({list_of(models_), list_of(providers_), list_of(services_), list_of(trace_tags_), list_of(prompts_)});
}

// Equal lists are one run already, so that equal places mean equal lists.
ListsRow Rollup::row_of(const TraceLists& lists) {
  auto& rows = columns_.trace_lists;
  std::uint64_t hash = 0;
  for (const Range list : {lists.models, lists.providers, lists.services, lists.tags, lists.prompts})
    hash = mix64(hash ^ list.begin) + list.count;
  for (auto [at, end] = known_rows_.equal_range(hash); at != end; ++at)
    if (rows[at->second.value] == lists) return at->second;
  const ListsRow added{static_cast<std::uint32_t>(rows.size())};
  rows.push_back(lists);
  known_rows_.emplace(hash, added);
  return added;
}

// Distinct, sorted by text. Traces with equal lists share one run.
Range Rollup::list_of(std::vector<StringId>& items) {
  if (items.empty()) return {};
  if (items.size() > 1) {
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    std::sort(items.begin(), items.end(),
              [&](StringId a, StringId b) { return joined_.strings.view(a) < joined_.strings.view(b); });
  }
  std::uint64_t hash = items.size();
  for (StringId item : items) hash = mix64(hash ^ item.value) + item.value;
  auto& rows = columns_.list_items;
  for (auto [at, end] = known_lists_.equal_range(hash); at != end; ++at) {
    const Range known = at->second;
    if (known.count == items.size() && std::equal(items.begin(), items.end(), rows.data() + known.begin)) return known;
  }
  const Range added{static_cast<std::uint32_t>(rows.size()), static_cast<std::uint32_t>(items.size())};
  rows.insert(rows.end(), items.begin(), items.end());
  known_lists_.emplace(hash, added);
  return added;
}

}  // namespace spanorama::assembly
