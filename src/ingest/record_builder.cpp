#include "record_builder.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "issues.h"
#include "spanorama/base/hash.h"
#include "spanorama/base/same_bytes.h"
#include "spanorama/base/utf8.h"
#include "spanorama/model/payload_text.h"

namespace spanorama {

namespace {

constexpr std::size_t kKeyCacheSlots = 1024;
constexpr std::size_t kTextCacheSlots = 2048;
// A span with more has something else in it than fields of a later OTLP.
constexpr std::size_t kMostOtherFields = 64;

// After so many spans, and a 16th of the source, what was read tells how much room the rest will need; a little more is
// given, and no more than so many bytes.
constexpr std::size_t kRoomSpans = 512;
constexpr std::uint64_t kRoomShare = 16;
constexpr double kRoomBytes = 256e6;

// Lists and maps up to this many source bytes are kept as JSON text.
constexpr std::size_t kInlineStructuredBytes = 512;

template <class T>
std::uint64_t load(const char* p) {
  T value = 0;
  std::memcpy(&value, p, sizeof value);
  return value;
}

// Both ends and the length of a text, to look it up in a cache. Keys of one dialect share their beginnings and differ in
// their ends.
std::uint64_t ends_of(std::string_view text) {
  const char* p = text.data();
  const std::size_t n = text.size();
  if (n >= 16) {
    const std::uint64_t tail = load<std::uint64_t>(p + n - 8), middle = load<std::uint64_t>(p + n - 16);
    return tail ^ (middle * 0x9E3779B97F4A7C15ULL) ^ (load<std::uint64_t>(p) * 0xC2B2AE3D27D4EB4FULL) ^
           (std::uint64_t{n} << 56);
  }
  if (n >= 8) return load<std::uint64_t>(p) ^ (load<std::uint64_t>(p + n - 8) * 0x9E3779B97F4A7C15ULL) ^ n;
  if (n >= 4) return load<std::uint32_t>(p) ^ load<std::uint32_t>(p + n - 4) << 32 ^ n << 24;
  if (n == 0) return 0;
  return load<unsigned char>(p) | load<unsigned char>(p + n / 2) << 8 | load<unsigned char>(p + n - 1) << 16 |
         std::uint64_t{n} << 24;
}

// Dialects know lists and maps as text that holds JSON.
RawValue for_dialects(const RawValue& value) {
  RawValue text = value;
  if (value.encoding != PayloadEncoding::json_value) return text;
  text.kind = RawKind::text;
  text.encoding = PayloadEncoding::utf8;
  return text;
}

template <class T>
void cut(std::vector<T>& rows, std::size_t size) {
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(size), rows.end());
}

}  // namespace

RecordBuilder::RecordBuilder(ReadTarget target)
    : target_(target),
      batch_(target.batch),
      key_cache_(kKeyCacheSlots),
      text_cache_(kTextCacheSlots),
      room_at_(target.expected_bytes != 0 ? kRoomSpans : SIZE_MAX),
      facts_(target.batch, !target.metadata_only) {}

void RecordBuilder::issue(const IssueKind& kind, const char* where, std::string_view detail) {
  if (in_head_) return;
  if (in_record_) {
    pending_issues_.push_back({&kind, offset_of(where), detail});
  } else {
    target_.report.add(kind, offset_of(where), record_number_, detail);
  }
}

void RecordBuilder::begin_record() {
  in_record_ = true;
  record_mark_ = mark();
  pending_issues_.clear();
}

void RecordBuilder::keep_record() {
  in_record_ = false;
  for (const PendingIssue& p : pending_issues_) target_.report.add(*p.kind, p.offset, record_number_, p.detail);
}

void RecordBuilder::drop_record() {
  in_record_ = false;
  rewind(record_mark_);
}

KeyId RecordBuilder::key(std::string_view raw, bool escaped) {
  // What is cached had nothing to decode, so that equal bytes mean an equal key. One program's spans have the same keys in
  // the same order.
  const std::uint32_t guess = key_cache_[last_key_].next;
  const CachedKey& guessed = key_cache_[guess];
  if (guessed.text.present() && same_text(batch_.strings.view(guessed.text), raw)) {
    last_key_ = guess;
    return guessed.key;
  }
  const std::uint64_t hash = mix64(ends_of(raw));
  const auto ends = static_cast<std::uint32_t>(hash >> 32),
             at = static_cast<std::uint32_t>(hash & (kKeyCacheSlots - 1));
  CachedKey& slot = key_cache_[at];
  key_cache_[last_key_].next = at;
  last_key_ = at;
  if (slot.ends == ends && slot.text.present() && same_text(batch_.strings.view(slot.text), raw)) return slot.key;
  const std::string_view text = plain_text(raw, escaped, scratch_);
  const std::string_view kept = utf8_prefix(text, kMaxNameBytes);
  if (kept.size() != text.size()) issue(issues::kTextCut, window_, {});
  const StringId id = batch_.strings.intern(kept);
  const KeyId key = batch_.keys.key(id);
  if (kept.data() == raw.data() && kept.size() == raw.size()) slot = {ends, id, key, slot.next};
  return key;
}

RecordBuilder::CachedText& RecordBuilder::cached_text(StringInterner::Ahead ahead) {
  return text_cache_[ahead.hash & (kTextCacheSlots - 1)];
}

bool RecordBuilder::is_cached(const CachedText& slot, StringInterner::Ahead ahead, std::string_view text) const {
  return slot.hash == ahead.hash && slot.text.present() && same_text(batch_.strings.view(slot.text), text);
}

// Most texts are the same few again; the cache answers without a look at the interner's large table.
StringId RecordBuilder::interned(std::string_view raw, bool escaped, std::size_t max_bytes) {
  if (raw.empty()) return {};
  const StringInterner::Ahead ahead = batch_.strings.hash_of(raw);
  CachedText& slot = cached_text(ahead);
  if (!escaped && is_cached(slot, ahead, raw)) return slot.text;
  std::string_view text = plain_text(raw, escaped, scratch_);
  if (text.size() > max_bytes) {
    text = utf8_prefix(text, max_bytes);
    issue(issues::kTextCut, raw.data(), raw.substr(0, 60));
  }
  const StringId id = batch_.strings.intern(text);
  if (text.data() == raw.data() && text.size() == raw.size()) slot = {ahead.hash, id};
  return id;
}

StringId RecordBuilder::name(std::string_view raw, bool escaped) { return interned(raw, escaped, kMaxNameBytes); }

Attribute RecordBuilder::stored_payload(KeyId key, const RawValue& value) {
  Payload payload;
  payload.offset = offset_of(value.raw.data());
  payload.length = value.raw.size();
  payload.source = target_.source;
  payload.encoding = value.encoding;
  return batch_.payload_attribute(key, payload);
}

Attribute RecordBuilder::stored_text(KeyId key, const RawValue& value) {
  if (value.raw.size() > kInlineBytes && value.in_source) return stored_payload(key, value);
  return Attribute::make(key, ValueType::string, interned(value.raw, value.escaped, SIZE_MAX).value);
}

// The same temperature stands in span after span. Rows that were taken back do not count: others have their places by now.
Attribute RecordBuilder::shared(Attribute wide) {
  if (wide.type() != ValueType::int64 && wide.type() != ValueType::float64) return wide;
  std::vector<std::uint64_t>& values = batch_.wide_values;
  const std::uint64_t bits = values.back();
  std::uint32_t& known = known_wide_[mix64(bits) % std::size(known_wide_)];
  if (known < wide.value && values[known] == bits) {
    values.pop_back();
    return Attribute::make(wide.key(), wide.type(), known);
  }
  known = wide.value;
  return wide;
}

// Lists of one word, such as the reason why a model stopped, stand in span after span.
StringId RecordBuilder::json_of(const RawValue& value) {
  constexpr std::size_t kMostKept = 256;
  KnownJson& known = known_json_[mix64(ends_of(value.raw)) % std::size(known_json_)];
  if (known.json.present() && known.encoding == value.encoding && same_text(known.raw, value.raw)) return known.json;
  const StringId json = batch_.strings.intern(decoded_payload(value.encoding, value.raw));
  if (value.raw.size() <= kMostKept) {
    known.raw = value.raw;
    known.encoding = value.encoding;
    known.json = json;
  }
  return json;
}

Attribute RecordBuilder::stored(KeyId key, const RawValue& value) {
  switch (value.kind) {
    case RawKind::text: return stored_text(key, value);
    case RawKind::boolean: return batch_.bool_attribute(key, value.flag);
    case RawKind::integer: return shared(batch_.int_attribute(key, value.integer));
    case RawKind::real: return shared(batch_.double_attribute(key, value.real));
    case RawKind::bytes: {
      if (value.raw.size() > kInlineBytes) return stored_payload(key, value);
      const std::string bytes = decoded_payload(value.encoding, value.raw);
      return Attribute::make(key, ValueType::bytes, batch_.strings.intern(bytes).value);
    }
    case RawKind::structured: {
      if (value.raw.size() > kInlineStructuredBytes && value.in_source) return stored_payload(key, value);
      return Attribute::make(key, ValueType::json, json_of(value).value);
    }
    case RawKind::empty: break;
  }
  return Attribute::make(key, ValueType::empty, 0);
}

void RecordBuilder::attribute(KeyId key, const RawValue& value) { batch_.attributes.push_back(stored(key, value)); }

// A text that is not in the cache and needs no decoding is put off: its place in the interner's table is asked for, and
// looked at when the span is finished.
Attribute RecordBuilder::span_text(KeyId key, const RawValue& value) {
  const std::string_view raw = value.raw;
  if (!at_once_ || value.escaped || !value.in_source || raw.empty() || raw.size() > kInlineBytes)
    return stored_text(key, value);
  const StringInterner::Ahead ahead = batch_.strings.hash_of(raw);
  const CachedText& known = cached_text(ahead);
  if (is_cached(known, ahead, raw)) return Attribute::make(key, ValueType::string, known.text.value);
  batch_.strings.fetch(ahead);
  if (plain_text(raw, false, scratch_).data() != raw.data()) return stored_text(key, value);
  put_off_.push_back({attribute_count(), ahead, raw});
  return Attribute::make(key, ValueType::string, 0);
}

void RecordBuilder::intern_put_off() {
  for (const PendingText& p : put_off_) {
    const StringId id = batch_.strings.intern(p.text, p.ahead);
    const KeyId key = batch_.attributes[p.attribute].key();
    batch_.attributes[p.attribute] = Attribute::make(key, ValueType::string, id.value);
    cached_text(p.ahead) = {p.ahead.hash, id};
  }
  put_off_.clear();
  at_once_ = false;
}

void RecordBuilder::span_attribute(KeyId key, const RawValue& value) {
  if (target_.metadata_only) {
    if (target_.dialects) facts_.span_attribute(key, for_dialects(value), {});
    return;
  }
  const Attribute row = value.kind == RawKind::text ? span_text(key, value) : stored(key, value);
  batch_.attributes.push_back(row);
  if (!target_.dialects) return;
  const StringId text = row.type() == ValueType::string ? StringId{row.value} : StringId{};
  if (value.encoding == PayloadEncoding::json_value) return facts_.span_attribute(key, for_dialects(value), text);
  facts_.span_attribute(key, value, text);
}

bool RecordBuilder::known_attribute(std::string_view encoded, PayloadEncoding texts) {
  if (target_.metadata_only) return false;
  const AttributeMemo::Known* known = memo_.find(encoded);
  if (known == nullptr) return false;
  add_known(*known, encoded.data(), texts);
  return true;
}

void RecordBuilder::add_known(const AttributeMemo::Known& known, const char* encoded, PayloadEncoding texts) {
  const Attribute row = known.row;
  batch_.attributes.push_back(row);
  if (!target_.dialects || !facts_.listens_to(row.key())) return;
  const StringId text = row.type() == ValueType::string ? StringId{row.value} : StringId{};
  facts_.span_attribute(row.key(), AttributeMemo::value_of(known, encoded, texts), text);
}

void RecordBuilder::span_attribute(KeyId key, const RawValue& value, std::string_view encoded) {
  span_attribute(key, value);
  if (target_.metadata_only || value.escaped) return;
  const Attribute row = batch_.attributes.back();
  // A text that is new to its span's end has no row yet.
  const bool kept = row.type() == ValueType::string
                        ? row.value != 0 && value.kind == RawKind::text
                        : row.type() == ValueType::int32 || row.type() == ValueType::boolean;
  if (kept) memo_.saw(encoded, row, value.raw);
}

void RecordBuilder::event_attribute(KeyId key, const RawValue& value) {
  if (target_.dialects) facts_.event_attribute(key, for_dialects(value));
  if (!target_.metadata_only) attribute(key, value);
}

void RecordBuilder::begin_span(bool at_once) {
  facts_.begin_span();
  at_once_ = at_once;
  put_off_.clear();
  other_fields_.clear();
}

void RecordBuilder::other_field(std::string_view field_name, bool escaped, std::string_view bytes) {
  if (other_fields_.size() < kMostOtherFields && !target_.metadata_only)
    other_fields_.push_back({name(field_name, escaped), bytes});
}

void RecordBuilder::keep_other_fields() {
  for (const PendingField& field : other_fields_) {
    Payload payload;
    payload.offset = offset_of(field.bytes.data());
    payload.length = field.bytes.size();
    payload.source = target_.source;
    payload.encoding = field.name.present() ? PayloadEncoding::json_value : PayloadEncoding::bytes;
    batch_.other_fields.push_back({SpanRow{static_cast<std::uint32_t>(batch_.spans.size())}, field.name,
                                   PayloadRow{static_cast<std::uint32_t>(batch_.payloads.size())}});
    batch_.payloads.push_back(payload);
  }
}

void RecordBuilder::end_event(const SpanEvent& event) {
  batch_.events.push_back(event);
  if (target_.dialects) facts_.end_event(event);
}

bool RecordBuilder::check_ids(const SpanRecord& span, std::string_view bytes) {
  if (span.trace_id.valid() && span.span_id.valid()) return true;
  issue(issues::kZeroId, bytes.data());
  return false;
}

void RecordBuilder::check_times(const SpanRecord& span, std::string_view bytes) {
  if (span.start.ns == 0 || span.end.ns == 0) {
    issue(issues::kMissingTime, bytes.data());
  } else if (span.end < span.start) {
    issue(issues::kEndBeforeStart, bytes.data());
  }
}

void RecordBuilder::ask_dialects(SpanRecord& span) {
  const Scope& scope = batch_.scopes[span.scope.value];
  const std::uint32_t dialects = facts_.finish_span(span, scope.name, resource_facts_[span.resource.value]);
  for (std::uint32_t rest = dialects; rest != 0; rest &= rest - 1)
    ++target_.report.dialect_spans[static_cast<std::size_t>(std::countr_zero(rest))];
}

bool RecordBuilder::finish_span(SpanRecord& span, const Extra& extra, std::string_view bytes) {
  if (!check_ids(span, bytes)) return false;
  check_times(span, bytes);
  return finish_part(span, extra, bytes);
}

bool RecordBuilder::finish_part(SpanRecord& span, const Extra& extra, std::string_view bytes) {
  if (!check_ids(span, bytes)) return false;
  for (const PendingText& p : put_off_) batch_.strings.fetch_text(p.ahead);
  span.resource = current_resource();
  span.scope = current_scope();
  span.source = target_.source;
  span.record_offset = offset_of(bytes.data());
  span.record_bytes = static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes.size(), UINT32_MAX));
  if (extra.status_message.present() || extra.trace_state.present() || extra.flags != 0 ||
      (extra.dropped_attributes | extra.dropped_events | extra.dropped_links) != 0) {
    span.extra = {static_cast<std::uint32_t>(batch_.extras.size())};
    batch_.extras.push_back(extra);
  }
  if (target_.dialects) ask_dialects(span);
  intern_put_off();
  if (!other_fields_.empty()) keep_other_fields();
  batch_.spans.push_back(span);
  ++target_.report.spans;
  if (batch_.spans.size() >= room_at_) make_room(span.record_offset + bytes.size() - target_.first_offset);
  return true;
}

void RecordBuilder::make_room(std::uint64_t bytes_read) {
  room_at_ *= 2;
  if (bytes_read < target_.expected_bytes / kRoomShare) return;
  room_at_ = SIZE_MAX;
  if (bytes_read >= target_.expected_bytes) return;
  const double rest = static_cast<double>(target_.expected_bytes - bytes_read) / static_cast<double>(bytes_read);
  const double more = std::min(rest * 1.05, kRoomBytes / static_cast<double>(memory_of(batch_)));
  const auto share = [more](std::uint64_t size) { return static_cast<std::size_t>(static_cast<double>(size) * more); };
  visit_tables(batch_, [&](auto& table) { table.reserve(table.size() + share(table.size())); });
  batch_.strings.reserve(share(batch_.strings.size()), share(batch_.strings.byte_count()));
}

void RecordBuilder::begin_log() { facts_.begin_span(); }

bool RecordBuilder::finish_log(LooseEvent& log, std::string_view bytes) {
  ++target_.report.log_records;
  if (!log.trace_id.valid()) {
    issue(issues::kLogWithoutIds, bytes.data(), batch_.strings.view(log.event.name).substr(0, 60));
    return false;
  }
  log.source = target_.source;
  log.resource = current_resource();
  log.scope = current_scope();
  log.record_offset = offset_of(bytes.data());
  if (target_.dialects) {
    facts_.end_event(log.event);
    facts_.finish_loose_event(log);
  }
  batch_.loose_events.push_back(log);
  return true;
}

RecordBuilder::Mark RecordBuilder::mark() const {
  return {batch_.attributes.size(), batch_.wide_values.size(), batch_.payloads.size(), batch_.events.size(),
          batch_.links.size()};
}

void RecordBuilder::rewind(const Mark& mark) {
  cut(batch_.attributes, mark.attributes);
  cut(batch_.wide_values, mark.wide_values);
  cut(batch_.payloads, mark.payloads);
  cut(batch_.events, mark.events);
  cut(batch_.links, mark.links);
}

}  // namespace spanorama
