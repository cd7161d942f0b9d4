// The image of a store in one block of bytes.
//
//   +--------+---------+----------------+----------------------------+---------+---------+---
//   | magic  | version | section count  | {offset, bytes, item size} | section | section | …
//   | 8      | 4       | 4              | 24 each, order of columns  | aligned to 16     |
//   +--------+---------+----------------+----------------------------+---------+---------+---
//
// Numbers are little-endian. A section's item size is checked, so that a file of another version of the columns is
// refused rather than misread.

#include <cstring>

#include "spanorama/model/trace_store.h"

namespace spanorama {
namespace {

constexpr char kMagic[8] = {'S', 'P', 'A', 'N', 'O', 'R', 'M', '\0'};
constexpr std::uint32_t kVersion = 3;
constexpr std::uint64_t kAlignment = 16;

struct BlobHeader {
  char magic[8];
  std::uint32_t version;
  std::uint32_t sections;
};
struct BlobSection {
  std::uint64_t offset, bytes, item_bytes;
};

constexpr std::uint64_t aligned(std::uint64_t offset) { return (offset + kAlignment - 1) / kAlignment * kAlignment; }

std::vector<BlobSection> plan_sections(const ColumnViews& columns) {
  std::vector<BlobSection> sections;
  visit_columns(columns, [&](const char*, const auto& column) {
    sections.push_back({0, column.size_bytes(), sizeof(column[0])});
  });
  std::uint64_t offset = sizeof(BlobHeader) + sections.size() * sizeof(BlobSection);
  for (BlobSection& section : sections) {
    section.offset = aligned(offset);
    offset = section.offset + section.bytes;
  }
  return sections;
}

Error damaged(const std::string& what) {
  return {"This is no readable store of this version of the program: " + what +
          ". Open the original trace files instead."};
}

Result<std::vector<BlobSection>> read_sections(ByteSpan blob) {
  BlobHeader header{};
  if (blob.size() < sizeof header) return damaged("it is shorter than a header");
  std::memcpy(&header, blob.data(), sizeof header);
  if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0) return damaged("the first bytes are not a store's");
  if (header.version != kVersion) return damaged("its version is " + std::to_string(header.version));
  if (header.sections > 256 || sizeof header + header.sections * sizeof(BlobSection) > blob.size())
    return damaged("its table of sections is cut");
  std::vector<BlobSection> sections(header.sections);
  if (!sections.empty())
    std::memcpy(sections.data(), blob.data() + sizeof header, sections.size() * sizeof(BlobSection));
  return sections;
}

// Checks that every reference of every row stays inside its table.
class ReferenceCheck {
 public:
  explicit ReferenceCheck(const ColumnViews& columns) : c_(columns) {}

  bool all_good() {
    check_shape();
    if (good_) check_spans();
    if (good_) check_traces();
    if (good_) check_facts();
    if (good_) check_attributes();
    if (good_) check_small_tables();
    return good_;
  }

 private:
  void need(bool condition) { good_ = good_ && condition; }
  void string(StringId id) { need(id.value < strings_); }
  void range(Range r, std::size_t size) { need(std::uint64_t{r.begin} + r.count <= size); }
  // A bool whose byte is neither 0 nor 1 must not even be looked at as a bool.
  void boolean(const bool& flag) { need(*reinterpret_cast<const unsigned char*>(&flag) < 2); }
  template <class R>
  void row(R r, std::size_t size) {
    need(!r.valid() || r.value < size);
  }

  void check_shape() {
    const std::size_t spans = c_.span_id.size();
    const std::size_t sizes[] = {
        c_.parent.size(),   c_.trace.size(), c_.subtree_end.size(), c_.depth.size(),         c_.start.size(),
        c_.duration.size(), c_.name.size(),  c_.type.size(),        c_.kind.size(),          c_.status.size(),
        c_.resource.size(), c_.scope.size(), c_.attributes.size(),  c_.events.size(),        c_.links.size(),
        c_.facts.size(),    c_.extra.size(), c_.source.size(),      c_.record_offset.size(), c_.record_bytes.size()};
    for (const std::size_t size : sizes) need(size == spans);
    need(c_.orphan_row.size() == c_.orphan_parent.size());
    need(c_.string_offsets.size() >= 2 && !c_.keys.empty());
    if (!good_) return;
    strings_ = c_.string_offsets.size() - 1;
    need(c_.string_offsets.front() == 0 && c_.string_offsets[1] == 0);
    for (std::size_t i = 0; i < strings_ && good_; ++i) need(c_.string_offsets[i] <= c_.string_offsets[i + 1]);
    need(c_.string_offsets.back() <= c_.string_bytes.size());
  }

  void check_spans() {
    const std::size_t spans = c_.span_id.size();
    for (std::size_t i = 0; i < spans && good_; ++i) {
      need(!c_.parent[i].valid() || c_.parent[i].value < i);
      need(c_.trace[i].value < c_.traces.size());
      need(c_.subtree_end[i] > i && c_.subtree_end[i] <= spans);
      need(c_.duration[i].count >= 0);
      string(c_.name[i]);
      need(static_cast<int>(c_.type[i]) < kObservationTypeCount && static_cast<int>(c_.status[i]) < 3);
      row(c_.resource[i], c_.resources.size());
      row(c_.scope[i], c_.scopes.size());
      range(c_.attributes[i], c_.attribute_rows.size());
      range(c_.events[i], c_.event_rows.size());
      range(c_.links[i], c_.link_rows.size());
      row(c_.facts[i], c_.facts_rows.size());
      row(c_.extra[i], c_.extra_rows.size());
      row(c_.source[i], c_.sources.size());
    }
    for (const SpanRow orphan : c_.orphan_row) need(orphan.value < spans);
  }

  void check_traces() {
    for (const Trace& t : c_.traces) {
      need(t.span_count > 0);
      range({t.first_span.value, t.span_count}, c_.span_id.size());
      need(t.root.value >= t.first_span.value && t.root.value - t.first_span.value < t.span_count);
      for (const StringId id :
           {t.name, t.session_id, t.user_id, t.environment, t.release, t.input_preview, t.output_preview})
        string(id);
      for (const Range r : {t.models, t.providers, t.services, t.tags, t.prompts}) range(r, c_.list_items.size());
      row(t.source, c_.sources.size());
      need(static_cast<int>(t.status) < 3);
      boolean(t.root_missing);
    }
    for (const StringId id : c_.list_items) string(id);
  }

  void check_facts() {
    for (const Facts& f : c_.facts_rows) {
      boolean(f.streaming);
      boolean(f.counted);
      for (const StringId id : {f.model, f.response_model, f.provider, f.operation, f.session_id, f.user_id,
                                f.environment, f.release, f.tool_name, f.tool_call_id, f.prompt_name, f.prompt_version,
                                f.agent_name, f.error_type, f.input_preview, f.output_preview})
        string(id);
    }
    for (const Extra& e : c_.extra_rows)
      for (const StringId id : {e.status_message, e.trace_state}) string(id);
    check_rare();
  }

  void check_rare() {
    const std::size_t spans = c_.span_id.size();
    for (std::size_t i = 0; i < c_.rare_facts.size() && good_; ++i) {
      const RareFact& f = c_.rare_facts[i];
      need(f.span.value < spans && f.field < RareField::count);
      need(i == 0 || !(f.span < c_.rare_facts[i - 1].span));
      if (good_ && !is_token_count(f.field)) string({f.value});
    }
    for (std::size_t i = 0; i < c_.scores.size() && good_; ++i) {
      const Score& s = c_.scores[i];
      need(s.span.value < spans && (i == 0 || !(s.span < c_.scores[i - 1].span)));
      need(static_cast<int>(s.scope) < 3);
      boolean(s.has_value);
      for (const StringId id : {s.name, s.label, s.explanation, s.origin}) string(id);
    }
  }

  void check_attributes() {
    for (const Attribute a : c_.attribute_rows) {
      need(a.key().value < c_.keys.size());
      switch (a.type()) {
        case ValueType::empty:
        case ValueType::boolean:
        case ValueType::int32: break;
        case ValueType::string:
        case ValueType::bytes:
        case ValueType::json: string({a.value}); break;
        case ValueType::int64:
        case ValueType::float64: need(a.value < c_.wide_values.size()); break;
        case ValueType::payload: need(a.value < c_.payloads.size()); break;
        default: need(false);
      }
    }
    for (const StringId key : c_.keys) string(key);
    for (const Payload& p : c_.payloads) {
      need(p.source.value < c_.sources.size());
      string(p.preview);
    }
  }

  void check_small_tables() {
    for (const Resource& r : c_.resources) {
      range(r.attributes, c_.attribute_rows.size());
      string(r.service_name);
      string(r.schema_url);
    }
    for (const Scope& s : c_.scopes) {
      range(s.attributes, c_.attribute_rows.size());
      for (const StringId id : {s.name, s.version, s.schema_url}) string(id);
    }
    for (const SpanEvent& e : c_.event_rows) {
      range(e.attributes, c_.attribute_rows.size());
      string(e.name);
    }
    for (const SpanLink& l : c_.link_rows) {
      range(l.attributes, c_.attribute_rows.size());
      string(l.trace_state);
    }
    for (const Source& s : c_.sources) string(s.name);
  }

  const ColumnViews& c_;
  std::size_t strings_ = 0;
  bool good_ = true;
};

}  // namespace

std::vector<std::byte> write_blob(const TraceStore& store) {
  const std::vector<BlobSection> sections = plan_sections(store.columns());
  std::vector<std::byte> blob(static_cast<std::size_t>(sections.back().offset + sections.back().bytes));
  BlobHeader header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.sections = static_cast<std::uint32_t>(sections.size());
  std::memcpy(blob.data(), &header, sizeof header);
  std::memcpy(blob.data() + sizeof header, sections.data(), sections.size() * sizeof(BlobSection));
  std::size_t next = 0;
  visit_columns(store.columns(), [&](const char*, const auto& column) {
    if (!column.empty()) std::memcpy(blob.data() + sections[next].offset, column.data(), column.size_bytes());
    ++next;
  });
  return blob;
}

Result<std::shared_ptr<const TraceStore>> TraceStore::from_blob(std::shared_ptr<const void> owner, ByteSpan blob) {
  Result<std::vector<BlobSection>> sections = read_sections(blob);
  if (!sections) return sections.error();
  if (reinterpret_cast<std::uintptr_t>(blob.data()) % kAlignment != 0) return damaged("its memory is not aligned");
  std::shared_ptr<TraceStore> store(new TraceStore);
  std::size_t next = 0;
  std::string wrong;
  visit_columns(store->views_, [&](const char* name, auto& view) {
    using T = typename std::remove_reference_t<decltype(view)>::element_type;
    if (next >= sections->size()) {
      wrong = std::string("section ") + name + " is missing";
      return;
    }
    const BlobSection section = sections.value()[next++];
    const bool inside = section.offset <= blob.size() && section.bytes <= blob.size() - section.offset;
    if (!inside || section.item_bytes != sizeof(T) || section.bytes % sizeof(T) != 0 ||
        section.offset % kAlignment != 0) {
      wrong = std::string("section ") + name + " has the wrong shape";
      return;
    }
    view = {reinterpret_cast<T*>(blob.data() + section.offset), static_cast<std::size_t>(section.bytes / sizeof(T))};
  });
  if (!wrong.empty()) return damaged(wrong);
  if (!ReferenceCheck(store->views_).all_good()) return damaged("a row refers to something that is not there");
  store->owner_ = std::move(owner);
  store->attach();
  return std::shared_ptr<const TraceStore>(std::move(store));
}

}  // namespace spanorama
