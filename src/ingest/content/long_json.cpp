#include "long_json.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

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
    auto& members = out.get_ref<Json::object_t&>();
    JsonString key;
    for (bool first = true; json_.next_member(first, key);) {
      members.emplace_back(unescaped_json(key.raw), Json());
      if (!value(members.back().second, depth + 1)) return false;
    }
    join_equal_names(members);
    return !json_.failed();
  }
  // The last value of a name, in the place of the first, as the library has it; whose own way takes a time that grows with
  // the square of the members.
  static void join_equal_names(Json::object_t& members) {
    auto* const all = members.data();
    std::unordered_map<std::string_view, std::size_t> first_of;
    std::vector<std::size_t> later;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const auto [known, fresh] = first_of.emplace(all[i].first, i);
      if (fresh) continue;
      all[known->second].second = std::move(all[i].second);
      later.push_back(i);
    }
    if (later.empty()) return;
    Json::object_t kept;
    for (std::size_t i = 0; i < members.size(); ++i)
      if (!std::binary_search(later.begin(), later.end(), i)) kept.emplace_back(all[i].first, std::move(all[i].second));
    members = std::move(kept);
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
