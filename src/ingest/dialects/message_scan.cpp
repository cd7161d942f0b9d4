#include "message_scan.h"

#include <algorithm>
#include <cstring>

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
      "reasoning",
      "thinking",
      "redacted_thinking",
      "tool_call",
      "tool-call",
      "tool_use",
      "tool_call_response",
      "tool_result",
      "tool-result",
      "server_tool_call",
      "server_tool_call_response",
      "function_call",
      "function",
      "image",
      "image_url",
      "input_image",
      "audio",
      "input_audio",
      "blob",
      "file",
      "uri",
      "video",
      "compaction",
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

// So much of a long text is looked at before its end is looked for.
constexpr std::ptrdiff_t kProbeBytes = 1024;
constexpr std::size_t kToolCallsBytes = 2 * kPreviewBytes;

// Where the white space behind a string ends; inside a JSON string it may be escaped.
const char* pass_space(const char* p, const char* end, int layers) {
  while (p != end) {
    if (JsonCursor::is_space(*p)) {
      ++p;
    } else if (layers != 0 && *p == '\\' && end - p >= 2 && (p[1] == 'n' || p[1] == 'r' || p[1] == 't')) {
      p += 2;
    } else {
      break;
    }
  }
  return p;
}

}  // namespace

// Of a quote behind n backslashes inside one JSON string, the last backslash is the outer string's; (n - 1) / 2 are left
// when that is decoded, and the quote ends the inner string when that number is even: n = 1, 5, 9, …
const char* layered_string_end(const char* p, const char* end, int layers, bool& found) {
  if (layers == 0) {
    bool escaped = false;
    const char* stop = tolerant_string_end(p, end, escaped);
    found = stop != end;
    return stop;
  }
  found = true;
  for (const char* at = p; at != end;) {
    const auto* quote = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end - at)));
    if (quote == nullptr) break;
    const char* run = quote;
    while (run != p && run[-1] == '\\') --run;
    if (((quote - run) & 3) == 1) return quote - 1;
    at = quote + 1;
  }
  found = false;
  return end;
}

void MessageScan::add_text(std::string_view raw) {
  if (raw.empty() || text_.full()) return;
  text_.append_gap();
  text_.append(raw, layers_ + 1);
}

void MessageScan::add_tool_call(std::string_view name) {
  if (tool_calls_.size() >= kToolCallsBytes) return;
  tool_calls_.append(tool_calls_.empty() ? "" : ", ").append(name.substr(0, 60)).append("()");
}

void MessageScan::finish_message() {
  if (!in_message_) return;
  in_message_ = false;
  message_over_ = true;
  if (!text_.empty() && is_user(role_)) last_user_ = text_;
  if (!text_.empty() && !is_history_only(role_)) last_text_ = text_;
  text_.clear();
  role_ = {};
}

// Whether nothing that follows can change what is asked for.
bool MessageScan::enough() const {
  switch (until_) {
    case ScanUntil::end: return false;
    case ScanUntil::answer:
      return last_text_.full() || (text_.full() && in_message_ && !role_.empty() && !is_history_only(role_));
    case ScanUntil::message: return message_over_ || (text_.full() && is_user(role_));
  }
  return false;
}

void MessageScan::close_to(int depth) {
  depth_ = depth;
  if (depth_ < skip_depth_) skipping_ = false;
  if (in_message_ && depth_ < message_depth_) finish_message();
}

void MessageScan::pair(std::string_view key, std::string_view value) {
  const int depth = otlp_value_ ? depth_ - 2 : depth_;
  if (key == "role" || (key == "type" && !role_of_type(value).empty())) {
    if (in_message_ && depth <= message_depth_ && !role_.empty()) finish_message();
    in_message_ = true;
    message_depth_ = depth;
    role_ = key == "role" ? value : role_of_type(value);
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
    add_text(value);
  }
}

void MessageScan::member_name(std::string_view raw) {
  if (raw == "key") {
    otlp_key_open_ = true;
  } else if (is_otlp_value_key(raw)) {
    otlp_value_ = true;
  } else if (raw != "value" && raw != "kvlistValue" && raw != "arrayValue" && raw != "values" &&
             raw != "kvlist_value" && raw != "array_value") {
    key_ = raw;
    otlp_value_ = otlp_key_open_ = false;
  }
}

void MessageScan::string_value(std::string_view raw) {
  if (otlp_key_open_) {
    key_ = raw;
    otlp_key_open_ = false;
    return;
  }
  pair(key_, raw);
  otlp_value_ = false;
}

// A long text of which the beginning is all that is wanted: its end need not be found.
bool MessageScan::long_text(const char* p, const char* end) {
  const bool wanted =
      (until_ == ScanUntil::answer && !is_history_only(role_)) || (until_ == ScanUntil::message && is_user(role_));
  if (!wanted || role_.empty() || !in_message_ || skipping_ || otlp_key_open_ || !is_text_key(key_)) return false;
  if (end - p <= kProbeBytes) return false;
  bool found = false;
  layered_string_end(p, p + kProbeBytes, layers_, found);
  if (found) return false;
  const SqueezedText before = text_;
  add_text({p, static_cast<std::size_t>(kProbeBytes)});
  if (text_.full()) return true;
  text_ = before;
  return false;
}

// Takes the string whose inside begins at `p`.
const char* MessageScan::string_token(const char* p, const char* end) {
  if (long_text(p, end)) return end;
  bool found = false;
  const char* stop = layered_string_end(p, end, layers_, found);
  const std::string_view raw{p, static_cast<std::size_t>(stop - p)};
  const char* behind = found ? pass_space(stop + 1 + layers_, end, layers_) : end;
  if (behind != end && *behind == ':') {
    member_name(raw);
    return behind + 1;
  }
  string_value(raw);
  return behind;
}

void MessageScan::run(std::string_view json, ScanUntil until) {
  until_ = until;
  const char* p = json.data();
  const char* end = p + json.size();
  while (p != end && !enough()) {
    const char c = *p++;
    if (c == '{' || c == '[') {
      ++depth_;
    } else if (c == '}' || c == ']') {
      close_to(depth_ - 1);
    } else if (c == '"' && layers_ == 0) {
      p = string_token(p, end);
    } else if (c == '\\' && p != end) {
      p = layers_ != 0 && *p == '"' ? string_token(p + 1, end) : p + 1;
    }
  }
  finish_message();
}

}  // namespace spanorama
