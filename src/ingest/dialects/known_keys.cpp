#include "spanorama/ingest/known_keys.h"

#include <algorithm>
#include <string_view>

#include "key_info.h"
#include "spanorama/model/metadata_keys.h"

namespace spanorama {
namespace {

// What content and rollups look up by name or by the beginning of the name, beside the rules.
constexpr std::string_view kPrefixes[] = {
    "gen_ai.request.",
    "gen_ai.openai.request.",
    "openai.request.",
    "gen_ai.prompt.",
    "gen_ai.completion.",
    "ai.settings.",
    "llm.input_messages.",
    "llm.output_messages.",
    "llm.prompts.",
    "llm.choices.",
    "llm.tools.",
    "retrieval.documents.",
    "reranker.input_documents.",
    "reranker.output_documents.",
    "embedding.embeddings.",
    "gen_ai.tool.definitions.",
    "llm.request.functions.",
    "traceloop.prompt.template_variables.",
    "ag.data.inputs.",
    "ag.data.outputs.",
};
constexpr std::string_view kNames[] = {
    "gen_ai.system_instructions",
    "gen_ai.tool.definitions",
    "ai.prompt.tools",
    "llm.request.functions",
    "mlflow.chat.tools",
    "gen_ai.agent.tools",
    "gen_ai.retrieval.query.text",
    "gen_ai.retrieval.documents",
    "langwatch.rag.contexts",
    "reranker.query",
    "ai.response.reasoning",
    "ai.response.text",
    "ai.response.object",
    "ai.response.toolCalls",
    "ai.result.text",
    "ai.result.object",
    "ai.result.toolCalls",
    "ai.response.finishReason",
    "ai.response.id",
    "gen_ai.response.id",
    "llm.invocation_parameters",
    "embedding.invocation_parameters",
    "langfuse.observation.model.parameters",
    "langfuse.observation.model_parameters",
    "ai.prompt",
    "ai.prompt.toolChoice",
    "gen_ai.embeddings.dimension.count",
    "gen_ai.retrieval.top_k",
    "gen_ai.data_source.id",
    "db.vector.query.top_k",
    "reranker.top_k",
    "gen_ai.tool.type",
    "gen_ai.tool.description",
    "tool.description",
    "gen_ai.agent.id",
    "gen_ai.agent.version",
    "gen_ai.agent.description",
    "error.type",
    "error.message",
    "final_result",
    "gen_ai.agent.system_prompt",
    "langsmith.invocation_params",
    "llm.prompt_template.template",
    "llm.prompt_template.variables",
    "traceloop.prompt.template",
    "traceloop.prompt.template_variables",
    "langwatch.prompt.template",
    "langwatch.prompt.variables",
};

bool read_by_name(std::string_view key) {
  return std::find(std::begin(kNames), std::end(kNames), key) != std::end(kNames) ||
         std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [&](std::string_view prefix) { return key.substr(0, prefix.size()) == prefix; });
}

bool is_metadata_key(std::string_view key) {
  const auto starts_key = [&](std::string_view prefix) { return key.substr(0, prefix.size()) == prefix; };
  return std::any_of(std::begin(kMetadataPrefixes), std::end(kMetadataPrefixes), starts_key) ||
         std::find(std::begin(kMetadataObjects), std::end(kMetadataObjects), key) != std::end(kMetadataObjects);
}

}  // namespace

std::vector<std::uint8_t> keys_read(const TraceStore& store) {
  const KeyClassifier classifier;
  std::vector<std::uint8_t> read;
  read.reserve(store.columns().keys.size());
  for (const StringId id : store.columns().keys) {
    const std::string_view key = store.text(id);
    const KeyInfo info = classifier.classify(key);
    read.push_back(info.first_rule != UINT16_MAX || info.score != ScoreKey::none || info.indexed != IndexedKey::none ||
                   info.event_content || is_metadata_key(key) || read_by_name(key));
  }
  return read;
}

}  // namespace spanorama
