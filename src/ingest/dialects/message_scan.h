// Walks over JSON text that holds messages (in the parts form, OpenAI's, Vercel's, LangChain's or as an OTLP AnyValue)
// and picks texts by role. Text that is cut off, or begins inside a message, is fine. JSON that stands inside a JSON
// string is read as it is there, `\"role\"`, so that nothing is decoded but the texts that are wanted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "squeezed_text.h"

namespace spanorama {

enum class ScanUntil : std::uint8_t {
  end,
  answer,   // a message of neither user nor system has all the text that is kept
  message,  // the first message is over, or a user's has all the text that is kept
};

class MessageScan {
 public:
  // `layers`: how many JSON strings the JSON is the inside of, 0 or 1.
  explicit MessageScan(int layers) : layers_(layers) {}

  // `json` starts outside of a string.
  void run(std::string_view json, ScanUntil until);

  const SqueezedText& last_user() const { return last_user_; }
  const SqueezedText& last_text() const { return last_text_; }   // of any role but user, system, tool
  const std::string& tool_calls() const { return tool_calls_; }  // "get_weather(), search()"

 private:
  const char* string_token(const char* p, const char* end);
  bool long_text(const char* p, const char* end);
  bool enough() const;
  void pair(std::string_view key, std::string_view value);
  void member_name(std::string_view raw);
  void string_value(std::string_view raw);
  void close_to(int depth);
  void finish_message();
  void add_tool_call(std::string_view name);
  void add_text(std::string_view raw);

  int layers_;
  ScanUntil until_ = ScanUntil::end;
  int depth_ = 0;
  std::string_view key_;
  bool otlp_key_open_ = false;  // "key": the next string is a member's name
  bool otlp_value_ = false;     // inside {"stringValue": …}
  std::string_view role_;
  SqueezedText text_;
  int message_depth_ = 0;
  bool in_message_ = false;
  bool message_over_ = false;
  int skip_depth_ = 0;  // inside a part that is no text
  bool skipping_ = false;
  SqueezedText last_user_, last_text_;
  std::string tool_calls_;
};

// The end of the string whose inside begins at `p`, in JSON inside `layers` JSON strings: where its closing quote (with
// the backslash before it) begins, or `end` with `found` false. Raw line feeds inside are fine.
const char* layered_string_end(const char* p, const char* end, int layers, bool& found);

}  // namespace spanorama
