#include "platform/desktop/ui_queue.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>

namespace spanorama {
namespace {

TEST_CASE("tasks run in the order in which they were posted, and each post wakes") {
  int wakes = 0;
  UiQueue queue([&] { ++wakes; });
  std::string log;
  CHECK_FALSE(queue.run_all());
  queue.post([&] { log += 'a'; });
  queue.post([&] { log += 'b'; });
  CHECK(queue.run_all());
  CHECK(log == "ab");
  CHECK(wakes == 2);
  CHECK_FALSE(queue.run_all());
}

TEST_CASE("what a task posts runs the next time") {
  UiQueue queue([] {});
  int runs = 0;
  queue.post([&] {
    ++runs;
    queue.post([&] { runs += 10; });
  });
  queue.run_all();
  CHECK(runs == 1);
  queue.run_all();
  CHECK(runs == 11);
}

TEST_CASE("no task of many threads is lost") {
  UiQueue queue([] {});
  int runs = 0;
  std::thread threads[4];
  for (std::thread& thread : threads)
    thread = std::thread([&] {
      for (int i = 0; i < 500; ++i) queue.post([&] { ++runs; });
    });
  for (std::thread& thread : threads) thread.join();
  queue.run_all();
  CHECK(runs == 2000);
}

}  // namespace
}  // namespace spanorama
