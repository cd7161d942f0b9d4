#include "spanorama/model/vocabulary.h"

#include <array>
#include <cstddef>

namespace spanorama {
namespace {

constexpr std::array<std::string_view, 6> kSpanKinds{"unspecified", "internal", "server",
                                                     "client",      "producer", "consumer"};
constexpr std::array<std::string_view, 3> kStatuses{"unset", "ok", "error"};
constexpr std::array<std::string_view, kObservationTypeCount> kTypes{
    "span",     "generation", "embedding", "agent", "tool", "chain", "retriever",
    "reranker", "guardrail",  "evaluator", "event", "http", "db"};
constexpr std::array<std::string_view, 5> kCostSources{"none", "reported", "estimated", "mixed", "partial"};
constexpr std::array<std::string_view, static_cast<std::size_t>(Dialect::count)> kDialects{
    "otel-genai",  "openinference", "openllmetry", "langfuse",   "vercel",    "otel",
    "pydantic-ai", "langsmith",     "mlflow",      "google-adk", "strands",   "semantic-kernel",
    "genkit",      "mastra",        "crewai",      "litellm",    "openlit",   "haystack",
    "claude-code", "codex",         "copilot",     "langwatch",  "latitude",  "promptlayer",
    "base14",      "livekit",       "langtrace",   "agenta",     "braintrust"};
constexpr std::array<std::string_view, static_cast<std::size_t>(RareField::count)> kRareFields{
    "trace_name",         "level",         "conversation_id",       "response_id",
    "finish_reasons",     "simulation_id", "experiment_id",         "experiment_item",
    "prompt_label",       "service_tier",  "cache_write_1h_tokens", "audio_input_tokens",
    "audio_output_tokens"};
constexpr std::array<std::string_view, 3> kScoreScopes{"span", "trace", "session"};
constexpr std::array<std::string_view, 21> kFormats{
    "unknown",      "otlp-json",       "otlp-jsonl",     "otlp-proto",    "otlp-proto-delimited", "otlp-proto-be32",
    "jaeger-json",  "langfuse-export", "zipkin-v2",      "phoenix-spans", "python-spans",         "go-stdouttrace",
    "tempo-search", "spano",           "langsmith-runs", "chrome-trace",  "openai-agents",        "mlflow-traces",
    "opper-traces", "prompt-file",     "price-file"};

// Numbers may come from a damaged file: those outside have no name.
template <class E, std::size_t N>
std::string_view name_in(const std::array<std::string_view, N>& names, E value) {
  const auto index = static_cast<std::size_t>(value);
  return index < N ? names[index] : std::string_view("unknown");
}

template <class E, std::size_t N>
std::optional<E> value_in(const std::array<std::string_view, N>& names, std::string_view word) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == word) return static_cast<E>(i);
  return std::nullopt;
}

}  // namespace

std::string_view name_of(SpanKind kind) { return name_in(kSpanKinds, kind); }
std::string_view name_of(Status status) { return name_in(kStatuses, status); }
std::string_view name_of(ObservationType type) { return name_in(kTypes, type); }
std::string_view name_of(CostSource source) { return name_in(kCostSources, source); }
std::string_view name_of(Dialect dialect) { return name_in(kDialects, dialect); }
std::string_view name_of(RareField field) { return name_in(kRareFields, field); }
std::string_view name_of(ScoreScope scope) { return name_in(kScoreScopes, scope); }
std::string_view name_of(Format format) { return name_in(kFormats, format); }

std::optional<Status> status_from(std::string_view word) { return value_in<Status>(kStatuses, word); }
std::optional<ObservationType> observation_type_from(std::string_view word) {
  return value_in<ObservationType>(kTypes, word);
}

}  // namespace spanorama
