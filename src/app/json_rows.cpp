#include "spanorama/app/json_rows.h"

#include <algorithm>
#include <array>

#include "app/json_writer.h"
#include "app/trace_metadata.h"
#include "spanorama/analysis/completion.h"
#include "spanorama/model/store_memory.h"

namespace spanorama {
namespace {

void write_texts(JsonWriter& out, const TraceStore& store, std::string_view name, Range items) {
  out.key(name);
  out.open('[');
  for (const StringId item : store.items(items)) out.text(store.text(item));
  out.close(']');
}

void write_steps(JsonWriter& out, const TraceStore& store, const Trace& trace) {
  std::array<std::uint64_t, kObservationTypeCount> counts{};
  const auto types = store.columns().type.subspan(trace.first_span.value, trace.span_count);
  for (const ObservationType type : types) ++counts[static_cast<std::size_t>(type)];
  out.key("steps");
  out.open('{');
  for (std::size_t t = 0; t < counts.size(); ++t)
    if (counts[t] != 0) out.count_field(name_of(static_cast<ObservationType>(t)), counts[t]);
  out.close('}');
}

void write_cache_and_cost(JsonWriter& out, const Usage& usage, std::int64_t cost_microcents, CostSource cost_source) {
  out.number_field("cache_read_tokens", usage.cache_read);
  out.number_field("cache_write_tokens", usage.cache_write);
  out.number_field("reasoning_tokens", usage.reasoning);
  out.wide_field("cost_microcents", cost_microcents);
  out.field("cost_source", name_of(cost_source));
}

// Duration less the time in which at least one child ran. Siblings are in order of start, so one pass joins them.
Nanos self_time(const TraceStore& store, SpanRow span) {
  const auto& columns = store.columns();
  const UnixTime end = store.end(span);
  UnixTime covered_to = columns.start[span.value];
  Nanos self = columns.duration[span.value];
  for (std::uint32_t child = span.value + 1; child < columns.subtree_end[span.value];
       child = columns.subtree_end[child]) {
    const UnixTime begin = std::max(columns.start[child], covered_to);
    const UnixTime stop = std::min(store.end(SpanRow{child}), end);
    if (stop <= begin) continue;
    self = self - (stop - begin);
    covered_to = stop;
  }
  return self;
}

void write_dialects(JsonWriter& out, const MaybeFacts& facts) {
  out.key("dialects");
  out.open('[');
  const std::uint32_t dialects = facts ? facts->dialects : 0;
  for (unsigned d = 0; d < static_cast<unsigned>(Dialect::count); ++d)
    if ((dialects >> d) & 1) out.text(name_of(static_cast<Dialect>(d)));
  out.close(']');
}

void write_span_identity(JsonWriter& out, const TraceStore& store, SpanRow span) {
  const auto& columns = store.columns();
  const std::uint32_t row = span.value;
  const Trace& trace = store.trace(columns.trace[row]);
  const SpanId parent = store.parent_id(span);
  const Extra* extra = store.extra(span);
  out.field("trace_id", hex_from(trace.id));
  out.field("span_id", hex_from(columns.span_id[row]));
  out.field("parent_span_id", parent.valid() ? hex_from(parent) : std::string());
  out.count_field("depth", columns.depth[row]);
  out.field("name", store.text(columns.name[row]));
  out.field("type", name_of(columns.type[row]));
  out.field("kind", name_of(columns.kind[row]));
  out.field("status", name_of(columns.status[row]));
  out.field("status_message", extra ? store.text(extra->status_message) : std::string_view());
  out.wide_field("start_unix_nano", columns.start[row].ns);
  out.number_field("duration_ns", columns.duration[row].count);
  out.number_field("self_ns", self_time(store, span).count);
  out.number_field("offset_ns", (columns.start[row] - trace.start).count);
  const ResourceRow resource = columns.resource[row];
  const ScopeRow scope = columns.scope[row];
  out.field("service", resource.valid() ? store.text(columns.resources[resource.value].service_name) : "");
  out.field("scope", scope.valid() ? store.text(columns.scopes[scope.value].name) : "");
}

void write_span_facts(JsonWriter& out, const TraceStore& store, const Facts& facts) {
  const auto text = [&](std::string_view name, StringId id) { out.field(name, store.text(id)); };
  text("model", facts.model), text("response_model", facts.response_model);
  text("provider", facts.provider), text("operation", facts.operation);
  out.number_field("input_tokens", input_tokens(facts.usage));
  out.number_field("output_tokens", output_tokens(facts.usage));
  write_cache_and_cost(out, facts.usage, facts.cost_microcents, facts.cost_source);
  out.number_field("ttft_ns", facts.ttft_ns);
  text("prompt_name", facts.prompt_name), text("prompt_version", facts.prompt_version);
  text("tool_name", facts.tool_name), text("tool_call_id", facts.tool_call_id);
  text("error_type", facts.error_type);
}

void write_issue(JsonWriter& out, const Issue& issue) {
  out.open('{');
  out.field("kind", issue.kind);
  out.field("severity", name_of(issue.severity));
  out.count_field("count", issue.count);
  out.key("first");
  out.open('{');
  out.count_field("offset", issue.first_offset);
  out.key("record"), issue.first_record == 0 ? out.null() : out.number(issue.first_record);
  out.close('}');
  out.field("detail", issue.detail);
  out.field("help", issue.help);
  out.close('}');
}

}  // namespace

std::string plain_composition(const Trace& trace) {
  std::string text = std::to_string(trace.span_count) + (trace.span_count == 1 ? " step" : " steps");
  if (trace.generation_count != 0) text += " · " + std::to_string(trace.generation_count) + " llm";
  if (trace.tool_count != 0) text += " · " + std::to_string(trace.tool_count) + " tool";
  return text;
}

std::string trace_json(const TraceStore& store, TraceRow row, UnixTime now) {
  const Trace& trace = store.trace(row);
  JsonWriter out;
  const auto text = [&](std::string_view name, StringId id) { out.field(name, store.text(id)); };
  out.open('{');
  out.field("trace_id", hex_from(trace.id));
  text("name", trace.name);
  out.field("status", name_of(trace.status));
  out.wide_field("start_unix_nano", trace.start.ns);
  out.number_field("duration_ns", trace.duration.count);
  out.count_field("span_count", trace.span_count);
  out.count_field("error_count", trace.error_count);
  out.field("composition", plain_composition(trace));
  write_steps(out, store, trace);
  out.number_field("input_tokens", input_tokens(trace.usage));
  out.number_field("output_tokens", output_tokens(trace.usage));
  out.number_field("total_tokens", total_tokens(trace.usage));
  write_cache_and_cost(out, trace.usage, trace.cost_microcents, trace.cost_source);
  out.number_field("ttft_ns", trace.ttft_ns);
  const TraceLists& lists = store.lists(trace);
  write_texts(out, store, "models", lists.models);
  write_texts(out, store, "providers", lists.providers);
  write_texts(out, store, "services", lists.services);
  write_texts(out, store, "tags", lists.tags);
  out.key("metadata"), write_metadata(out, store, row);
  text("session_id", trace.session_id), text("user_id", trace.user_id);
  text("environment", trace.environment), text("release", trace.release);
  write_texts(out, store, "prompts", lists.prompts);
  const Completion completion = completion_of(trace, now).state;
  out.bool_field("complete", completion != Completion::running);
  out.field("completion", name_of(completion));
  out.field("source", trace.source.valid() ? store.text(store.columns().sources[trace.source.value].name) : "");
  out.close('}');
  return out.take();
}

std::string span_json(const TraceStore& store, SpanRow span) {
  static constexpr Facts kNoFacts{};
  const MaybeFacts known = store.facts(span);
  const Facts& facts = known ? *known : kNoFacts;
  JsonWriter out;
  out.open('{');
  write_span_identity(out, store, span);
  write_span_facts(out, store, facts);
  write_dialects(out, known);
  out.count_field("events", store.columns().events[span.value].count);
  out.count_field("links", store.columns().links[span.value].count);
  out.field("input_preview", store.text(facts.input_preview));
  out.field("output_preview", store.text(facts.output_preview));
  out.bool_field("counted", facts.counted);
  out.close('}');
  return out.take();
}

std::string memory_json(const TraceStore& store) {
  const StoreMemory memory = memory_of(store.columns());
  JsonWriter out;
  out.open('{');
  out.count_field("bytes", memory.all());
  out.count_field("row_bytes", memory.rows);
  out.count_field("string_bytes", memory.strings);
  out.key("row_bytes_per_span");
  if (store.span_count() > 0)
    out.real(static_cast<double>(memory.rows) / store.span_count());
  else
    out.null();
  out.close('}');
  return out.take();
}

std::string report_json(const SourceReport& report, std::int64_t traces, std::string_view schema,
                        std::string_view memory) {
  JsonWriter out;
  out.open('{');
  out.field("name", report.name);
  out.field("format", name_of(report.format));
  out.field("encoding", report.encoding);
  out.count_field("bytes", report.bytes);
  out.count_field("records", report.records);
  out.count_field("spans", report.spans);
  if (report.log_records != 0) out.count_field("log_records", report.log_records);
  out.number_field("traces", traces);
  out.key("dialects");
  out.open('{');
  for (std::size_t d = 0; d < static_cast<std::size_t>(Dialect::count); ++d)
    if (report.dialect_spans[d] != 0) out.count_field(name_of(static_cast<Dialect>(d)), report.dialect_spans[d]);
  out.close('}');
  out.key("issues");
  out.open('[');
  for (const Issue& issue : report.issues) write_issue(out, issue);
  out.close(']');
  out.bool_field("cancelled", report.cancelled);
  const bool timed = report.seconds > 0;
  out.key("seconds"), timed ? out.real(report.seconds) : out.null();
  out.key("bytes_per_second");
  timed ? out.real(static_cast<double>(report.bytes) / report.seconds) : out.null();
  if (!memory.empty()) out.key("memory"), out.literal(memory);
  if (!schema.empty()) out.key("schema"), out.literal(schema);
  out.close('}');
  return out.take();
}

}  // namespace spanorama
