// The property every reader keeps: where the chunks end makes no difference.
#pragma once

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "batch_text.h"

namespace spanorama::test {

// Whole, byte by byte, and at `rounds` sets of random cuts; REQUIREs equal batches and issues.
inline void require_same_however_cut(Format format, std::string_view bytes, unsigned rounds = 100) {
  const std::string whole = text_of_result(*read_whole(format, bytes), bytes);
  REQUIRE(first_difference(text_of_result(*read_bytewise(format, bytes), bytes), whole).empty());
  for (unsigned seed = 1; seed <= rounds; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::size_t> cuts;
    for (std::size_t at = 0; (at += random() % 300) < bytes.size();) cuts.push_back(at);
    CAPTURE(seed);
    REQUIRE(first_difference(text_of_result(*read_cut(format, bytes, cuts), bytes), whole).empty());
  }
}

// Every prefix and every single damaged byte may lose spans, but nothing else goes wrong.
inline void require_survives_damage(Format format, std::string_view bytes) {
  for (std::size_t size = 0; size < bytes.size(); size += 3) read_whole(format, bytes.substr(0, size));
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::string damaged(bytes);
    damaged[random() % damaged.size()] = "{}[]\",:\\ \n0a"[random() % 12];
    require_same_however_cut(format, damaged, 1);
  }
}

inline std::string_view name_at(const ReadResult& r, std::size_t span) {
  return r.batch.strings.view(r.batch.spans.at(span).name);
}
inline std::string_view service_at(const ReadResult& r, std::size_t span) {
  return r.batch.strings.view(r.batch.resources.at(r.batch.spans.at(span).resource.value).service_name);
}
inline std::string_view scope_at(const ReadResult& r, std::size_t span) {
  return r.batch.strings.view(r.batch.scopes.at(r.batch.spans.at(span).scope.value).name);
}

}  // namespace spanorama::test
