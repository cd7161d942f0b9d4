#include "parameters.h"

#include <algorithm>

#include "message_json.h"
#include "spanorama/model/metadata_keys.h"

namespace spanorama {

namespace {

constexpr std::string_view kPrefixes[] = {"gen_ai.request.", "gen_ai.openai.request.", "openai.request.",
                                          "ai.settings."};
constexpr const char* kObjects[] = {"llm.invocation_parameters", "embedding.invocation_parameters",
                                    "langfuse.observation.model.parameters", "langfuse.observation.model_parameters",
                                    "langsmith.invocation_params"};

struct NamedKey {
  std::string_view key, name;
};
constexpr NamedKey kParameterKeys[] = {
    {"ai.prompt.toolChoice", "tool_choice"},
    {"gen_ai.embeddings.dimension.count", "dimensions"},
    {"gen_ai.retrieval.top_k", "top_k"},
    {"db.vector.query.top_k", "top_k"},
    {"reranker.top_k", "top_k"},
    {"llm.top_k", "top_k"},
    {"llm.frequency_penalty", "frequency_penalty"},
    {"llm.presence_penalty", "presence_penalty"},
    {"llm.chat.stop_sequences", "stop_sequences"},
};
// LangChain's, in the metadata of a model call.
constexpr NamedKey kChainKeys[] = {
    {"ls_temperature", "temperature"}, {"ls_max_tokens", "max_tokens"}, {"ls_stop", "stop"}};

struct AboutKey {
  ObservationType type;
  std::string_view key, name;
};
constexpr AboutKey kAboutKeys[] = {
    {ObservationType::tool, "gen_ai.tool.type", "type"},
    {ObservationType::tool, "gen_ai.tool.description", "description"},
    {ObservationType::tool, "tool.description", "description"},
    {ObservationType::agent, "gen_ai.agent.id", "id"},
    {ObservationType::agent, "gen_ai.agent.version", "version"},
    {ObservationType::agent, "gen_ai.agent.description", "description"},
    {ObservationType::agent, "openai.agents.tools", "tools"},
    {ObservationType::agent, "openai.agents.handoffs", "handoffs"},
    {ObservationType::agent, "openai.agents.output_type", "output_type"},
    {ObservationType::retriever, "gen_ai.data_source.id", "data_source"},
    {ObservationType::guardrail, "openai.agents.triggered", "triggered"},
};

bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }

// "maxTokens" and "max_tokens" are one name.
std::string folded_name(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (c != '_' && c != '.') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

void add_once(std::vector<ModelParameter>& out, std::string_view name, std::string value) {
  const std::string folded = folded_name(name);
  const bool known =
      std::any_of(out.begin(), out.end(), [&](const ModelParameter& p) { return folded_name(p.name) == folded; });
  if (!known) out.push_back({std::string(name), std::move(value)});
}

void add_chain_parameters(std::vector<ModelParameter>& out, const AttributeView& attributes) {
  for (const AttributeView::Entry& entry : attributes.entries())
    for (const NamedKey& known : kChainKeys)
      if (entry.key.size() > known.key.size() && entry.key.substr(entry.key.size() - known.key.size()) == known.key &&
          entry.key[entry.key.size() - known.key.size() - 1] == '.')
        add_once(out, known.name, attributes.text(entry));
  for (const std::string_view key : kMetadataObjects) {
    if (!attributes.has(key)) continue;
    const Json object = parsed_json(attributes.text(key));
    for (const NamedKey& known : kChainKeys)
      if (std::string text = member_text(object, std::string(known.key).c_str()); !text.empty())
        add_once(out, known.name, std::move(text));
  }
}

}  // namespace

std::vector<ModelParameter> read_parameters(const AttributeView& attributes, ObservationType type) {
  std::vector<ModelParameter> out;
  for (const AttributeView::Entry& entry : attributes.entries())
    for (const std::string_view prefix : kPrefixes)
      if (starts_with(entry.key, prefix) && entry.key != "gen_ai.request.model")
        add_once(out, entry.key.substr(prefix.size()), attributes.text(entry));
  for (const char* key : kObjects) {
    const std::string text = attributes.text(key);
    const Json object = text.empty() ? Json() : parsed_json(text);
    if (!object.is_object()) continue;
    for (const auto& [name, value] : object.items())
      if (name != "model" && name != "messages" && name != "tools") add_once(out, name, json_text(value));
  }
  for (const NamedKey& known : kParameterKeys)
    if (attributes.has(known.key)) add_once(out, known.name, attributes.text(known.key));
  if (type == ObservationType::generation) add_chain_parameters(out, attributes);
  return out;
}

std::vector<ModelParameter> read_about(const AttributeView& attributes, ObservationType type) {
  std::vector<ModelParameter> out;
  for (const AboutKey& known : kAboutKeys)
    if (known.type == type && attributes.has(known.key)) add_once(out, known.name, attributes.text(known.key));
  return out;
}

}  // namespace spanorama
