// Times of runs, and the table they are printed in.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace spanorama::bench {

// Processor time of this thread, in seconds: everything measured here runs on one thread, and other programs on the
// machine then disturb the numbers little. In WebAssembly, which has no such clock, the time that passes.
double thread_seconds();

double median(std::vector<double> values);

// Median of `runs` runs in seconds.
template <class Work>
double median_seconds(int runs, Work&& work) {
  std::vector<double> times;
  for (int run = 0; run < runs; ++run) {
    const double start = thread_seconds();
    work();
    times.push_back(thread_seconds() - start);
  }
  return median(std::move(times));
}

// Keeps a result alive, so that the work for it is not optimised away.
template <class T>
void keep(const T& value) {
  asm volatile("" : : "r,m"(value) : "memory");
}

struct Line {
  std::string group, name;
  double seconds = 0;
  std::uint64_t bytes = 0, items = 0;  // per run; items are spans, traces or frames
  double ratio = 0;                    // speed against the group's first reference; 0: is none
  std::string note;
};

class Results {
 public:
  Line& add(std::string group, std::string name, double seconds, std::uint64_t bytes, std::uint64_t items);
  void print() const;                              // a table on standard output
  bool write_json(const std::string& path) const;  // false when the file cannot be written
  // Speed of each line of the group relative to the named line, bytes per second against bytes per second.
  void relate(const std::string& group, const std::string& reference);

 private:
  std::vector<Line> lines_;
};

// Works of the same bytes that are run in turn, round after round: what disturbs the machine for a while disturbs all of
// them, and a ratio is the median of those of the rounds.
class Rounds {
 public:
  void add(std::string name, std::function<void()> work, std::string note = {}) {
    works_.push_back({std::move(name), std::move(note), std::move(work), {}});
  }
  // A line a work, in order. Work by work of `bytes` and `items`; ratios are speeds against the work called `reference`.
  void measure(int rounds, const std::string& reference, const std::string& group, std::uint64_t bytes,
               std::uint64_t items, Results& results);

 private:
  struct Timed {
    std::string name, note;
    std::function<void()> work;
    std::vector<double> seconds;
  };
  std::vector<Timed> works_;
};

struct Options {
  std::size_t bytes = 100'000'000;
  int runs = 5;
  std::string json_path;
  std::string write_folder;  // only write the inputs of reading into it
  std::string store_path;    // only write made-up traces as a store into it
  std::uint32_t traces = 1'000'000;
  std::string tables_folder;       // compare with databases, over tables written into it
  std::vector<std::string> names;  // groups to run; all when empty
  bool wants(const std::string& group) const {
    return names.empty() || std::any_of(names.begin(), names.end(),
                                        [&](const std::string& name) { return group.find(name) != std::string::npos; });
  }
};

void bench_reading(const Options& options, Results& results);
void bench_parallel(const Options& options, Results& results);
// llm.json, llm.pb, spans.json and spans.pb; false when one cannot be written.
bool write_inputs(const Options& options);
void bench_search(const Options& options, Results& results);
void bench_lists(const Options& options, Results& results);
void bench_keystrokes(const Options& options, Results& results);
void bench_groups(const Options& options, Results& results);
void bench_databases(const Options& options, Results& results);
void bench_timeline(const Options& options, Results& results);
void bench_huge_trace(const Options& options, Results& results);

}  // namespace spanorama::bench
