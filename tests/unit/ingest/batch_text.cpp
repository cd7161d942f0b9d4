#include "batch_text.h"

#include "spanorama/base/json_text.h"
#include "spanorama/base/proto_wire.h"
#include "spanorama/model/payload_text.h"

namespace spanorama::test {

namespace {

std::string text(const SpanBatch& b, StringId id) { return std::string(b.strings.view(id)); }

std::string attributes_text(const SpanBatch& b, Range range, std::string_view source) {
  std::string out = "{";
  for (std::uint32_t i = range.begin; i < range.end(); ++i) {
    const Attribute a = b.attributes[i];
    out += text(b, b.keys.text(a.key())) + "=" + value_text(b, a, source) + "; ";
  }
  return out + "}";
}

std::string number(std::int64_t value) { return value == kUnknown ? "?" : std::to_string(value); }

std::string facts_text(const SpanBatch& b, FactsRow row) {
  if (!row.valid()) return "none";
  const Facts& f = b.facts[row.value];
  std::string out;
  for (const StringId id : {f.model, f.response_model, f.provider, f.operation, f.session_id, f.user_id, f.environment,
                            f.release, f.tool_name, f.tool_call_id, f.prompt_name, f.prompt_version, f.agent_name,
                            f.error_type, f.input_preview, f.output_preview})
    out += text(b, id) + "|";
  for (const std::int64_t n : {f.usage.input_plain, f.usage.cache_read, f.usage.cache_write, f.usage.output_plain,
                               f.usage.reasoning, f.cost_microcents, f.ttft_ns})
    out += number(n) + ",";
  return out + std::to_string(f.dialects) + (f.streaming ? " streaming" : "");
}

std::string span_text(const ReadResult& r, std::size_t at, std::string_view source, bool places) {
  const SpanBatch& b = r.batch;
  const SpanRecord& s = b.spans[at];
  std::string out = hex_from(s.trace_id) + " " + hex_from(s.span_id) + " < " + hex_from(s.parent_span_id) + " \"" +
                    text(b, s.name) + "\" " + std::to_string(s.start.ns) + ".." + std::to_string(s.end.ns) + " " +
                    std::string(name_of(s.type)) + " " + std::string(name_of(s.kind)) + " " +
                    std::string(name_of(s.status));
  if (places) out += " at " + std::to_string(s.record_offset) + "+" + std::to_string(s.record_bytes);
  const Resource& resource = b.resources[s.resource.value];
  const Scope& scope = b.scopes[s.scope.value];
  out += "\n  resource " + text(b, resource.service_name) + " " + text(b, resource.schema_url) + " " +
         attributes_text(b, resource.attributes, source);
  out += "\n  scope " + text(b, scope.name) + "@" + text(b, scope.version) + " " + text(b, scope.schema_url) + " " +
         attributes_text(b, scope.attributes, source);
  out += "\n  " + attributes_text(b, s.attributes, source);
  for (std::uint32_t i = s.events.begin; i < s.events.end(); ++i)
    out += "\n  event " + text(b, b.events[i].name) + " " + std::to_string(b.events[i].time.ns) + " " +
           attributes_text(b, b.events[i].attributes, source);
  for (std::uint32_t i = s.links.begin; i < s.links.end(); ++i)
    out += "\n  link " + hex_from(b.links[i].trace_id) + " " + hex_from(b.links[i].span_id) + " " +
           attributes_text(b, b.links[i].attributes, source);
  if (s.extra.valid()) {
    const Extra& e = b.extras[s.extra.value];
    out += "\n  extra " + text(b, e.status_message) + "|" + text(b, e.trace_state) + "|" + std::to_string(e.flags) +
           "|" + std::to_string(e.dropped_attributes) + "," + std::to_string(e.dropped_events) + "," +
           std::to_string(e.dropped_links);
  }
  out += "\n  facts " + facts_text(b, s.facts);
  for (const TagRow& tag : b.tags)
    if (tag.span == at) out += "\n  tag " + text(b, tag.tag);
  return out + "\n";
}

std::string loose_text(const SpanBatch& b, const LooseEvent& loose, std::string_view source, bool places) {
  std::string out = "log of " + hex_from(loose.trace_id) + " " + hex_from(loose.span_id) + " " +
                    text(b, loose.event.name) + " " + std::to_string(loose.event.time.ns) + " " +
                    attributes_text(b, loose.event.attributes, source) + " " + std::string(name_of(loose.type));
  if (places) out += " at " + std::to_string(loose.record_offset);
  return out + "\n  facts " + facts_text(b, loose.facts) + "\n";
}

}  // namespace

std::unique_ptr<ReadResult> read_cut(Format format, std::string_view bytes, const std::vector<std::size_t>& cuts) {
  auto result = std::make_unique<ReadResult>();
  result->report.name = "test";
  result->batch.sources.push_back({});
  const auto reader = make_reader(format, {result->batch, SourceRow{0}, result->report});
  std::size_t from = 0;
  const auto push = [&](std::size_t to) {
    const std::string chunk(bytes.substr(from, to - from));  // its own memory: reading past it is seen by sanitisers
    static_cast<void>(reader->push(bytes_of(chunk)));
    from = to;
  };
  for (const std::size_t cut : cuts) push(cut);
  push(bytes.size());
  static_cast<void>(reader->finish());
  return result;
}

std::unique_ptr<ReadResult> read_whole(Format format, std::string_view bytes) { return read_cut(format, bytes, {}); }

std::unique_ptr<ReadResult> read_bytewise(Format format, std::string_view bytes) {
  std::vector<std::size_t> cuts;
  for (std::size_t i = 1; i < bytes.size(); ++i) cuts.push_back(i);
  return read_cut(format, bytes, cuts);
}

std::string value_text(const SpanBatch& b, Attribute a, std::string_view source) {
  const auto wide = [&] { return b.wide_values[a.value]; };
  std::string out;
  switch (a.type()) {
    case ValueType::empty: return "empty";
    case ValueType::string: return "s:" + text(b, {a.value});
    case ValueType::json: return "j:" + text(b, {a.value});
    case ValueType::bytes: return "b:" + base64_from(b.strings.view({a.value}));
    case ValueType::boolean: return a.value != 0 ? "true" : "false";
    case ValueType::int32: return "i:" + std::to_string(static_cast<std::int32_t>(a.value));
    case ValueType::int64: return "i:" + std::to_string(static_cast<std::int64_t>(wide()));
    case ValueType::float64: append_json_double(out, double_from_bits(wide())); return "d:" + out;
    case ValueType::payload: break;
  }
  const Payload& p = b.payloads[a.value];
  const std::string value = decoded_payload(p.encoding, source.substr(p.offset, p.length));
  switch (p.encoding) {
    case PayloadEncoding::utf8:
    case PayloadEncoding::json_string: return "s:" + value;
    case PayloadEncoding::bytes:
    case PayloadEncoding::base64: return "b:" + base64_from(value);
    default: return "j:" + value;
  }
}

std::string text_of_result(const ReadResult& result, std::string_view source, bool places) {
  std::string out;
  for (std::size_t i = 0; i < result.batch.spans.size(); ++i) out += span_text(result, i, source, places);
  for (const LooseEvent& loose : result.batch.loose_events) out += loose_text(result.batch, loose, source, places);
  for (const Issue& issue : result.report.issues) {
    out += issue.kind + " x" + std::to_string(issue.count);
    if (places) out += " at " + std::to_string(issue.first_offset) + " record " + std::to_string(issue.first_record);
    out += "\n";
  }
  if (places) {
    out += std::string(name_of(result.report.format)) + " " + std::to_string(result.report.bytes) + " bytes, " +
           std::to_string(result.report.records) + " records, " + std::to_string(result.report.spans) + " spans\n";
  }
  return out;
}

std::string attribute_text(const ReadResult& result, std::string_view key, std::string_view source) {
  const SpanBatch& b = result.batch;
  for (const SpanRecord& s : b.spans)
    for (std::uint32_t i = s.attributes.begin; i < s.attributes.end(); ++i)
      if (b.strings.view(b.keys.text(b.attributes[i].key())) == key) return value_text(b, b.attributes[i], source);
  return "(none)";
}

std::string first_difference(std::string_view got, std::string_view want) {
  if (got == want) return {};
  std::size_t at = 0;
  while (at < got.size() && at < want.size() && got[at] == want[at]) ++at;
  const std::size_t from = at < 60 ? 0 : at - 60;
  return "got …" + std::string(got.substr(from, 160)) + "\nwant …" + std::string(want.substr(from, 160));
}

bool has_issue(const ReadResult& result, std::string_view kind, std::uint64_t count) {
  for (const Issue& issue : result.report.issues)
    if (issue.kind == kind) return issue.count == count;
  return count == 0;
}

}  // namespace spanorama::test
