#include "spanorama/ingest/prompts.h"

#include "../content/message_json.h"

namespace spanorama {
namespace {

constexpr std::size_t kMostPrompts = 10'000;

std::string text_of(const Message& message) {
  std::string out;
  for (const MessagePart& part : message.parts) {
    if (!out.empty()) out += '\n';
    out += part.text;
  }
  return out;
}

std::vector<PromptMessage> messages_of(const Json& content) {
  std::vector<PromptMessage> out;
  if (content.is_string()) {
    if (!content.get_ref<const std::string&>().empty()) out.push_back({"", content.get<std::string>()});
    return out;
  }
  std::vector<Message> messages;
  if (content.is_array() || content.is_object()) append_messages(messages, content, "user");
  for (const Message& message : messages) out.push_back({message.role, text_of(message)});
  return out;
}

const Json* content_of(const Json& prompt) {
  for (const char* key : {"content", "template", "prompt", "messages", "text"})
    if (prompt.contains(key) && !prompt[key].is_null()) return &prompt[key];
  return nullptr;
}

bool is_true(const Json& object, const char* name) {
  return object.contains(name) && object[name].is_boolean() && object[name].get<bool>();
}

bool is_production(const Json& prompt) {
  if (is_true(prompt, "is_production") || member_text(prompt, "status") == "published") return true;
  if (!prompt.contains("labels") || !prompt["labels"].is_array()) return false;
  for (const Json& label : prompt["labels"])
    if (label.is_string() && label.get_ref<const std::string&>() == "production") return true;
  return false;
}

class PromptFile {
 public:
  void read(const Json& file) {
    if (file.is_array()) return read_list(file, "");
    if (!file.is_object()) return;
    for (const char* key : {"prompts", "data", "items"})
      if (file.contains(key) && file[key].is_array()) return read_list(file[key], "");
    read_prompt(file, "");
  }
  std::vector<PromptVersion> take() { return std::move(prompts_); }

 private:
  void read_list(const Json& list, const std::string& name) {
    for (const Json& prompt : list) read_prompt(prompt, name);
  }

  void read_prompt(const Json& prompt, const std::string& outer_name) {
    if (!prompt.is_object() || prompts_.size() >= kMostPrompts) return;
    std::string name = member_text(prompt, "name");
    if (name.empty()) name = outer_name;
    if (outer_name.empty() && prompt.contains("versions") && prompt["versions"].is_array())
      return read_list(prompt["versions"], name);
    const Json* content = content_of(prompt);
    if (name.empty() || content == nullptr) return;
    PromptVersion one{std::move(name), member_text(prompt, "version"), is_production(prompt), messages_of(*content)};
    if (!one.messages.empty()) prompts_.push_back(std::move(one));
  }

  std::vector<PromptVersion> prompts_;
};

}  // namespace

Result<std::vector<PromptVersion>> read_prompts(std::string_view json) {
  if (json.size() > kMostPromptFileBytes) return Error{"The prompt file has more than 4 MB: it was not read"};
  const Json file = parsed_json(json);
  if (file.is_discarded()) return Error{"The prompt file is no JSON: no prompt of it was taken"};
  PromptFile reader;
  reader.read(file);
  std::vector<PromptVersion> prompts = reader.take();
  if (prompts.empty())
    return Error{"The prompt file holds no prompt: expected a \"name\" and a \"content\", or a list of such"};
  return prompts;
}

std::vector<TemplateVariable> read_variables(std::string_view json) {
  std::vector<TemplateVariable> out;
  const Json object = parsed_json(json);
  if (!object.is_object()) return out;
  for (const auto& [name, value] : object.items()) out.push_back({name, json_text(value), value.is_null()});
  return out;
}

std::vector<PromptMessage> read_template(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  if (text[first] == '[' || text.substr(first, 2) == "{\"") {
    const Json value = parsed_json(text);
    if (!value.is_discarded()) {
      std::vector<PromptMessage> messages =
          messages_of(value.is_object() && content_of(value) ? *content_of(value) : value);
      if (!messages.empty()) return messages;
    }
  }
  return {{"", std::string(text)}};
}

}  // namespace spanorama
