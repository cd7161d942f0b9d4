#include "words.h"

#include <iterator>

#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

using Type = ObservationType;

struct TypeWord {
  std::string_view word;
  Type type;
};

// Words that mean the same wherever they stand.
constexpr TypeWord kTypeWords[] = {
    {"generation", Type::generation},
    {"llm", Type::generation},
    {"chat_model", Type::generation},
    {"model", Type::generation},
    {"background-model", Type::generation},
    {"embedding", Type::embedding},
    {"embedder", Type::embedding},
    {"embeddings", Type::embedding},
    {"agent", Type::agent},
    {"tool", Type::tool},
    {"tool.v2", Type::tool},
    {"chain", Type::chain},
    {"workflow", Type::chain},
    {"task", Type::chain},
    {"step", Type::chain},
    {"component", Type::chain},
    {"module", Type::chain},
    {"parser", Type::chain},
    {"prompt", Type::chain},
    {"flow", Type::chain},
    {"retriever", Type::retriever},
    {"rag", Type::retriever},
    {"reranker", Type::reranker},
    {"guardrail", Type::guardrail},
    {"evaluator", Type::evaluator},
    {"evaluation", Type::evaluator},
    {"eval", Type::evaluator},
    {"event", Type::event},
    {"span", Type::span},
    {"function", Type::tool},
    // mastra.span.type
    {"agent_run", Type::agent},
    {"workflow_run", Type::chain},
    {"workflow_step", Type::chain},
    {"workflow_conditional", Type::chain},
    {"workflow_parallel", Type::chain},
    {"workflow_loop", Type::chain},
    {"model_generation", Type::generation},
    {"model_step", Type::generation},
    {"model_inference", Type::generation},
    {"model_chunk", Type::event},
    {"tool_call", Type::tool},
    {"mcp_tool_call", Type::tool},
    {"generic", Type::span},
    {"processor_run", Type::span},
    // node_type
    {"llm_session", Type::chain},
    {"llm_call", Type::generation},
    {"prompt_template", Type::chain},
    {"code_execution", Type::tool},
    // gen_ai.operation.name, llm.request.type
    {"chat", Type::generation},
    {"text_completion", Type::generation},
    {"completion", Type::generation},
    {"acompletion", Type::generation},
    {"generate_content", Type::generation},
    {"generate", Type::generation},
    {"response", Type::generation},
    {"call_llm", Type::generation},
    {"llm_request", Type::generation},
    {"image", Type::generation},
    {"audio", Type::generation},
    {"speech", Type::generation},
    {"aembedding", Type::embedding},
    {"retrieval", Type::retriever},
    {"vector_db_retrieve", Type::retriever},
    {"rerank", Type::reranker},
    {"create_agent", Type::agent},
    {"invoke_agent", Type::agent},
    {"agent_step", Type::agent},
    {"execute_tool", Type::tool},
    {"invoke_workflow", Type::chain},
    {"invoke_swarm", Type::chain},
    {"invoke_graph", Type::chain},
    {"execute_task", Type::chain},
    {"framework", Type::chain},
    {"plan", Type::chain},
    {"vectordb", Type::db},
    // ai.operationId
    {"ai.generatetext.dogenerate", Type::generation},
    {"ai.streamtext.dostream", Type::generation},
    {"ai.generateobject.dogenerate", Type::generation},
    {"ai.streamobject.dostream", Type::generation},
    {"ai.embed.doembed", Type::embedding},
    {"ai.embedmany.doembed", Type::embedding},
    {"ai.toolcall", Type::tool},
    {"ai.generatetext", Type::agent},
    {"ai.streamtext", Type::agent},
    {"ai.generateobject", Type::agent},
    {"ai.streamobject", Type::agent},
    {"ai.embed", Type::chain},
    {"ai.embedmany", Type::chain},
    // mcp.method.name
    {"tools/call", Type::tool},
    {"prompts/get", Type::chain},
    {"resources/read", Type::retriever},
    // span.type of Claude Code
    {"interaction", Type::agent},
    {"tool_execution", Type::tool},
    {"hook", Type::event},
    // further words of the same kinds
    {"agent_task", Type::agent},
    {"workflow_sleep", Type::chain},
    {"workflow_wait_event", Type::chain},
    {"workflow_conditional_eval", Type::chain},
    {"executableprompt", Type::chain},
    {"flowstep", Type::span},
    {"vector_store", Type::retriever},
};

struct ProviderAlias {
  std::string_view alias, name;
};
constexpr ProviderAlias kProviderAliases[] = {
    {"bedrock", "aws.bedrock"},
    {"aws", "aws.bedrock"},
    {"amazon_bedrock", "aws.bedrock"},
    {"amazon-bedrock", "aws.bedrock"},
    {"amazon", "aws.bedrock"},
    {"aws_bedrock", "aws.bedrock"},
    {"bedrock_converse", "aws.bedrock"},
    {"vertexai", "gcp.vertex_ai"},
    {"vertex_ai", "gcp.vertex_ai"},
    {"vertex", "gcp.vertex_ai"},
    {"google_vertex", "gcp.vertex_ai"},
    {"google-vertex", "gcp.vertex_ai"},
    {"google_vertexai", "gcp.vertex_ai"},
    {"gcp.vertex_ai", "gcp.vertex_ai"},
    {"google.vertex", "gcp.vertex_ai"},
    {"gemini", "gcp.gemini"},
    {"google", "gcp.gemini"},
    {"google_genai", "gcp.gemini"},
    {"google.generative-ai", "gcp.gemini"},
    {"google-generative-ai", "gcp.gemini"},
    {"gcp.gen_ai", "gcp.gemini"},
    {"mistral", "mistral_ai"},
    {"mistralai", "mistral_ai"},
    {"xai", "x_ai"},
    {"azure", "azure.ai.openai"},
    {"az.ai.openai", "azure.ai.openai"},
    {"azure_openai", "azure.ai.openai"},
    {"azure-openai", "azure.ai.openai"},
    {"az.ai.inference", "azure.ai.inference"},
    {"together", "together_ai"},
    {"togetherai", "together_ai"},
    {"moonshot", "moonshot_ai"},
    {"watsonx", "ibm.watsonx.ai"},
    {"googleai", "gcp.gemini"},
    {"google_ai_studio", "gcp.gemini"},
    {"fireworks", "fireworks_ai"},
};

// Names that stay as they are, beside those that aliases lead to.
constexpr std::string_view kProviders[] = {
    "openai",      "anthropic",  "cohere",          "groq",
    "deepseek",    "perplexity", "cerebras",        "huggingface",
    "ollama",      "voyageai",   "openrouter",      "nvidia",
    "replicate",   "sambanova",  "azure.ai.openai", "azure.ai.inference",
    "aws.bedrock", "gcp.gemini", "gcp.vertex_ai",   "ibm.watsonx.ai",
};

struct WordFold {
  std::string_view word, folded;
};
constexpr WordFold kFinishReasons[] = {
    {"tool-calls", "tool_calls"}, {"tool_use", "tool_calls"},      {"tool_call", "tool_calls"},
    {"toolcalls", "tool_calls"},  {"function_call", "tool_calls"}, {"end_turn", "stop"},
    {"stop_sequence", "stop"},    {"completed", "stop"},           {"finish_reason_stop", "stop"},
    {"max_tokens", "length"},     {"max_output_tokens", "length"}, {"content-filter", "content_filter"},
    {"safety", "content_filter"}, {"refusal", "content_filter"},   {"failed", "error"},
};
constexpr WordFold kLevels[] = {
    {"debug", "DEBUG"}, {"trace", "DEBUG"},    {"verbose", "DEBUG"}, {"default", "DEFAULT"}, {"info", "DEFAULT"},
    {"log", "DEFAULT"}, {"notice", "DEFAULT"}, {"warn", "WARNING"},  {"warning", "WARNING"}, {"error", "ERROR"},
    {"fatal", "ERROR"}, {"critical", "ERROR"}, {"1", "DEBUG"},       {"5", "DEBUG"},         {"9", "DEFAULT"},
    {"10", "DEFAULT"},  {"13", "WARNING"},     {"17", "ERROR"},      {"21", "ERROR"},
};

constexpr std::string_view kFrameworks[] = {
    "strands-agents", "gcp.vertex.agent", "langchain", "langgraph", "crewai",  "litellm",
    "llama_index",    "llamaindex",       "haystack",  "agno",      "autogen", "smolagents",
    "dspy",           "semantic_kernel",  "mastra",    "genkit",
};

struct ModelStart {
  std::string_view start, provider;
};
constexpr ModelStart kModelStarts[] = {
    {"gpt-", "openai"},
    {"chatgpt", "openai"},
    {"o1", "openai"},
    {"o3", "openai"},
    {"o4", "openai"},
    {"text-embedding-", "openai"},
    {"davinci", "openai"},
    {"openai", "openai"},
    {"claude", "anthropic"},
    {"us.", "aws.bedrock"},
    {"eu.", "aws.bedrock"},
    {"apac.", "aws.bedrock"},
    {"anthropic.", "aws.bedrock"},
    {"amazon.", "aws.bedrock"},
    {"meta.", "aws.bedrock"},
    {"anthropic", "anthropic"},
    {"gemini", "gcp.gemini"},
    {"models/gemini", "gcp.gemini"},
    {"google/", "gcp.gemini"},
    {"mistral", "mistral_ai"},
    {"mixtral", "mistral_ai"},
    {"codestral", "mistral_ai"},
    {"ministral", "mistral_ai"},
    {"command", "cohere"},
    {"deepseek", "deepseek"},
    {"grok", "x_ai"},
};

std::string_view without_quotes(std::string_view word) {
  if (word.size() >= 2 && word.front() == '"' && word.back() == '"') return word.substr(1, word.size() - 2);
  return word;
}

std::optional<Type> known_type(std::string_view lower) {
  for (const TypeWord& entry : kTypeWords)
    if (entry.word == lower) return entry.type;
  return std::nullopt;
}

// Class names of components tell by their last word.
std::optional<Type> haystack_type(std::string_view lower) {
  constexpr TypeWord kEnds[] = {
      {"generator", Type::generation}, {"embedder", Type::embedding},  {"retriever", Type::retriever},
      {"ranker", Type::reranker},      {"toolinvoker", Type::tool},    {"agent", Type::agent},
      {"evaluator", Type::evaluator},  {"promptbuilder", Type::chain},
  };
  for (const TypeWord& entry : kEnds)
    if (lower.ends_with(entry.word)) return entry.type;
  return std::nullopt;
}

bool is_known_provider(std::string_view name) {
  for (const std::string_view known : kProviders)
    if (known == name) return true;
  for (const ProviderAlias& entry : kProviderAliases)
    if (entry.name == name) return true;
  return false;
}

template <std::size_t N>
std::string_view folded_word(const WordFold (&words)[N], std::string_view lower) {
  for (const WordFold& entry : words)
    if (entry.word == lower) return entry.folded;
  return {};
}

}  // namespace

std::string_view provider_from_name(std::string_view name, bool cut_unknown, std::string& scratch) {
  for (std::string_view cut = name;;) {
    const std::string_view folded = folded_provider(cut, scratch);
    if (is_known_provider(folded)) return folded;
    const std::size_t dot = cut.rfind('.');
    if (dot == std::string_view::npos || dot == 0) break;
    cut = cut.substr(0, dot);
  }
  return folded_provider(cut_unknown ? name.substr(0, name.find('.')) : name, scratch);
}

std::string folded_finish_reason(std::string_view word) {
  std::string lower = ascii_lower(word);
  const std::string_view folded = folded_word(kFinishReasons, lower);
  return folded.empty() ? lower : std::string(folded);
}

std::string_view folded_level(std::string_view word) { return folded_word(kLevels, ascii_lower(without_quotes(word))); }

std::optional<ObservationType> type_from_word(std::string_view key, std::string_view word) {
  word = without_quotes(word);
  if (word.empty() || word.size() > 64) return std::nullopt;
  std::string lower = ascii_lower(word);
  if (key == "span.type") {  // a word that others use too
    if (lower.substr(0, 5) == "tool.") return Type::tool;
    for (const std::string_view known : {"interaction", "llm_request", "tool", "tool_execution", "hook"})
      if (lower == known) return known_type(lower);
    return std::nullopt;
  }
  if (key == "haystack.component.type") return haystack_type(lower);
  // "ai.generateText my-function" and the like carry more behind the operation.
  if (key == "ai.operationId") lower = lower.substr(0, lower.find(' '));
  if (const auto type = known_type(lower)) return type;
  // Sessions of a protocol, memory operations and what is new there: a plain step.
  if (key == "gen_ai.operation.name" && lower.find("memory") != std::string::npos) return Type::span;
  return std::nullopt;
}

std::string_view folded_provider(std::string_view name, std::string& scratch) {
  scratch = ascii_lower(name);
  for (const ProviderAlias& entry : kProviderAliases)
    if (entry.alias == scratch) return entry.name;
  return scratch;
}

bool is_framework(std::string_view lower_name) {
  for (const std::string_view framework : kFrameworks)
    if (framework == lower_name) return true;
  return false;
}

std::string_view provider_of_model(std::string_view model_id) {
  const std::string lower = ascii_lower(model_id.substr(0, 64));
  for (const ModelStart& entry : kModelStarts)
    if (lower.starts_with(entry.start)) return entry.provider;
  const std::size_t slash = lower.find('/');
  if (slash == std::string::npos || slash == 0) return {};
  return provider_of_model(std::string_view(lower).substr(slash + 1));
}

}  // namespace spanorama
