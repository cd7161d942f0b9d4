#include "bench/otlp_json.h"

#include "spanorama/base/ids.h"
#include "spanorama/base/json_text.h"

namespace spanorama::bench {
namespace {

namespace otlp = opentelemetry::proto;

template <class List, class Write>
void append_list(std::string& out, std::string_view name, const List& list, Write write) {
  out.append("\"").append(name).append("\":[");
  bool first = true;
  for (const auto& item : list) {
    if (!std::exchange(first, false)) out += ',';
    write(out, item);
  }
  out += ']';
}

// Text and whole numbers are all that is generated.
void append_attribute(std::string& out, const otlp::common::v1::KeyValue& attribute) {
  out += R"({"key":)";
  append_json_string(out, attribute.key());
  if (attribute.value().has_int_value()) {
    out += R"(,"value":{"intValue":")" + std::to_string(attribute.value().int_value()) + "\"}}";
    return;
  }
  out += R"(,"value":{"stringValue":)";
  append_json_string(out, attribute.value().string_value());
  out += "}}";
}

void append_span(std::string& out, const otlp::trace::v1::Span& span) {
  out += R"({"traceId":")" + hex_from(trace_id_from_bytes(span.trace_id().data()));
  out += R"(","spanId":")" + hex_from(span_id_from_bytes(span.span_id().data()));
  if (!span.parent_span_id().empty())
    out += R"(","parentSpanId":")" + hex_from(span_id_from_bytes(span.parent_span_id().data()));
  out += R"(","name":)";
  append_json_string(out, span.name());
  out += R"(,"kind":)" + std::to_string(span.kind());
  out += R"(,"startTimeUnixNano":")" + std::to_string(span.start_time_unix_nano());
  out += R"(","endTimeUnixNano":")" + std::to_string(span.end_time_unix_nano()) + "\",";
  append_list(out, "attributes", span.attributes(), append_attribute);
  out += R"(,"status":{}})";
}

}  // namespace

void append_otlp_json(std::string& out, const otlp::trace::v1::ResourceSpans& resource_spans) {
  out += R"({"resource":{)";
  append_list(out, "attributes", resource_spans.resource().attributes(), append_attribute);
  out += "},";
  append_list(out, "scopeSpans", resource_spans.scope_spans(), [](std::string& text, const auto& scope_spans) {
    text += R"({"scope":{"name":")" + scope_spans.scope().name() + "\"},";
    append_list(text, "spans", scope_spans.spans(), append_span);
    text += '}';
  });
  out += '}';
}

}  // namespace spanorama::bench
