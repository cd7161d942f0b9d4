#include "message_json.h"

#include <algorithm>

#include "long_json.h"

namespace spanorama {

namespace {

constexpr std::size_t kMaxJsonBytes = 8 * 1024 * 1024;
const Json* member(const Json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

const Json* first_member(const Json& object, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const Json* value = member(object, name)) return value;
  return nullptr;
}

std::string first_text(const Json& object, std::initializer_list<const char*> names) {
  const Json* value = first_member(object, names);
  return value == nullptr ? std::string{} : json_text(*value);
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

MessagePart text_part(PartKind kind, std::string text) {
  MessagePart part;
  part.kind = kind;
  part.text = std::move(text);
  return part;
}

MessagePart tool_call_part(const Json& call) {
  MessagePart part;
  part.kind = PartKind::tool_call;
  const Json* function = member(call, "function");
  const Json& named = function != nullptr && function->is_object() ? *function : call;
  part.call_id = first_text(call, {"id", "toolCallId", "tool_call_id", "call_id", "toolUseId", "ref"});
  part.name = first_text(named, {"name", "toolName", "tool.name"});
  part.arguments = first_text(named, {"arguments", "args", "input", "tool.args"});
  return part;
}

MessagePart tool_result_part(const Json& result) {
  MessagePart part;
  part.kind = PartKind::tool_result;
  part.call_id = first_text(result, {"id", "tool_use_id", "toolCallId", "tool_call_id", "call_id", "toolUseId", "ref"});
  part.name = first_text(result, {"name", "toolName"});
  const Json* output = first_member(result, {"response", "result", "output", "content"});
  if (output != nullptr && output->is_object() && member(*output, "type") != nullptr &&
      member(*output, "value") != nullptr)
    output = member(*output, "value");
  std::vector<MessagePart> inner;
  if (output != nullptr && output->is_array()) append_parts(inner, *output);
  const bool texts = !inner.empty() && std::all_of(inner.begin(), inner.end(),
                                                   [](const MessagePart& p) { return p.kind == PartKind::text; });
  if (texts) {
    for (const MessagePart& p : inner) part.text += (part.text.empty() ? "" : "\n") + p.text;
  } else if (output != nullptr) {
    part.text = json_text(*output);
  }
  return part;
}

// Down to where a part keeps its picture, sound or file: an address, a data URI, base64, or the name of what is kept
// elsewhere. On the way it may say what it is: {"source": {"media_type": "image/png", "data": "…"}}.
const Json* media_place(const Json& part, std::string& type, std::string& format) {
  constexpr int kMostSteps = 4;
  const Json* at = &part;
  for (int step = 0; step < kMostSteps && at->is_object(); ++step) {
    if (type.empty()) type = first_text(*at, {"mime_type", "mimeType", "mediaType", "media_type"});
    if (format.empty()) format = member_text(*at, "format");
    const Json* next =
        first_member(*at, {"image_url", "input_audio", "image", "audio", "uri", "url", "fileUri", "file_uri", "bytes",
                           "data", "base64", "file_data", "content", "file_id", "source", "file"});
    if (next == nullptr) break;
    at = next;
  }
  return at;
}

MessagePart media_part(const Json& value, std::string_view told) {
  MessagePart part;
  std::string format;
  const Json* place = media_place(value, part.name, format);
  const std::string modality = member_text(value, "modality");
  const std::string_view kind = modality.empty() ? told : std::string_view(modality);
  const auto is = [&](std::string_view what) {
    return kind.find(what) != std::string_view::npos || part.name.starts_with(std::string(what) + "/");
  };
  part.kind = is("image") ? PartKind::image : is("audio") ? PartKind::audio : PartKind::file;
  if (part.name.empty() && !format.empty() && part.kind != PartKind::file)
    part.name = (part.kind == PartKind::image ? "image/" : "audio/") + format;
  part.text = json_text(*place);
  return part;
}

// Parts told by their only member, as Bedrock, Gemini and Genkit write them.
bool append_keyed_part(std::vector<MessagePart>& out, const Json& value) {
  if (const Json* call = first_member(value, {"toolUse", "functionCall", "function_call", "toolRequest"})) {
    out.push_back(tool_call_part(*call));
  } else if (const Json* result =
                 first_member(value, {"toolResult", "functionResponse", "function_response", "toolResponse"})) {
    out.push_back(tool_result_part(*result));
  } else if (const Json* media = first_member(value, {"inlineData", "inline_data", "fileData", "media", "document"})) {
    out.push_back(media_part(*media, "file"));
  } else if (const Json* image = first_member(value, {"image"})) {
    out.push_back(media_part(*image, "image"));
  } else if (const Json* reasoning = first_member(value, {"reasoning", "reasoningContent"})) {
    out.push_back(text_part(PartKind::reasoning, json_text(*reasoning)));
  } else if (const Json* text = first_member(value, {"text", "content"})) {
    append_parts(out, *text);
  } else {
    return false;
  }
  return true;
}

// {"type":"function","function":{"name":…,"parameters":…}}: a tool that may be called, not a call.
bool is_tool_definition(const Json& value) {
  const Json* function = member(value, "function");
  return function != nullptr && member(*function, "parameters") != nullptr && member(*function, "arguments") == nullptr;
}

bool is_bedrock_key(std::string_view type) {
  return is_one_of(type, {"toolUse", "toolResult", "reasoningContent", "functionCall", "functionResponse"});
}

void append_part(std::vector<MessagePart>& out, const Json& value) {
  if (value.is_string()) {
    out.push_back(text_part(PartKind::text, json_text(value)));
    return;
  }
  if (!value.is_object()) {
    if (!value.is_null()) out.push_back(text_part(PartKind::text, json_text(value)));
    return;
  }
  const std::string type = member_text(value, "type");
  if (is_one_of(type, {"text", "input_text", "output_text"})) {
    out.push_back(text_part(PartKind::text, first_text(value, {"content", "text"})));
  } else if (is_one_of(type, {"reasoning", "thinking", "redacted_thinking"})) {
    out.push_back(
        text_part(PartKind::reasoning, first_text(value, {"content", "text", "thinking", "reasoning", "summary"})));
  } else if (type == "refusal") {
    out.push_back(text_part(PartKind::refusal, first_text(value, {"refusal", "content", "text"})));
  } else if (type == "function" && is_tool_definition(value)) {
    out.push_back(text_part(PartKind::other, json_text(value)));
    out.back().name = "tool definition";
  } else if (is_one_of(type, {"tool_call", "tool-call", "tool_use", "function_call", "function", "server_tool_call"})) {
    out.push_back(tool_call_part(value));
  } else if (is_one_of(type, {"tool_call_response", "tool-result", "tool_result", "function_call_output",
                              "server_tool_call_response"})) {
    out.push_back(tool_result_part(value));
  } else if (is_one_of(type, {"image", "image_url", "input_image", "audio", "input_audio", "blob", "file", "uri",
                              "video", "document", "input_file"})) {
    out.push_back(media_part(value, type));
  } else if (is_bedrock_key(type) && member(value, "content") != nullptr) {  // the key of a block as its type
    Json keyed = Json::object();
    keyed[type] = *member(value, "content");
    append_keyed_part(out, keyed);
  } else if (!type.empty() || !append_keyed_part(out, value)) {
    MessagePart part = text_part(PartKind::other, json_text(value));
    part.name = type;
    out.push_back(std::move(part));
  }
}

std::string folded_role(std::string role) {
  if (role == "human") return "user";
  if (role == "ai" || role == "model") return "assistant";
  return role;
}

// {"lc":1,"id":[…,"HumanMessage"],"kwargs":{…}} and {"type":"human","data":{…}} hold the message inside.
const Json& unwrapped_message(const Json& value, std::string& role) {
  const Json* id = member(value, "id");
  const Json* kwargs = member(value, "kwargs");
  if (kwargs != nullptr && id != nullptr && id->is_array() && !id->empty()) {
    const std::string name = json_text(id->back());
    role = name.find("Human") == 0    ? "user"
           : name.find("AI") == 0     ? "assistant"
           : name.find("System") == 0 ? "system"
                                      : "tool";
    return *kwargs;
  }
  if (const Json* data = member(value, "data");
      data != nullptr && data->is_object() && member(*data, "content") != nullptr) {
    role = folded_role(member_text(value, "type"));
    return *data;
  }
  return value;
}

bool is_message(const Json& value) {
  if (!value.is_object()) return false;
  if (member(value, "role") != nullptr || member(value, "_role") != nullptr) return true;
  const std::string type = member_text(value, "type");
  if (member(value, "kwargs") != nullptr || (member(value, "data") != nullptr && !type.empty())) return true;
  // Mastra's answers: {"text": …, "toolCalls": […]} or beside lists of sources and files.
  if (const Json* text = member(value, "text"); text != nullptr && text->is_string())
    if (const Json* list = first_member(value, {"toolCalls", "sources"}); list != nullptr && list->is_array())
      return true;
  return (is_one_of(type, {"human", "ai", "system", "tool"}) && member(value, "content") != nullptr) ||
         member(value, "parts") != nullptr;
}

// LangChain keeps the calls as the provider wrote them in additional_kwargs, and not always beside it.
const Json* calls_of(const Json& message) {
  const Json* calls = first_member(message, {"tool_calls", "toolCalls"});
  if (calls != nullptr && calls->is_array() && !calls->empty()) return calls;
  const Json* provider = member(message, "additional_kwargs");
  calls = provider == nullptr ? nullptr : member(*provider, "tool_calls");
  return calls != nullptr && calls->is_array() ? calls : nullptr;
}

void append_message(std::vector<Message>& out, const Json& value, std::string_view fallback_role) {
  Message message;
  const Json& inner = unwrapped_message(value, message.role);
  if (message.role.empty()) message.role = folded_role(first_text(inner, {"role", "_role"}));
  if (message.role.empty() && is_one_of(member_text(inner, "type"), {"human", "ai", "system", "tool"}))
    message.role = folded_role(member_text(inner, "type"));
  if (message.role.empty()) message.role = std::string(fallback_role);
  message.finish_reason = first_text(inner, {"finish_reason", "finishReason", "stop_reason"});
  for (const char* name : {"reasoning_content", "reasoning"})
    if (const Json* reasoning = member(inner, name); reasoning != nullptr && reasoning->is_string())
      message.parts.push_back(text_part(PartKind::reasoning, json_text(*reasoning)));
  const Json* content = first_member(inner, {"parts", "content", "_content", "message", "text"});
  const std::string call_id = member_text(inner, "tool_call_id");
  if (content != nullptr && (!call_id.empty() || message.role == "tool") && content->is_string()) {
    MessagePart part = text_part(PartKind::tool_result, json_text(*content));
    part.call_id = call_id.empty() ? member_text(inner, "id") : call_id;
    part.name = member_text(inner, "name");
    message.parts.push_back(std::move(part));
  } else if (content != nullptr && !(content->is_string() && content->get_ref<const std::string&>().empty())) {
    append_parts(message.parts, *content);
  }
  if (const Json* refusal = member(inner, "refusal"))
    message.parts.push_back(text_part(PartKind::refusal, json_text(*refusal)));
  if (const Json* calls = calls_of(inner); calls != nullptr)
    for (const Json& call : *calls) message.parts.push_back(tool_call_part(call));
  if (const Json* call = member(inner, "function_call")) message.parts.push_back(tool_call_part(*call));
  out.push_back(std::move(message));
}

// [{"tool.name": …, "tool.args": …}]: what any-agent writes for an answer that calls tools.
bool append_calls(std::vector<Message>& out, const Json& list, std::string_view role) {
  const auto is_call = [](const Json& value) { return member(value, "tool.name") != nullptr; };
  if (list.empty() || !std::all_of(list.begin(), list.end(), is_call)) return false;
  Message message;
  message.role = std::string(role);
  for (const Json& call : list) message.parts.push_back(tool_call_part(call));
  out.push_back(std::move(message));
  return true;
}

bool append_list(std::vector<Message>& out, const Json& list, std::string_view role) {
  if (append_calls(out, list, role)) return true;
  const std::size_t before = out.size();
  for (const Json& element : list) {
    if (is_message(element)) {
      append_message(out, element, role);
    } else if (element.is_array() || element.is_object()) {
      append_messages(out, element, role);
    }
  }
  return out.size() != before;
}

}  // namespace

Json parsed_json(std::string_view text) {
  if (text.size() > kMaxJsonBytes) return Json(Json::value_t::discarded);
  Json value = json_tree(text);
  for (int i = 0; i < 2 && value.is_string(); ++i) {  // JSON inside a JSON string
    const std::string& inner = value.get_ref<const std::string&>();
    if (inner.empty() || (inner[0] != '{' && inner[0] != '[' && inner[0] != '"')) break;
    Json next = json_tree(inner);
    if (next.is_discarded()) break;
    value = std::move(next);
  }
  return value;
}

std::string json_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string member_text(const Json& object, const char* name) {
  const Json* value = member(object, name);
  return value == nullptr ? std::string{} : json_text(*value);
}

void append_parts(std::vector<MessagePart>& out, const Json& content) {
  if (content.is_array()) {
    for (const Json& part : content) append_part(out, part);
  } else {
    append_part(out, content);
  }
}

bool append_messages(std::vector<Message>& out, const Json& value, std::string_view role) {
  const std::size_t before = out.size();
  if (value.is_array()) return append_list(out, value, role);
  if (!value.is_object()) return false;
  if (is_message(value)) {
    append_message(out, value, role);
    return true;
  }
  if (const Json* system = first_member(value, {"system", "system_instruction"});
      system != nullptr && (member(value, "messages") != nullptr || member(value, "prompt") != nullptr)) {
    Message message;
    message.role = "system";
    append_parts(message.parts, *system);
    out.push_back(std::move(message));
  }
  if (const Json* config = member(value, "config"); config != nullptr && member(value, "contents") != nullptr)
    if (const Json* system = member(*config, "system_instruction")) {
      Message message;
      message.role = "system";
      const Json* parts = member(*system, "parts");
      append_parts(message.parts, parts != nullptr ? *parts : *system);
      out.push_back(std::move(message));
    }
  for (const char* name : {"messages", "contents", "choices", "candidates", "generations", "replies", "input"})
    if (const Json* list = member(value, name); list != nullptr && list->is_array() && append_list(out, *list, role))
      return true;
  for (const char* name : {"message", "value", "content", "output", "body", "data"}) {
    const Json* inner = member(value, name);
    if (inner == nullptr || !(inner->is_object() || inner->is_array()) || !append_messages(out, *inner, role)) continue;
    const std::string finish = first_text(value, {"finish_reason", "finishReason"});
    if (out.back().finish_reason.empty()) out.back().finish_reason = finish;
    return true;
  }
  if (const Json* prompt = member(value, "prompt"); prompt != nullptr && prompt->is_string()) {
    Message message;
    message.role = "user";
    append_parts(message.parts, *prompt);
    out.push_back(std::move(message));
  }
  return out.size() != before;
}

}  // namespace spanorama
