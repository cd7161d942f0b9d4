#include "otlp_sample.h"

#include <cmath>
#include <limits>
#include <random>

#include "spanorama/base/ids.h"
#include "spanorama/base/json_text.h"

namespace spanorama::test {

namespace proto = opentelemetry::proto;

namespace {

class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  proto::trace::v1::TracesData traces() {
    proto::trace::v1::TracesData out;
    for (int i = below(4); i >= 0; --i) resource_spans(*out.add_resource_spans());
    return out;
  }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint32_t>(limit)); }
  bool chance(int percent) { return below(100) < percent; }

  std::string text(int max) {
    static const char* const kPieces[] = {"a",  "Z", " ", "\"", "\\", "\n",   "\t",    "ü",
                                          "漢", "😀", "{", "]",  "/",  "\x01", "gen_ai"};
    std::string out;
    const int target = below(max + 1);
    while (static_cast<int>(out.size()) < target) out += kPieces[below(15)];
    return out;
  }
  std::string key() {
    static const char* const kKeys[] = {"a",
                                        "b.c",
                                        "gen_ai.request.model",
                                        "gen_ai.usage.input_tokens",
                                        "gen_ai.input.messages",
                                        "http.method",
                                        "langfuse.trace.tags",
                                        "session.id",
                                        "llm.input_messages.0.message.role",
                                        "input.value",
                                        "openinference.span.kind",
                                        "gen_ai.usage.cost",
                                        "service.name"};
    return chance(80) ? kKeys[below(13)] : text(12);
  }

  void any(proto::common::v1::AnyValue& value, int depth) {
    switch (below(depth > 3 ? 7 : 9)) {
      case 0: return;
      case 1: value.set_string_value(text(20)); return;
      case 2: value.set_string_value(text(800)); return;
      case 3: value.set_bool_value(chance(50)); return;
      case 4:
        value.set_int_value(chance(50) ? below(1000)
                                       : static_cast<std::int64_t>((std::uint64_t{random_()} << 32) | random_()));
        return;
      case 5: value.set_double_value(real()); return;
      case 6: value.set_bytes_value(text(chance(20) ? 600 : 10)); return;
      case 7:
        value.mutable_array_value();
        for (int i = below(4); i > 0; --i) any(*value.mutable_array_value()->add_values(), depth + 1);
        return;
      default:
        value.mutable_kvlist_value();
        for (int i = below(4); i > 0; --i) pair(*value.mutable_kvlist_value()->add_values(), depth + 1);
    }
  }
  double real() {
    switch (below(6)) {
      case 0: return std::numeric_limits<double>::quiet_NaN();
      case 1: return std::numeric_limits<double>::infinity();
      case 2: return -std::numeric_limits<double>::infinity();
      case 3: return 0.1 * below(1000);
      case 4: return std::ldexp(1.0 + below(1000) / 1000.0, below(600) - 300);
      default: return below(100);
    }
  }
  void pair(proto::common::v1::KeyValue& out, int depth) {
    out.set_key(key());
    if (chance(95)) any(*out.mutable_value(), depth);
  }
  std::string bytes(int size) {
    std::string out;
    for (int i = 0; i < size; ++i) out += static_cast<char>(below(256));
    out[0] = static_cast<char>(out[0] | 1);  // never all zero
    return out;
  }

  void resource_spans(proto::trace::v1::ResourceSpans& out) {
    for (int i = below(4); i > 0; --i) pair(*out.mutable_resource()->add_attributes(), 0);
    if (chance(50)) out.set_schema_url(text(10));
    for (int i = below(3); i >= 0; --i) scope_spans(*out.add_scope_spans());
  }
  void scope_spans(proto::trace::v1::ScopeSpans& out) {
    if (chance(80)) {
      out.mutable_scope()->set_name(text(10));
      out.mutable_scope()->set_version(text(5));
      if (chance(30)) pair(*out.mutable_scope()->add_attributes(), 0);
    }
    for (int i = below(5); i > 0; --i) span(*out.add_spans());
  }
  void span(proto::trace::v1::Span& out) {
    out.set_trace_id(bytes(16));
    out.set_span_id(bytes(8));
    if (chance(60)) out.set_parent_span_id(bytes(8));
    out.set_name(text(20));
    out.set_kind(static_cast<proto::trace::v1::Span_SpanKind>(below(6)));
    out.set_start_time_unix_nano(1'700'000'000'000'000'000ull + random_());
    out.set_end_time_unix_nano(out.start_time_unix_nano() + random_());
    for (int i = below(8); i > 0; --i) pair(*out.add_attributes(), 0);
    for (int i = below(3); i > 0; --i) {
      auto& event = *out.add_events();
      event.set_name(chance(50) ? "gen_ai.choice" : text(8));
      event.set_time_unix_nano(random_());
      for (int k = below(3); k > 0; --k) pair(*event.add_attributes(), 0);
    }
    for (int i = below(3); i > 0; --i) {
      auto& link = *out.add_links();
      link.set_trace_id(bytes(16));
      link.set_span_id(bytes(8));
      if (chance(50)) pair(*link.add_attributes(), 0);
    }
    if (chance(50)) out.mutable_status()->set_message(text(10));
    if (chance(50)) out.mutable_status()->set_code(static_cast<proto::trace::v1::Status_StatusCode>(below(3)));
    if (chance(30)) out.set_trace_state(text(6));
    if (chance(30)) out.set_flags(static_cast<std::uint32_t>(random_()));
    if (chance(30)) out.set_dropped_attributes_count(static_cast<std::uint32_t>(random_()));
    if (chance(30)) out.set_dropped_events_count(7);
    if (chance(30)) out.set_dropped_links_count(9);
  }

  std::mt19937 random_;
};

// Writes members in the order of calls; commas and names by style.
class Writer {
 public:
  explicit Writer(const JsonStyle& style) : style_(style) {}

  std::string run(const proto::trace::v1::TracesData& traces) {
    open('{');
    name("resourceSpans", "resource_spans");
    list(traces.resource_spans(), [&](const auto& r) { resource_spans(r); });
    close('}');
    return std::move(out_);
  }

 private:
  void separate() {
    if (need_comma_) out_ += ',';
    if (style_.pretty) out_ += "\n  ";
    need_comma_ = false;
  }
  void open(char c) { out_ += c, need_comma_ = false; }
  void close(char c) { out_ += c, need_comma_ = true; }
  void name(const char* camel, const char* snake) {
    separate();
    append_json_string(out_, style_.snake_case ? snake : camel);
    out_ += style_.pretty ? " : " : ":";
  }
  void text(const std::string& value) { append_json_string(out_, value), need_comma_ = true; }
  void raw(const std::string& value) { out_ += value, need_comma_ = true; }
  void whole(const std::string& digits) { raw(style_.numbers_as_text ? "\"" + digits + "\"" : digits); }

  template <class L, class F>
  void list(const L& values, F&& each) {
    open('[');
    for (const auto& value : values) {
      separate();
      each(value);
      need_comma_ = true;
    }
    close(']');
  }

  void id(const std::string& bytes) {
    if (style_.base64_ids) return text(base64_from(bytes));
    std::string hex;
    for (std::size_t i = 0; i < bytes.size(); i += 8) hex += hex_from(span_id_from_bytes(bytes.data() + i));
    text(hex);
  }

  void any(const proto::common::v1::AnyValue& value) {
    using V = proto::common::v1::AnyValue;
    open('{');
    switch (value.value_case()) {
      case V::kStringValue: name("stringValue", "string_value"), text(value.string_value()); break;
      case V::kBoolValue: name("boolValue", "bool_value"), raw(value.bool_value() ? "true" : "false"); break;
      case V::kIntValue: name("intValue", "int_value"), whole(std::to_string(value.int_value())); break;
      case V::kDoubleValue: {
        std::string number;
        append_json_double(number, value.double_value());
        name("doubleValue", "double_value"), raw(number);
        break;
      }
      case V::kBytesValue: name("bytesValue", "bytes_value"), text(base64_from(value.bytes_value())); break;
      case V::kArrayValue:
        name("arrayValue", "array_value");
        open('{');
        name("values", "values");
        list(value.array_value().values(), [&](const auto& v) { any(v); });
        close('}');
        break;
      case V::kKvlistValue:
        name("kvlistValue", "kvlist_value");
        open('{');
        name("values", "values");
        pairs(value.kvlist_value().values());
        close('}');
        break;
      default: break;
    }
    close('}');
  }
  template <class L>
  void pairs(const L& values) {
    list(values, [&](const proto::common::v1::KeyValue& pair) {
      open('{');
      name("key", "key"), text(pair.key());
      if (pair.has_value()) name("value", "value"), any(pair.value());
      close('}');
    });
  }

  void resource_spans(const proto::trace::v1::ResourceSpans& r) {
    open('{');
    if (!style_.resource_last) resource(r);
    name("scopeSpans", "scope_spans");
    list(r.scope_spans(), [&](const auto& s) { scope_spans(s); });
    if (style_.resource_last) resource(r);
    if (!r.schema_url().empty()) name("schemaUrl", "schema_url"), text(r.schema_url());
    close('}');
  }
  void resource(const proto::trace::v1::ResourceSpans& r) {
    if (!r.has_resource()) return;
    name("resource", "resource");
    open('{');
    name("attributes", "attributes"), pairs(r.resource().attributes());
    close('}');
  }
  void scope_spans(const proto::trace::v1::ScopeSpans& s) {
    open('{');
    if (s.has_scope()) {
      name("scope", "scope");
      open('{');
      name("name", "name"), text(s.scope().name());
      name("version", "version"), text(s.scope().version());
      name("attributes", "attributes"), pairs(s.scope().attributes());
      close('}');
    }
    name("spans", "spans");
    list(s.spans(), [&](const auto& span) { write_span(span); });
    close('}');
  }
  void write_span(const proto::trace::v1::Span& s) {
    open('{');
    name("traceId", "trace_id"), id(s.trace_id());
    name("spanId", "span_id"), id(s.span_id());
    if (!s.parent_span_id().empty()) name("parentSpanId", "parent_span_id"), id(s.parent_span_id());
    name("name", "name"), text(s.name());
    name("kind", "kind");
    style_.enum_names ? text(proto::trace::v1::Span_SpanKind_Name(s.kind()))
                      : raw(std::to_string(static_cast<int>(s.kind())));
    name("startTimeUnixNano", "start_time_unix_nano"), whole(std::to_string(s.start_time_unix_nano()));
    name("endTimeUnixNano", "end_time_unix_nano"), whole(std::to_string(s.end_time_unix_nano()));
    name("attributes", "attributes"), pairs(s.attributes());
    name("events", "events");
    list(s.events(), [&](const auto& e) {
      open('{');
      name("timeUnixNano", "time_unix_nano"), whole(std::to_string(e.time_unix_nano()));
      name("name", "name"), text(e.name());
      name("attributes", "attributes"), pairs(e.attributes());
      close('}');
    });
    name("links", "links");
    list(s.links(), [&](const auto& l) {
      open('{');
      name("traceId", "trace_id"), id(l.trace_id());
      name("spanId", "span_id"), id(l.span_id());
      name("attributes", "attributes"), pairs(l.attributes());
      close('}');
    });
    name("status", "status");
    open('{');
    name("message", "message"), text(s.status().message());
    name("code", "code");
    style_.enum_names ? text(proto::trace::v1::Status_StatusCode_Name(s.status().code()))
                      : raw(std::to_string(static_cast<int>(s.status().code())));
    close('}');
    name("traceState", "trace_state"), text(s.trace_state());
    name("flags", "flags"), raw(std::to_string(s.flags()));
    name("droppedAttributesCount", "dropped_attributes_count"), raw(std::to_string(s.dropped_attributes_count()));
    name("droppedEventsCount", "dropped_events_count"), raw(std::to_string(s.dropped_events_count()));
    name("droppedLinksCount", "dropped_links_count"), raw(std::to_string(s.dropped_links_count()));
    close('}');
  }

  JsonStyle style_;
  std::string out_;
  bool need_comma_ = false;
};

}  // namespace

opentelemetry::proto::trace::v1::TracesData random_traces(std::uint32_t seed) { return Maker(seed).traces(); }

std::string json_text(const opentelemetry::proto::trace::v1::TracesData& traces, const JsonStyle& style) {
  return Writer(style).run(traces);
}

}  // namespace spanorama::test
