// attr.KEY, resource.KEY and metadata.KEY.
#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <vector>

#include "query/condition_tests.h"
#include "query/metadata.h"
#include "query/text_match.h"
#include "spanorama/base/format.h"

namespace spanorama::query {
namespace {

// What a value has to be: anything, a number in a range, or a text.
class ValueTest {
 public:
  ValueTest(const Condition& c, const TraceStore& store, bool any)
      : store_(store),
        any_(any),
        range_(c.match == Match::range),
        low_(c.low),
        high_(c.high),
        memo_(store, TextMatcher(c)) {}

  bool passes(Attribute attribute) {
    if (any_) return true;
    if (range_) return number_passes(attribute);
    switch (attribute.type()) {
      case ValueType::string:
      case ValueType::json: return memo_.matches(StringId{attribute.value});
      case ValueType::payload: return memo_.matches(store_.columns().payloads[attribute.value].preview);
      case ValueType::empty: return false;
      default: return memo_.matches(std::string_view(short_text(store_, attribute)));
    }
  }

  bool passes(std::string_view text) {
    if (any_) return true;
    if (!range_) return memo_.matches(text);
    std::int64_t whole = 0;
    if (parse_int64(text, whole)) return whole >= low_ && whole <= high_;
    double value = 0;
    return parse_double(text, value) && real_passes(value);
  }

 private:
  bool number_passes(Attribute attribute) {
    switch (attribute.type()) {
      case ValueType::int32:
      case ValueType::int64: {
        const std::int64_t value = int_of(store_, attribute);
        return value >= low_ && value <= high_;
      }
      case ValueType::float64: return real_passes(double_of(store_, attribute));
      case ValueType::string: return passes(store_.text(StringId{attribute.value}));
      default: return false;
    }
  }
  // False for NaN.
  bool real_passes(double value) const {
    return value >= static_cast<double>(low_) && value <= static_cast<double>(high_);
  }

  const TraceStore& store_;
  bool any_, range_;
  std::int64_t low_, high_;
  StringMemo memo_;
};

class AttributeTest final : public TraceTest {
 public:
  AttributeTest(const Condition& c, const TraceStore& store, bool any)
      : store_(store), key_(store.find_key(c.key)), value_(c, store, any) {}
  bool passes(const Trace& trace) override {
    if (key_.value >= store_.columns().keys.size()) return false;
    for (std::uint32_t i = 0; i < trace.span_count; ++i)
      for (const Attribute& attribute : store_.attributes_of(SpanRow{trace.first_span.value + i}))
        if (attribute.key() == key_ && value_.passes(attribute)) return true;
    return false;
  }

 private:
  const TraceStore& store_;
  KeyId key_;
  ValueTest value_;
};

// Resources are few, so each is asked once beforehand.
class ResourceTest final : public TraceTest {
 public:
  ResourceTest(const Condition& c, const TraceStore& store, bool any) : resource_of_(store.columns().resource) {
    const KeyId key = store.find_key(c.key);
    ValueTest value(c, store, any);
    for (const Resource& resource : store.columns().resources) {
      const auto attributes = store.attributes(resource.attributes);
      wanted_.push_back(std::any_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
        return attribute.key() == key && value.passes(attribute);
      }));
    }
  }
  bool passes(const Trace& trace) override {
    const auto rows = resource_of_.subspan(trace.first_span.value, trace.span_count);
    return std::any_of(rows.begin(), rows.end(), [this](ResourceRow row) { return row.valid() && wanted_[row.value]; });
  }

 private:
  std::span<const ResourceRow> resource_of_;
  std::vector<bool> wanted_;
};

class MetadataTest final : public TraceTest {
 public:
  MetadataTest(const Condition& c, const TraceStore& store, bool any)
      : store_(store), key_(c.key), keys_(metadata_keys(store, c.key)), value_(c, store, any) {}
  bool passes(const Trace& trace) override {
    if (keys_.whole.empty() && keys_.objects.empty()) return false;
    for (std::uint32_t i = 0; i < trace.span_count; ++i)
      for (const Attribute& attribute : store_.attributes_of(SpanRow{trace.first_span.value + i}))
        if (attribute_passes(attribute)) return true;
    return false;
  }

 private:
  static bool is_in(const std::vector<KeyId>& keys, KeyId key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  }
  bool attribute_passes(Attribute attribute) {
    if (is_in(keys_.whole, attribute.key())) return value_.passes(attribute);
    const bool text = attribute.type() == ValueType::json || attribute.type() == ValueType::string;
    return text && is_in(keys_.objects, attribute.key()) && object_passes(StringId{attribute.value});
  }
  bool object_passes(StringId json) {
    const auto [at, added] = objects_.try_emplace(json.value, false);
    if (added)
      for (const std::string& entry : json_entry(store_.text(json), key_))
        at->second = at->second || value_.passes(entry);
    return at->second;
  }

  const TraceStore& store_;
  std::string key_;
  MetadataKeys keys_;
  ValueTest value_;
  std::unordered_map<std::uint32_t, bool> objects_;  // JSON text -> answer
};

}  // namespace

std::unique_ptr<TraceTest> make_keyed_test(const Condition& c, const TraceStore& store, bool any) {
  if (c.field == FilterField::attribute) return std::make_unique<AttributeTest>(c, store, any);
  if (c.field == FilterField::resource) return std::make_unique<ResourceTest>(c, store, any);
  return std::make_unique<MetadataTest>(c, store, any);
}

}  // namespace spanorama::query
