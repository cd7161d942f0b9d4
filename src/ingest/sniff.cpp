#include <algorithm>
#include <string>
#include <string_view>

#include "spanorama/base/json_cursor.h"
#include "spanorama/base/proto_wire.h"
#include "spanorama/ingest/reader.h"
#include "spanorama/model/store_file.h"

namespace spanorama {

namespace {

struct Signature {
  std::string_view start;
  std::string_view name;
};

using namespace std::string_view_literals;

constexpr Signature kSignatures[] = {
    {"\x1F\x8B"sv, "this is gzip, packed more often than is followed"},
    {"\x28\xB5\x2F\xFD"sv, "this is zstd, packed more often than is followed"},
    {"PK\x03\x04"sv, "this is a zip archive, packed more often than is followed"},
    {"\xFD"
     "7zXZ"sv,
     "this is xz: not read yet, decompress it first"},
    {"BZh"sv, "this is bzip2: not read yet, decompress it first"},
    {"\x89PNG"sv, "this is a PNG image"},
    {"%PDF"sv, "this is a PDF document"},
    {"SQLite format 3"sv, "this is an SQLite database"},
    {"PAR1"sv, "this is a Parquet file: not read yet"},
    {"OBJ1"sv, "this is an Avro or object file"},
    {"\xFF\xFE"sv, "this is UTF-16 text: expected UTF-8"},
    {"\xFE\xFF"sv, "this is UTF-16 text: expected UTF-8"},
};

// Keys that tell other tools' JSON apart, looked for in the first bytes; the first line whose keys are all there decides.
struct JsonShape {
  std::string_view keys[3];
  Format format;
  std::string_view reason;  // of what is not read
};
constexpr JsonShape kJsonShapes[] = {
    {{"\"traceEvents\""}, Format::chrome_trace, ""},
    {{"\"ph\"", "\"pid\""}, Format::chrome_trace, ""},
    {{"\"trace.span\""}, Format::openai_agents, ""},
    {{"\"span_data\""}, Format::openai_agents, ""},
    {{"\"object\"", "\"workflow_name\""}, Format::openai_agents, ""},
    {{"\"dotted_order\""}, Format::langsmith_runs, ""},
    {{"\"run_type\"", "\"start_time\""}, Format::langsmith_runs, ""},
    {{"\"run_type\"", "\"inputs\""}, Format::langsmith_runs, ""},
    {{"\"run_type\"", "\"trace_id\""}, Format::langsmith_runs, ""},
    {{"\"trace_info\""}, Format::mlflow_traces, ""},
    {{"\"trace_location\""}, Format::mlflow_traces, ""},
    {{"\"info\"", "\"request_metadata\""}, Format::mlflow_traces, ""},
    {{"\"info\"", "\"mlflow."}, Format::mlflow_traces, ""},
    {{"\"mlflow.traceRequestId\""}, Format::mlflow_traces, ""},
    {{"\"mlflow_span_version\""}, Format::mlflow_traces, ""},
    {{"\"spanSet\""}, Format::tempo_search, ""},
    {{"\"spanSets\""}, Format::tempo_search, ""},
    {{"\"rootTraceName\""}, Format::tempo_search, ""},
    // Generations of Opper's have observations too.
    {{"\"span_count\"", "\"spans\""}, Format::opper_traces, ""},
    {{"\"trace_id\"", "\"parent_id\"", "\"meta\""}, Format::opper_traces, ""},
    {{"\"observations\""}, Format::langfuse_export, ""},
    {{"\"parentObservationId\""}, Format::langfuse_export, ""},
    {{"\"trace\"", "\"projectId\""}, Format::langfuse_export, ""},
    {{"\"operationName\""}, Format::jaeger_json, ""},
    {{"\"traceID\"", "\"spans\""}, Format::jaeger_json, ""},
    {{"\"localEndpoint\""}, Format::zipkin_v2, ""},
    {{"\"traceId\"", "\"id\"", "\"parentId\""}, Format::zipkin_v2, ""},
    {{"\"traceId\"", "\"id\"", "\"timestamp\""}, Format::zipkin_v2, ""},
    {{"\"context.span_id\""}, Format::phoenix_spans, ""},
    {{"\"span_kind\"", "\"context\""}, Format::phoenix_spans, ""},
    {{"\"span_kind\"", "\"parent_id\""}, Format::phoenix_spans, ""},
    {{"\"SpanContext\""}, Format::go_stdouttrace, ""},
    {{"\"trace_id\"", "\"span_id\""}, Format::python_spans, ""},
    {{"\"duration_ms\"", "\"spans\"", "\"start_time\""}, Format::opper_traces, ""},
    {{"\"trace_id\"", "\"id\"", "\"start_time\""}, Format::opper_traces, ""},
    {{"\"resourceMetrics\""}, Format::unknown, "these are OTLP metrics: only traces are shown"},
    {{"\"ph\"", "\"ts\""}, Format::chrome_trace, ""},
    {{"\"spanorama-prices\""}, Format::price_file, ""},
    {{"\"prompt_id\"", "\"content\""}, Format::prompt_file, ""},
    {{"\"prompts\"", "\"name\"", "\"content\""}, Format::prompt_file, ""},
    {{"\"name\"", "\"version\"", "\"content\""}, Format::prompt_file, ""},
    {{"\"name\"", "\"version\"", "\"template\""}, Format::prompt_file, ""},
    {{"\"name\"", "\"version\"", "\"prompt\""}, Format::prompt_file, ""},
    {{"\"name\"", "\"versions\"", "\"content\""}, Format::prompt_file, ""},
};

constexpr std::string_view kOtlpKeys[] = {
    "\"resourceSpans\"",
    "\"resource_spans\"",
    "\"scopeSpans\"",
    "\"scope_spans\"",
    "\"instrumentationLibrarySpans\"",
    "\"instrumentation_library_spans\"",
    "\"batches\"",
    "\"resourceLogs\"",
    "\"resource_logs\"",
    "\"scopeLogs\"",
    "\"scope_logs\"",
};

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool has_otlp_key(std::string_view text) {
  return std::any_of(std::begin(kOtlpKeys), std::end(kOtlpKeys),
                     [&](std::string_view key) { return contains(text, key); });
}

bool has_keys(std::string_view text, const JsonShape& shape) {
  return std::all_of(std::begin(shape.keys), std::end(shape.keys),
                     [&](std::string_view key) { return contains(text, key); });
}

// The first line is a whole object and another line follows it.
bool has_object_lines(std::string_view text) {
  JsonCursor json(text);
  if (!json.skip_value()) return false;
  std::string_view rest{json.position(), static_cast<std::size_t>(json.end() - json.position())};
  const std::string_view first{text.data(), static_cast<std::size_t>(json.position() - text.data())};
  return !contains(first, "\n") && !rest.empty() && (rest[0] == '\n' || rest[0] == '\r');
}

Format sniff_json(std::string_view text, std::string& reason) {
  if (!has_otlp_key(text)) {
    for (const JsonShape& shape : kJsonShapes) {
      if (!has_keys(text, shape)) continue;
      reason = shape.reason;
      return shape.format;
    }
  }
  if (text[0] == '{' && has_object_lines(text)) return Format::otlp_json_lines;
  return Format::otlp_json;
}

// One level of OTLP messages as far as the bytes go: fields 1 to 3 with lengths, resources before spans or not.
bool plausible(std::string_view bytes, std::uint64_t length, int level) {
  std::uint64_t passed = 0;
  const char* p = bytes.data();
  const char* end = p + std::min<std::uint64_t>(bytes.size(), length);
  const bool complete = length <= bytes.size();
  if (p == end) return true;
  for (int fields = 0; fields < 4 && p != end; ++fields) {
    std::uint64_t tag = 0, size = 0;
    const char* start = p;
    const VarintState tag_state = read_varint(p, end, tag);
    if (tag_state != VarintState::ok) return tag_state == VarintState::cut_off && !complete && fields != 0;
    const std::uint64_t number = tag >> 3;
    if ((tag & 7) != 2 || number == 0 || (number > (level == 0 ? 1u : 3u) && number != 1000)) return false;
    const VarintState size_state = read_varint(p, end, size);
    if (size_state != VarintState::ok) return size_state == VarintState::cut_off && !complete && fields != 0;
    passed += static_cast<std::uint64_t>(p - start);
    if (size > length - passed) return false;
    const std::string_view body{p, static_cast<std::size_t>(end - p)};
    const bool nested = level == 0 || (level == 1 && number == 2);
    if (nested && level < 2 && !plausible(body, size, level + 1)) return false;
    passed += size;
    p = size < static_cast<std::uint64_t>(end - p) ? p + size : end;
  }
  return true;
}

Format sniff_proto(std::string_view bytes) {
  if (bytes.size() >= 5 && bytes[0] == 0) {
    std::uint64_t length = 0;
    for (int i = 0; i < 4; ++i) length = (length << 8) | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
    if (length != 0 && bytes[4] == 0x0A && plausible(bytes.substr(4), length, 0)) return Format::otlp_proto_be32;
  }
  if (!bytes.empty() && bytes[0] == 0x0A && plausible(bytes, UINT64_MAX, 0)) return Format::otlp_proto;
  std::uint64_t length = 0;
  const char* p = bytes.data();
  const char* end = p + bytes.size();
  if (read_varint(p, end, length) == VarintState::ok && length != 0 && p != end && *p == 0x0A &&
      plausible({p, static_cast<std::size_t>(end - p)}, length, 0))
    return Format::otlp_proto_delimited;
  return Format::unknown;
}

// White space, a byte order mark, NULs and record separators may stand before JSON.
std::string_view after_padding(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  std::size_t at = 0;
  while (at < text.size() && (JsonCursor::is_space(text[at]) || text[at] == 0 || text[at] == '\x1E')) ++at;
  return text.substr(at);
}

bool is_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < ' ' && !JsonCursor::is_space(c); });
}

std::string guess_text(std::string_view text) {
  if (text.empty()) return "there are no bytes but white space";
  if (text[0] == '<') return "this looks like HTML or XML: a page may have been saved instead of the file";
  const std::string_view line = text.substr(0, text.find('\n'));
  if (is_text(text) && std::count(line.begin(), line.end(), ',') >= 2) return "this looks like CSV";
  if (is_text(text)) return "this is text, but not JSON";
  return "these bytes are neither JSON nor OTLP protobuf";
}

}  // namespace

Format sniff_format(ByteSpan first_bytes, std::string* reason) {
  if (is_store_file(first_bytes)) return Format::spano;
  const std::string_view bytes = text_of(first_bytes);
  std::string why;
  Format format = Format::unknown;
  for (const Signature& s : kSignatures)
    if (why.empty() && bytes.substr(0, s.start.size()) == s.start) why = s.name;
  const std::string_view text = after_padding(bytes);
  if (why.empty() && !text.empty() && (text[0] == '{' || text[0] == '[')) {
    format = sniff_json(text, why);
  } else if (why.empty()) {
    format = sniff_proto(bytes);
    // Garbage before OTLP/JSON on its first line.
    if (format == Format::unknown && has_otlp_key(text)) format = Format::otlp_json;
  }
  if (format == Format::unknown && why.empty()) why = guess_text(text);
  if (reason != nullptr) *reason = why;
  return format;
}

}  // namespace spanorama
