#include "tool_definitions.h"

#include <map>

#include "message_json.h"

namespace spanorama {

namespace {

// Where a JSON object keeps the list of tools: {"config": {"tools": […]}} and the like.
struct InsideRule {
  const char* key;
  const char* outer;  // or nothing
  const char* inner;
};
constexpr InsideRule kInside[] = {
    {"model_request_parameters", nullptr, "function_tools"},
    {"gcp.vertex.agent.llm_request", "config", "tools"},
    {"genkit:input", nullptr, "tools"},
    {"llm.invocation_parameters", nullptr, "tools"},
    {"request_data", nullptr, "tools"},
    {"mastra.model_step.input", "body", "tools"},
    {"mlflow.spanInputs", nullptr, "tools"},
    {"langsmith.invocation_params", nullptr, "tools"},
    {"gen_ai.prompt", nullptr, "tools"},
    {"langfuse.observation.input", nullptr, "tools"},
};

std::string list_inside(const AttributeView& attributes, const InsideRule& rule) {
  if (!attributes.has(rule.key)) return {};
  Json value = parsed_json(attributes.text(rule.key));
  for (const char* name : {rule.outer, rule.inner}) {
    if (name == nullptr) continue;
    if (!value.is_object() || !value.contains(name)) return {};
    Json next = value[name];
    value = std::move(next);
  }
  return value.is_array() && !value.empty() ? json_text(value) : std::string{};
}

// llm.tools.0.tool.json_schema holds JSON; llm.request.functions.0.name and its kin are members.
std::string indexed_list(const AttributeView& attributes, std::string_view prefix) {
  std::map<std::uint32_t, Json> tools;
  for (const AttributeView::Entry& entry : attributes.entries()) {
    if (!entry.key.starts_with(prefix)) continue;
    std::string_view leaf = entry.key.substr(prefix.size());
    std::uint32_t index = 0;
    std::size_t at = 0;
    for (; at < leaf.size() && leaf[at] >= '0' && leaf[at] <= '9' && at < 6; ++at)
      index = index * 10 + static_cast<std::uint32_t>(leaf[at] - '0');
    if (at == 0 || at >= leaf.size() || leaf[at] != '.') continue;
    leaf.remove_prefix(at + 1);
    const std::string text = attributes.text(entry);
    Json value = !text.empty() && text[0] == '{' ? parsed_json(text) : Json(Json::value_t::discarded);
    if (value.is_discarded()) value = text;
    if (leaf == "tool.json_schema")
      tools[index] = std::move(value);
    else
      tools[index][std::string(leaf)] = std::move(value);
  }
  Json list = Json::array();
  for (auto& [index, tool] : tools) list.push_back(std::move(tool));
  return list.empty() ? std::string{} : json_text(list);
}

// Vercel writes a list of texts, each of them JSON.
std::string unwrapped(std::string text) {
  Json list = parsed_json(text);
  if (!list.is_array() || list.empty() || !list[0].is_string()) return text;
  for (Json& tool : list) {
    if (!tool.is_string()) continue;
    Json inner = parsed_json(tool.get<std::string>());
    if (!inner.is_discarded()) tool = std::move(inner);
  }
  return json_text(list);
}

}  // namespace

std::string tool_definitions(const AttributeView& attributes) {
  for (const char* key : {"gen_ai.tool.definitions", "ai.prompt.tools", "llm.request.functions", "mlflow.chat.tools",
                          "gen_ai.agent.tools"})
    if (std::string text = attributes.text(key); !text.empty()) return unwrapped(std::move(text));
  for (const char* prefix : {"llm.tools.", "llm.request.functions.", "gen_ai.tool.definitions."})
    if (std::string list = indexed_list(attributes, prefix); !list.empty()) return list;
  for (const InsideRule& rule : kInside)
    if (std::string list = list_inside(attributes, rule); !list.empty()) return list;
  return {};
}

}  // namespace spanorama
