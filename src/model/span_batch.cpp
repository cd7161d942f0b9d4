#include "spanorama/model/span_batch.h"

#include <algorithm>
#include <cstring>

namespace spanorama {

KeyTable::KeyTable() {
  texts_.push_back({});  // KeyId 0: the empty key
  by_string_.push_back(1);
}

KeyId KeyTable::key(StringId text) {
  if (text.value >= by_string_.size()) by_string_.resize(std::size_t{text.value} + 1 + text.value / 2, 0);
  std::uint32_t& known = by_string_[text.value];
  if (known == 0) {
    // The last id is kept for everything past the limit; it shows the key that reached it.
    if (texts_.size() == kMaxKeys) return {kMaxKeys - 1};
    texts_.push_back(text);
    known = static_cast<std::uint32_t>(texts_.size());
  }
  return {known - 1};
}

std::uint64_t memory_of(const SpanBatch& batch) {
  // Beside its texts the interner has their ends and a table of slots that is at most half full.
  constexpr std::uint64_t kSlotBytes = 16;
  std::uint64_t bytes = batch.strings.byte_count() + batch.strings.size() * (sizeof(std::uint64_t) + kSlotBytes);
  // Room that was made ahead for what is still to come (RecordBuilder) is none of the rows that are there.
  visit_tables(batch, [&](const auto& table) {
    bytes += std::min(table.capacity(), table.size() + table.size() / 2) * sizeof(table[0]);
  });
  return bytes;
}

Attribute SpanBatch::string_attribute(KeyId key, std::string_view text) {
  return Attribute::make(key, ValueType::string, strings.intern(text).value);
}

Attribute SpanBatch::int_attribute(KeyId key, std::int64_t value) {
  if (value >= INT32_MIN && value <= INT32_MAX)
    return Attribute::make(key, ValueType::int32, static_cast<std::uint32_t>(static_cast<std::int32_t>(value)));
  wide_values.push_back(static_cast<std::uint64_t>(value));
  return Attribute::make(key, ValueType::int64, static_cast<std::uint32_t>(wide_values.size() - 1));
}

Attribute SpanBatch::double_attribute(KeyId key, double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  wide_values.push_back(bits);
  return Attribute::make(key, ValueType::float64, static_cast<std::uint32_t>(wide_values.size() - 1));
}

Attribute SpanBatch::bool_attribute(KeyId key, bool value) {
  return Attribute::make(key, ValueType::boolean, value ? 1 : 0);
}

Attribute SpanBatch::payload_attribute(KeyId key, const Payload& payload) {
  payloads.push_back(payload);
  return Attribute::make(key, ValueType::payload, static_cast<std::uint32_t>(payloads.size() - 1));
}

}  // namespace spanorama
