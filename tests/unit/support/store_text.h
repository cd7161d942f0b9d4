// All that a store says, as text that can be compared and read in a diff: one line per trace, span, attribute, event and
// link. Rows and places in sources do not appear, so that stores of one data read from different files are equal.
#pragma once

#include <string>
#include <string_view>

#include "spanorama/model/payload_text.h"
#include "spanorama/model/trace_store.h"

namespace spanorama::test {

// Payloads of sources that are whole in memory; any source has these bytes.
struct BytesInMemory final : PayloadSource {
  explicit BytesInMemory(std::string_view all) : bytes(all) {}
  std::optional<std::string_view> read(const Source&, std::uint64_t offset, std::uint64_t length) override {
    if (offset > bytes.size() || length > bytes.size() - offset) return std::nullopt;
    return bytes.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
  }
  std::string_view bytes;
};

std::string store_text(const TraceStore& store, PayloadSource& payloads);

// The first line in which they differ, both sides with the trace's and span's lines before it; empty when equal.
std::string first_different_line(std::string_view got, std::string_view want);

}  // namespace spanorama::test
