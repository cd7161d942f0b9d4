#include "spanorama/model/payload_text.h"

#include "spanorama/base/json_text.h"
#include "spanorama/base/utf8.h"
#include "spanorama/model/any_value.h"

namespace spanorama {

void tell_structured(PayloadEncoding encoding, std::string_view raw, AnyValueSink& to) {
  switch (encoding) {
    case PayloadEncoding::otlp_json_value: return tell_otlp_json(raw, to);
    case PayloadEncoding::otlp_proto_value: return tell_otlp_proto(raw, to);
    default: return tell_plain_json(raw, to);
  }
}

std::string decoded_payload(PayloadEncoding encoding, std::string_view raw) {
  std::string out;
  switch (encoding) {
    case PayloadEncoding::utf8:
    case PayloadEncoding::json_value: return repaired_utf8(raw);
    case PayloadEncoding::json_string: return unescaped_json(raw);
    case PayloadEncoding::bytes: return std::string(raw);
    case PayloadEncoding::base64:
      if (!append_base64_decoded(out, raw)) out = std::string(raw);
      return out;
    case PayloadEncoding::otlp_json_value:
    case PayloadEncoding::otlp_proto_value: {
      PlainJsonSink sink(out);
      tell_structured(encoding, raw, sink);
      return out;
    }
  }
  return out;
}

std::string searched_text(PayloadEncoding encoding, std::string_view raw) {
  if (encoding == PayloadEncoding::bytes) return base64_from(raw);
  if (encoding == PayloadEncoding::base64) return std::string(raw);
  return decoded_payload(encoding, raw);
}

std::string decoded_prefix(PayloadEncoding encoding, std::string_view raw, std::size_t max_source_bytes) {
  raw = raw.substr(0, max_source_bytes);
  if (encoding != PayloadEncoding::otlp_proto_value) return decoded_payload(encoding, raw);
  std::string out;
  PlainJsonSink sink(out);
  tell_otlp_proto(raw, sink, true);
  return out;
}

namespace {

std::optional<std::string> payload_text(const TraceStore& store, const Payload& payload, PayloadSource& payloads) {
  const Source& source = store.columns().sources[payload.source.value];
  const std::optional<std::string_view> raw = payloads.read(source, payload.offset, payload.length);
  if (!raw) return std::nullopt;
  return searched_text(payload.encoding, *raw);
}

}  // namespace

std::optional<std::string> full_text(const TraceStore& store, Attribute attribute, PayloadSource& payloads) {
  std::string out;
  switch (attribute.type()) {
    case ValueType::empty: return out;
    case ValueType::string:
    case ValueType::json: return std::string(store.text({attribute.value}));
    case ValueType::bytes: return base64_from(store.text({attribute.value}));
    case ValueType::boolean: return attribute.value != 0 ? "true" : "false";
    case ValueType::int32:
    case ValueType::int64: return std::to_string(int_of(store, attribute));
    case ValueType::float64:
      append_json_double(out, double_of(store, attribute));
      if (!out.empty() && out.front() == '"') out = out.substr(1, out.size() - 2);  // "NaN" and the like
      return out;
    case ValueType::payload: return payload_text(store, store.columns().payloads[attribute.value], payloads);
  }
  return out;
}

}  // namespace spanorama
