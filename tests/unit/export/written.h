// Reading text or bytes into a store, and writing a store to text or bytes.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "spanorama/assembly/assemble.h"
#include "spanorama/export/otlp_writer.h"
#include "spanorama/ingest/reader.h"
#include "spanorama/model/store_batch.h"
#include "support/store_text.h"
#include "test_paths.h"

namespace spanorama::test {

inline std::shared_ptr<const TraceStore> store_of(std::string_view bytes) {
  SpanBatch batch;
  batch.sources.push_back({});
  SourceReport report;
  const auto reader = make_reader(sniff_format(bytes_of(bytes.substr(0, 65536))), {batch, SourceRow{0}, report});
  if (reader->push(bytes_of(bytes))) (void)reader->finish();
  const SpanBatch* const one = &batch;
  return assemble({&one, 1}, nullptr);
}

inline std::string written(const std::shared_ptr<const TraceStore>& store, std::string_view source, Format format,
                           std::size_t piece_bytes = 1000) {
  BytesInMemory payloads(source);
  OtlpWriter writer(store, all_traces(*store), format);
  std::string out, piece;
  for (OtlpWriter::State state = OtlpWriter::State::more; state == OtlpWriter::State::more;) {
    state = writer.write(payloads, piece, piece_bytes);
    out += piece;
    piece.clear();
  }
  return out;
}

inline std::string text_of_store(std::string_view source) {
  BytesInMemory payloads(source);
  return store_text(*store_of(source), payloads);
}

inline std::string file_content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline std::vector<std::filesystem::path> fixture_files() {
  std::vector<std::filesystem::path> paths;
  const auto folder = std::filesystem::path(SPANORAMA_SOURCE_DIR) / "tests" / "fixtures";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

inline constexpr Format kWrittenFormats[] = {Format::otlp_json, Format::otlp_json_lines, Format::otlp_proto};

}  // namespace spanorama::test
