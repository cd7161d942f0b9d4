#include "usual_message.h"

#include <cstring>

#include "spanorama/base/json_cursor.h"

namespace spanorama {

namespace {

// Takes tokens from JSON that may be the inside of a JSON string.
class Tokens {
 public:
  Tokens(std::string_view json, int layers) : p_(json.data()), end_(p_ + json.size()), layers_(layers) {}

  bool punctuation(char wanted) {
    pass_space();
    if (p_ == end_ || *p_ != wanted) return false;
    ++p_;
    return true;
  }
  // These very bytes.
  bool spelled(std::string_view wanted) {
    if (static_cast<std::size_t>(end_ - p_) < wanted.size() || std::memcmp(p_, wanted.data(), wanted.size()) != 0)
      return false;
    p_ += wanted.size();
    return true;
  }
  int layers() const { return layers_; }
  // A string with just this inside.
  bool word(std::string_view wanted) {
    const char* before = p_;
    if (quote() && static_cast<std::size_t>(end_ - p_) > wanted.size() &&
        std::memcmp(p_, wanted.data(), wanted.size()) == 0) {
      p_ += wanted.size();
      if (quote_here()) return true;
    }
    p_ = before;
    return false;
  }
  bool quote() {
    pass_space();
    return quote_here();
  }
  // What follows the quote that opens a text; false when its end does not show or it is written oddly.
  bool text(SqueezedText& into) {
    p_ = into.append_string(p_, end_, layers_ + 1);
    return p_ != nullptr && !into.empty() && (into.full() || quote_here());
  }
  // A string without escapes, whatever it says.
  bool any_word() {
    if (!quote()) return false;
    while (p_ != end_ && *p_ != '"' && *p_ != '\\') ++p_;
    return quote_here();
  }
  bool at_end() {
    pass_space();
    return p_ == end_;
  }

 private:
  void pass_space() {
    while (p_ != end_ && JsonCursor::is_space(*p_)) ++p_;
  }
  bool quote_here() {
    if (end_ - p_ <= layers_ || p_[layers_] != '"' || (layers_ == 1 && *p_ != '\\')) return false;
    p_ += 1 + layers_;
    return true;
  }

  const char* p_;
  const char* end_;
  int layers_;
};

// What stands there nearly always, by layers: compared in one go, where token by token takes three times as long.
constexpr std::string_view kUsualParts[2][2] = {
    {R"(,"parts":[{"type":"text","content":")", R"(, "parts": [{"type": "text", "content": ")"},
    {R"(,\"parts\":[{\"type\":\"text\",\"content\":\")", R"(, \"parts\": [{\"type\": \"text\", \"content\": \")"},
};

// From behind the role up to the inside of the text. `part`: it is one of a list of parts.
bool open_text(Tokens& json, bool& part) {
  part = true;
  for (const std::string_view usual : kUsualParts[json.layers()])
    if (json.spelled(usual)) return true;
  if (!json.punctuation(',')) return false;
  part = json.word("parts");
  if (!part) return json.word("content") && json.punctuation(':') && json.quote();
  if (!json.punctuation(':') || !json.punctuation('[') || !json.punctuation('{')) return false;
  if (json.word("type") && !(json.punctuation(':') && json.word("text") && json.punctuation(','))) return false;
  return (json.word("content") || json.word("text")) && json.punctuation(':') && json.quote();
}

// `"role":"…"` with one of two words, and the two ways in which the first nearly always stands there, by layers.
struct Role {
  std::string_view usual[2][2];
  std::string_view word, or_word;
};
constexpr Role kUser = {
    {{R"("role":"user")", R"("role": "user")"}, {R"(\"role\":\"user\")", R"(\"role\": \"user\")"}}, "user", "human"};
constexpr Role kModel = {
    {{R"("role":"assistant")", R"("role": "assistant")"}, {R"(\"role\":\"assistant\")", R"(\"role\": \"assistant\")"}},
    "assistant",
    "model"};

bool role(Tokens& json, const Role& wanted) {
  for (const std::string_view usual : wanted.usual[json.layers()])
    if (json.spelled(usual)) return true;
  return json.word("role") && json.punctuation(':') && (json.word(wanted.word) || json.word(wanted.or_word));
}

}  // namespace

bool usual_user_message(std::string_view json, int layers, SqueezedText& text) {
  Tokens at(json, layers);
  bool part = false;
  if (!role(at, kUser) || !open_text(at, part) || !at.text(text)) return false;
  if (text.full()) return true;
  return (!part || (at.punctuation('}') && at.punctuation(']'))) && at.punctuation('}');
}

bool usual_answer(std::string_view json, int layers, SqueezedText& text) {
  Tokens at(json, layers);
  bool part = false;
  const bool list = at.punctuation('[');
  if (!at.punctuation('{') || !role(at, kModel) || !open_text(at, part) || !at.text(text)) return false;
  if (text.full()) return true;
  if (part && !(at.punctuation('}') && at.punctuation(']'))) return false;
  if (at.punctuation(',') && !(at.word("finish_reason") && at.punctuation(':') && at.any_word())) return false;
  return at.punctuation('}') && (!list || at.punctuation(']')) && at.at_end();
}

}  // namespace spanorama
