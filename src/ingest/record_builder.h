// What both OTLP readers write through: turns values as they stand in the source into rows of a SpanBatch, remembers
// keys, counts issues, and takes back the rows of a record that turned out to be incomplete.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "attribute_memo.h"
#include "dialects/facts_collector.h"
#include "raw_value.h"
#include "spanorama/ingest/reader.h"

namespace spanorama {

// Names and messages longer than this are cut, with an issue.
inline constexpr std::size_t kMaxNameBytes = 4096;

class RecordBuilder {
 public:
  explicit RecordBuilder(ReadTarget target);

  SpanBatch& batch() { return batch_; }
  SourceReport& report() const { return target_.report; }

  // Says which bytes of the source lie at `begin`; views given later must lie behind it.
  void set_window(const char* begin, std::uint64_t offset) { window_ = begin, window_offset_ = offset; }
  std::uint64_t offset_of(const char* p) const { return window_offset_ + static_cast<std::uint64_t>(p - window_); }
  void set_record_number(std::uint64_t number) { record_number_ = number; }
  // Counted at once, or between begin_record() and its end when the record turns out to be whole.
  void issue(const IssueKind& kind, const char* where, std::string_view detail = {});

  // The same key text gives the same id; a small cache stands before the interner. `raw` may be the inside of a JSON
  // string or have broken UTF-8.
  KeyId key(std::string_view raw, bool escaped = false);
  // Text for a column; cut to kMaxNameBytes.
  StringId name(std::string_view raw, bool escaped);

  // Rows of the list that is open: remember where it begins, add, ask for the range.
  std::uint32_t attribute_count() const { return static_cast<std::uint32_t>(batch_.attributes.size()); }
  Range attributes_since(std::uint32_t begin) const { return {begin, attribute_count() - begin}; }
  void attribute(KeyId key, const RawValue& value);       // of a resource, scope or link
  void span_attribute(KeyId key, const RawValue& value);  // also seen by the dialects
  // The same of an attribute that was met before with these very bytes, all of it; false when it was not. Else, once it
  // was taken apart: with its bytes, for the next one.
  bool known_attribute(std::string_view encoded, PayloadEncoding texts);
  void span_attribute(KeyId key, const RawValue& value, std::string_view encoded);
  void event_attribute(KeyId key, const RawValue& value);

  // `at_once`: the span is read and finished in one go, and nobody looks at its attributes' rows before that. Texts that
  // are new may then be interned together, when their places in the table have come from memory.
  void begin_span(bool at_once = false);
  // A field that is no OTLP: kept where it lies. `name` is empty in protobuf.
  void other_field(std::string_view name, bool escaped, std::string_view bytes);
  void end_event(const SpanEvent& event);
  // Checks the record, lets the dialects speak, appends it; false when it had to be dropped (then rewind).
  bool finish_span(SpanRecord& span, const Extra& extra, std::string_view bytes);
  // The same for what may still get its times, without a word on them.
  bool finish_part(SpanRecord& span, const Extra& extra, std::string_view bytes);

  // A log record: begin_log(), event_attribute()…, then this with the name and time of the event, and with the ids of
  // its span, which may be invalid; false when it had to be dropped (then rewind).
  void begin_log();
  bool finish_log(LooseEvent& log, std::string_view bytes);

  // Resource and scope of the spans that follow. Equal bytes with an equal schema URL give the row that is there already.
  void begin_resource_spans();
  void begin_scope_spans();
  // The attributes must be the newest rows; they go away again when the same resource is there.
  void set_resource(Range attributes, std::string_view bytes, std::uint32_t dropped_attributes = 0);
  void set_resource_schema(StringId schema_url);
  void set_scope(const Scope& scope, std::string_view bytes);
  void set_scope_schema(StringId schema_url);
  void end_resource_spans();
  // What is set between these two was told to another reader before: its issues are not counted again, and its rows are
  // nobody else's, so that what is told behind its spans can still be put into them.
  void begin_head() { in_head_ = true; }
  void end_head();
  // Of the list that began with such a head; of a reader without one, rows of what is open.
  const LateSchemas& late_schemas() const { return late_; }
  ResourceRow open_resource() const { return resource_; }
  ScopeRow open_scope() const { return scope_; }
  // True when both were told, and nothing in them lies elsewhere.
  bool open_head_is_whole() const;
  void settle(const LateSchemas& late);
  // Where spans can name their resource before it comes: ask for the row once set_resource() was called, and give it
  // to a span that is in the batch already.
  ResourceRow current_resource();
  void give_resource(std::size_t span, ResourceRow resource);

  // Rows and issues of a record that is cut off are taken back by drop_record() and kept by keep_record().
  void begin_record();
  void keep_record();
  void drop_record();

  // Rows appended after mark() go away with rewind(); interned strings stay.
  struct Mark {
    std::size_t attributes, wide_values, payloads, events, links;
  };
  Mark mark() const;
  void rewind(const Mark& mark);

 private:
  void give_resource_facts(SpanRecord& span, const ResourceFacts& late);
  void make_room(std::uint64_t bytes_read);
  struct PendingIssue {
    const IssueKind* kind;
    std::uint64_t offset;
    std::string_view detail;
  };
  struct PendingField {
    StringId name;
    std::string_view bytes;
  };
  struct CachedKey {
    std::uint32_t ends = 0;
    StringId text;
    KeyId key;
    std::uint32_t next = 0;  // place of the key that followed it the last time
  };
  struct CachedText {
    std::uint32_t hash = 0;
    StringId text;
  };
  // A small structured value as it stood in the source, and the JSON that it became.
  struct KnownJson {
    std::string raw;
    PayloadEncoding encoding{};
    StringId json;
  };
  struct PendingText {
    std::uint32_t attribute = 0;  // the row that gets it
    StringInterner::Ahead ahead;
    std::string_view text;
  };
  StringId interned(std::string_view raw, bool escaped, std::size_t max_bytes);
  void ask_dialects(SpanRecord& span);
  void apply_late_resource();
  ScopeRow current_scope();
  Attribute stored(KeyId key, const RawValue& value);
  Attribute stored_text(KeyId key, const RawValue& value);
  Attribute span_text(KeyId key, const RawValue& value);
  void add_known(const AttributeMemo::Known& known, const char* encoded, PayloadEncoding texts);
  void intern_put_off();
  CachedText& cached_text(StringInterner::Ahead ahead);
  StringId json_of(const RawValue& value);
  Attribute shared(Attribute wide);
  bool is_cached(const CachedText& slot, StringInterner::Ahead ahead, std::string_view text) const;
  Attribute stored_payload(KeyId key, const RawValue& value);
  void keep_other_fields();
  void check_times(const SpanRecord& span, std::string_view bytes);
  bool check_ids(const SpanRecord& span, std::string_view bytes);

  ReadTarget target_;
  SpanBatch& batch_;
  const char* window_ = nullptr;
  std::uint64_t window_offset_ = 0;
  std::uint64_t record_number_ = 0;
  bool in_record_ = false;
  Mark record_mark_{};
  std::vector<PendingIssue> pending_issues_;
  std::vector<PendingField> other_fields_;  // of the span that is being read
  std::vector<CachedKey> key_cache_;
  std::uint32_t last_key_ = 0;  // place in it
  std::vector<CachedText> text_cache_;
  KnownJson known_json_[64];
  std::uint32_t known_wide_[256] = {};  // rows of wide values, by value
  AttributeMemo memo_;
  bool at_once_ = false;
  std::vector<PendingText> put_off_;
  std::string scratch_;
  std::size_t room_at_;  // so many spans: see whether there is room for the rest
  FactsCollector facts_;
  std::vector<ResourceFacts> resource_facts_;  // by ResourceRow

  // The schema URL may come after the spans: rows of others with equal bytes but another URL are left at the end.
  void settle_resource_schema();
  void settle_scope_schema();

  bool lies_elsewhere(Range attributes) const;

  ResourceRow resource_;
  ScopeRow scope_;
  bool in_head_ = false, given_resource_ = false, given_scope_ = false;
  bool resource_told_ = false, scope_told_ = false;
  LateSchemas late_;
  StringId resource_schema_, scope_schema_;
  bool resource_shared_ = false, scope_shared_ = false;
  std::size_t first_span_of_resource_ = 0, first_span_of_scope_ = 0;
  bool resource_came_late_ = false;
  std::unordered_map<std::uint64_t, std::uint32_t> resource_by_hash_, scope_by_hash_;
  std::unordered_map<std::uint64_t, std::uint32_t> resource_by_schema_, scope_by_schema_;  // row and URL -> row
};

}  // namespace spanorama
