// Where the real trace files lie, and how the tests read them: whole files into a sealed store.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "spanorama/app/importer.h"
#include "test_paths.h"

namespace spanorama {

inline std::filesystem::path corpus_folder() {
  const char* named = std::getenv("SPANORAMA_CORPUS");
  if (named != nullptr && *named != '\0') return named;
  return std::filesystem::path(SPANORAMA_SOURCE_DIR) / ".." / "shared" / "data" / "otlp";
}

inline bool corpus_is_here() {
  std::error_code ignored;
  if (std::filesystem::is_directory(corpus_folder(), ignored)) return true;
  MESSAGE("skipped: there are no real trace files beside this checkout");
  return false;
}

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct Read {
  std::shared_ptr<const TraceStore> store;
  SourceReport report;
};

inline Read read_in_chunks(const std::string& content, std::size_t chunk_bytes) {
  Importer importer;
  SourceImport& source = importer.begin("file", 1);
  for (std::size_t at = 0; at < content.size(); at += chunk_bytes)
    if (!source.push(bytes_of(std::string_view(content).substr(at, chunk_bytes)))) break;
  source.finish();
  return {importer.snapshot(), importer.report().sources[0]};
}

}  // namespace spanorama
