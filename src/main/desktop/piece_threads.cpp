#include "main/desktop/piece_threads.h"

#include <algorithm>
#include <utility>

namespace spanorama {

namespace {
constexpr unsigned kMostThreads = 8;
}

unsigned PieceThreads::usual_count() { return std::clamp(std::thread::hardware_concurrency(), 1u, kMostThreads); }

PieceThreads::PieceThreads(unsigned count) : count_(count) {}

PieceThreads::~PieceThreads() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void PieceThreads::start(std::shared_ptr<Piece> piece) {
  while (threads_.size() < count_) threads_.emplace_back([this] { run(); });
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(piece));
  }
  wake_.notify_one();
}

bool PieceThreads::wait(const Piece& piece) {
  std::unique_lock lock(mutex_);
  done_.wait(lock, [&] { return piece.done.load(); });
  return true;
}

void PieceThreads::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::shared_ptr<Piece> piece = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    read_piece(*piece);
    lock.lock();
    piece->done = true;
    done_.notify_all();
  }
}

}  // namespace spanorama
