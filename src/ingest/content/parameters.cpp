#include "parameters.h"

#include <string>
#include <unordered_set>
#include <utility>

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

// "metadata.ls_stop", "traceloop.association.properties.ls_stop"
bool is_member(std::string_view key, std::string_view name) {
  return key.ends_with(name) && key.size() > name.size() && key[key.size() - name.size() - 1] == '.';
}

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

// "maxTokens" and "max_tokens" are one name.
std::string folded_name(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (c != '_' && c != '.') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// The first that tells a name.
class FirstByName {
 public:
  void add(std::string_view name, std::string value) {
    if (names_.insert(folded_name(name)).second) out_.push_back({std::string(name), std::move(value)});
  }
  std::vector<ModelParameter> take() { return std::move(out_); }

 private:
  std::vector<ModelParameter> out_;
  std::unordered_set<std::string> names_;
};

void add_chain_parameters(FirstByName& out, const AttributeView& attributes) {
  for (const AttributeView::Entry& entry : attributes.entries())
    for (const NamedKey& known : kChainKeys)
      if (is_member(entry.key, known.key)) out.add(known.name, attributes.text(entry));
  for (const std::string_view key : kMetadataObjects) {
    if (!attributes.has(key)) continue;
    const Json object = parsed_json(attributes.text(key));
    for (const NamedKey& known : kChainKeys)
      if (std::string text = member_text(object, std::string(known.key).c_str()); !text.empty())
        out.add(known.name, std::move(text));
  }
}

}  // namespace

std::vector<ModelParameter> read_parameters(const AttributeView& attributes, ObservationType type) {
  FirstByName out;
  for (const AttributeView::Entry& entry : attributes.entries())
    for (const std::string_view prefix : kPrefixes)
      if (entry.key.starts_with(prefix) && entry.key != "gen_ai.request.model")
        out.add(entry.key.substr(prefix.size()), attributes.text(entry));
  for (const char* key : kObjects) {
    const std::string text = attributes.text(key);
    const Json object = text.empty() ? Json() : parsed_json(text);
    if (!object.is_object()) continue;
    for (const auto& [name, value] : object.items())
      if (name != "model" && name != "messages" && name != "tools") out.add(name, json_text(value));
  }
  for (const NamedKey& known : kParameterKeys)
    if (attributes.has(known.key)) out.add(known.name, attributes.text(known.key));
  if (type == ObservationType::generation) add_chain_parameters(out, attributes);
  return out.take();
}

std::vector<ModelParameter> read_about(const AttributeView& attributes, ObservationType type) {
  FirstByName out;
  for (const AboutKey& known : kAboutKeys)
    if (known.type == type && attributes.has(known.key)) out.add(known.name, attributes.text(known.key));
  return out.take();
}

}  // namespace spanorama
