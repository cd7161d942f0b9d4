// Pieces of a large source, read at the same time: by threads on the desktop, by workers on the page.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "spanorama/base/bytes.h"
#include "spanorama/ingest/reader.h"
#include "spanorama/model/import_report.h"
#include "spanorama/model/span_batch.h"

namespace spanorama {

struct PieceResult {
  SpanBatch batch;      // with one source
  SourceReport report;  // issues have offsets in the source, and records counted from the piece's first
  ReadPoint end = ReadPoint::elsewhere;
  std::uint64_t records = 0;  // see Reader::records_here()
  Reader::GivenList list;
};

struct Piece {
  std::string source_name;
  std::uint32_t source_id = 0;
  Format format = Format::unknown;
  ReadPoint from = ReadPoint::elsewhere;
  std::shared_ptr<const ReadHead> head;  // see ReadTarget
  bool metadata_only = false;
  std::uint64_t offset = 0;  // of the first byte in the source
  std::uint64_t size_bytes = 0;
  ByteSpan bytes;  // in `owned`, or in memory that outlives the reading; none where they can be read again (ReadAgain)
  std::vector<std::byte> owned;

  PieceResult result;  // once it is done
  std::atomic<bool> done = false;
  std::atomic<bool> lost = false;  // instead of done: whoever should have read it cannot
};

// Reads the piece and fills in the result, except `done`. On any thread.
void read_piece(Piece& piece);

class PieceReaders {
 public:
  virtual ~PieceReaders() = default;
  // So many pieces are worth having under way; at least one.
  virtual std::size_t at_once() const = 0;
  // Begins to read. Sets `done` when the result is there, or `lost`; later, in the thread that pushes or another.
  virtual void start(std::shared_ptr<Piece> piece) = 0;
  // Returns when the piece is done or lost; false where waiting is not possible and it is neither.
  virtual bool wait(const Piece& piece) = 0;
};

struct PieceSizes {
  std::uint64_t first_bytes = 2 << 20;  // read by the caller before anything is sent elsewhere: small sources never are
  std::size_t piece_bytes = 4 << 20;    // at least: starting a reader must not count
  std::size_t most_kept_bytes = 64 << 20;  // without a cut in so many bytes there is nothing to be won
};

// Gives bytes of a source that were pushed before once more, in parts, in order. False: they cannot be had any more.
using ReadAgain =
    std::function<bool(std::uint64_t offset, std::uint64_t size_bytes, const std::function<void(ByteSpan)>& part)>;

struct PiecewiseOptions {
  // Chunks lie one behind the other in memory that outlives the reader; otherwise they are copied.
  bool bytes_stay = false;
  // Instead: whoever reads a piece has its bytes from elsewhere, and what a guess failed at is asked for again.
  ReadAgain read_again;
  PieceSizes sizes;
};

// A reader that reads large sources of formats with cuts (cut.h) through `readers`, others by itself. The target's batch
// gets what is read first; further batches follow in the order of the source. What comes out is what one reader would
// have read, whatever the order in which the pieces are done.
std::unique_ptr<Reader> make_piecewise_reader(Format format, ReadTarget target, PieceReaders& readers,
                                              std::vector<std::unique_ptr<SpanBatch>>& further,
                                              PiecewiseOptions options = {});

}  // namespace spanorama
