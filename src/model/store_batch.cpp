#include "spanorama/model/store_batch.h"

#include <unordered_map>
#include <utility>

namespace spanorama {

namespace {

class Taker {
 public:
  Taker(const TraceStore& store, bool forget_estimates)
      : store_(store),
        c_(store.columns()),
        batch_(std::make_unique<SpanBatch>()),
        strings_(store.string_count()),
        forget_estimates_(forget_estimates) {}

  std::unique_ptr<SpanBatch> run(std::span<const TraceRow> traces) {
    for (Source source : c_.sources) {
      source.name = string(source.name);
      batch_->sources.push_back(source);
    }
    for (const TraceRow row : traces) take(store_.trace(row));
    return std::move(batch_);
  }

 private:
  StringId string(StringId id) {
    if (!id.present()) return {};
    StringId& known = strings_[id.value];
    if (!known.present()) known = batch_->strings.intern(store_.text(id));
    return known;
  }

  void take(const Trace& trace) {
    for (const StringId tag : store_.items(store_.lists(trace).tags))
      batch_->tags.push_back({static_cast<std::uint32_t>(batch_->spans.size()), string(tag)});
    for (std::uint32_t i = 0; i < trace.span_count; ++i) take({trace.first_span.value + i}, trace.id);
  }

  void take(SpanRow row, TraceId trace) {
    const std::uint32_t i = row.value;
    SpanRecord span;
    span.trace_id = trace;
    span.span_id = c_.span_id[i];
    span.parent_span_id = store_.parent_id(row);
    span.start = c_.start[i];
    span.end = store_.end(row);
    span.name = string(c_.name[i]);
    span.type = c_.type[i];
    span.kind = c_.kind[i];
    span.status = c_.status[i];
    span.resource = resource(c_.resource[i]);
    span.scope = scope(c_.scope[i]);
    span.attributes = attributes(c_.attributes[i]);
    span.events = events(c_.events[i]);
    span.links = links(c_.links[i]);
    span.source = c_.source[i];
    span.record_offset = c_.record_offset[i];
    span.record_bytes = c_.record_bytes[i];
    take_facts(row, span);
    batch_->spans.push_back(span);
  }

  void take_facts(SpanRow row, SpanRecord& span) {
    if (const MaybeFacts facts = store_.facts(row)) {
      span.facts = {static_cast<std::uint32_t>(batch_->facts.size())};
      batch_->facts.push_back(mapped(*facts));
    }
    if (const Extra* kept = store_.extra(row)) {
      Extra extra = *kept;
      extra.status_message = string(extra.status_message);
      extra.trace_state = string(extra.trace_state);
      span.extra = {static_cast<std::uint32_t>(batch_->extras.size())};
      batch_->extras.push_back(extra);
    }
    const SpanRow index{static_cast<std::uint32_t>(batch_->spans.size())};
    for (RareFact fact : store_.rare_facts(row)) {
      fact.span = index;
      if (!is_token_count(fact.field)) fact.value = string({fact.value}).value;
      batch_->rare_facts.push_back(fact);
    }
    for (OtherField field : store_.other_fields(row)) {
      field.span = index;
      field.name = string(field.name);
      field.payload = {payload(c_.payloads[field.payload.value])};
      batch_->other_fields.push_back(field);
    }
    for (Score score : store_.scores(row)) {
      score.span = index;
      for (StringId Score::*text : {&Score::name, &Score::label, &Score::explanation, &Score::origin})
        score.*text = string(score.*text);
      batch_->scores.push_back(score);
    }
  }

  Facts mapped(Facts facts) {
    for (StringId Facts::*field :
         {&Facts::model, &Facts::response_model, &Facts::provider, &Facts::operation, &Facts::session_id,
          &Facts::user_id, &Facts::environment, &Facts::release, &Facts::tool_name, &Facts::tool_call_id,
          &Facts::prompt_name, &Facts::prompt_version, &Facts::agent_name, &Facts::error_type, &Facts::input_preview,
          &Facts::output_preview})
      facts.*field = string(facts.*field);
    if (forget_estimates_ && facts.cost_source == CostSource::estimated) {
      facts.cost_microcents = kUnknown;
      facts.cost_source = CostSource::none;
    }
    return facts;
  }

  Attribute mapped(Attribute attribute) {
    const KeyId key = batch_->keys.key(string(c_.keys[attribute.key().value]));
    switch (attribute.type()) {
      case ValueType::string:
      case ValueType::bytes:
      case ValueType::json: return Attribute::make(key, attribute.type(), string({attribute.value}).value);
      case ValueType::int64:
      case ValueType::float64:
        batch_->wide_values.push_back(c_.wide_values[attribute.value]);
        return Attribute::make(key, attribute.type(), static_cast<std::uint32_t>(batch_->wide_values.size() - 1));
      case ValueType::payload: return Attribute::make(key, attribute.type(), payload(c_.payloads[attribute.value]));
      default: return Attribute::make(key, attribute.type(), attribute.value);
    }
  }

  std::uint32_t payload(Payload payload) {
    payload.preview = string(payload.preview);
    batch_->payloads.push_back(payload);
    return static_cast<std::uint32_t>(batch_->payloads.size() - 1);
  }

  Range attributes(Range range) {
    const auto begin = static_cast<std::uint32_t>(batch_->attributes.size());
    for (const Attribute attribute : store_.attributes(range)) batch_->attributes.push_back(mapped(attribute));
    return {begin, range.count};
  }

  Range events(Range range) {
    const auto begin = static_cast<std::uint32_t>(batch_->events.size());
    for (SpanEvent event : c_.event_rows.subspan(range.begin, range.count)) {
      event.name = string(event.name);
      event.attributes = attributes(event.attributes);
      batch_->events.push_back(event);
    }
    return {begin, range.count};
  }

  Range links(Range range) {
    const auto begin = static_cast<std::uint32_t>(batch_->links.size());
    for (SpanLink link : c_.link_rows.subspan(range.begin, range.count)) {
      link.trace_state = string(link.trace_state);
      link.attributes = attributes(link.attributes);
      batch_->links.push_back(link);
    }
    return {begin, range.count};
  }

  ResourceRow resource(ResourceRow row) {
    if (!row.valid()) return row;
    const auto [at, fresh] =
        resources_.emplace(row.value, ResourceRow{static_cast<std::uint32_t>(batch_->resources.size())});
    if (!fresh) return at->second;
    Resource resource = c_.resources[row.value];
    resource.attributes = attributes(resource.attributes);
    resource.service_name = string(resource.service_name);
    resource.schema_url = string(resource.schema_url);
    batch_->resources.push_back(resource);
    return at->second;
  }

  ScopeRow scope(ScopeRow row) {
    if (!row.valid()) return row;
    const auto [at, fresh] = scopes_.emplace(row.value, ScopeRow{static_cast<std::uint32_t>(batch_->scopes.size())});
    if (!fresh) return at->second;
    Scope scope = c_.scopes[row.value];
    scope.attributes = attributes(scope.attributes);
    for (StringId Scope::*text : {&Scope::name, &Scope::version, &Scope::schema_url}) scope.*text = string(scope.*text);
    batch_->scopes.push_back(scope);
    return at->second;
  }

  const TraceStore& store_;
  const ColumnViews& c_;
  std::unique_ptr<SpanBatch> batch_;
  std::vector<StringId> strings_;  // by StringId of the store
  std::unordered_map<std::uint32_t, ResourceRow> resources_;
  std::unordered_map<std::uint32_t, ScopeRow> scopes_;
  bool forget_estimates_;
};

}  // namespace

std::unique_ptr<SpanBatch> batch_of(const TraceStore& store, std::span<const TraceRow> traces, bool forget_estimates) {
  return Taker(store, forget_estimates).run(traces);
}

std::vector<TraceRow> all_traces(const TraceStore& store) {
  std::vector<TraceRow> rows(store.trace_count());
  for (std::uint32_t t = 0; t < rows.size(); ++t) rows[t] = {t};
  return rows;
}

}  // namespace spanorama
