// One attribute value as it stands in the source, seen but not yet copied. Views stay good while the record that they
// come from is being read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "spanorama/model/value.h"

namespace spanorama {

enum class RawKind : std::uint8_t { empty, text, bytes, boolean, integer, real, structured };

struct RawValue {
  RawKind kind = RawKind::empty;
  PayloadEncoding encoding = PayloadEncoding::utf8;  // of `raw`, for text, bytes and structured
  bool escaped = false;                              // a json_string with escapes in it
  bool in_source = true;  // else `raw` was decoded from the source: too long values are kept, not pointed at
  bool flag = false;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view raw;
};

// The value's text as UTF-8: a view into the source where nothing has to change, else into `scratch`.
std::string_view text_of(const RawValue& value, std::string& scratch);

// A JSON escape takes at most this many bytes for one of the text.
inline constexpr std::size_t kMaxEscapeBytes = 6;

// As text_of, of at most about `max_bytes` of the source from its start.
std::string_view text_prefix_of(const RawValue& value, std::size_t max_bytes, std::string& scratch);

// UTF-8 of the inside of a JSON string, into `scratch` only if something has to change.
std::string_view plain_text(std::string_view raw, bool escaped, std::string& scratch);

// The end of a JSON string's inside, or `end`. Unlike the reader's scan, raw line feeds inside are fine: texts within
// texts are often broken.
const char* tolerant_string_end(const char* p, const char* end, bool& escaped);

}  // namespace spanorama
