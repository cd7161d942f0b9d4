#include "views/json_tree/outline.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "spanorama/base/find_byte.h"
#include "spanorama/base/json_text.h"

namespace spanorama {

namespace {

constexpr std::size_t kOpenedBytes = 600;  // a container up to this size inside an open root starts open
constexpr std::uint16_t kMostDepth = 2000;

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

std::size_t after_space(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

// `at` is on the opening quote. Behind the closing one, or the end of the text.
std::size_t after_string(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size()) {
    const std::size_t found = find_byte(text, '"', at);
    if (found == std::string_view::npos) return text.size();
    std::size_t slashes = 0;
    while (found - slashes > at && text[found - slashes - 1] == '\\') ++slashes;
    at = found + 1;
    if (slashes % 2 == 0) return at;
  }
  return text.size();
}

std::size_t after_word(std::string_view text, std::size_t at) {
  while (at < text.size() && !is_space(text[at]) && std::strchr(",:{}[]\"", text[at]) == nullptr) ++at;
  return at;
}

JsonKind kind_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return JsonKind::broken;
  const char c = text[at];
  if (c == '{') return JsonKind::object;
  if (c == '[') return JsonKind::array;
  if (c == '"') return JsonKind::string;
  if (c == '-' || (c >= '0' && c <= '9')) return JsonKind::number;
  return c == 't' || c == 'f' || c == 'n' ? JsonKind::literal : JsonKind::broken;
}

bool plain_key(std::string_view key) {
  if (key.empty() || (key[0] >= '0' && key[0] <= '9')) return false;
  return std::all_of(key.begin(), key.end(), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

}  // namespace

JsonOutline::JsonOutline(std::string_view text) : text_(text.substr(0, 0xfffffff0u)) {
  nodes_.emplace_back();
  nodes_[0].parent = 0;
  const std::size_t at = after_space(text_, 0);
  JsonNode& root = nodes_[0];
  root.begin = root.end = static_cast<std::uint32_t>(at);
  root.kind = kind_at(text_, at);
  if (root.container()) {
    root.end = static_cast<std::uint32_t>(text_.size());
    root.next = root.begin + 1;
    set_open(0, true);
  } else {
    root.end = static_cast<std::uint32_t>(root.kind == JsonKind::string ? after_string(text_, at) : text_.size());
    root.complete = true;
  }
}

std::uint32_t JsonOutline::add_value(std::uint32_t parent, std::size_t at) {
  JsonNode child;
  child.parent = parent;
  child.index = static_cast<std::uint32_t>(nodes_[parent].children.size());
  child.depth = static_cast<std::uint16_t>(std::min<int>(nodes_[parent].depth + 1, kMostDepth));
  child.begin = child.end = static_cast<std::uint32_t>(at);
  child.kind = kind_at(text_, at);
  if (child.container()) {
    child.next = child.begin + 1;
  } else {
    std::size_t end = child.kind == JsonKind::string ? after_string(text_, at) : after_word(text_, at);
    if (end == at) end = text_.size();  // not JSON from here on: shown as it is
    child.end = static_cast<std::uint32_t>(end);
    child.complete = true;
  }
  const auto id = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back(std::move(child));
  nodes_[parent].children.push_back(id);
  stale_ = true;
  return id;
}

// Passes over a container to find its end. True when found.
bool JsonOutline::finish_child(JsonNode& child, std::size_t& budget) {
  const auto id = static_cast<std::uint32_t>(&child - nodes_.data());
  if (skipped_node_ != id) skipped_node_ = id, skip_at_ = child.begin, skip_depth_ = 0;
  std::size_t at = skip_at_;
  const std::size_t stop = at + budget;
  while (at < text_.size()) {
    if (at >= stop) {
      skip_at_ = static_cast<std::uint32_t>(at);
      budget = 0;
      return false;
    }
    const char c = text_[at];
    if (c == '"') {
      at = after_string(text_, at);
      continue;
    }
    ++at;
    if (c == '{' || c == '[') ++skip_depth_;
    if ((c == '}' || c == ']') && --skip_depth_ == 0) break;
  }
  budget -= std::min(budget, at - skip_at_);
  child.end = static_cast<std::uint32_t>(at);
  skipped_node_ = 0;
  return true;
}

void JsonOutline::open_small(std::uint32_t node) {
  const JsonNode& found = nodes_[node];
  const bool only = found.index == 0 && nodes_[found.parent].complete;
  const bool small = found.container() && (only || found.end - found.begin <= kOpenedBytes) && found.depth <= 3;
  if (small && nodes_.size() < 200) set_open(node, true);
}

// Finds children until a page is full, the container ends or the budget is used. True when there is nothing left to do.
bool JsonOutline::scan_children(std::uint32_t container, std::size_t& budget) {
  while (budget > 0) {
    if (!nodes_[container].children.empty()) {
      const std::uint32_t last = nodes_[container].children.back();
      if (nodes_[last].end == nodes_[last].begin) {
        if (!finish_child(nodes_[last], budget)) return false;
        nodes_[container].next = nodes_[last].end;
        stale_ = true;
        open_small(last);
      }
    }
    JsonNode& node = nodes_[container];
    if (node.complete || node.children.size() >= node.wanted) return true;
    std::size_t at = after_space(text_, node.next);
    if (at < text_.size() && text_[at] == ',') at = after_space(text_, at + 1);
    if (at >= text_.size() || text_[at] == '}' || text_[at] == ']') {
      node.complete = true;
      node.end = static_cast<std::uint32_t>(std::min(at + 1, text_.size()));
      stale_ = true;
      if (node.children.size() == 1) open_small(node.children.front());  // an envelope: what it holds is looked for
      return true;
    }
    std::size_t key_begin = 0, key_end = 0;
    const std::size_t first = at;
    if (node.kind == JsonKind::object && text_[at] == '"') {
      const std::size_t after = after_string(text_, at);
      key_begin = at + 1;
      key_end = std::max(key_begin, after - 1);
      at = after_space(text_, after);
      if (at < text_.size() && text_[at] == ':') at = after_space(text_, at + 1);
    }
    const std::uint32_t id = add_value(container, std::min(at, text_.size()));
    nodes_[id].key_begin = static_cast<std::uint32_t>(key_begin);
    nodes_[id].key_end = static_cast<std::uint32_t>(key_end);
    if (!nodes_[id].container()) nodes_[container].next = nodes_[id].end;
    const std::size_t used = nodes_[container].next - std::min<std::size_t>(first, nodes_[container].next);
    budget -= std::min(budget, used + 1);
  }
  return false;
}

void JsonOutline::set_open(std::uint32_t id, bool open) {
  JsonNode& node = nodes_[id];
  if (node.open == open) return;
  node.open = open;
  stale_ = true;
  if (!open || !node.container()) return;
  node.wanted = std::max(node.wanted, kPage);
  if (!node.complete) busy_.push_back(id);
}

void JsonOutline::show_more(std::uint32_t container) {
  nodes_[container].wanted += kPage;
  stale_ = true;
  if (!nodes_[container].complete) busy_.push_back(container);
}

void JsonOutline::reveal(std::uint32_t offset) {
  target_ = offset;
  target_node_ = 0;
}

std::optional<std::uint32_t> JsonOutline::take_revealed() { return std::exchange(revealed_, std::nullopt); }

// Goes down towards the byte, opening on the way. True when it is there.
bool JsonOutline::work_on_reveal(std::size_t& budget) {
  while (budget > 0) {
    if (!nodes_[target_node_].container()) break;
    set_open(target_node_, true);
    nodes_[target_node_].wanted = std::max(nodes_[target_node_].wanted, kPage);
    scan_children(target_node_, budget);
    const JsonNode& node = nodes_[target_node_];
    const auto after = std::upper_bound(node.children.begin(), node.children.end(), *target_,
                                        [this](std::uint32_t at, std::uint32_t child) {
                                          const JsonNode& n = nodes_[child];
                                          return at < (n.key_end > n.key_begin ? n.key_begin : n.begin);
                                        });
    const bool last_known = after == node.children.end() && !node.complete;
    if (after != node.children.begin()) {
      const JsonNode& child = nodes_[*(after - 1)];
      if (child.end > child.begin && *target_ < child.end) {
        target_node_ = *(after - 1);
        if (*target_ < child.begin) break;  // in its key
        continue;
      }
      if (!last_known) break;  // between two children
    }
    if (!last_known) break;
    if (node.children.size() >= node.wanted) nodes_[target_node_].wanted += kPage;
  }
  if (budget == 0) return false;
  revealed_ = target_node_;
  target_.reset();
  stale_ = true;
  return true;
}

bool JsonOutline::work(std::size_t bytes) {
  std::size_t budget = std::max<std::size_t>(bytes, 1);
  if (target_ && !work_on_reveal(budget)) return true;
  while (!busy_.empty() && budget > 0) {
    const std::uint32_t container = busy_.front();
    if (nodes_[container].open && !scan_children(container, budget)) return true;
    busy_.erase(busy_.begin());
  }
  return !busy_.empty();
}

const std::vector<JsonRow>& JsonOutline::rows() {
  if (!std::exchange(stale_, false)) return rows_;
  rows_.clear();
  struct Level {
    std::uint32_t node, at;
  };
  std::vector<Level> open;
  rows_.push_back({JsonRow::Kind::value, 0});
  if (nodes_[0].open) open.push_back({0, 0});
  while (!open.empty()) {
    Level& level = open.back();
    const JsonNode& node = nodes_[level.node];
    if (level.at < std::min<std::size_t>(node.children.size(), node.wanted)) {
      const std::uint32_t child = node.children[level.at++];
      rows_.push_back({JsonRow::Kind::value, child});
      if (nodes_[child].open && nodes_[child].container()) open.push_back({child, 0});
      continue;
    }
    if (!node.complete || node.children.size() > node.wanted)
      rows_.push_back({node.children.size() < node.wanted ? JsonRow::Kind::reading : JsonRow::Kind::more, level.node});
    open.pop_back();
  }
  return rows_;
}

std::string JsonOutline::member_path(std::uint32_t id) const {
  std::string path;
  for (std::uint32_t at = id; at != 0; at = nodes_[at].parent) {
    const JsonNode& node = nodes_[at];
    const bool in_list = nodes_[node.parent].kind == JsonKind::array;
    if (in_list && at != id) return {};
    if (!in_list) path = unescaped_json(key(node)) + (path.empty() ? "" : "." + path);
  }
  return path;
}

std::string JsonOutline::path(std::uint32_t id) const {
  std::vector<std::uint32_t> way;
  for (std::uint32_t at = id; at != 0; at = nodes_[at].parent) way.push_back(at);
  std::string out = "$";
  for (auto it = way.rbegin(); it != way.rend(); ++it) {
    const JsonNode& node = nodes_[*it];
    const std::string_view name = key(node);
    if (nodes_[node.parent].kind == JsonKind::array)
      out += "[" + std::to_string(node.index) + "]";
    else if (plain_key(name))
      out.append(".").append(name);
    else
      out.append("[\"").append(name).append("\"]");
  }
  return out;
}

}  // namespace spanorama
