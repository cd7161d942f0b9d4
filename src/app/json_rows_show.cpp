// The object of one span with everything that is known of it.
#include "app/json_attributes.h"
#include "app/json_messages.h"
#include "app/json_writer.h"
#include "spanorama/app/json_rows.h"

namespace spanorama {
namespace {

void write_messages(JsonWriter& out, std::string_view name, const std::vector<Message>& messages) {
  out.key(name);
  out.open('[');
  for (const Message& message : messages) {
    out.open('{');
    out.field("role", message.role);
    out.key("parts");
    out.open('[');
    for (const MessagePart& part : message.parts) {
      out.open('{');
      write_part_fields(out, part);
      out.close('}');
    }
    out.close(']');
    write_optional(out, "finish_reason", message.finish_reason);
    out.close('}');
  }
  out.close(']');
}

void write_documents(JsonWriter& out, std::string_view name, const std::vector<Document>& documents) {
  out.key(name);
  out.open('[');
  for (const Document& document : documents) {
    out.open('{');
    out.field("id", document.id);
    out.field("content", document.content);
    out.key("score"), document.has_score ? out.real(document.score) : out.null();
    write_optional_json(out, "metadata", document.metadata_json);
    if (document.from_database) out.bool_field("from_database", true);
    out.close('}');
  }
  out.close(']');
}

void write_named(JsonWriter& out, std::string_view name, const std::vector<ModelParameter>& values) {
  out.key(name);
  out.open('{');
  for (const ModelParameter& value : values) out.field(value.name, value.value);
  out.close('}');
}

void write_content(JsonWriter& out, const SpanContent& content) {
  write_messages(out, "input_messages", content.input);
  write_messages(out, "output_messages", content.output);
  out.field("input", content.input_text);
  out.field("output", content.output_text);
  write_documents(out, "documents", content.documents);
  write_documents(out, "input_documents", content.input_documents);
  out.field("retrieval_query", content.retrieval_query);
  write_optional_json(out, "tool_arguments", content.tool_arguments);
  write_optional_json(out, "tool_result", content.tool_result);
  write_optional_json(out, "tool_definitions", content.tool_definitions_json);
  out.field("prompt_template", content.prompt_template);
  write_optional_json(out, "prompt_variables", content.prompt_variables_json);
  write_named(out, "parameters", content.parameters);
  write_named(out, "about", content.about);
  out.key("error");
  if (content.error_type.empty() && content.error_message.empty() && content.error_stack.empty()) return out.null();
  out.open('{');
  out.field("type", content.error_type);
  out.field("message", content.error_message);
  out.field("stack", content.error_stack);
  out.close('}');
}

void write_prompt_messages(JsonWriter& out, std::string_view name, const std::vector<PromptMessage>& messages) {
  out.key(name);
  out.open('[');
  for (const PromptMessage& message : messages) {
    out.open('{');
    out.field("role", message.role);
    out.field("text", message.text);
    out.close('}');
  }
  out.close(']');
}

void write_resource(JsonWriter& out, const TraceStore& store, ResourceRow row, PayloadSource& payloads) {
  out.key("resource");
  if (!row.valid()) return out.null();
  const Resource& resource = store.columns().resources[row.value];
  out.open('{');
  out.key("attributes"), write_attributes(out, store, resource.attributes, payloads);
  out.field("schema_url", store.text(resource.schema_url));
  out.close('}');
}

void write_scope(JsonWriter& out, const TraceStore& store, ScopeRow row, PayloadSource& payloads) {
  out.key("instrumentation_scope");
  if (!row.valid()) return out.null();
  const Scope& scope = store.columns().scopes[row.value];
  out.open('{');
  out.field("name", store.text(scope.name));
  out.field("version", store.text(scope.version));
  out.key("attributes"), write_attributes(out, store, scope.attributes, payloads);
  out.field("schema_url", store.text(scope.schema_url));
  out.close('}');
}

void write_events(JsonWriter& out, const TraceStore& store, Range range, UnixTime span_start, PayloadSource& payloads) {
  out.key("event_list");
  out.open('[');
  for (const SpanEvent& event : store.columns().event_rows.subspan(range.begin, range.count)) {
    const bool timed = event.time.ns != 0;
    out.open('{');
    out.field("name", store.text(event.name));
    out.wide_field("time_unix_nano", timed ? event.time.ns : kUnknown);
    out.number_field("offset_ns", timed ? (event.time - span_start).count : kUnknown);
    out.count_field("dropped_attributes", event.dropped_attributes);
    out.key("attributes"), write_attributes(out, store, event.attributes, payloads);
    out.close('}');
  }
  out.close(']');
}

void write_links(JsonWriter& out, const TraceStore& store, Range range, PayloadSource& payloads) {
  out.key("link_list");
  out.open('[');
  for (const SpanLink& link : store.columns().link_rows.subspan(range.begin, range.count)) {
    out.open('{');
    out.field("trace_id", hex_from(link.trace_id));
    out.field("span_id", hex_from(link.span_id));
    out.field("trace_state", store.text(link.trace_state));
    out.count_field("flags", link.flags);
    out.count_field("dropped_attributes", link.dropped_attributes);
    out.key("attributes"), write_attributes(out, store, link.attributes, payloads);
    out.close('}');
  }
  out.close(']');
}

void write_rare(JsonWriter& out, const TraceStore& store, SpanRow span) {
  for (int f = 0; f < static_cast<int>(RareField::count); ++f) {
    const auto field = static_cast<RareField>(f);
    if (is_token_count(field))
      out.number_field(name_of(field), store.rare_count(span, field));
    else
      out.field(name_of(field), store.text(store.rare_text(span, field)));
  }
}

void write_scores(JsonWriter& out, const TraceStore& store, SpanRow span) {
  out.key("scores");
  out.open('[');
  for (const Score& score : store.scores(span)) {
    out.open('{');
    out.field("name", store.text(score.name));
    out.key("value"), score.has_value ? out.real(score.value) : out.null();
    out.field("label", store.text(score.label));
    out.field("explanation", store.text(score.explanation));
    out.field("origin", store.text(score.origin));
    out.field("about", name_of(score.scope));
    out.close('}');
  }
  out.close(']');
}

void write_extra(JsonWriter& out, const TraceStore& store, const Extra* extra) {
  out.field("trace_state", extra ? store.text(extra->trace_state) : "");
  out.count_field("flags", extra ? extra->flags : 0);
  out.count_field("dropped_attributes", extra ? extra->dropped_attributes : 0);
  out.count_field("dropped_events", extra ? extra->dropped_events : 0);
  out.count_field("dropped_links", extra ? extra->dropped_links : 0);
}

void write_place(JsonWriter& out, const TraceStore& store, SpanRow span) {
  const auto& columns = store.columns();
  const SourceRow source = columns.source[span.value];
  out.key("record");
  if (!source.valid()) return out.null();
  out.open('{');
  out.field("source", store.text(columns.sources[source.value].name));
  out.wide_field("offset", static_cast<std::int64_t>(columns.record_offset[span.value]));
  out.count_field("bytes", columns.record_bytes[span.value]);
  out.close('}');
}

}  // namespace

std::string prompt_json(const PromptView& prompt) {
  JsonWriter out;
  if (prompt.origin == PromptOrigin::none) return "null";
  out.open('{');
  out.field("template_from", name_of(prompt.origin));
  out.field("file", prompt.file);
  out.number_field("calls_compared", prompt.origin == PromptOrigin::derived ? prompt.calls : kUnknown);
  out.field("name", prompt.name);
  out.field("version", prompt.version);
  write_prompt_messages(out, "template", prompt.template_messages);
  out.key("variables");
  out.open('[');
  for (const TemplateVariable& variable : prompt.variables) {
    out.open('{');
    out.field("name", variable.name);
    out.key("value"), variable.missing ? out.null() : out.text(variable.value);
    out.bool_field("missing", variable.missing);
    out.close('}');
  }
  out.close(']');
  write_prompt_messages(out, "resolved", prompt.resolved);
  out.bool_field("agrees", prompt.agrees);
  out.close('}');
  return out.take();
}

std::string show_json(const TraceStore& store, SpanRow span, PayloadSource& payloads, const PromptView* prompt) {
  const auto& columns = store.columns();
  const MaybeFacts facts = store.facts(span);
  std::string row = span_json(store, span);
  row.pop_back();  // the closing brace: the rest goes into the same object
  JsonWriter out;
  out.literal(row);
  const auto text = [&](std::string_view name, StringId id) { out.field(name, store.text(id)); };
  const Facts none{};
  const Facts& known = facts ? *facts : none;
  text("session_id", known.session_id), text("user_id", known.user_id), text("agent_name", known.agent_name);
  text("environment", known.environment), text("release", known.release);
  out.bool_field("streaming", known.streaming);
  write_rare(out, store, span);
  write_scores(out, store, span);
  write_content(out, read_content(store, span, payloads));
  if (prompt != nullptr) out.key("prompt"), out.literal(prompt_json(*prompt));
  write_extra(out, store, store.extra(span));
  write_resource(out, store, columns.resource[span.value], payloads);
  write_scope(out, store, columns.scope[span.value], payloads);
  out.key("attributes"), write_attributes(out, store, columns.attributes[span.value], payloads);
  write_events(out, store, columns.events[span.value], columns.start[span.value], payloads);
  write_links(out, store, columns.links[span.value], payloads);
  write_place(out, store, span);
  out.close('}');
  return out.take();
}

}  // namespace spanorama
