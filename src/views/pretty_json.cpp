#include "views/messages.h"

namespace spanorama {

namespace {

constexpr std::size_t kMostIndent = 40;

class Indenter {
 public:
  explicit Indenter(std::string_view text) : text_(text) { out_.reserve(text.size() + text.size() / 4); }

  std::string run() {
    for (; at_ < text_.size(); ++at_) step(text_[at_]);
    return std::move(out_);
  }

 private:
  void step(char c) {
    if (c == '"') return copy_string();
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') return;
    if (c == '{' || c == '[') return open(c);
    if (c == '}' || c == ']') return close(c);
    out_.push_back(c);
    if (c == ',') line();
    if (c == ':') out_.push_back(' ');
  }

  void copy_string() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2u : 1u;
    at_ = std::min(at_, text_.size() - 1);
    out_.append(text_.substr(begin, at_ - begin + 1));
  }

  void open(char c) {
    out_.push_back(c);
    std::size_t next = at_ + 1;
    while (next < text_.size() && text_[next] == ' ') ++next;
    if (next < text_.size() && (text_[next] == '}' || text_[next] == ']')) {  // empty: {} and [] stay together
      out_.push_back(text_[next]);
      at_ = next;
      return;
    }
    ++depth_;
    line();
  }

  void close(char c) {
    if (depth_ > 0) --depth_;
    line();
    out_.push_back(c);
  }

  void line() { out_.append("\n").append(2 * std::min(depth_, kMostIndent), ' '); }

  std::string_view text_;
  std::string out_;
  std::size_t at_ = 0, depth_ = 0;
};

}  // namespace

bool looks_like_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \n\r\t");
  if (first == std::string_view::npos) return false;
  const std::size_t last = text.find_last_not_of(" \n\r\t");
  return (text[first] == '{' && text[last] == '}') || (text[first] == '[' && text[last] == ']');
}

std::string pretty_json(std::string_view text) { return Indenter(text).run(); }

}  // namespace spanorama
