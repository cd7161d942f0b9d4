// Reads a source in pieces at the same time and joins what comes out as one reader would have read it.
//
// The first bytes are read here, so that rows show at once. Then the source is cut where records seem to begin, and
// each piece is read as if the guess were right. A piece counts once the one before it is known to end there; if it
// does not, the pieces are read again here, one after the other, until a guess holds.
//
// A cut among the spans of one scope goes on with what the last reader here found before the spans (ReadHead), and holds
// where the piece before it ends in the same list. What is told behind the list, schema URLs, is given to all who read of it.
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
  // Where reading goes on.
  struct Start {
    ReadPoint point = ReadPoint::elsewhere;
    std::shared_ptr<const ReadHead> head;  // of a list of spans
  };
  void begin_here(const Start& from, std::uint64_t offset);
  bool may_leave_here(ReadPoint point) const;
  void leave_here();
  bool here_is_at(const Start& next) const;
  void keep(ByteSpan bytes);
  std::uint64_t kept_bytes() const { return offset_of_next_ - kept_offset_; }
  void push_kept_here();
  void push_piece_here(const Piece& piece);
  void push_again_here(std::uint64_t offset, std::uint64_t size_bytes);
  void send(ReadPoint next);
  void read_kept_here();
  void take_done();
  void accept(PieceResult& result);
  void read_again_here();
  Start after_first_piece() const;
  bool first_piece_fits() const;
  void settle_list(const Reader::GivenList& list);
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
  Start kept_from_;
  std::uint64_t kept_offset_ = 0, offset_of_next_ = 0;
  ByteSpan kept_view_;
  std::vector<std::byte> kept_copy_;

  // Who read of the resource that is open, and has to learn what is told behind its spans.
  struct Heir {
    std::unique_ptr<Reader> reader;  // one that read here, else the rows of a batch
    SpanBatch* batch = nullptr;
    ResourceRow resource;
    ScopeRow scope;
    bool scope_open = true;
  };
  std::vector<Heir> heirs_;
  std::shared_ptr<const ReadHead> here_head_;  // that the reader here began with
  int lists_lost_ = 0;                         // guesses that a list of spans goes on, which did not hold

  std::deque<std::shared_ptr<Piece>> pieces_;  // under way or done, in order
  std::vector<std::shared_ptr<Piece>> dropped_;
};

}  // namespace spanorama
