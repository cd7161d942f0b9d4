#include "app/json_attributes.h"

#include <nlohmann/json.hpp>

namespace spanorama {
namespace {

constexpr std::int64_t kSafeInteger = std::int64_t{1} << 53;

std::string_view structure_name(std::string_view json) { return !json.empty() && json[0] == '{' ? "map" : "array"; }

void write_int(JsonWriter& out, std::int64_t value) {
  value <= kSafeInteger&& value >= -kSafeInteger ? out.number(value) : out.wide_or_null(value);
}

std::string_view payload_type(PayloadEncoding encoding, std::string_view value) {
  switch (encoding) {
    case PayloadEncoding::utf8:
    case PayloadEncoding::json_string: return "string";
    case PayloadEncoding::bytes:
    case PayloadEncoding::base64: return "bytes";
    case PayloadEncoding::json_value:
    case PayloadEncoding::otlp_json_value:
    case PayloadEncoding::otlp_proto_value: return structure_name(value);
  }
  return "string";
}

void write_payload(JsonWriter& out, const TraceStore& store, Attribute attribute, PayloadSource& payloads) {
  const Payload& payload = store.columns().payloads[attribute.value];
  const std::optional<std::string> whole = full_text(store, attribute, payloads);
  const std::string_view preview = store.text(payload.preview);
  const std::string_view type = payload_type(payload.encoding, whole ? std::string_view(*whole) : preview);
  out.field("type", type);
  out.key("value");
  if (!whole) {
    out.text(short_text(store, attribute));
    out.bool_field("cut", true);
  } else if (type == "string") {
    out.text(*whole);
  } else if (type == "bytes") {
    out.text(base64_from(*whole));
  } else {
    write_json_or_text(out, *whole);
  }
}

std::string_view type_name(const TraceStore& store, Attribute attribute) {
  switch (attribute.type()) {
    case ValueType::empty: return "empty";
    case ValueType::boolean: return "bool";
    case ValueType::int32:
    case ValueType::int64: return "int";
    case ValueType::float64: return "double";
    case ValueType::bytes: return "bytes";
    case ValueType::json: return structure_name(store.text(StringId{attribute.value}));
    case ValueType::string:
    case ValueType::payload: break;
  }
  return "string";
}

}  // namespace

void write_json_or_text(JsonWriter& out, std::string_view json) {
  // Line breaks between tokens are allowed in JSON but would break one-object-a-line output.
  const bool one_line = json.find_first_of("\r\n") == std::string_view::npos;
  one_line&& nlohmann::json::accept(json) ? out.literal(json) : out.text(json);
}

void write_short_value(JsonWriter& out, const TraceStore& store, Attribute attribute) {
  switch (attribute.type()) {
    case ValueType::empty: return out.null();
    case ValueType::boolean: return out.boolean(attribute.value != 0);
    case ValueType::int32:
    case ValueType::int64: return write_int(out, int_of(store, attribute));
    case ValueType::float64: return out.real(double_of(store, attribute));
    case ValueType::bytes: return out.text(base64_from(store.text(StringId{attribute.value})));
    case ValueType::json: return write_json_or_text(out, store.text(StringId{attribute.value}));
    case ValueType::string: return out.text(store.text(StringId{attribute.value}));
    case ValueType::payload: return out.text(short_text(store, attribute));
  }
}

void write_attributes(JsonWriter& out, const TraceStore& store, Range range, PayloadSource& payloads) {
  out.open('[');
  for (const Attribute attribute : store.attributes(range)) {
    out.open('{');
    out.key("key"), out.text(store.key_text(attribute.key()));
    if (attribute.type() == ValueType::payload) {
      write_payload(out, store, attribute, payloads);
    } else {
      out.field("type", type_name(store, attribute));
      out.key("value"), write_short_value(out, store, attribute);
    }
    out.close('}');
  }
  out.close(']');
}

}  // namespace spanorama
