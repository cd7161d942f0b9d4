// What the readers of other formats than OTLP share: members in plain JSON, ids and times as other programs write
// them, attributes as objects with nested names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "../record_builder.h"
#include "spanorama/base/json_cursor.h"

namespace spanorama {

// Hex of any length up to 32 (16) digits, with "0x" or not, and UUIDs keep their digits; base64 of the right length is
// decoded; any other text is hashed, the same in every run. Zeros and empty text give an invalid id. `exact` says
// whether the text can be told from the id.
TraceId trace_id_from_any(std::string_view text, bool* exact = nullptr);
SpanId span_id_from_any(std::string_view text, bool* exact = nullptr);
// Decimal numbers of 128 (64) bits.
bool trace_id_from_decimal(std::string_view digits, TraceId& out);
bool span_id_from_decimal(std::string_view digits, SpanId& out);

// ISO 8601, or a number of s, ms, µs or ns since 1970, told apart by its size.
bool unix_time_from_any(std::string_view text, UnixTime& out);
// Microseconds, perhaps with a fraction.
bool nanos_from_micros(std::string_view text, std::int64_t& ns);

// Null, "", [] and {} say nothing.
bool says_something(const RawValue& value);
// The name of an object's first member, raw; empty with a failure when it is cut off or no object.
std::string_view first_member(std::string_view object, JsonFailure& failure);
// The value of the first member of this name at any depth below an object or list, found without reading the rest: an
// unescaped `"name":` can only be one. Empty when there is none, or what follows is cut off or broken.
std::string_view member_anywhere(std::string_view json, std::string_view name);

// What a format calls one of its members, and the attribute that it becomes.
struct MemberKey {
  std::string_view member, attribute;
};
template <std::size_t N>
std::string_view attribute_of(const MemberKey (&keys)[N], std::string_view member) {
  for (const MemberKey& k : keys)
    if (k.member == member) return k.attribute;
  return {};
}

class JsonFields {
 public:
  enum class Owner : std::uint8_t { other, span, event };

  explicit JsonFields(RecordBuilder& builder) : builder_(builder) {}

  // All give false when the cursor failed, and true with an issue for a value of another type.
  bool open(JsonCursor& json, char bracket, std::string_view what, bool& opened);
  // An object, each member by `member(key)`; a list, each element by `element()`. Both give false when the cursor failed.
  template <class Member>
  bool object(JsonCursor& json, std::string_view what, Member&& member) {
    bool opened = false;
    if (!open(json, '{', what, opened) || !opened) return !json.failed();
    return each_member(json, member);
  }
  template <class Element>
  bool list(JsonCursor& json, std::string_view what, Element&& element) {
    bool opened = false;
    if (!open(json, '[', what, opened) || !opened) return !json.failed();
    for (bool first = true; json.next_element(first);)
      if (!element()) return false;
    return !json.failed();
  }
  // A list of span events, or of links; `out` is the run of what `element()` appends to the batch.
  template <class Element>
  bool event_list(JsonCursor& json, std::string_view what, Range& out, Element&& element) {
    return run_of(builder_.batch().events, json, what, out, element);
  }
  template <class Element>
  bool link_list(JsonCursor& json, std::string_view what, Range& out, Element&& element) {
    return run_of(builder_.batch().links, json, what, out, element);
  }
  // A span event, appended when it is whole: `member(key, event)` reads its members, attributes of the event among them.
  template <class Member>
  bool event(JsonCursor& json, std::string_view what, Member&& member) {
    bool opened = false;
    if (!open(json, '{', what, opened) || !opened) return !json.failed();
    SpanEvent event;
    const std::uint32_t begin = builder_.attribute_count();
    if (!each_member(json, [&](const JsonString& key) { return member(key, event); })) return false;
    event.attributes = builder_.attributes_since(begin);
    builder_.end_event(event);
    return true;
  }
  // The objects of a list that was passed over before: `read` takes one whose brace was taken, and gives false when the
  // cursor failed. A mistake is counted and ends the list; what came before it stays.
  template <class Read>
  void each_object(std::string_view list, std::string_view what, Read&& read) {
    JsonCursor json(list);
    if (json.peek() != '[') return;
    json.take('[');
    for (bool first = true; json.next_element(first);) {
      bool opened = false;
      if (!open(json, '{', what, opened) || (opened && !read(json))) break;
    }
    if (json.failed()) count_broken(json);
  }
  // The members of an object whose brace was taken, each by `member(key)`, into a draft with `mark`, `record` and `bytes`:
  // where the builder stood before, and what the object is in the source. Nothing is appended to the spans yet.
  template <class Draft, class Member>
  bool members(JsonCursor& json, Draft& draft, Member&& member) {
    const char* start = json.position() - 1;
    draft.mark = builder_.mark();
    builder_.begin_span();
    draft.record.attributes.begin = builder_.attribute_count();
    if (!each_member(json, member)) return false;
    draft.bytes = {start, static_cast<std::size_t>(json.position() - start)};
    return true;
  }
  bool text(JsonCursor& json, JsonString& out);  // of a string or bare scalar; null gives an empty text
  bool name(JsonCursor& json, StringId& out);
  bool instant(JsonCursor& json, UnixTime& out);
  bool micros(JsonCursor& json, std::int64_t& ns);
  bool value(JsonCursor& json, RawValue& out);

  // Values that follow do not stand in the source as they are.
  void set_in_source(bool in_source) { in_source_ = in_source; }
  void add(Owner owner, std::string_view key, const RawValue& value);
  void add_text(Owner owner, std::string_view key, std::string_view text);  // copied
  // One attribute for each leaf below an object, {"a":{"b":1}} as a.b; with `index_lists`, lists of objects as a.0.b.
  // Nulls are left out. `path` is the name so far.
  bool flat(JsonCursor& json, Owner owner, std::string& path, bool index_lists, int depth = 0);

  // Reads bytes that were passed over before, a list or an object; a mistake in them becomes one of `json`.
  template <class Read>
  bool later(JsonCursor& json, std::string_view raw, Read&& read_value) {
    if (raw.empty()) return true;
    JsonCursor inner(raw);
    if (read_value(inner)) return true;
    json = JsonCursor(inner.position(), json.end());
    json.take('\x01');  // never there: what follows is broken
    return false;
  }

 private:
  template <class Member>
  static bool each_member(JsonCursor& json, Member&& member) {
    JsonString key;
    for (bool first = true; json.next_member(first, key);)
      if (!member(key)) return false;
    return !json.failed();
  }
  template <class Rows, class Element>
  bool run_of(const Rows& rows, JsonCursor& json, std::string_view what, Range& out, Element&& element) {
    const auto begin = static_cast<std::uint32_t>(rows.size());
    if (!list(json, what, element)) return false;
    out = {begin, static_cast<std::uint32_t>(rows.size()) - begin};
    return true;
  }
  bool wrong_type(JsonCursor& json, std::string_view detail);
  void count_broken(const JsonCursor& json);
  bool flat_list(JsonCursor& json, Owner owner, std::string& path, int depth);

  RecordBuilder& builder_;
  std::string scratch_;
  bool in_source_ = true;
};

}  // namespace spanorama
