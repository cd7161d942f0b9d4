#include "spanorama/export/store_file_writer.h"

#include <algorithm>
#include <utility>

#include "spanorama/model/kept_report.h"

namespace spanorama {

namespace {

// Of a value at a time: more need not be in memory.
constexpr std::uint64_t kValuePartBytes = 8 << 20;
// Pieces of a blob that are no longer than that may lie on the stack of what gives them, and are copied.
constexpr std::size_t kSmallPieceBytes = 4096;
constexpr std::byte kZeros[64] = {};

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

}  // namespace

StoreFileWriter::StoreFileWriter(std::shared_ptr<const TraceStore> store, const ImportReport& report)
    : store_(std::move(store)), report_(kept_report(report)) {
  ColumnViews columns = store_->columns();
  moved_ = moved_payloads(*store_, used_payloads(*store_));
  const std::uint64_t values_bytes = moved_.empty() ? 0 : moved_.back().offset + moved_.back().length;
  sources_.assign(columns.sources.begin(), columns.sources.end());
  for (Source& source : sources_) source.id = 0;
  columns.sources = sources_;
  // The place of the first value is that of all values, so that moving them does not change what a place takes.
  pack_values(columns);
  layout_ = store_file_layout(blob_bytes(columns), values_bytes, report_.size());
  for (Payload& payload : moved_) payload.offset += layout_.values_offset;
  pack_values(columns);

  write_blob(columns, [&](ByteSpan part) {
    if (part.size() > kSmallPieceBytes) return parts_.push_back(part);
    small_.emplace_back(part.begin(), part.end());
    parts_.emplace_back(small_.back());
  });
}

void StoreFileWriter::pack_values(ColumnViews& columns) {
  packed_ = pack_column<Payload>(std::span<const Payload>(moved_));
  columns.payloads.attach(packed_);
}

StoreFileWriter::~StoreFileWriter() = default;

StoreFileWriter::State StoreFileWriter::give(ByteSpan bytes, const FilePiece& piece, ByteSum& sum) {
  sum.add(bytes);
  given_ += bytes.size();
  return piece(bytes) ? State::more : State::failed;
}

StoreFileWriter::State StoreFileWriter::give_value(PayloadSource& payloads, std::size_t most, const FilePiece& piece) {
  const Payload& from = store_->columns().payloads[next_value_];
  const std::uint64_t left = moved_[next_value_].length - value_at_;
  const std::uint64_t part = std::min<std::uint64_t>({left, kValuePartBytes, std::max<std::size_t>(most, 1)});
  if (part != 0) {
    const auto value = payloads.read(store_->columns().sources[from.source.value], from.offset + value_at_, part);
    if (!value || value->size() != part) {
      problem_ = gone(*store_, from).message;
      return State::failed;
    }
    if (give(bytes_of(*value), piece, values_sum_) == State::failed) return State::failed;
  }
  value_at_ += part;
  if (part == left) {
    ++next_value_;
    value_at_ = 0;
  }
  return State::more;
}

StoreFileWriter::State StoreFileWriter::write(PayloadSource& payloads, std::size_t about_bytes,
                                              const FilePiece& piece) {
  given_ = 0;
  if (next_part_ == 0 && part_at_ == 0 && !piece(store_file_header(layout_))) return State::failed;
  while (next_part_ < parts_.size()) {
    if (given_ >= about_bytes) return State::more;
    const ByteSpan part = parts_[next_part_].subspan(part_at_);
    const std::size_t now = std::min(part.size(), about_bytes - static_cast<std::size_t>(given_));
    if (give(part.first(now), piece, store_sum_) == State::failed) return State::failed;
    part_at_ += now;
    if (now < part.size()) continue;
    part_at_ = 0;
    if (++next_part_ < parts_.size()) continue;
    const std::uint64_t padding = layout_.values_offset - layout_.store_offset - layout_.store_bytes;
    if (padding != 0 && !piece({kZeros, static_cast<std::size_t>(padding)})) return State::failed;
  }
  while (next_value_ < moved_.size()) {
    if (given_ >= about_bytes) return State::more;
    const std::size_t most = about_bytes - static_cast<std::size_t>(given_);
    if (give_value(payloads, most, piece) == State::failed) return State::failed;
  }
  if (!report_.empty() && !piece(report_)) return State::failed;
  return piece(store_file_footer({store_sum_.value(), values_sum_.value()})) ? State::done : State::failed;
}

Result<void> write_store_file(const std::shared_ptr<const TraceStore>& store, PayloadSource& payloads,
                              const FilePiece& piece, const ImportReport& report) {
  StoreFileWriter writer(store, report);
  while (true) {
    const StoreFileWriter::State state = writer.write(payloads, kValuePartBytes, piece);
    if (state == StoreFileWriter::State::more) continue;
    if (state == StoreFileWriter::State::failed && !writer.problem().empty()) return Error{writer.problem()};
    return {};
  }
}

}  // namespace spanorama
