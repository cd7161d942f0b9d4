// Real trace files of many programs, where they lie beside the checkout. Only numbers are kept here: how many spans
// and traces each file holds, counted by other means than our readers.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "real_files.h"
#include "spanorama/app/json_rows.h"

namespace spanorama {
namespace {

struct ReadFile {
  const char* path;
  std::uint32_t spans, traces;
  Format format;
};
constexpr ReadFile kReadFiles[] = {
    {"proto-example/trace.json", 1, 1, Format::otlp_json},
    {"robotframework/otel-traces.json", 1066, 168, Format::otlp_json_lines},
    {"robotframework/diverse_suite_pabot.json", 77, 2, Format::otlp_json_lines},
    {"robotframework/all_types_trace.json", 11, 1, Format::otlp_json_lines},
    {"robotframework/malformed_trace.json", 3, 3, Format::otlp_json_lines},
    {"agent-prism/rag_earnings_agent.json", 18, 1, Format::otlp_json},
    {"agent-prism/smol_deep_research_agent.json", 8, 1, Format::otlp_json},
    {"agentevals/tempo_export_with_batches.json", 86, 1, Format::otlp_json},
    {"jaeger-ui/otlp2jaeger-multi-in.jsonl", 4, 1, Format::otlp_json_lines},
    {"jaeger/otel_traces_01.json", 4, 2, Format::otlp_json},
    {"jaeger/apiv3-GetTrace.json", 1, 1, Format::otlp_json},
    {"jaeger/ui-example_trace.json", 5, 1, Format::otlp_json},
    {"hyperdx/basic-insert.json", 2, 1, Format::otlp_json},
    {"langfuse-otlp/langfuse-sdk-otel.json", 2, 1, Format::otlp_json},
    {"langfuse-otlp/openlit.json", 1, 1, Format::otlp_json},
    {"langfuse-otlp/genkit.json", 1, 1, Format::otlp_json},
    {"langfuse-otlp/pydantic-ai-agent.json", 1, 1, Format::otlp_json},
    {"langwatch/openinference-openai.json", 1, 1, Format::otlp_json},
    {"langwatch/fastapi-exception.json", 1, 1, Format::otlp_json},
    {"langwatch/strands-model-invoke.json", 1, 1, Format::otlp_json},
    {"langwatch/spring-ai.json", 1, 1, Format::otlp_json},
    {"latitude/vercel-1.json", 10, 1, Format::otlp_json},
    {"latitude/genai-1.json", 7, 1, Format::otlp_json},
    {"latitude/openinference-1.json", 7, 1, Format::otlp_json},
    {"derived-protobuf/robotframework.binpb", 1066, 168, Format::otlp_proto},
    {"derived-protobuf/robotframework.stream-be32.pb", 1066, 168, Format::otlp_proto_be32},
    {"derived-protobuf/robotframework.stream-varint.pb", 1066, 168, Format::otlp_proto_delimited},
    {"derived-protobuf/robotframework.binpb.gz", 1066, 168, Format::otlp_proto},
    {"derived-protobuf/robotframework.binpb.zst", 1066, 168, Format::otlp_proto},
    {"derived-protobuf/robotframework.jsonl.zst", 1066, 168, Format::otlp_json_lines},
    {"derived-protobuf/robotframework.stream-be32-zstd-proto.bin", 1066, 168, Format::otlp_proto_be32},
    {"derived-protobuf/robotframework.stream-be32-zstd-json.bin", 1066, 168, Format::otlp_json_lines},
    {"derived-protobuf/smol_deep_research_agent.binpb", 8, 1, Format::otlp_proto},
    {"agent-prism/langfuse-1.json", 5, 1, Format::langfuse_export},
    {"agent-prism/langfuse-2.json", 7, 1, Format::langfuse_export},
    {"langfuse-export/agno-2025-06-11.trace.json", 6, 1, Format::langfuse_export},
    {"langfuse-export/autogen-2025-06-06.trace.json", 2, 1, Format::langfuse_export},
    {"langfuse-export/google-adk-2025-08-28.trace.json", 5, 1, Format::langfuse_export},
    {"langfuse-export/koog-2025-08-26.trace.json", 11, 1, Format::langfuse_export},
    {"langfuse-export/langgraph-python-2025-08-22.trace.json", 9, 1, Format::langfuse_export},
    {"langfuse-export/llamaindex-2025-06-05.trace.json", 2, 1, Format::langfuse_export},
    {"langfuse-export/pydantic-ai-2025-06-06.trace.json", 3, 1, Format::langfuse_export},
    {"langfuse-export/vercel-aisdk-2025-11-17.trace.json", 3, 1, Format::langfuse_export},
    {"langfuse-export/microsoft-agent-2025-12-17.trace.json", 4, 1, Format::langfuse_export},
    {"langfuse-export/openai-assistants-2024-05-29.json", 4, 1, Format::langfuse_export},
    {"agentevals/helm.json", 96, 1, Format::jaeger_json},
    {"agentevals/helm_2.json", 72, 1, Format::jaeger_json},
    {"packet-panic/get-inventory.json", 77, 1, Format::jaeger_json},
    {"jaeger-ui/genaiTestTrace.json", 57, 1, Format::jaeger_json},
    {"zipkin/smartthings-mobile-web-install.json", 1041, 1, Format::zipkin_v2},
    {"zipkin/yelp.json", 16, 1, Format::zipkin_v2},
    {"zipkin/messaging2.json", 11, 1, Format::zipkin_v2},
    {"zipkin/skew.json", 4, 1, Format::zipkin_v2},
    {"any-agent/AGNO_trace.json", 6, 1, Format::python_spans},
    {"any-agent/GOOGLE_trace.json", 7, 1, Format::python_spans},
    {"any-agent/LANGCHAIN_trace.json", 7, 1, Format::python_spans},
    {"any-agent/OPENAI_trace.json", 6, 1, Format::python_spans},
    {"tempo-search/test-trace.json", 28, 1, Format::tempo_search},
    {"langsmith/langsmith_js_wrap_openai_default.json", 1, 1, Format::langsmith_runs},
    // One span for each event that is or begins one, and one for each thread.
    {"chrome/simple-timeline.json", 3022, 1, Format::chrome_trace},
    {"chrome/multiprocess.json", 16, 1, Format::chrome_trace},
    {"chrome/simple-partial.json", 5, 1, Format::chrome_trace},
    {"chrome/too-many-end-events.json", 3, 1, Format::chrome_trace},
    {"phoenix/phoenix_llm_spans.jsonl", 34, 1, Format::phoenix_spans},
    {"phoenix/phoenix_chromadb_spans.jsonl", 106, 4, Format::phoenix_spans},
    {"phoenix/URS-022_traces.jsonl", 70, 15, Format::python_spans},
    {"phoenix/URS-007_traces.jsonl", 130, 11, Format::python_spans},
};

std::string rows_of(const TraceStore& store) {
  std::string rows;
  for (std::uint32_t t = 0; t < store.trace_count(); ++t) rows += trace_json(store, TraceRow{t}) + "\n";
  for (std::uint32_t s = 0; s < store.span_count(); ++s) rows += span_json(store, SpanRow{s}) + "\n";
  return rows;
}

std::string issues_of(const SourceReport& report) {
  std::string text;
  for (const Issue& issue : report.issues) text += sentence(report, issue) + "\n";
  return text;
}

bool is_known(const std::string& path) {
  for (const ReadFile& file : kReadFiles)
    if (path == file.path) return true;
  return false;
}

struct NoPayloads final : PayloadSource {
  std::optional<std::string_view> read(const Source&, std::uint64_t, std::uint64_t) override { return std::nullopt; }
};

}  // namespace

TEST_CASE("every real file gives the spans and traces it is known to hold") {
  if (!corpus_is_here()) return;
  for (const ReadFile& file : kReadFiles) {
    CAPTURE(std::string(file.path));
    const std::string content = content_of(corpus_folder() / file.path);
    REQUIRE(!content.empty());
    const Read read = read_in_chunks(content, 1 << 20);
    CAPTURE(issues_of(read.report));
    CHECK(read.store->span_count() == file.spans);
    CHECK(read.store->trace_count() == file.traces);
    CHECK(name_of(read.report.format) == name_of(file.format));
  }
}

TEST_CASE("where the chunks of a real file end makes no difference") {
  if (!corpus_is_here()) return;
  for (const ReadFile& file : kReadFiles) {
    CAPTURE(std::string(file.path));
    const std::string content = content_of(corpus_folder() / file.path);
    const std::string whole = rows_of(*read_in_chunks(content, content.size()).store);
    const bool same = rows_of(*read_in_chunks(content, 997).store) == whole;
    CHECK(same);
  }
}

TEST_CASE("a real file and its protobuf twin give the same rows") {
  if (!corpus_is_here()) return;
  const std::string json = content_of(corpus_folder() / "robotframework/otel-traces.json");
  const std::string proto = content_of(corpus_folder() / "derived-protobuf/robotframework.binpb");
  const bool same = rows_of(*read_in_chunks(json, 1 << 20).store) == rows_of(*read_in_chunks(proto, 1 << 20).store);
  CHECK(same);
}

TEST_CASE("real files in formats that are not read say so, and nothing is lost silently") {
  if (!corpus_is_here()) return;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus_folder())) {
    const std::string path = std::filesystem::relative(entry.path(), corpus_folder()).string();
    if (!entry.is_regular_file() || is_known(path)) continue;
    CAPTURE(path);
    const Read read = read_in_chunks(content_of(entry.path()), 1 << 20);
    CAPTURE(issues_of(read.report));
    CHECK(read.report.nothing_read());
    CHECK(read.report.worst() != Severity::info);
  }
}

TEST_CASE("everything of every real span can be shown") {
  if (!corpus_is_here()) return;
  NoPayloads none;
  for (const ReadFile& file : kReadFiles) {
    CAPTURE(std::string(file.path));
    const Read read = read_in_chunks(content_of(corpus_folder() / file.path), 1 << 20);
    for (std::uint32_t s = 0; s < read.store->span_count(); ++s)
      CHECK(show_json(*read.store, SpanRow{s}, none).size() > 100);
  }
}

}  // namespace spanorama
