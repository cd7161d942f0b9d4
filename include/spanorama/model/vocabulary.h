// The closed sets of words that spans are described with. Numbers are stored in columns and in files written
// by the program: add at the end, never renumber.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace spanorama {

// OpenTelemetry's span kind, with its wire numbers.
enum class SpanKind : std::uint8_t {
  unspecified = 0,
  internal = 1,
  server = 2,
  client = 3,
  producer = 4,
  consumer = 5
};
inline constexpr int kSpanKindCount = 6;

// OpenTelemetry's status code, with its wire numbers. A trace's status is the greatest of its spans'.
enum class Status : std::uint8_t { unset = 0, ok = 1, error = 2 };

// The role of a span as a step of an LLM application. Every span has one; `span` is the plain rest.
enum class ObservationType : std::uint8_t {
  span = 0,
  generation,
  embedding,
  agent,
  tool,
  chain,
  retriever,
  reranker,
  guardrail,
  evaluator,
  event,
  http,
  db,
};
inline constexpr int kObservationTypeCount = 13;

// Where a cost comes from. `partial`: some counted calls have no known price. `mixed`: reported and estimated.
enum class CostSource : std::uint8_t { none = 0, reported, estimated, mixed, partial };
inline constexpr int kCostSourceCount = 5;

// Attribute naming schemes, as bits of a mask (a span often speaks two).
enum class Dialect : std::uint8_t {
  otel_genai = 0,
  openinference,
  openllmetry,
  langfuse,
  vercel,
  otel_plain,
  pydantic_ai,
  langsmith,
  mlflow,
  google_adk,
  strands,
  semantic_kernel,
  genkit,
  mastra,
  crewai,
  litellm,
  openlit,
  haystack,
  claude_code,
  codex,
  copilot,
  langwatch,
  latitude,
  promptlayer,
  base14,
  livekit,
  langtrace,
  agenta,
  braintrust,
  count
};

// Facts that few spans have; see RareFact in columns.h. Those from `cache_write_1h` to `audio_output` are counts of
// tokens, all others texts.
enum class RareField : std::uint8_t {
  trace_name = 0,   // what the whole trace wants to be called
  level,            // "DEBUG", "DEFAULT", "WARNING", "ERROR"
  conversation_id,  // beside the session, which may hold several conversations
  response_id,      // the provider's, to find the same call told twice and the call that a score is about
  finish_reasons,   // folded words with commas between: "stop", "length", "tool_calls", "content_filter", "error"
  simulation_id,
  experiment_id,
  experiment_item,  // the item of the data set
  prompt_label,
  service_tier,    // a price of its own: makes an estimate rough
  cache_write_1h,  // of Usage::cache_write, the part that is kept for an hour
  audio_input,     // of the plain input, the part that is audio
  audio_output,    // likewise of the plain output
  count
};
constexpr bool is_token_count(RareField field) {
  return field >= RareField::cache_write_1h && field <= RareField::audio_output;
}

// What a score is about: the span that carries it, the whole trace, or the session.
enum class ScoreScope : std::uint8_t { span = 0, trace, session };

// Byte encodings of whole sources.
enum class Format : std::uint8_t {
  unknown = 0,
  otlp_json,
  otlp_json_lines,
  otlp_proto,
  otlp_proto_delimited,
  otlp_proto_be32,
  jaeger_json,
  langfuse_export,
  zipkin_v2,
  phoenix_spans,
  python_spans,
  go_stdouttrace,
  tempo_search,
  spano,  // a store that this program wrote, see store_file.h
  langsmith_runs,
  chrome_trace,
  openai_agents,
  mlflow_traces,
  opper_traces,
  prompt_file,  // no traces: what prompts looked like before their variables were filled in
  price_file,   // no traces: what models cost
  count
};

// Lower-case words as printed by the command line and used in queries: "generation", "error", "otlp-json".
std::string_view name_of(SpanKind kind);
std::string_view name_of(Status status);
std::string_view name_of(ObservationType type);
std::string_view name_of(CostSource source);
std::string_view name_of(Dialect dialect);
std::string_view name_of(Format format);
// Whether it is no trace but what traces are read with.
constexpr bool is_side_file(Format format) { return format == Format::prompt_file || format == Format::price_file; }
std::string_view name_of(RareField field);
std::string_view name_of(ScoreScope scope);

// The inverse; nothing for a word that is none of them. Case-sensitive.
std::optional<Status> status_from(std::string_view word);
std::optional<ObservationType> observation_type_from(std::string_view word);

}  // namespace spanorama
