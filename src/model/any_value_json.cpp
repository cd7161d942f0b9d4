#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "spanorama/base/format.h"
#include "spanorama/base/json_cursor.h"
#include "spanorama/base/json_text.h"
#include "spanorama/model/any_value.h"

namespace spanorama {

namespace {

// What the teller stands in:  any {"arrayValue": array_object {"values": array_list [any, any]}}
//                                any {"kvlistValue": map_object {"values": map_list [pair {"key":…, "value": any}]}}
enum class Place : std::uint8_t { any, array_object, array_list, map_object, map_list, pair };

struct Frame {
  Place place = Place::any;
  bool first_read = true;  // for the cursor
  bool wrote = false;      // any, pair: a value was written; lists: an element was
};

// Values may stand before their keys; deeper than this such a key is given up, so that the cost stays linear.
constexpr std::size_t kLookAheadDepth = 64;

// Of a number or a text that holds one; false leaves the sink alone.
bool tell_number(std::string_view text, bool as_double, AnyValueSink& to) {
  std::int64_t whole = 0;
  double real = 0;
  if (!as_double && parse_int64(text, whole)) {
    to.integer(whole);
    return true;
  }
  if (!parse_double(text, real)) return false;
  to.real(real);
  return true;
}

bool tell_special_double(std::string_view text, AnyValueSink& to) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (text == "NaN") {
    to.real(std::numeric_limits<double>::quiet_NaN());
  } else if (text == "Infinity" || text == "-Infinity") {
    to.real(text[0] == '-' ? -kInfinity : kInfinity);
  } else {
    return false;
  }
  return true;
}

class Teller {
 public:
  Teller(std::string_view value, AnyValueSink& to) : to_(to), json_(value) {}

  void run() {
    if (!json_.take('{')) {
      to_.empty();
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
    if (top.place == Place::array_object) to_.end_list();
    if (top.place == Place::map_object) to_.end_map();
    if ((top.place == Place::any || top.place == Place::pair) && !top.wrote) to_.empty();
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
      open_list(Place::array_object);
    } else if ((key.raw == "kvlistValue" || key.raw == "kvlist_value") && json_.peek() == '{') {
      open_list(Place::map_object);
    } else {
      scalar(key.raw);
    }
  }

  void open_list(Place place) {
    json_.take('{');
    stack_.back().wrote = true;
    place == Place::array_object ? to_.begin_list() : to_.begin_map();
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
    to_.key(text.raw, true);
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
    const char next = json_.peek();
    if (!is_scalar_kind(kind) || next == '{' || next == '[') {
      json_.skip_value();
      return;
    }
    JsonString text;
    std::string_view bare;
    if (next == '"') {
      if (!json_.string(text)) return;
      tell_text(kind, text.raw);
    } else {
      if (!json_.scalar(bare) || bare == "null") return;
      tell_bare(kind, bare);
    }
    stack_.back().wrote = true;
  }

  static bool is_double(std::string_view kind) { return kind == "doubleValue" || kind == "double_value"; }
  static bool is_integer(std::string_view kind) { return kind == "intValue" || kind == "int_value"; }
  static bool is_bytes(std::string_view kind) { return kind == "bytesValue" || kind == "bytes_value"; }
  static bool is_scalar_kind(std::string_view kind) {
    return kind == "stringValue" || kind == "string_value" || is_integer(kind) || is_double(kind) || is_bytes(kind) ||
           kind == "boolValue" || kind == "bool_value";
  }

  void tell_text(std::string_view kind, std::string_view inside) {
    if ((is_integer(kind) || is_double(kind)) && tell_number(inside, is_double(kind), to_)) return;
    if (is_double(kind) && tell_special_double(inside, to_)) return;
    std::string decoded;
    if (is_bytes(kind) && append_base64_decoded(decoded, inside)) return to_.bytes(decoded);
    to_.text(inside, true);
  }

  void tell_bare(std::string_view kind, std::string_view bare) {
    if (bare == "true" || bare == "false") return to_.boolean(bare == "true");
    if (!tell_number(bare, is_double(kind), to_)) to_.text(bare, false);
  }

  AnyValueSink& to_;
  JsonCursor json_;
  std::vector<Frame> stack_;
};

// Plain JSON: what is open are lists and maps.
class PlainTeller {
 public:
  PlainTeller(std::string_view json, AnyValueSink& to) : to_(to), json_(json) {}

  void run() {
    if (is_bare(json_.peek()))
      return bare({json_.position(), static_cast<std::size_t>(json_.end() - json_.position())});
    value();
    while (!stack_.empty()) {
      Frame& top = stack_.back();
      JsonString key;
      const bool more =
          !json_.failed() && (top.map ? json_.next_member(top.first, key) : json_.next_element(top.first));
      if (!more) {
        top.map ? to_.end_map() : to_.end_list();
        stack_.pop_back();
        continue;
      }
      if (top.map) to_.key(key.raw, true);
      value();
    }
  }

 private:
  struct Frame {
    bool map = false, first = true;
  };

  void value() {
    const char next = json_.peek();
    JsonString string;
    std::string_view text;
    if (next == '{' || next == '[') {
      json_.take(next);
      next == '{' ? to_.begin_map() : to_.begin_list();
      stack_.push_back({next == '{', true});
    } else if (next == '"' && json_.string(string)) {
      to_.text(string.raw, true);
    } else if (!is_bare(next) || !json_.scalar(text)) {
      to_.empty();
    } else {
      bare(text);
    }
  }

  static bool is_bare(char first) { return first != 0 && first != '{' && first != '[' && first != '"'; }

  void bare(std::string_view text) {
    while (JsonCursor::is_space(text.back())) text.remove_suffix(1);
    if (text == "null") {
      to_.empty();
    } else if (text == "true" || text == "false") {
      to_.boolean(text == "true");
    } else if (!tell_number(text, false, to_) && !tell_special_double(text, to_)) {
      to_.text(text, false);
    }
  }

  AnyValueSink& to_;
  JsonCursor json_;
  std::vector<Frame> stack_;
};

}  // namespace

void tell_otlp_json(std::string_view value, AnyValueSink& to) { Teller(value, to).run(); }

void tell_plain_json(std::string_view json, AnyValueSink& to) { PlainTeller(json, to).run(); }

}  // namespace spanorama
