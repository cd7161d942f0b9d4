#include "zipkin_reader.h"

#include <algorithm>

#include "../issues.h"
#include "numbers.h"
#include "spanorama/base/hash.h"

namespace spanorama {

using Owner = JsonFields::Owner;

struct ZipkinReader::SpanDraft {
  RecordBuilder::Mark mark;
  SpanRecord record;
  Extra extra;
  std::string_view bytes;
  std::string_view trace_id, span_id, parent_id;
  std::string_view tags, annotations, local, remote;
  std::int64_t duration_ns = -1;
};

JsonWalker::Plan ZipkinReader::plan(std::uint8_t, std::string_view key, std::string_view ahead) {
  if (!key.empty()) return skip();
  return ahead[0] == '[' ? walk_into(1) : ahead[0] == '{' ? read_as(0) : skip();
}

bool ZipkinReader::member(JsonCursor& json, std::string_view key, SpanDraft& draft) {
  JsonString text;
  const auto text_into = [&](std::string_view& out) {
    if (!fields_.text(json, text)) return false;
    out = text.raw;
    return true;
  };
  if (key == "traceId") return text_into(draft.trace_id);
  if (key == "id") return text_into(draft.span_id);
  if (key == "parentId") return text_into(draft.parent_id);
  if (key == "name") return fields_.name(json, draft.record.name);
  if (key == "timestamp") return fields_.micros(json, draft.record.start.ns);
  if (key == "duration") return fields_.micros(json, draft.duration_ns);
  if (key == "tags") return json.raw_value(draft.tags);
  if (key == "annotations") return json.raw_value(draft.annotations);
  if (key == "localEndpoint") return json.raw_value(draft.local);
  if (key == "remoteEndpoint") return json.raw_value(draft.remote);
  if (key != "kind") return json.skip_value();
  if (!fields_.text(json, text)) return false;
  if (!text.raw.empty() && !span_kind_from_text(text.raw, draft.record.kind))
    builder().issue(issues::kWrongType, text.raw.data(), "unknown span kind");
  return true;
}

bool ZipkinReader::tags(JsonCursor& json, SpanDraft& draft) {
  return fields_.object(json, "expected an object of tags", [&](const JsonString& key) {
    RawValue value;
    if (!fields_.value(json, value)) return false;
    fields_.add(Owner::span, plain_text(key.raw, key.escaped, key_scratch_), value);
    if (key.raw == "error" && value.raw != "false") {
      draft.record.status = Status::error;
      if (value.kind == RawKind::text && value.raw != "true")
        draft.extra.status_message = builder().name(value.raw.substr(0, kMaxNameBytes), value.escaped);
    }
    return true;
  });
}

// Named as OpenTelemetry names the other side of a call.
bool ZipkinReader::remote(JsonCursor& json) {
  return fields_.object(json, "expected an endpoint", [&](const JsonString& key) {
    RawValue value;
    if (!fields_.value(json, value)) return false;
    if (key.raw == "serviceName") fields_.add(Owner::span, "peer.service", value);
    if (key.raw == "ipv4" || key.raw == "ipv6") fields_.add(Owner::span, "network.peer.address", value);
    if (key.raw == "port") fields_.add(Owner::span, "network.peer.port", value);
    return true;
  });
}

bool ZipkinReader::annotation(JsonCursor& json) {
  return fields_.event(json, "expected an annotation", [&](const JsonString& key, SpanEvent& event) {
    if (key.raw == "timestamp") return fields_.micros(json, event.time.ns);
    return key.raw == "value" ? fields_.name(json, event.name) : json.skip_value();
  });
}

bool ZipkinReader::annotations(JsonCursor& json, Range& out) {
  return fields_.event_list(json, "expected a list of annotations", out, [&] { return annotation(json); });
}

bool ZipkinReader::set_resource(JsonCursor& json, std::string_view endpoint) {
  RawValue service, address;
  const bool ok = fields_.later(json, endpoint, [&](JsonCursor& inner) {
    return fields_.object(inner, "expected an endpoint", [&](const JsonString& key) {
      if (key.raw == "serviceName") return fields_.value(inner, service);
      const bool is_address = key.raw == "ipv4" || (key.raw == "ipv6" && address.kind == RawKind::empty);
      return is_address ? fields_.value(inner, address) : inner.skip_value();
    });
  });
  if (!ok) return false;
  const std::uint32_t begin = builder().attribute_count();
  if (service.kind == RawKind::text) fields_.add(Owner::other, "service.name", service);
  if (address.kind == RawKind::text) fields_.add(Owner::other, "network.local.address", address);
  const std::string identity = std::string(service.raw) + '\n' + std::string(address.raw);
  builder().begin_resource_spans();
  builder().set_resource(builder().attributes_since(begin), identity);
  builder().set_scope({}, "");
  return true;
}

bool ZipkinReader::read(std::uint8_t, JsonCursor& json) {
  bool opened = false;
  if (!fields_.open(json, '{', "expected a span", opened) || !opened) return !json.failed();
  SpanDraft draft;
  if (!fields_.members(json, draft, [&](const JsonString& key) { return member(json, key.raw, draft); })) return false;
  SpanRecord& record = draft.record;
  record.trace_id = trace_id_from_any(draft.trace_id);
  record.span_id = span_id_from_any(draft.span_id);
  record.parent_span_id = span_id_from_any(draft.parent_id);
  const std::uint32_t begin = builder().attribute_count();
  if (!fields_.later(json, draft.tags, [&](JsonCursor& inner) { return tags(inner, draft); }) ||
      !fields_.later(json, draft.remote, [&](JsonCursor& inner) { return remote(inner); }))
    return false;
  record.attributes = builder().attributes_since(begin);
  if (!fields_.later(json, draft.annotations, [&](JsonCursor& inner) { return annotations(inner, record.events); }))
    return false;
  if (draft.duration_ns >= 0 && record.start.ns != 0 && record.start.ns <= INT64_MAX - draft.duration_ns)
    record.end = record.start + Nanos{draft.duration_ns};
  if (!set_resource(json, draft.local)) return false;
  if (!builder().finish_span(record, draft.extra, draft.bytes)) builder().rewind(draft.mark);
  return true;
}

namespace {

struct ById {
  const std::vector<SpanRecord>& spans;
  bool operator()(std::uint32_t a, std::uint32_t b) const {
    const SpanRecord& x = spans[a];
    const SpanRecord& y = spans[b];
    if (!(x.trace_id == y.trace_id)) return x.trace_id < y.trace_id;
    return x.span_id == y.span_id ? a < b : x.span_id < y.span_id;
  }
};

// Who keeps an id that several records have: the client, else whoever has a time.
int claim_of(const SpanRecord& span) {
  const bool timed = span.start.ns != 0;
  return (span.kind == SpanKind::client || span.kind == SpanKind::producer ? 2 : 0) + (timed ? 1 : 0);
}

bool same_report(const SpanRecord& a, const SpanRecord& b) {
  return a.kind == b.kind && a.start == b.start && a.end == b.end && a.name == b.name && a.resource == b.resource;
}

}  // namespace

// Records begin … end of `order` have one id. Reports that came twice keep it, for assembly to drop.
void ZipkinReader::part_group(const std::vector<std::uint32_t>& order, std::size_t begin, std::size_t end) {
  std::vector<SpanRecord>& spans = builder().batch().spans;
  std::uint32_t keeper = order[begin];
  for (std::size_t i = begin; i < end; ++i)
    if (claim_of(spans[order[i]]) > claim_of(spans[keeper])) keeper = order[i];
  const SpanId shared = spans[keeper].span_id;
  std::uint64_t number = 0;
  for (std::size_t i = begin; i < end; ++i) {
    SpanRecord& span = spans[order[i]];
    if (order[i] == keeper || same_report(span, spans[keeper])) continue;
    span.span_id = {mix64(shared.value ^ mix64(++number)) | 1};
    span.parent_span_id = shared;
    // Only a server has children of its own.
    if (span.resource != spans[keeper].resource && span.kind == SpanKind::server)
      parts_.push_back({shared, span.span_id, span.trace_id, span.resource});
  }
}

void ZipkinReader::ended() {
  std::vector<SpanRecord>& spans = builder().batch().spans;
  std::vector<std::uint32_t> order;
  for (std::size_t i = first_span_; i < spans.size(); ++i) order.push_back(static_cast<std::uint32_t>(i));
  std::sort(order.begin(), order.end(), ById{spans});
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    const SpanRecord first = spans[order[begin]];
    for (end = begin + 1; end < order.size() && spans[order[end]].span_id == first.span_id &&
                          spans[order[end]].trace_id == first.trace_id;)
      ++end;
    if (end - begin > 1) part_group(order, begin, end);
  }
  // Work of the server's service below the shared id belongs to the server's part.
  std::stable_sort(parts_.begin(), parts_.end());
  for (std::size_t i = first_span_; i < spans.size(); ++i) {
    SpanRecord& span = spans[i];
    const Part wanted{span.parent_span_id, {}, span.trace_id, span.resource};
    const auto part = std::lower_bound(parts_.begin(), parts_.end(), wanted);
    const bool found = part != parts_.end() && !(wanted < *part);
    if (found && span.kind != SpanKind::server) span.parent_span_id = part->own;
  }
}

}  // namespace spanorama
