// Threads that read pieces of large sources.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "spanorama/ingest/pieces.h"

namespace spanorama {

class PieceThreads final : public PieceReaders {
 public:
  // As many as there are processors, at most eight.
  static unsigned usual_count();
  explicit PieceThreads(unsigned count = usual_count());
  ~PieceThreads() override;  // finishes what was begun

  std::size_t at_once() const override { return count_; }
  void start(std::shared_ptr<Piece> piece) override;
  bool wait(const Piece& piece) override;

 private:
  void run();

  const unsigned count_;
  std::mutex mutex_;
  std::condition_variable wake_, done_;
  std::deque<std::shared_ptr<Piece>> waiting_;  // under mutex_, as is the next
  bool stopping_ = false;
  std::vector<std::thread> threads_;  // started with the first piece
};

}  // namespace spanorama
