#include <array>
#include <cstdio>

#include "trace_text.h"
#include "trace_words.h"

namespace spanorama::test {
namespace {

std::string time_text(std::int64_t ns) {
  if (ns == 0) return "0ns";
  std::size_t unit = 0;
  while (unit < 3 && ns % kUnits[unit + 1].second == 0) ++unit;
  return std::to_string(ns / kUnits[unit].second) + std::string(kUnits[unit].first);
}

// The language has no escapes: a quote inside a text is printed as two apostrophes.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("''") : std::string(1, c);
  return out + '"';
}
std::string quoted(std::string_view text) {
  const bool plain = !text.empty() && text.find_first_of(" =\"{[") == std::string_view::npos;
  return plain ? std::string(text) : in_quotes(text);
}

class Printer {
 public:
  explicit Printer(const TraceStore& store) : store_(store) {}

  std::string all() {
    for (std::uint32_t t = 0; t < store_.trace_count(); ++t) trace(store_.trace(TraceRow{t}));
    return std::move(out_);
  }

 private:
  void trace(const Trace& trace) {
    out_ += "trace " + hex_from(trace.id) + "\n";
    for (std::uint32_t i = 0; i < trace.span_count; ++i) span(SpanRow{trace.first_span.value + i});
  }

  void span(SpanRow row) {
    const ColumnViews& c = store_.columns();
    const std::uint32_t r = row.value;
    out_ += std::string(2 + std::size_t{2} * c.depth[r], ' ') + quoted(store_.text(c.name[r])) + ' ' + times(row);
    out_ += " id=" + short_hex(c.span_id[r]);
    if (!c.parent[r].valid() && store_.parent_id(row).valid()) out_ += " parent=" + short_hex(store_.parent_id(row));
    if (c.type[r] != ObservationType::span) out_ += " type=" + std::string(name_of(c.type[r]));
    if (c.kind[r] != SpanKind::unspecified) out_ += " kind=" + std::string(name_of(c.kind[r]));
    if (c.status[r] != Status::unset) out_ += " status=" + std::string(name_of(c.status[r]));
    if (const Extra* extra = store_.extra(row)) text_field("message", extra->status_message);
    if (c.scope[r].valid()) text_field("scope", c.scopes[c.scope[r].value].name);
    if (const MaybeFacts facts = store_.facts(row)) facts_fields(*facts);
    if (c.resource[r].valid()) {
      text_field("service", c.resources[c.resource[r].value].service_name);
      attributes("resource.", store_.attributes(c.resources[c.resource[r].value].attributes));
    }
    attributes("attr.", store_.attributes_of(row));
    out_ += '\n';
  }

  std::string times(SpanRow row) const {
    const UnixTime start = store_.columns().start[row.value];
    if (start == UnixTime{}) return "?..?";
    return time_text((start - kBaseTime).count) + ".." + time_text((store_.end(row) - kBaseTime).count);
  }

  static std::string short_hex(SpanId id) {
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%llx", static_cast<unsigned long long>(id.value));
    return text.data();
  }

  void text_field(std::string_view key, StringId value) {
    if (value.present()) out_ += ' ' + std::string(key) + '=' + quoted(store_.text(value));
  }

  void facts_fields(const Facts& facts) {
    for (const FactsKey& key : kFactsKeys) text_field(key.key, facts.*key.field);
    const auto known = [](std::int64_t value) { return value == kUnknown ? std::string() : std::to_string(value); };
    const auto pair = [&](const char* key, std::int64_t a, std::int64_t b) {
      if (a != kUnknown || b != kUnknown) out_ += key + known(a) + '/' + known(b);
    };
    pair(" tokens=", facts.usage.input_plain, facts.usage.output_plain);
    pair(" cache=", facts.usage.cache_read, facts.usage.cache_write);
    if (facts.usage.reasoning != kUnknown) out_ += " reasoning=" + known(facts.usage.reasoning);
    if (facts.cost_source != CostSource::none) out_ += " cost_source=" + std::string(name_of(facts.cost_source));
    if (facts.cost_microcents != kUnknown) out_ += " cost=" + known(facts.cost_microcents);
    if (facts.ttft_ns != kUnknown) out_ += " ttft=" + time_text(facts.ttft_ns);
  }

  void attributes(std::string_view prefix, AttributeList attributes) {
    for (const Attribute& attribute : attributes) {
      std::string value = short_text(store_, attribute);
      const bool text = attribute.type() == ValueType::string || attribute.type() == ValueType::payload;
      if (text || attribute.type() == ValueType::json) value = in_quotes(value);
      out_ += ' ' + std::string(prefix) + std::string(store_.key_text(attribute.key())) + '=' + value;
    }
  }

  const TraceStore& store_;
  std::string out_;
};

std::string list_text(const TraceStore& store, const char* key, Range range) {
  std::string out;
  for (StringId item : store.items(range)) out += (out.empty() ? "" : ",") + std::string(store.text(item));
  return out.empty() ? out : std::string(key) + quoted(out);
}

std::string rollup_line(const TraceStore& store, const Trace& trace) {
  std::string out = quoted(store.text(trace.name)) + ' ' + std::string(name_of(trace.status));
  const auto number = [&](const char* key, std::int64_t value) {
    if (value != kUnknown) out += key + std::to_string(value);
  };
  const auto text = [&](const char* key, StringId value) {
    if (value.present()) out += key + quoted(store.text(value));
  };
  out += " at=" + (trace.start == UnixTime{} ? "?" : time_text((trace.start - kBaseTime).count));
  out += " duration=" + time_text(trace.duration.count);
  out += " spans=" + std::to_string(trace.span_count) + " root=" + std::to_string(trace.root.value);
  if (trace.error_count != 0) number(" errors=", trace.error_count);
  if (trace.generation_count != 0) number(" generations=", trace.generation_count);
  if (trace.tool_count != 0) number(" tools=", trace.tool_count);
  if (trace.orphan_count != 0) number(" orphans=", trace.orphan_count);
  if (trace.root_missing) out += " root-missing";
  number(" input=", input_tokens(trace.usage));
  number(" output=", output_tokens(trace.usage));
  number(" cost=", trace.cost_microcents);
  if (trace.cost_source != CostSource::none) out += ' ' + std::string(name_of(trace.cost_source));
  if (trace.ttft_ns != kUnknown) out += " ttft=" + time_text(trace.ttft_ns);
  text(" session=", trace.session_id), text(" user=", trace.user_id);
  text(" env=", trace.environment), text(" release=", trace.release);
  text(" in=", trace.input_preview), text(" out=", trace.output_preview);
  const TraceLists& lists = store.lists(trace);
  out += list_text(store, " models=", lists.models) + list_text(store, " providers=", lists.providers);
  out += list_text(store, " services=", lists.services) + list_text(store, " tags=", lists.tags);
  return out + list_text(store, " prompts=", lists.prompts) + '\n';
}

}  // namespace

std::string print(const TraceStore& store) { return Printer(store).all(); }

std::string print_rollups(const TraceStore& store) {
  std::string out;
  for (std::uint32_t t = 0; t < store.trace_count(); ++t) out += rollup_line(store, store.trace(TraceRow{t}));
  return out;
}

}  // namespace spanorama::test
