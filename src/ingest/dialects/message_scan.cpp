#include "message_scan.h"

#include "../raw_value.h"
#include "spanorama/base/json_cursor.h"

namespace spanorama {

namespace {

bool is_user(std::string_view role) { return role == "user" || role == "human"; }
bool is_history_only(std::string_view role) {
  return is_user(role) || role == "system" || role == "developer" || role == "tool" || role == "function";
}

bool is_text_key(std::string_view key) { return key == "content" || key == "text" || key == "refusal"; }

bool is_text_part(std::string_view type) {
  return type == "text" || type == "input_text" || type == "output_text" || type == "message" || type == "refusal";
}

// Parts whose content is no text of the message.
bool is_other_part(std::string_view type) {
  static constexpr std::string_view kTypes[] = {
      "reasoning", "thinking", "redacted_thinking", "tool_call", "tool-call", "tool_use", "tool_call_response",
      "tool_result", "tool-result", "server_tool_call", "server_tool_call_response", "function_call", "function",
      "image", "image_url", "input_image", "audio", "input_audio", "blob", "file", "uri", "video", "compaction",
  };
  for (const std::string_view t : kTypes)
    if (t == type) return true;
  return false;
}

bool is_otlp_value_key(std::string_view key) {
  return key == "stringValue" || key == "string_value" || key == "intValue" || key == "int_value" ||
         key == "boolValue" || key == "bool_value" || key == "doubleValue" || key == "double_value";
}

std::string_view role_of_type(std::string_view type) {
  if (type == "human" || type == "HumanMessage") return "user";
  if (type == "ai" || type == "AIMessage" || type == "AIMessageChunk") return "assistant";
  return {};
}

}  // namespace

void MessageScan::add_text(std::string_view raw, bool escaped) {
  if (text_.size() >= limit_ || raw.empty()) return;
  RawValue value;
  value.kind = RawKind::text;
  value.encoding = PayloadEncoding::json_string;
  value.raw = raw;
  value.escaped = escaped;
  if (!text_.empty()) text_ += ' ';
  text_ += text_prefix_of(value, limit_, scratch_);
}

void MessageScan::add_tool_call(std::string_view name) {
  if (tool_calls_.size() >= limit_) return;
  tool_calls_.append(tool_calls_.empty() ? "" : ", ").append(name.substr(0, 60)).append("()");
}

void MessageScan::finish_message() {
  if (!in_message_) return;
  in_message_ = false;
  messages_seen_ = true;
  if (!text_.empty() && is_user(role_)) last_user_ = text_;
  if (!text_.empty() && !is_history_only(role_)) last_text_ = text_;
  text_.clear();
  role_.clear();
}

void MessageScan::close_to(int depth) {
  depth_ = depth;
  if (depth_ < skip_depth_) skipping_ = false;
  if (in_message_ && depth_ < message_depth_) finish_message();
}

void MessageScan::pair(std::string_view key, std::string_view value, bool escaped) {
  const int depth = otlp_value_ ? depth_ - 2 : depth_;
  if (key == "role" || (key == "type" && !role_of_type(value).empty())) {
    if (in_message_ && depth <= message_depth_ && !role_.empty()) finish_message();
    in_message_ = true;
    message_depth_ = depth;
    role_ = key == "role" ? std::string(value) : std::string(role_of_type(value));
  } else if (key == "type" && !skipping_ && is_other_part(value)) {
    skipping_ = true;
    skip_depth_ = depth;
  } else if (key == "type" && skipping_ && depth <= skip_depth_ && is_text_part(value)) {
    skipping_ = false;
  } else if ((key == "name" || key == "toolName") && in_message_ && depth > message_depth_) {
    add_tool_call(value);
  } else if (is_text_key(key) && !skipping_) {
    if (!in_message_) {  // content before role, or a part without a message
      in_message_ = true;
      message_depth_ = depth;
    }
    add_text(value, escaped);
  }
}

void MessageScan::string_token(std::string_view raw, bool escaped, bool is_key) {
  if (is_key) {
    if (raw == "key") {
      otlp_key_open_ = true;
    } else if (is_otlp_value_key(raw)) {
      otlp_value_ = true;
    } else if (raw != "value" && raw != "kvlistValue" && raw != "arrayValue" && raw != "values" &&
               raw != "kvlist_value" && raw != "array_value") {
      key_ = raw.substr(0, 64);
      otlp_value_ = otlp_key_open_ = false;
    }
    return;
  }
  if (otlp_key_open_) {
    key_ = raw.substr(0, 64);
    otlp_key_open_ = false;
    return;
  }
  pair(key_, raw, escaped);
  otlp_value_ = false;
}

void MessageScan::run(std::string_view json, bool until_answer) {
  const char* p = json.data();
  const char* end = p + json.size();
  while (p != end) {
    const char c = *p++;
    if (c == '{' || c == '[') {
      ++depth_;
    } else if (c == '}' || c == ']') {
      close_to(depth_ - 1);
      if (until_answer && last_text_.size() >= limit_ / 2) return;
    } else if (c == '"') {
      bool escaped = false;
      const char* stop = tolerant_string_end(p, end, escaped);
      const std::string_view raw{p, static_cast<std::size_t>(stop - p)};
      p = stop == end ? end : stop + 1;
      while (p != end && JsonCursor::is_space(*p)) ++p;
      const bool is_key = p != end && *p == ':';
      if (is_key) ++p;
      string_token(raw, escaped, is_key);
    }
  }
  finish_message();
}

}  // namespace spanorama
