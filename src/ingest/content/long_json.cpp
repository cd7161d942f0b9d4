#include "long_json.h"

#include "spanorama/base/json_cursor.h"
#include "spanorama/base/json_text.h"

namespace spanorama {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kMaxDepth = 200;
constexpr std::size_t kLongBytes = 16 * 1024;  // shorter texts are read by the library's own parser

bool is_shallow(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return false;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return true;
}

class LongJson {
 public:
  explicit LongJson(std::string_view text) : json_(text) {}

  Json read() {
    Json out;
    if (!value(out, 0)) return discarded();
    const bool nothing_behind = json_.peek() == 0 && json_.failure() == JsonFailure::cut_off;
    return nothing_behind ? out : discarded();
  }

 private:
  static Json discarded() { return Json(Json::value_t::discarded); }

  bool value(Json& out, int depth) {
    switch (json_.peek()) {
      case '{': return depth < kMaxDepth && object(out, depth);
      case '[': return depth < kMaxDepth && array(out, depth);
      case '"': return string(out);
      default: return scalar(out);
    }
  }
  bool object(Json& out, int depth) {
    json_.take('{');
    out = Json::object();
    JsonString key;
    for (bool first = true; json_.next_member(first, key);)
      if (!value(out[unescaped_json(key.raw)], depth + 1)) return false;
    return !json_.failed();
  }
  bool array(Json& out, int depth) {
    json_.take('[');
    out = Json::array();
    for (bool first = true; json_.next_element(first);) {
      out.emplace_back();
      if (!value(out.back(), depth + 1)) return false;
    }
    return !json_.failed();
  }
  bool string(Json& out) {
    JsonString text;
    if (!json_.string(text)) return false;
    out = unescaped_json(text.raw);
    return true;
  }
  bool scalar(Json& out) {
    std::string_view text;
    if (!json_.scalar(text)) return false;
    out = Json::parse(text, nullptr, false);
    return !out.is_discarded();
  }

  JsonCursor json_;
};

}  // namespace

Json json_tree(std::string_view text) {
  if (text.size() >= kLongBytes) return LongJson(text).read();
  return is_shallow(text) ? Json::parse(text, nullptr, false) : Json(Json::value_t::discarded);
}

}  // namespace spanorama
