#include "assembly/join.h"

#include <algorithm>

#include "assembly/distinct.h"
#include "spanorama/base/hash.h"

namespace spanorama::assembly {
namespace {

class Joiner {
 public:
  Joined take(std::span<const SpanBatch* const> batches) {
    out_.maps.reserve(batches.size());
    make_room(batches);
    for (const SpanBatch* batch : batches) add(*batch);
    out_.columns.keys.resize(keys_.size());
    for (std::uint32_t k = 0; k < keys_.size(); ++k) out_.columns.keys[k] = keys_.text(KeyId{k});
    return std::move(out_);
  }

 private:
  void make_room(std::span<const SpanBatch* const> batches) {
    std::size_t attributes = 0, wide = 0, payloads = 0, events = 0, links = 0, strings = 0;
    std::uint64_t string_bytes = 0;
    for (const SpanBatch* batch : batches) {
      attributes += batch->attributes.size();
      wide += batch->wide_values.size();
      payloads += batch->payloads.size();
      events += batch->events.size();
      links += batch->links.size();
      strings += batch->strings.size();
      string_bytes += batch->strings.byte_count();
    }
    // Many strings stand in several batches: with half the sum the table is made anew once at most.
    if (batches.size() > 1) room_for_strings_ = {strings / 2, string_bytes / 2};
    out_.columns.attribute_rows.reserve(attributes);
    out_.columns.wide_values.reserve(wide);
    out_.columns.payloads.reserve(payloads);
    out_.columns.event_rows.reserve(events);
    out_.columns.link_rows.reserve(links);
  }

  void add(const SpanBatch& batch) {
    BatchMap map;
    map_strings(batch, map);
    map_sources(batch, map);
    map_payloads(batch, map);
    map_attributes(batch, map);
    map_events(batch, map);
    map_links(batch, map);
    map_resources(batch, map);
    map_scopes(batch, map);
    out_.maps.push_back(std::move(map));
    first_ = false;
  }

  // The first batch gives its tables whole; the numbers of the others are looked up.
  void map_strings(const SpanBatch& batch, BatchMap& map) {
    if (first_) {
      out_.strings = batch.strings;
      out_.strings.reserve(room_for_strings_.strings, room_for_strings_.bytes);
      keys_ = batch.keys;
      return;
    }
    map.strings = out_.strings.intern_all(batch.strings);
    map.keys.resize(batch.keys.size());
    for (std::uint32_t k = 0; k < batch.keys.size(); ++k)
      map.keys[k] = keys_.key(map.string(batch.keys.text(KeyId{k})));
  }

  void map_sources(const SpanBatch& batch, BatchMap& map) {
    for (Source source : batch.sources) {
      source.name = map.string(source.name);
      const auto same = [](const Source& a, const Source& b) {
        return a.id == b.id && a.name == b.name && a.fingerprint == b.fingerprint;
      };
      auto& rows = out_.columns.sources;
      const std::uint32_t row = sources_.add(rows, source, mix64(source.id) ^ source.fingerprint, same);
      rows[row].bytes = std::max(rows[row].bytes, source.bytes);  // a source may grow while it is read
      if (rows[row].format == Format::unknown) rows[row].format = source.format;
      map.sources.push_back(SourceRow{row});
    }
  }

  void map_payloads(const SpanBatch& batch, BatchMap& map) {
    auto& rows = out_.columns.payloads;
    map.first_payload = static_cast<std::uint32_t>(rows.size());
    for (Payload payload : batch.payloads) {
      payload.source = map.source(payload.source);
      payload.preview = map.string(payload.preview);
      rows.push_back(payload);
    }
  }

  void map_attributes(const SpanBatch& batch, BatchMap& map) {
    auto& wide = out_.columns.wide_values;
    map.first_wide = static_cast<std::uint32_t>(wide.size());
    wide.insert(wide.end(), batch.wide_values.begin(), batch.wide_values.end());
    auto& rows = out_.columns.attribute_rows;
    map.first_attribute = static_cast<std::uint32_t>(rows.size());
    if (first_) {
      rows.assign(batch.attributes.begin(), batch.attributes.end());
      return;
    }
    for (const Attribute& attribute : batch.attributes)
      rows.push_back(Attribute::make(map.key(attribute.key()), attribute.type(), mapped_value(attribute, map)));
  }

  static std::uint32_t mapped_value(Attribute attribute, const BatchMap& map) {
    switch (attribute.type()) {
      case ValueType::string:
      case ValueType::bytes:
      case ValueType::json: return map.string(StringId{attribute.value}).value;
      case ValueType::int64:
      case ValueType::float64: return attribute.value + map.first_wide;
      case ValueType::payload: return attribute.value + map.first_payload;
      default: return attribute.value;
    }
  }

  void map_events(const SpanBatch& batch, BatchMap& map) {
    auto& rows = out_.columns.event_rows;
    map.first_event = static_cast<std::uint32_t>(rows.size());
    for (SpanEvent event : batch.events) {
      event.name = map.string(event.name);
      event.attributes = moved(event.attributes, map.first_attribute);
      rows.push_back(event);
    }
  }

  void map_links(const SpanBatch& batch, BatchMap& map) {
    auto& rows = out_.columns.link_rows;
    map.first_link = static_cast<std::uint32_t>(rows.size());
    for (SpanLink link : batch.links) {
      link.attributes = moved(link.attributes, map.first_attribute);
      link.trace_state = map.string(link.trace_state);
      rows.push_back(link);
    }
  }

  void map_resources(const SpanBatch& batch, BatchMap& map) {
    for (Resource resource : batch.resources) {
      resource.attributes = moved(resource.attributes, map.first_attribute);
      resource.service_name = map.string(resource.service_name);
      resource.schema_url = map.string(resource.schema_url);
      const std::uint64_t hash = hash_of(resource.attributes) ^ mix64(resource.service_name.value + 1u);
      const auto same = [this](const Resource& a, const Resource& b) {
        return a.service_name == b.service_name && a.schema_url == b.schema_url &&
               a.dropped_attributes == b.dropped_attributes && equal(a.attributes, b.attributes);
      };
      map.resources.push_back(ResourceRow{resources_.add(out_.columns.resources, resource, hash, same)});
    }
  }

  void map_scopes(const SpanBatch& batch, BatchMap& map) {
    for (Scope scope : batch.scopes) {
      scope.attributes = moved(scope.attributes, map.first_attribute);
      scope.name = map.string(scope.name);
      scope.version = map.string(scope.version);
      scope.schema_url = map.string(scope.schema_url);
      const std::uint64_t hash = hash_of(scope.attributes) ^ mix64(scope.name.value + 1u) ^ scope.version.value;
      const auto same = [this](const Scope& a, const Scope& b) {
        return a.name == b.name && a.version == b.version && a.schema_url == b.schema_url &&
               a.dropped_attributes == b.dropped_attributes && equal(a.attributes, b.attributes);
      };
      map.scopes.push_back(ScopeRow{scopes_.add(out_.columns.scopes, scope, hash, same)});
    }
  }

  // Wide numbers by value, so that two rows in the pool with the same number are the same.
  std::uint64_t comparable(Attribute attribute) const {
    const bool wide = attribute.type() == ValueType::int64 || attribute.type() == ValueType::float64;
    return wide ? out_.columns.wide_values[attribute.value] : attribute.value;
  }
  std::uint64_t hash_of(Range range) const {
    std::uint64_t hash = range.count;
    for (std::uint32_t i = range.begin; i < range.end(); ++i) {
      const Attribute attribute = out_.columns.attribute_rows[i];
      hash = mix64(hash ^ attribute.key_and_type) ^ mix64(comparable(attribute) + 1);
    }
    return hash;
  }
  bool equal(Range a, Range b) const {
    if (a.count != b.count) return false;
    const auto& rows = out_.columns.attribute_rows;
    return std::equal(rows.data() + a.begin, rows.data() + a.end(), rows.data() + b.begin,
                      [this](Attribute x, Attribute y) {
                        return x.key_and_type == y.key_and_type && comparable(x) == comparable(y);
                      });
  }

  Joined out_;
  KeyTable keys_;
  Distinct<Resource> resources_;
  Distinct<Scope> scopes_;
  Distinct<Source> sources_;
  struct {
    std::size_t strings = 0;
    std::uint64_t bytes = 0;
  } room_for_strings_;
  bool first_ = true;
};

}  // namespace

Joined join(std::span<const SpanBatch* const> batches) { return Joiner().take(batches); }

}  // namespace spanorama::assembly
