// How each fact is made of the value that won for it.
#include <algorithm>
#include <cmath>

#include "coerce.h"
#include "facts_collector.h"
#include "message_preview.h"
#include "spanorama/base/utf8.h"
#include "words.h"

namespace spanorama {

namespace {

constexpr std::size_t kMaxNameFactBytes = 256;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

StringId FactsCollector::told_text(Field field) {
  const RawValue* value = get(field);
  const StringId known = slots_[static_cast<std::size_t>(field)].text;
  if (known.present() && batch_.strings.view(known).size() <= kMaxNameFactBytes) return known;
  switch (value->kind) {
    case RawKind::text: {
      const std::string_view text = text_prefix_of(*value, kMaxNameFactBytes * kMaxEscapeBytes, scratch_);
      return batch_.strings.intern(utf8_prefix(text, kMaxNameFactBytes));
    }
    case RawKind::integer: return batch_.strings.intern(std::to_string(value->integer));
    case RawKind::real:
      if (value->real == std::floor(value->real) && std::abs(value->real) < 1e15)
        return batch_.strings.intern(std::to_string(static_cast<std::int64_t>(value->real)));
      scratch_ = std::to_string(value->real);
      while (scratch_.back() == '0') scratch_.pop_back();
      return batch_.strings.intern(scratch_);
    default: return {};
  }
}

void FactsCollector::fill_names(Facts& facts) {
  facts.operation = text_fact(Field::operation);
  facts.model = text_fact(Field::request_model);
  facts.response_model = text_fact(Field::response_model);
  // MLflow writes every value as JSON.
  const std::string_view told = batch_.strings.view(facts.response_model);
  if (told.size() > 2 && told.front() == '"' && told.back() == '"')
    facts.response_model = batch_.strings.intern(std::string(told.substr(1, told.size() - 2)));
  if (!facts.model.present()) facts.model = facts.response_model;
  facts.session_id = text_fact(Field::session);
  facts.user_id = text_fact(Field::user);
  facts.environment = text_fact(Field::environment);
  facts.release = text_fact(Field::release);
  facts.tool_name = text_fact(Field::tool_name);
  facts.tool_call_id = text_fact(Field::tool_call_id);
  facts.prompt_name = text_fact(Field::prompt_name);
  facts.prompt_version = text_fact(Field::prompt_version);
  facts.agent_name = text_fact(Field::agent_name);
  facts.error_type = text_fact(Field::error_type);
  if (!facts.error_type.present()) facts.error_type = events_.exception_type;
  fill_provider(facts);
}

void FactsCollector::fill_provider(Facts& facts) {
  const RawValue* value = get(Field::provider);
  if (value == nullptr || value->kind != RawKind::text) return;
  const Slot& slot = slots_[static_cast<std::size_t>(Field::provider)];
  KnownProvider& known = known_providers_[(slot.text.value + facts.model.value) % std::size(known_providers_)];
  if (!slot.text.present() || known.given != slot.text || known.model != facts.model || known.rule != slot.rule) {
    const std::string model(batch_.strings.view(facts.model));
    known = {slot.text, facts.model, slot.rule, provider_from(*value, model)};
  }
  facts.provider = known.provider;
}

StringId FactsCollector::provider_from(const RawValue& value, std::string_view model) {
  const std::string given(text_prefix_of(value, 128, scratch_));
  std::string lower;
  std::string_view name = provider_from_name(given, key_of(Field::provider) == "ai.model.provider", lower);
  if (is_framework(name)) {
    const std::string_view maker = provider_of_model(model);
    if (!maker.empty()) name = maker;
  }
  return batch_.strings.intern(name);
}

void FactsCollector::fill_cost(Facts& facts) const {
  double usd = 0, part = 0;
  bool known = false;
  if (const RawValue* object = get(Field::cost_object)) {
    double sum = 0, total = 0;
    bool has_total = false, any = false;
    const std::string_view key = key_of(Field::cost_object);
    const bool of_costs = key == "langfuse.observation.cost_details" || key == "mlflow.llm.cost";
    for (const NamedNumber& n : numbers_of_object(*object)) {
      if (n.name == "total" || n.name == "total_cost" ||
          (!of_costs && (n.name == "cost" || n.name == "response_cost"))) {
        total = n.value;
        has_total = true;
      } else if (of_costs) {
        sum += n.value;
        any = true;
      }
    }
    known = has_total || any;
    usd = has_total ? total : sum;
  }
  if (!known && get(Field::cost) != nullptr) known = number_of(*get(Field::cost), usd);
  if (!known) {
    for (const Field field : {Field::input_cost, Field::output_cost}) {
      if (get(field) == nullptr || !number_of(*get(field), part)) continue;
      usd += part;
      known = true;
    }
  }
  if (!known) return;
  const std::int64_t cost = microcents_from_usd(usd);
  const std::int64_t tokens = total_tokens(facts.usage);
  // Zero beside tokens is written by SDKs that do not know the price.
  if (cost == kUnknown || (cost == 0 && usd == 0 && tokens != kUnknown && tokens > 0)) return;
  facts.cost_microcents = cost;
  facts.cost_source = CostSource::reported;
}

void FactsCollector::fill_ttft(Facts& facts, const SpanRecord& span, StringId scope_name) const {
  const double duration_ns = static_cast<double>(span.end.ns) - static_cast<double>(span.start.ns);
  const auto accept = [&](double ns) {
    if (facts.ttft_ns != kUnknown || !(ns >= 0) || ns > duration_ns || duration_ns <= 0) return;
    facts.ttft_ns = std::llround(ns);
  };
  double value = 0;
  const auto number = [&](Field field) { return get(field) != nullptr && number_of(*get(field), value); };
  if (number(Field::ttft_seconds)) accept(value * 1e9);
  if (number(Field::ttft_any_unit)) {
    const bool whole = get(Field::ttft_any_unit)->kind == RawKind::integer;
    if (contains(batch_.strings.view(scope_name), "strands")) {
      accept(value * 1e6);
    } else if (value >= 1e6 || (whole && value * 1e9 > duration_ns && value * 1e6 > duration_ns)) {
      accept(value);
    } else if (value * 1e9 > duration_ns && value * 1e6 <= duration_ns) {
      accept(value * 1e6);
    } else {
      accept(value * 1e9);
    }
  }
  if (number(Field::ttft_ns)) accept(value);
  if (number(Field::ttft_ms)) accept(value * 1e6);
  std::int64_t instant = 0;
  std::string scratch;
  if (const RawValue* at = get(Field::ttft_instant))
    if (at->kind == RawKind::text && instant_from_iso(text_prefix_of(*at, 80, scratch), instant))
      accept(static_cast<double>(instant - span.start.ns));
  if (const RawValue* object = get(Field::usage_object)) {
    for (const NamedNumber& n : numbers_of_object(*object)) {
      if (n.name == "first_token_ms") accept(n.value * 1e6);
      if (n.name == "ttft") accept(n.value * 1e9);
    }
  }
  if (events_.first_chunk.ns != 0) accept(static_cast<double>(events_.first_chunk.ns - span.start.ns));
  const RawValue* streaming = get(Field::streaming);
  facts.streaming = asks_for_stream() || (streaming != nullptr && flag_of(*streaming)) || facts.ttft_ns != kUnknown ||
                    contains(batch_.strings.view(facts.operation), "stream") ||
                    contains(batch_.strings.view(facts.operation), "Stream");
}

void FactsCollector::add_tags(std::uint32_t span) {
  const std::size_t begin = batch_.tags.size();
  for (const RawValue& value : tags_) {
    for (const std::string& tag : tags_of(value)) {
      const StringId id = batch_.strings.intern(tag);
      const bool known = std::any_of(batch_.tags.begin() + static_cast<std::ptrdiff_t>(begin), batch_.tags.end(),
                                     [&](const TagRow& row) { return row.tag == id; });
      if (!known) batch_.tags.push_back({span, id});
    }
  }
}

void FactsCollector::indexed_preview(SqueezedText& out, IndexedKey role, IndexedKey content, bool user_only) const {
  // Roles and contents of one message share its index; the greatest index wins.
  std::vector<std::uint32_t> wanted;
  const IndexedValue* best = nullptr;
  if (user_only) {
    for (const IndexedValue& v : indexed_)
      if (v.kind == role && (v.value.raw == "user" || v.value.raw == "human")) wanted.push_back(v.index);
    std::sort(wanted.begin(), wanted.end());
  }
  for (const IndexedValue& v : indexed_) {
    if (v.kind != content || v.value.raw.empty()) continue;
    if (user_only && !std::binary_search(wanted.begin(), wanted.end(), v.index)) continue;
    if (best == nullptr || v.index > best->index) best = &v;
  }
  if (best != nullptr) make_preview(out, best->value, PreviewOf::answer);
}

void FactsCollector::tool_calls_preview(SqueezedText& out) const {
  std::string text, scratch;
  for (const IndexedValue& v : indexed_) {
    if (v.kind != IndexedKey::output_tool || v.value.kind != RawKind::text || text.size() > kPreviewBytes) continue;
    text.append(text.empty() ? "" : ", ").append(text_prefix_of(v.value, 60, scratch)).append("()");
  }
  out.append(text, 0);
}

void FactsCollector::document_preview(SqueezedText& out) const {
  int count = -1;
  if (const RawValue* documents = get(Field::documents)) count = element_count(*documents);
  for (const IndexedValue& v : indexed_)
    if (v.kind == IndexedKey::document || v.kind == IndexedKey::rerank_document)
      count = std::max(count, static_cast<int>(v.index) + 1);
  if (count >= 0) out.append(std::to_string(count) + (count == 1 ? " document" : " documents"), 0);
}

void FactsCollector::input_preview(SqueezedText& out, ObservationType type) const {
  const auto try_field = [&](Field field, PreviewOf what) {
    if (out.empty() && get(field) != nullptr) make_preview(out, *get(field), what);
  };
  if (type == ObservationType::tool) try_field(Field::tool_arguments, PreviewOf::values);
  if (type == ObservationType::retriever || type == ObservationType::reranker || type == ObservationType::db)
    try_field(Field::query, PreviewOf::values);
  try_field(Field::input_messages, PreviewOf::last_user);
  if (out.empty()) indexed_preview(out, IndexedKey::input_role, IndexedKey::input_content, true);
  if (out.empty() && events_.has_input) make_preview(out, events_.input, PreviewOf::last_user);
  if (out.empty()) indexed_preview(out, IndexedKey::input_role, IndexedKey::input_content, false);
  try_field(Field::input_text, PreviewOf::last_user);
}

void FactsCollector::output_preview(SqueezedText& out, ObservationType type) const {
  const auto try_field = [&](Field field, PreviewOf what) {
    if (out.empty() && get(field) != nullptr) make_preview(out, *get(field), what);
  };
  if (type == ObservationType::tool) try_field(Field::tool_result, PreviewOf::values);
  if (out.empty() && (type == ObservationType::retriever || type == ObservationType::reranker)) document_preview(out);
  try_field(Field::output_messages, PreviewOf::answer);
  if (out.empty()) indexed_preview(out, IndexedKey::output_role, IndexedKey::output_content, false);
  if (out.empty() && events_.has_output) make_preview(out, events_.output, PreviewOf::answer);
  if (out.empty()) tool_calls_preview(out);
  try_field(Field::output_text, PreviewOf::answer);
}

void FactsCollector::fill_previews(Facts& facts, ObservationType type) {
  if (!previews_) return;
  // Nearly all are new: their places in the table of strings are not in the cache, and are asked for before they are
  // wanted.
  SqueezedText input, output;
  input_preview(input, type);
  const std::string_view input_text = input.text();
  const StringInterner::Ahead input_ahead = batch_.strings.look_ahead(input_text);
  output_preview(output, type);
  const std::string_view output_text = output.text();
  const StringInterner::Ahead output_ahead = batch_.strings.look_ahead(output_text);
  facts.input_preview = batch_.strings.intern(input_text, input_ahead);
  facts.output_preview = batch_.strings.intern(output_text, output_ahead);
}

}  // namespace spanorama
