// Reads a source in pieces at the same time and joins what comes out as one reader would have read it.
//
// The first bytes are read here, so that rows show at once. Then the source is cut where records seem to begin, and
// each piece is read as if the guess were right. A piece counts once the one before it is known to end there; if it
// does not, the pieces are read again here, one after the other, until a guess holds.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "spanorama/ingest/cut.h"
#include "spanorama/ingest/pieces.h"
#include "spanorama/ingest/reader.h"

namespace spanorama {

class PiecewiseReader final : public Reader {
 public:
  PiecewiseReader(Format format, ReadTarget target, PieceReaders& readers,
                  std::vector<std::unique_ptr<SpanBatch>>& further, PiecewiseOptions options);
  ~PiecewiseReader() override;

  Result<void> push(ByteSpan chunk) override;
  Result<void> finish() override;
  // Keeps the pieces that follow each other without a gap, and drops the rest.
  void stop() override;

 private:
  void push_part(ByteSpan chunk);
  void push_here(ByteSpan chunk, Cut cut);
  void read_here(ByteSpan bytes);
  void push_pieces(ByteSpan chunk, Cut cut);
  void begin_here(ReadPoint from, std::uint64_t offset);
  void leave_here(ReadPoint point);
  void keep(ByteSpan bytes);
  ByteSpan kept() const { return options_.bytes_stay ? kept_view_ : ByteSpan(kept_copy_); }
  void send(ReadPoint next);
  void read_kept_here();
  void take_done();
  void accept(PieceResult& result);
  void read_again_here();
  ReadPoint after_first_piece() const { return pieces_.size() > 1 ? pieces_[1]->from : kept_from_; }
  void wait_for_dropped();

  ReadTarget target_;
  PieceReaders& readers_;
  const PiecewiseOptions options_;
  std::vector<std::unique_ptr<SpanBatch>>& further_;
  std::unique_ptr<CutFinder> cuts_;
  std::unique_ptr<Reader> here_;  // while this thread reads
  Result<void> outcome_;
  std::uint64_t offset_ = 0;   // of the next chunk
  std::uint64_t records_ = 0;  // before what is not accepted yet
  std::uint64_t here_bytes_ = 0;

  // Not sent yet.
  ReadPoint kept_from_ = ReadPoint::elsewhere;
  std::uint64_t kept_offset_ = 0;
  ByteSpan kept_view_;
  std::vector<std::byte> kept_copy_;

  std::deque<std::shared_ptr<Piece>> pieces_;  // under way or done, in order
  std::vector<std::shared_ptr<Piece>> dropped_;
};

}  // namespace spanorama
