#include "spanorama/app/importer.h"

#include <algorithm>
#include <utility>

#include "app/one_source.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/ingest/prices.h"

namespace spanorama {
namespace {

constexpr IssueKind kLogOfUnknownSpan{
    "log_of_unknown_span", Severity::data_loss,
    "A log record names a span that none of the sources holds: it is not shown. Open the file with its trace as well."};
// What was read, the store that is made of it, and what assembly needs meanwhile.
constexpr std::uint64_t kStoreNeeds = 3;

}  // namespace

std::uint64_t fingerprint_of(ByteSpan whole) {
  const std::size_t kept = std::min(whole.size(), kFingerprintBytes);
  const std::string_view head = text_of(whole.first(kept)), tail = text_of(whole.last(kept));
  return hash64(tail, hash64(head, mix64(whole.size())));
}

struct Importer::Impl {
  std::vector<std::unique_ptr<OneSource>> sources;
  PieceReaders* piece_readers = nullptr;
  std::shared_ptr<const PriceTable> prices = std::make_shared<const PriceTable>(built_in_prices());
  std::uint64_t most_memory = 0;  // 0: no limit

  std::uint64_t memory_needed() const {
    std::uint64_t bytes = 0;
    for (const auto& source : sources) bytes += source->memory();
    return bytes * kStoreNeeds;
  }

  bool has_price_files() const {
    return std::any_of(sources.begin(), sources.end(),
                       [](const auto& source) { return is_price_file(source->report()); });
  }
  static bool is_price_file(const SourceReport& report) {
    return report.format == Format::price_file && !report.side_text.empty();
  }

  // The price files among the sources go over the table, in their order.
  std::shared_ptr<const PriceTable> prices_now() const {
    if (!has_price_files()) return prices;
    auto table = std::make_shared<PriceTable>(*prices);
    for (const auto& source : sources) {
      if (!is_price_file(source->report())) continue;
      Result<PriceTable> more = prices_with(*table, source->report().side_text);
      if (more) *table = std::move(more).value();
    }
    return table;
  }

  // The only source with spans, where that is a .spano file.
  std::shared_ptr<const TraceStore> single_store() const {
    std::shared_ptr<const TraceStore> single;
    for (const auto& source : sources) {
      if (source->report().nothing_read()) continue;
      if (!source->sealed() || single) return nullptr;
      single = source->sealed();
    }
    return single;
  }

  // Log records without their span. As long as something is read, the span may still come.
  void tell_unjoined_logs(ImportReport& all) const {
    bool logs = false;
    for (const auto& source : sources) {
      if (!source->ended()) return;
      logs = logs || source->report().log_records != 0;
    }
    if (!logs) return;
    std::vector<const SpanBatch*> batches;
    std::vector<std::size_t> source_of;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      sources[i]->each_batch([&](const SpanBatch& batch) {
        batches.push_back(&batch);
        source_of.push_back(i);
      });
    }
    const std::vector<UnjoinedEvents> unjoined = unjoined_events(batches);
    for (std::size_t b = 0; b < unjoined.size(); ++b)
      if (unjoined[b].count != 0)
        all.sources[source_of[b]].add(kLogOfUnknownSpan, unjoined[b].first_offset, 0, {}, unjoined[b].count);
  }
};

Importer::Importer() : impl_(std::make_unique<Impl>()) {}
Importer::~Importer() = default;

void Importer::read_pieces_with(PieceReaders* readers) { impl_->piece_readers = readers; }

SourceImport& Importer::begin(std::string name, std::uint32_t id) {
  std::function<bool()> full;
  if (impl_->most_memory != 0) full = [impl = impl_.get()] { return impl->memory_needed() > impl->most_memory; };
  impl_->sources.push_back(std::make_unique<OneSource>(std::move(name), id, impl_->piece_readers, std::move(full)));
  return *impl_->sources.back();
}

void Importer::limit_memory(std::uint64_t bytes) { impl_->most_memory = bytes; }
std::uint64_t Importer::memory_needed() const { return impl_->memory_needed(); }

void Importer::remove(std::uint32_t id) {
  auto& sources = impl_->sources;
  sources.erase(std::remove_if(sources.begin(), sources.end(), [id](const auto& source) { return source->id() == id; }),
                sources.end());
}

void Importer::set_prices(std::shared_ptr<const PriceTable> prices) { impl_->prices = std::move(prices); }

std::shared_ptr<const TraceStore> Importer::snapshot() const {
  const std::shared_ptr<const PriceTable> prices = impl_->prices_now();
  if (auto single = impl_->single_store(); single && estimated_with(*single, *prices)) return single;
  std::vector<const SpanBatch*> batches;
  for (const auto& source : impl_->sources)
    source->each_batch([&](const SpanBatch& batch) { batches.push_back(&batch); });
  return assemble(batches, prices.get());
}

ImportReport Importer::report() const {
  ImportReport all;
  for (const auto& source : impl_->sources) all.sources.push_back(source->report());
  impl_->tell_unjoined_logs(all);
  return all;
}

std::uint64_t Importer::trace_count(std::uint32_t id) const {
  std::vector<TraceId> ids;
  for (const auto& source : impl_->sources) {
    if (source->id() != id) continue;
    if (source->sealed()) return source->sealed()->trace_count();
    source->each_batch([&](const SpanBatch& batch) {
      for (const SpanRecord& span : batch.spans)
        if (ids.empty() || !(ids.back() == span.trace_id)) ids.push_back(span.trace_id);
    });
  }
  std::sort(ids.begin(), ids.end());
  return static_cast<std::uint64_t>(std::unique(ids.begin(), ids.end()) - ids.begin());
}

}  // namespace spanorama
