// Work that other threads hand to the UI thread.
//
//   UiQueue queue([&] { window.wake(); });
//   queue.post([=] { show(answer); });   any thread
//   queue.run_all();                     UI thread, between two frames
#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace spanorama {

class UiQueue {
 public:
  using Task = std::function<void()>;

  // `wake` is called after each post, on the posting thread.
  explicit UiQueue(std::function<void()> wake) : wake_(std::move(wake)) {}

  void post(Task task);
  // Runs what was posted until now, in order; true when there was anything.
  bool run_all();

 private:
  std::function<void()> wake_;
  std::mutex mutex_;
  std::vector<Task> tasks_;
};

}  // namespace spanorama
