// Reading in pieces by one, two and more threads, in wall time: what a user waits.
#include <chrono>
#include <string>

#include "bench/generate.h"
#include "bench/measure.h"
#include "main/desktop/piece_threads.h"
#include "spanorama/app/importer.h"

namespace spanorama::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kChunkBytes = 8 << 20;

struct Times {
  double read = 0, store = 0;
  std::uint64_t spans = 0;
};

// `threads` 0: in one go by this thread, as small sources are read.
Times read_once(const std::string& bytes, unsigned threads) {
  PieceThreads readers(std::max(threads, 1u));
  Importer importer;
  if (threads > 0) importer.read_pieces_with(&readers);
  const auto start = Clock::now();
  SourceImport& source = importer.begin("bench", 1);
  source.bytes_stay(nullptr);
  for (std::size_t at = 0; at < bytes.size(); at += kChunkBytes)
    source.push(bytes_of(std::string_view(bytes).substr(at, kChunkBytes)));
  source.finish();
  Times times;
  times.read = std::chrono::duration<double>(Clock::now() - start).count();
  const auto store = importer.snapshot();
  times.store = std::chrono::duration<double>(Clock::now() - start).count();
  times.spans = store->span_count();
  return times;
}

double median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

void bench_input(const Options& options, Results& results, const std::string& group, const std::string& bytes) {
  std::vector<unsigned> counts = {0, 2};
  if (PieceThreads::usual_count() > 2) counts.push_back(PieceThreads::usual_count());
  for (const unsigned threads : counts) {
    std::vector<double> read, store;
    Times times;
    for (int run = 0; run < options.runs; ++run) {
      times = read_once(bytes, threads);
      read.push_back(times.read);
      store.push_back(times.store);
    }
    const std::string name = threads == 0 ? "one thread" : std::to_string(threads) + " threads";
    results.add(group, name + ", reader", median(read), bytes.size(), times.spans);
    results.add(group, name + ", store", median(store), bytes.size(), times.spans);
  }
  results.relate(group, "one thread, reader");
}

}  // namespace

void bench_parallel(const Options& options, Results& results) {
  if (!options.wants("parallel")) return;
  for (const Shape shape : {Shape::llm, Shape::spans}) {
    const Generated input = generate(shape, options.bytes);
    const std::string name = shape == Shape::llm ? "LLM-like" : "span-heavy";
    bench_input(options, results, "parallel, JSON, " + name, input.json);
    bench_input(options, results, "parallel, protobuf, " + name, input.protobuf);
  }
}

}  // namespace spanorama::bench
