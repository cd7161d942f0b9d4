// All rules of the naming schemes. For each field the first line whose value is valid wins, so precedence is the order of
// the lines. A new naming scheme is new lines in the tables, and a fixture.
#pragma once

#include <array>

#include "content_rules.h"
#include "name_rules.h"
#include "prompt_rules.h"

namespace spanorama {

inline constexpr std::size_t kFieldRuleCount =
    std::size(kNameRules) + std::size(kPromptRules) + std::size(kContentRules);

constexpr std::array<FieldRule, kFieldRuleCount> all_field_rules() {
  std::array<FieldRule, kFieldRuleCount> rules{};
  std::size_t at = 0;
  for (const FieldRule& rule : kNameRules) rules[at++] = rule;
  for (const FieldRule& rule : kPromptRules) rules[at++] = rule;
  for (const FieldRule& rule : kContentRules) rules[at++] = rule;
  return rules;
}
inline constexpr std::array<FieldRule, kFieldRuleCount> kFieldRules = all_field_rules();

// Any key that starts so belongs to the dialect; the longest start that fits counts.
struct PrefixRule {
  std::string_view prefix;
  Dialect dialect;
};
inline constexpr PrefixRule kPrefixRules[] = {
    {"gen_ai.", Dialect::otel_genai},
    {"gen_ai.prompt.", Dialect::openllmetry},
    {"gen_ai.prompt.name", Dialect::otel_genai},
    {"gen_ai.completion.", Dialect::openllmetry},
    {"traceloop.", Dialect::openllmetry},
    {"llm.request.", Dialect::openllmetry},
    {"llm.usage.", Dialect::openllmetry},
    {"openinference.", Dialect::openinference},
    {"llm.", Dialect::openinference},
    {"embedding.", Dialect::openinference},
    {"retrieval.documents.", Dialect::openinference},
    {"reranker.", Dialect::openinference},
    {"input.value", Dialect::openinference},
    {"output.value", Dialect::openinference},
    {"input.mime_type", Dialect::openinference},
    {"output.mime_type", Dialect::openinference},
    {"langfuse.", Dialect::langfuse},
    {"ai.", Dialect::vercel},
    {"pydantic_ai.", Dialect::pydantic_ai},
    {"logfire.", Dialect::pydantic_ai},
    {"model_request_parameters", Dialect::pydantic_ai},
    {"all_messages_events", Dialect::pydantic_ai},
    {"langsmith.", Dialect::langsmith},
    {"mlflow.", Dialect::mlflow},
    {"gcp.vertex.agent.", Dialect::google_adk},
    {"genkit:", Dialect::genkit},
    {"mastra.", Dialect::mastra},
    {"crewai.", Dialect::crewai},
    {"litellm.", Dialect::litellm},
    {"gen_ai.cost.", Dialect::litellm},
    {"hidden_params", Dialect::litellm},
    {"gen_ai.sdk.version", Dialect::openlit},
    {"gen_ai.application_name", Dialect::openlit},
    {"haystack.", Dialect::haystack},
    {"codex.", Dialect::codex},
    {"github.copilot.", Dialect::copilot},
    {"langwatch.", Dialect::langwatch},
    {"scenario.", Dialect::langwatch},
    {"latitude.", Dialect::latitude},
    {"promptlayer.", Dialect::promptlayer},
    {"node_type", Dialect::promptlayer},
    {"scope.prompt.", Dialect::base14},
    {"scope.provider.", Dialect::base14},
    {"scope.model.", Dialect::base14},
    {"lk.", Dialect::livekit},
    {"langtrace.", Dialect::langtrace},
    {"ag.", Dialect::agenta},
    {"braintrust.", Dialect::braintrust},
    {"az.namespace", Dialect::semantic_kernel},
    {"http.", Dialect::otel_plain},
    {"url.", Dialect::otel_plain},
    {"db.", Dialect::otel_plain},
    {"rpc.", Dialect::otel_plain},
    {"messaging.", Dialect::otel_plain},
};

// Scopes that belong to a dialect, by how their names start.
inline constexpr PrefixRule kScopeRules[] = {
    {"langfuse-sdk", Dialect::langfuse},
    {"openinference.", Dialect::openinference},
    {"@arizeai/openinference", Dialect::openinference},
    {"pydantic-ai", Dialect::pydantic_ai},
    {"logfire", Dialect::pydantic_ai},
    {"langsmith", Dialect::langsmith},
    {"mlflow", Dialect::mlflow},
    {"gcp.vertex.agent", Dialect::google_adk},
    {"strands", Dialect::strands},
    {"opentelemetry.instrumentation.strands", Dialect::strands},
    {"opentelemetry.instrumentation.crewai", Dialect::crewai},
    {"genkit", Dialect::genkit},
    {"@mastra/", Dialect::mastra},
    {"litellm", Dialect::litellm},
    {"openlit", Dialect::openlit},
    {"com.anthropic.claude_code", Dialect::claude_code},
    {"codex_", Dialect::codex},
    {"github.copilot", Dialect::copilot},
    {"@github/copilot", Dialect::copilot},
    {"livekit-agents", Dialect::livekit},
    {"langwatch", Dialect::langwatch},
    {"so.latitude", Dialect::latitude},
    {"Microsoft.SemanticKernel", Dialect::semantic_kernel},
    {"azure.ai", Dialect::semantic_kernel},
    {"Azure.AI", Dialect::semantic_kernel},
};

}  // namespace spanorama
