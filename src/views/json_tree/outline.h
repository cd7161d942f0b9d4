// JSON of any size as a tree that is found out while it is looked at: only containers that are open are scanned, a page
// of children at a time, and each step reads a bounded number of bytes. Tolerates anything; nothing recurses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spanorama {

enum class JsonKind : std::uint8_t { object, array, string, number, literal, broken };

struct JsonNode {
  std::uint32_t begin = 0, end = 0;          // bytes of the text; end == begin: not known yet
  std::uint32_t key_begin = 0, key_end = 0;  // between the quotes; equal in arrays
  std::uint32_t parent = 0, index = 0;       // place among the parent's children
  std::uint32_t next = 0;                    // containers: where scanning goes on
  std::uint32_t wanted = 0;                  // containers: how many children to show
  std::uint16_t depth = 0;
  JsonKind kind = JsonKind::broken;
  bool open = false, complete = false;  // complete: all children are known
  std::vector<std::uint32_t> children;

  bool container() const { return kind == JsonKind::object || kind == JsonKind::array; }
};

struct JsonRow {
  enum class Kind : std::uint8_t { value, more, reading } kind = Kind::value;
  std::uint32_t node = 0;  // more and reading: the container
};

class JsonOutline {
 public:
  static constexpr std::uint32_t kPage = 500;

  // `text` must outlive the outline. The root is opened, and what is small or alone in it too.
  explicit JsonOutline(std::string_view text);

  // Reads at most about `bytes` further; true while something that is open is not found out yet.
  bool work(std::size_t bytes);
  void set_open(std::uint32_t node, bool open);
  void show_more(std::uint32_t container);  // another page of children
  // Opens everything around the byte at `offset`, over as many calls of work() as it takes.
  void reveal(std::uint32_t offset);
  // The innermost node that reveal() led to, once.
  std::optional<std::uint32_t> take_revealed();

  const std::vector<JsonNode>& nodes() const { return nodes_; }
  // Open rows from top to bottom. Made anew after a change, O(rows).
  const std::vector<JsonRow>& rows();

  std::string_view text() const { return text_; }
  std::string_view key(const JsonNode& node) const {
    return text_.substr(node.key_begin, node.key_end - node.key_begin);
  }
  // As written: with quotes, up to where it is known.
  std::string_view value(const JsonNode& node) const { return text_.substr(node.begin, node.end - node.begin); }
  // `$.messages[3].content`; keys that are not plain words in brackets and quotes.
  std::string path(std::uint32_t node) const;
  // `plan.tier`, as the filter names members of metadata: of a value in a list the path of the list. Empty for what
  // cannot be named so: the root, values in lists of lists or of objects.
  std::string member_path(std::uint32_t node) const;

 private:
  std::uint32_t add_value(std::uint32_t parent, std::size_t at);
  bool scan_children(std::uint32_t container, std::size_t& budget);
  bool finish_child(JsonNode& child, std::size_t& budget);
  bool work_on_reveal(std::size_t& budget);
  void open_small(std::uint32_t node);

  std::string_view text_;
  std::vector<JsonNode> nodes_;
  std::vector<JsonRow> rows_;
  std::vector<std::uint32_t> busy_;  // open containers with children to find
  std::optional<std::uint32_t> target_, revealed_;
  std::uint32_t target_node_ = 0;
  // The container that is being passed over to find its end.
  std::uint32_t skipped_node_ = 0, skip_at_ = 0, skip_depth_ = 0;
  bool stale_ = true;
};

}  // namespace spanorama
