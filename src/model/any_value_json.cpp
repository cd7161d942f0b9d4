#include <cstdint>
#include <vector>

#include "any_value_text.h"
#include "spanorama/base/json_cursor.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

// What the converter stands in:  any {"arrayValue": array_object {"values": array_list [any, any]}}
//                                any {"kvlistValue": map_object {"values": map_list [pair {"key":…, "value": any}]}}
enum class Place : std::uint8_t { any, array_object, array_list, map_object, map_list, pair };

struct Frame {
  Place place = Place::any;
  bool first_read = true;  // for the cursor
  bool wrote = false;      // any, pair: a value was written; lists: an element was
};

// Values may stand before their keys; deeper than this such a key is given up, so that the cost stays linear.
constexpr std::size_t kLookAheadDepth = 64;

bool is_integer(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  if (at == text.size()) return false;
  for (; at < text.size(); ++at)
    if (text[at] < '0' || text[at] > '9') return false;
  return true;
}

class Converter {
 public:
  Converter(std::string& out, std::string_view value) : out_(out), json_(value) {}

  void run() {
    if (!json_.take('{')) {
      out_ += "null";
      return;
    }
    stack_.push_back({});
    while (!stack_.empty() && !json_.failed()) step();
    while (!stack_.empty()) close(), stack_.pop_back();
  }

 private:
  void step() {
    switch (stack_.back().place) {
      case Place::any: return any_member();
      case Place::array_object: return list_member(Place::array_list);
      case Place::map_object: return list_member(Place::map_list);
      case Place::array_list: return element(Place::any);
      case Place::map_list: return element(Place::pair);
      case Place::pair: return pair_member();
    }
  }

  void close() {
    const Frame& top = stack_.back();
    if (top.place == Place::array_object) out_ += ']';
    if (top.place == Place::map_object) out_ += '}';
    if ((top.place == Place::any || top.place == Place::pair) && !top.wrote) out_ += "null";
  }
  void leave() {
    if (json_.failed()) return;  // run() closes what is open
    close();
    stack_.pop_back();
  }

  void any_member() {
    JsonString key;
    if (!json_.next_member(stack_.back().first_read, key)) return leave();
    if (stack_.back().wrote) {
      json_.skip_value();
    } else if ((key.raw == "arrayValue" || key.raw == "array_value") && json_.peek() == '{') {
      open_list(Place::array_object, '[');
    } else if ((key.raw == "kvlistValue" || key.raw == "kvlist_value") && json_.peek() == '{') {
      open_list(Place::map_object, '{');
    } else {
      scalar(key.raw);
    }
  }

  void open_list(Place place, char bracket) {
    json_.take('{');
    stack_.back().wrote = true;
    out_ += bracket;
    stack_.push_back({place, true, false});
  }

  void list_member(Place list) {
    JsonString key;
    if (!json_.next_member(stack_.back().first_read, key)) return leave();
    if (key.raw == "values" && !stack_.back().wrote && json_.peek() == '[') {
      json_.take('[');
      stack_.back().wrote = true;
      stack_.push_back({list, true, false});
    } else {
      json_.skip_value();
    }
  }

  void element(Place inner) {
    if (!json_.next_element(stack_.back().first_read)) return leave();
    if (json_.peek() != '{') {
      json_.skip_value();
      return;
    }
    if (stack_.back().wrote) out_ += ',';
    stack_.back().wrote = true;
    json_.take('{');
    if (inner == Place::pair) write_key();
    stack_.push_back({inner, true, false});
  }

  void write_key() {
    JsonCursor look = json_;
    JsonString key, text;
    bool first = true;
    while (look.next_member(first, key)) {
      if (key.raw == "key" && look.peek() == '"' && look.string(text)) break;
      if (stack_.size() > kLookAheadDepth || !look.skip_value()) break;
    }
    string(text.raw);
    out_ += ':';
  }

  void pair_member() {
    JsonString key;
    if (!json_.next_member(stack_.back().first_read, key)) return leave();
    if (key.raw == "value" && !stack_.back().wrote && json_.peek() == '{') {
      json_.take('{');
      stack_.back().wrote = true;
      stack_.push_back({Place::any, true, false});
    } else {
      json_.skip_value();
    }
  }

  void scalar(std::string_view kind) {
    const bool known = kind == "stringValue" || kind == "string_value" || kind == "bytesValue" ||
                       kind == "bytes_value" || kind == "intValue" || kind == "int_value" || kind == "doubleValue" ||
                       kind == "double_value" || kind == "boolValue" || kind == "bool_value";
    const char next = json_.peek();
    if (!known || next == '{' || next == '[') {
      json_.skip_value();
      return;
    }
    JsonString text;
    std::string_view bare;
    if (next == '"') {
      if (!json_.string(text)) return;
      const bool number = (kind == "intValue" || kind == "int_value") && is_integer(text.raw);
      number ? void(out_ += text.raw) : string(text.raw);
    } else {
      if (!json_.scalar(bare)) return;
      if (bare == "null") return;
      const bool json = bare == "true" || bare == "false" || bare[0] == '-' || (bare[0] >= '0' && bare[0] <= '9');
      json ? void(out_ += bare) : string(bare);
    }
    stack_.back().wrote = true;
  }

  // The inside of a JSON string is one already.
  void string(std::string_view inside) {
    out_ += '"';
    if (is_valid_utf8(inside)) {
      out_ += inside;
    } else {
      out_ += repaired_utf8(inside);
    }
    out_ += '"';
  }

  std::string& out_;
  JsonCursor json_;
  std::vector<Frame> stack_;
};

}  // namespace

void append_json_from_otlp_json(std::string& out, std::string_view value) { Converter(out, value).run(); }

}  // namespace spanorama
