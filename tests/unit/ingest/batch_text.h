// A batch as text that can be compared and read in a diff; and reading text or bytes into a batch.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/ingest/reader.h"

namespace spanorama::test {

struct ReadResult {
  SpanBatch batch;
  SourceReport report;
};

// Pushes `bytes` cut at the given rising positions.
std::unique_ptr<ReadResult> read_cut(Format format, std::string_view bytes, const std::vector<std::size_t>& cuts);
std::unique_ptr<ReadResult> read_whole(Format format, std::string_view bytes);
std::unique_ptr<ReadResult> read_bytewise(Format format, std::string_view bytes);

// Every span with all that belongs to it, payloads resolved from `source`; then the issues. With `places`, offsets of
// records and payloads too.
std::string text_of_result(const ReadResult& result, std::string_view source, bool places = true);
std::string value_text(const SpanBatch& batch, Attribute attribute, std::string_view source);
// Of the first span with the key; "(none)" without.
std::string attribute_text(const ReadResult& result, std::string_view key, std::string_view source);

// The first line in which they differ, both sides; empty when equal.
std::string first_difference(std::string_view got, std::string_view want);

bool has_issue(const ReadResult& result, std::string_view kind, std::uint64_t count = 1);

}  // namespace spanorama::test
