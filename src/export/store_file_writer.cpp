#include "spanorama/export/store_file_writer.h"

#include <vector>

#include "spanorama/model/store_file.h"

namespace spanorama {

namespace {

// Payloads that some span, or what belongs to it, refers to: others are left from spans that came twice.
std::vector<bool> used_payloads(const TraceStore& store) {
  const auto& c = store.columns();
  std::vector<bool> used(c.payloads.size());
  const auto mark = [&](Range attributes) {
    for (const Attribute attribute : store.attributes(attributes))
      if (attribute.type() == ValueType::payload) used[attribute.value] = true;
  };
  for (const Range range : c.attributes) mark(range);
  for (const Range range : c.events)
    for (const SpanEvent& event : c.event_rows.subspan(range.begin, range.count)) mark(event.attributes);
  for (const Range range : c.links)
    for (const SpanLink& link : c.link_rows.subspan(range.begin, range.count)) mark(link.attributes);
  for (const OtherField& field : c.other_fields) used[field.payload.value] = true;
  for (const Resource& resource : c.resources) mark(resource.attributes);
  for (const Scope& scope : c.scopes) mark(scope.attributes);
  return used;
}

// The payloads as places in the file, from `offset` on; unused ones are empty.
std::vector<Payload> moved_payloads(const TraceStore& store, const std::vector<bool>& used) {
  std::vector<Payload> payloads(store.columns().payloads.begin(), store.columns().payloads.end());
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < payloads.size(); ++i) {
    if (!used[i]) payloads[i].length = 0;
    payloads[i].offset = at;
    at += payloads[i].length;
  }
  return payloads;
}

Error gone(const TraceStore& store, const Payload& payload) {
  const Source& source = store.columns().sources[payload.source.value];
  return {"A long value at byte " + std::to_string(payload.offset) +
          " could not be read from its source any more: " + std::string(store.text(source.name))};
}

class Writer {
 public:
  explicit Writer(const std::function<bool(ByteSpan)>& piece) : piece_(piece) {}
  void add(ByteSpan bytes) {
    open_ = open_ && piece_(bytes);
    at_ += bytes.size();
  }
  void pad_to(std::uint64_t offset) {
    constexpr std::byte kZeros[64] = {};
    if (offset > at_) add({kZeros, static_cast<std::size_t>(offset - at_)});
  }
  bool open() const { return open_; }

 private:
  const std::function<bool(ByteSpan)>& piece_;
  std::uint64_t at_ = 0;
  bool open_ = true;
};

}  // namespace

Result<void> write_store_file(const TraceStore& store, PayloadSource& payloads,
                              const std::function<bool(ByteSpan)>& piece) {
  ColumnViews columns = store.columns();
  const std::vector<bool> used = used_payloads(store);
  std::vector<Payload> moved = moved_payloads(store, used);
  const std::uint64_t values_bytes = moved.empty() ? 0 : moved.back().offset + moved.back().length;
  const StoreFileLayout layout = store_file_layout(blob_bytes(columns), values_bytes);
  for (Payload& payload : moved) payload.offset += layout.values_offset;
  std::vector<Source> sources(columns.sources.begin(), columns.sources.end());
  for (Source& source : sources) source.id = 0;
  columns.payloads = moved;
  columns.sources = sources;

  Writer writer(piece);
  writer.add(store_file_header(layout));
  ByteSum store_sum, values_sum;
  write_blob(columns, [&](ByteSpan part) {
    store_sum.add(part);
    writer.add(part);
  });
  writer.pad_to(layout.values_offset);
  for (std::size_t i = 0; i < moved.size() && writer.open(); ++i) {
    const Payload& from = store.columns().payloads[i];
    if (moved[i].length == 0) continue;
    const auto value = payloads.read(store.columns().sources[from.source.value], from.offset, from.length);
    if (!value) return gone(store, from);
    values_sum.add(bytes_of(*value));
    writer.add(bytes_of(*value));
  }
  writer.add(store_file_footer({store_sum.value(), values_sum.value()}));
  return {};
}

}  // namespace spanorama
