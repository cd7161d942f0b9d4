// Reading a payload's bytes once they are at hand, and reading attributes that may or may not be payloads.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "spanorama/model/trace_store.h"

namespace spanorama {

// Gives a range of a source at once (mapped file, memory), or nothing when it must be waited for or is gone.
struct PayloadSource {
  virtual ~PayloadSource() = default;
  virtual std::optional<std::string_view> read(const Source& source, std::uint64_t offset, std::uint64_t length) = 0;
};

// Decodes by encoding: text repaired to UTF-8, base64 to bytes, structured values to JSON text. O(bytes).
std::string decoded_payload(PayloadEncoding encoding, std::string_view raw);

// What full_text() gives for a payload with these bytes: as decoded_payload, but bytes as base64. O(bytes).
std::string searched_text(PayloadEncoding encoding, std::string_view raw);

// As decoded_payload, of a structured value of which only the first `max_source_bytes` are looked at: what could be
// read before that cut. The text then breaks off and is for showing only.
std::string decoded_prefix(PayloadEncoding encoding, std::string_view raw, std::size_t max_source_bytes);

// The whole value as text (strings as they are, numbers printed, structured values as JSON). Nothing when the
// payload's bytes are not available now.
std::optional<std::string> full_text(const TraceStore& store, Attribute attribute, PayloadSource& payloads);

}  // namespace spanorama
