#include "random_store.h"

#include <algorithm>
#include <string_view>

#include "spanorama/assembly/assemble.h"
#include "spanorama/base/hash.h"
#include "trace_text.h"

namespace spanorama::test {
namespace {

constexpr std::string_view kNames[] = {"support-agent",   "Chat gpt",  "suppo", "вопрос",
                                       "\xff\xfe broken", "GET /chat", ""};
constexpr std::string_view kModels[] = {"gpt-4o", "gpt-4o-mini", "claude-sonnet", "Gemini", ""};
constexpr std::string_view kProviders[] = {"openai", "anthropic", "google", ""};
constexpr std::string_view kPeople[] = {"ann", "bob", "Ann", "жанна", ""};
constexpr std::string_view kTags[] = {"a", "b", "prod", "beta test"};
constexpr std::string_view kServices[] = {"api", "worker", ""};
constexpr std::string_view kPreviews[] = {"Where is my order?", "Wo ist МОЁ Paket", "OK", "", "a \"quoted\" word"};
constexpr std::string_view kTools[] = {"search", "sql query", ""};

class RandomTrace {
 public:
  RandomTrace(SpanBatch& batch, Random& random, const RandomShape& shape)
      : batch_(batch), random_(random), shape_(shape) {}

  void add(std::uint32_t number) {
    const std::uint32_t count = 1 + random_.below(shape_.max_spans);
    const UnixTime begin = kBaseTime + Nanos{static_cast<std::int64_t>(random_.below(100'000)) * kNanosPerMilli};
    for (std::uint32_t i = 0; i < count; ++i) {
      SpanRecord span;
      span.trace_id = trace_id_of(number + 1);
      span.span_id = SpanId{std::uint64_t{number} * 1000 + i + 1};
      if (i > 0 && !random_.chance(shape_.damage_percent / 2))
        span.parent_span_id = SpanId{std::uint64_t{number} * 1000 + random_.below(i) + 1};
      span.start = begin + Nanos{random_.below(50) * kNanosPerMilli};
      span.end = span.start + Nanos{std::int64_t{random_.below(200)} * 500'000};
      if (random_.chance(shape_.damage_percent)) damage(span, number, count);
      describe(span);
      batch_.spans.push_back(span);
    }
  }

 private:
  StringId text(std::string_view value) { return batch_.strings.intern(value); }
  std::int64_t maybe(std::uint32_t limit) { return random_.chance(30) ? kUnknown : std::int64_t{random_.below(limit)}; }

  void damage(SpanRecord& span, std::uint32_t number, std::uint32_t count) {
    switch (random_.below(7)) {
      case 0: span.start = {}; break;
      case 1: span.end = {}; break;
      case 2: span.start = span.end = {}; break;
      case 3: span.end = span.start - Nanos{7}; break;
      case 4: span.parent_span_id = SpanId{0xdead}; break;
      case 5:
        span.parent_span_id = SpanId{std::uint64_t{number} * 1000 + random_.below(count) + 1};
        break;  // perhaps a cycle
      default: span.span_id = SpanId{std::uint64_t{number} * 1000 + random_.below(count) + 1}; break;  // a duplicate
    }
  }

  void describe(SpanRecord& span) {
    span.name = text(random_.pick(kNames));
    span.type = static_cast<ObservationType>(random_.below(kObservationTypeCount));
    span.kind = static_cast<SpanKind>(random_.below(6));
    span.status = random_.chance(10) ? Status::error : random_.chance(50) ? Status::ok : Status::unset;
    span.source = SourceRow{0};
    span.record_offset = batch_.spans.size() * 100;
    if (random_.chance(80)) add_resource(span);
    if (random_.chance(70)) add_facts(span);
    if (random_.chance(20)) {
      span.extra.value = static_cast<std::uint32_t>(batch_.extras.size());
      batch_.extras.push_back({text("went wrong"), {}, 1, 0, 0, 0});
    }
    add_attributes(span);
    if (random_.chance(20))
      batch_.tags.push_back({static_cast<std::uint32_t>(batch_.spans.size()), text(random_.pick(kTags))});
  }

  void add_resource(SpanRecord& span) {
    span.resource.value = static_cast<std::uint32_t>(batch_.resources.size());
    Resource resource;
    resource.service_name = text(random_.pick(kServices));
    resource.attributes.begin = static_cast<std::uint32_t>(batch_.attributes.size());
    batch_.attributes.push_back(batch_.string_attribute(batch_.key("deployment.environment"), random_.pick(kTags)));
    batch_.attributes.push_back(
        batch_.int_attribute(batch_.key("host.cores"), std::int64_t{1} << (random_.below(2) * 40)));
    resource.attributes.count = 2;
    batch_.resources.push_back(resource);
  }

  void add_facts(SpanRecord& span) {
    Facts facts;
    facts.model = text(random_.pick(kModels));
    facts.provider = text(random_.pick(kProviders));
    facts.session_id = text(random_.pick(kPeople));
    facts.user_id = text(random_.pick(kPeople));
    facts.environment = random_.chance(30) ? text(random_.pick(kTags)) : StringId{};
    facts.release = random_.chance(30) ? text("v1.2") : StringId{};
    facts.tool_name = text(random_.pick(kTools));
    facts.prompt_name = random_.chance(30) ? text("greeting") : StringId{};
    facts.prompt_version = random_.chance(30) ? text("3") : StringId{};
    facts.input_preview = text(random_.pick(kPreviews));
    facts.output_preview = text(random_.pick(kPreviews));
    if (random_.chance(60)) facts.usage = {maybe(5000), maybe(900), maybe(10), maybe(700), maybe(50)};
    facts.cost_microcents = maybe(2'000'000);
    if (facts.cost_microcents != kUnknown)
      facts.cost_source = random_.chance(50) ? CostSource::reported : CostSource::estimated;
    facts.ttft_ns = random_.chance(40) ? std::int64_t{random_.below(800)} * kNanosPerMilli : kUnknown;
    span.facts.value = static_cast<std::uint32_t>(batch_.facts.size());
    batch_.facts.push_back(facts);
  }

  void add_attributes(SpanRecord& span) {
    span.attributes.begin = static_cast<std::uint32_t>(batch_.attributes.size());
    if (random_.chance(40))
      batch_.attributes.push_back(
          batch_.string_attribute(batch_.key("http.route"), random_.chance(50) ? "/chat" : "/health"));
    if (random_.chance(20))
      batch_.attributes.push_back(batch_.int_attribute(batch_.key("big"), 5'000'000'000ll + random_.below(3)));
    if (random_.chance(20))
      batch_.attributes.push_back(batch_.double_attribute(batch_.key("ratio"), random_.below(4) / 4.0));
    if (random_.chance(20))
      batch_.attributes.push_back(
          batch_.string_attribute(batch_.key("metadata.region"), random_.chance(50) ? "eu" : "us"));
    if (random_.chance(10))
      batch_.attributes.push_back(
          Attribute::make(batch_.key("metadata"), ValueType::json, text(R"({"region":"eu","n":{"deep":3}})").value));
    if (random_.chance(10)) {
      Payload payload;
      payload.offset = span.record_offset + 3;
      payload.length = 1000;
      payload.source = SourceRow{0};
      payload.preview = text("the beginning of a long text");
      batch_.attributes.push_back(batch_.payload_attribute(batch_.key("input.value"), payload));
    }
    span.attributes.count = static_cast<std::uint32_t>(batch_.attributes.size()) - span.attributes.begin;
  }

  SpanBatch& batch_;
  Random& random_;
  const RandomShape& shape_;
};

// Copies records from one batch to another, whose tables are numbered anew.
class Copier {
 public:
  Copier(const SpanBatch& from, SpanBatch& to) : from_(from), to_(to) {}

  void copy(std::uint32_t index) {
    SpanRecord span = from_.spans[index];
    span.name = text(span.name);
    span.attributes = attributes(span.attributes);
    if (span.source.valid()) span.source = source(span.source);
    if (span.resource.valid()) {
      Resource resource = from_.resources[span.resource.value];
      resource.attributes = attributes(resource.attributes);
      resource.service_name = text(resource.service_name);
      span.resource.value = static_cast<std::uint32_t>(to_.resources.size());
      to_.resources.push_back(resource);
    }
    if (span.facts.valid()) copy_facts(span);
    if (span.extra.valid()) {
      Extra extra = from_.extras[span.extra.value];
      extra.status_message = text(extra.status_message);
      span.extra.value = static_cast<std::uint32_t>(to_.extras.size());
      to_.extras.push_back(extra);
    }
    for (const TagRow& tag : from_.tags)
      if (tag.span == index) to_.tags.push_back({static_cast<std::uint32_t>(to_.spans.size()), text(tag.tag)});
    to_.spans.push_back(span);
  }

 private:
  StringId text(StringId id) { return to_.strings.intern(from_.strings.view(id)); }

  SourceRow source(SourceRow row) {
    if (to_.sources.empty()) {
      Source copy = from_.sources[row.value];
      copy.name = text(copy.name);
      to_.sources.push_back(copy);
    }
    return SourceRow{0};
  }

  void copy_facts(SpanRecord& span) {
    Facts facts = from_.facts[span.facts.value];
    for (StringId* field :
         {&facts.model, &facts.provider, &facts.session_id, &facts.user_id, &facts.environment, &facts.release,
          &facts.tool_name, &facts.prompt_name, &facts.prompt_version, &facts.input_preview, &facts.output_preview})
      *field = text(*field);
    span.facts.value = static_cast<std::uint32_t>(to_.facts.size());
    to_.facts.push_back(facts);
  }

  Range attributes(Range range) {
    const Range copied{static_cast<std::uint32_t>(to_.attributes.size()), range.count};
    for (std::uint32_t i = range.begin; i < range.end(); ++i) to_.attributes.push_back(attribute(from_.attributes[i]));
    return copied;
  }

  Attribute attribute(Attribute original) {
    const KeyId key = to_.keys.key(text(from_.keys.text(original.key())));
    std::uint32_t value = original.value;
    switch (original.type()) {
      case ValueType::string:
      case ValueType::bytes:
      case ValueType::json: value = text(StringId{value}).value; break;
      case ValueType::int64:
      case ValueType::float64:
        to_.wide_values.push_back(from_.wide_values[value]);
        value = static_cast<std::uint32_t>(to_.wide_values.size() - 1);
        break;
      case ValueType::payload: {
        Payload payload = from_.payloads[value];
        payload.preview = text(payload.preview);
        payload.source = source(payload.source);
        return to_.payload_attribute(key, payload);
      }
      default: break;
    }
    return Attribute::make(key, original.type(), value);
  }

  const SpanBatch& from_;
  SpanBatch& to_;
};

}  // namespace

std::uint64_t Random::next() {
  state_ += 0x9e3779b97f4a7c15ULL;
  return mix64(state_);
}

SpanBatch random_batch(std::uint64_t seed, RandomShape shape) {
  Random random(seed);
  SpanBatch batch;
  batch.sources.push_back({batch.strings.intern("random"), 1, 1000, seed, Format::otlp_json, {}});
  RandomTrace trace(batch, random, shape);
  for (std::uint32_t t = 0; t < shape.traces; ++t) trace.add(t);
  if (!shape.shuffled) return batch;
  std::vector<std::uint32_t> order(batch.spans.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::uint32_t i = static_cast<std::uint32_t>(order.size()); i > 1; --i)
    std::swap(order[i - 1], order[random.below(i)]);
  SpanBatch shuffled;
  Copier copier(batch, shuffled);
  for (std::uint32_t index : order) copier.copy(index);
  return shuffled;
}

std::shared_ptr<const TraceStore> random_store(std::uint64_t seed, RandomShape shape) {
  const SpanBatch batch = random_batch(seed, shape);
  const SpanBatch* batches[] = {&batch};
  return assemble(batches);
}

std::vector<SpanBatch> split(const SpanBatch& batch, std::uint32_t parts, Random& random) {
  std::vector<std::uint32_t> cuts{0, static_cast<std::uint32_t>(batch.spans.size())};
  for (std::uint32_t i = 1; i < parts; ++i) cuts.push_back(random.below(cuts[1] + 1));
  std::sort(cuts.begin(), cuts.end());
  std::vector<SpanBatch> out(parts);
  for (std::uint32_t p = 0; p < parts; ++p) {
    Copier copier(batch, out[p]);
    for (std::uint32_t i = cuts[p]; i < cuts[p + 1]; ++i) copier.copy(i);
  }
  return out;
}

}  // namespace spanorama::test
