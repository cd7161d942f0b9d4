// Walks over JSON text that holds messages (in the parts form, OpenAI's, Vercel's, LangChain's or as an OTLP AnyValue)
// and picks texts by role. Text that is cut off, or begins inside a message, is fine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spanorama {

class MessageScan {
 public:
  // `limit`: so much text of a message is kept.
  explicit MessageScan(std::size_t limit) : limit_(limit) {}

  // `json` starts outside of a string. Stops early when `until_answer` and an answer's text is complete.
  void run(std::string_view json, bool until_answer);

  const std::string& last_user() const { return last_user_; }
  const std::string& last_text() const { return last_text_; }      // of any role but user, system, tool
  const std::string& tool_calls() const { return tool_calls_; }    // "get_weather(), search()"
  bool messages_seen() const { return messages_seen_; }

 private:
  void pair(std::string_view key, std::string_view value, bool escaped);
  void string_token(std::string_view raw, bool escaped, bool is_key);
  void close_to(int depth);
  void finish_message();
  void add_tool_call(std::string_view name);
  void add_text(std::string_view raw, bool escaped);

  std::size_t limit_;
  int depth_ = 0;
  std::string key_;
  bool otlp_key_open_ = false;      // "key": the next string is a member's name
  bool otlp_value_ = false;         // inside {"stringValue": …}
  std::string role_, text_;
  int message_depth_ = 0;
  bool in_message_ = false;
  int skip_depth_ = 0;              // inside a part that is no text
  bool skipping_ = false;
  bool messages_seen_ = false;
  std::string last_user_, last_text_, tool_calls_;
  std::string scratch_;
};

}  // namespace spanorama
