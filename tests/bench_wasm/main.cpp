// bench_wasm RUNS FILE…: the wasm reader over files in memory, beside simdjson compiled to wasm, in Node. Prints one line
// a measurement. The files are what `spanorama_bench --write DIR` makes.
#include <emscripten.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/ingest/reader.h"

namespace {

using namespace spanorama;

constexpr std::size_t kChunkBytes = 8 << 20;

std::string file_text(const char* path) {
  std::string text;
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) return text;
  std::fseek(file, 0, SEEK_END);
  text.resize(static_cast<std::size_t>(std::ftell(file)));
  std::rewind(file);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

std::size_t read_all(std::string_view text, bool dialects) {
  SpanBatch batch;
  batch.sources.emplace_back();
  SourceReport report;
  const ByteSpan bytes{reinterpret_cast<const std::byte*>(text.data()), text.size()};
  ReadTarget target{batch, SourceRow{0}, report, dialects};
  target.expected_bytes = bytes.size();
  const auto reader = make_reader(sniff_format(bytes.first(std::min<std::size_t>(4096, bytes.size()))), target);
  for (std::size_t at = 0; at < bytes.size(); at += kChunkBytes)
    if (!reader->push(bytes.subspan(at, std::min(kChunkBytes, bytes.size() - at)))) return 0;
  return reader->finish() ? batch.spans.size() : 0;
}

// Visits every value once and looks at no text. The documents are ours and shallow, so recursion is fine here.
std::size_t walk(simdjson::ondemand::value value) {
  std::size_t count = 1;
  simdjson::ondemand::value child;
  simdjson::ondemand::object object;
  simdjson::ondemand::array array;
  simdjson::ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return 0;
  if (type == simdjson::ondemand::json_type::object && value.get_object().get(object) == simdjson::SUCCESS) {
    for (auto field : object)
      if (field.value().get(child) == simdjson::SUCCESS) count += walk(child);
  } else if (type == simdjson::ondemand::json_type::array && value.get_array().get(array) == simdjson::SUCCESS) {
    for (auto item : array)
      if (item.get(child) == simdjson::SUCCESS) count += walk(child);
  } else {
    count += value.raw_json_token().size();
  }
  return count;
}

std::size_t walk_all(simdjson::ondemand::parser& parser, const simdjson::padded_string& json) {
  simdjson::ondemand::document document;
  simdjson::ondemand::object object;
  simdjson::ondemand::value child;
  if (parser.iterate(json).get(document) != simdjson::SUCCESS || document.get_object().get(object) != simdjson::SUCCESS)
    return 0;
  std::size_t count = 0;
  for (auto field : object)
    if (field.value().get(child) == simdjson::SUCCESS) count += walk(child);
  return count;
}

template <class Work>
double median_ms(int runs, Work&& work, std::size_t& result) {
  std::vector<double> times;
  for (int run = 0; run < runs; ++run) {
    const double start = emscripten_get_now();
    result = work();
    times.push_back(emscripten_get_now() - start);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

void print(const char* path, const char* name, double ms, std::size_t bytes, double reference_ms) {
  std::printf("%-40s %-36s %8.1f ms %8.1f MB/s", path, name, ms, static_cast<double>(bytes) / ms / 1e3);
  if (reference_ms != 0) std::printf("  ratio %.2f", reference_ms / ms);
  std::printf("\n");
}

void measure(const char* path, int runs) {
  const std::string text = file_text(path);
  if (text.empty()) return std::printf("%s cannot be read\n", path), void();
  double reference = 0;
  std::size_t seen = 0;
  if (text[0] == '{') {
    const simdjson::padded_string padded(text);
    simdjson::ondemand::parser parser;
    reference = median_ms(
        runs, [&] { return walk_all(parser, padded); }, seen);
    print(path, seen != 0 ? "simdjson On-Demand, bare walk" : "simdjson FAILED", reference, text.size(), reference);
  }
  const double whole = median_ms(
      runs, [&] { return read_all(text, true); }, seen);
  print(path, seen != 0 ? "spanorama reader" : "spanorama reader FAILED", whole, text.size(), reference);
  const double bare = median_ms(
      runs, [&] { return read_all(text, false); }, seen);
  print(path, "spanorama reader without dialects", bare, text.size(), reference);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::printf("usage: bench_wasm RUNS FILE…\n"), 3;
  const int runs = std::atoi(argv[1]);
  for (int at = 2; at < argc; ++at) measure(argv[at], runs < 1 ? 1 : runs);
  return 0;
}
