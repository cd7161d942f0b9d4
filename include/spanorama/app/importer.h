// Reading sources into stores: sniff, read, assemble. Used by the ingest worker, the desktop's thread and the command
// line; knows nothing of files or networks, bytes are pushed in.
//
//   Importer importer;
//   auto& source = importer.begin("trace.json", 1);
//   source.push(chunk)...; source.finish();
//   store = importer.snapshot();
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/base/bytes.h"
#include "spanorama/ingest/pieces.h"
#include "spanorama/model/import_report.h"
#include "spanorama/model/price_table.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// Hash of size and of the first and last 64 KiB: names the content of a file in links. O(1).
std::uint64_t fingerprint_of(ByteSpan whole);

// How sources are read where memory is short.
struct ReadLimits {
  bool metadata_only = false;     // see SourceImport::metadata_only()
  std::uint64_t most_memory = 0;  // see Importer::limit_memory()
};

class SourceImport {
 public:
  virtual ~SourceImport() = default;
  // Chunks will lie one behind the other in memory that outlives the import: they need not be copied. `owner` keeps it
  // for a store that is used where it lies (.spano). Before the first.
  virtual void bytes_stay(std::shared_ptr<const void> owner) = 0;
  // Bytes that were pushed can be had again at any time, which saves copying them for those who read pieces. Without effect on
  // packed sources. Before the first push.
  virtual void read_again_with(ReadAgain read_again) = 0;
  // Facts are kept; values of attributes and previews of texts are not, which takes less memory. Before the first push.
  virtual void metadata_only() = 0;
  // How many bytes will be pushed, where that is known: tables get room for them. Before the first push.
  virtual void expect(std::uint64_t bytes) = 0;
  // False when the source cannot be read any further; the report says why.
  virtual bool push(ByteSpan chunk) = 0;
  // How many of the next bytes need not be pushed, as they are only read when somebody looks at them: the long values of
  // a .spano file. The caller goes on behind them.
  virtual std::uint64_t skip() = 0;
  virtual void finish() = 0;
  virtual void cancel() = 0;
  // Packed sources (gzip, zstd, zip, tar): gets what was unpacked, in order. Payloads are places in those bytes, so the
  // host keeps them. Before the first push.
  virtual void on_unpacked(std::function<void(ByteSpan)> keep) = 0;
  virtual SourceReport& report() = 0;
  // As fingerprint_of all bytes; known after finish().
  virtual std::uint64_t fingerprint() const = 0;
};

class Importer {
 public:
  Importer();
  ~Importer();
  // Large sources are read in pieces by these, which outlive the importer. Before the first source.
  void read_pieces_with(PieceReaders* readers);
  // Reading stops, with the issue `memory_full`, where the store of all that was read would need more than so many
  // bytes while it is made; 0: no limit. Before the first source.
  void limit_memory(std::uint64_t bytes);
  // What making the store of all that was read takes, with what is read and a copy of the store. O(sources).
  std::uint64_t memory_needed() const;
  // The reference stays valid until the source is removed. Several sources may be open at once.
  SourceImport& begin(std::string name, std::uint32_t id);
  void remove(std::uint32_t id);
  // Prices for costs that are not reported, from the next snapshot on. At first those that come with the program. Price
  // files among the sources go over them as long as they are open.
  void set_prices(std::shared_ptr<const PriceTable> prices);
  // Everything read so far, of all sources in the order they were begun, as one store. O(spans log spans); a single
  // .spano file is given as it is, unless the prices in force make other estimates than those it was written with.
  std::shared_ptr<const TraceStore> snapshot() const;
  ImportReport report() const;
  // Distinct trace ids of one source; 0 for an id that is not there. O(spans log spans).
  std::uint64_t trace_count(std::uint32_t id) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace spanorama
