// spanorama_bench [GROUP…] [--size MB] [--runs N] [--json FILE] [--write FOLDER] [--databases FOLDER]: medians and ratios as a table.
// With --store FILE [--traces N] it only writes N made-up traces of ten spans (a million) as a .spano file.
#include <cstdio>
#include <string_view>

#include "bench/measure.h"
#include "bench/million_traces.h"
#include "spanorama/base/format.h"

namespace {

using spanorama::bench::Options;

// False on a mistake.
bool read_option(Options& options, std::string_view name, const char* value) {
  if (name == "--databases") return options.tables_folder = value, true;
  if (name == "--write") return options.write_folder = value, true;
  if (name == "--store") return options.store_path = value, true;
  std::int64_t number = 0;
  if (name == "--json") return options.json_path = value, true;
  if (!spanorama::parse_int64(value, number) || number < 1 || number > 1'000'000) return false;
  if (name == "--size") return options.bytes = static_cast<std::size_t>(number) * 1'000'000, true;
  if (name == "--traces") return options.traces = static_cast<std::uint32_t>(number), true;
  if (name == "--runs") return options.runs = static_cast<int>(number), true;
  return false;
}

bool read_options(Options& options, int count, char** words) {
  for (int at = 1; at < count; ++at) {
    const std::string_view word = words[at];
    if (!word.starts_with("--")) {
      options.names.emplace_back(word);
    } else if (at + 1 == count || !read_option(options, word, words[++at])) {
      return false;
    }
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!read_options(options, argc, argv)) {
    std::fputs(
        "usage: spanorama_bench [GROUP…] [--size MB] [--runs N] [--json FILE] [--write FOLDER] [--databases FOLDER]\n"
        "       spanorama_bench --store FILE [--traces N]\n",
        stderr);
    return 3;
  }
  if (!options.write_folder.empty()) return spanorama::bench::write_inputs(options) ? 0 : 1;
  if (!options.store_path.empty())
    return spanorama::bench::write_million_traces(options.store_path, options.traces) ? 0 : 1;
  spanorama::bench::Results results;
  if (!options.tables_folder.empty()) {
    spanorama::bench::bench_databases(options, results);
    results.print();
    return 0;
  }
  spanorama::bench::bench_reading(options, results);
  spanorama::bench::bench_parallel(options, results);
  spanorama::bench::bench_search(options, results);
  spanorama::bench::bench_lists(options, results);
  spanorama::bench::bench_keystrokes(options, results);
  spanorama::bench::bench_groups(options, results);
  spanorama::bench::bench_timeline(options, results);
  spanorama::bench::bench_huge_trace(options, results);
  results.print();
  if (options.json_path.empty() || results.write_json(options.json_path)) return 0;
  std::fprintf(stderr, "spanorama_bench: cannot write %s\n", options.json_path.c_str());
  return 1;
}
