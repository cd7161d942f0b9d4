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

// Attribute naming schemes, as bits of a mask (a span often speaks two).
enum class Dialect : std::uint8_t { otel_genai = 0, openinference, openllmetry, langfuse, vercel, otel_plain, count };

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
};

// Lower-case words as printed by the command line and used in queries: "generation", "error", "otlp-json".
std::string_view name_of(SpanKind kind);
std::string_view name_of(Status status);
std::string_view name_of(ObservationType type);
std::string_view name_of(CostSource source);
std::string_view name_of(Dialect dialect);
std::string_view name_of(Format format);

// The inverse; nothing for a word that is none of them. Case-sensitive.
std::optional<Status> status_from(std::string_view word);
std::optional<ObservationType> observation_type_from(std::string_view word);

}  // namespace spanorama
