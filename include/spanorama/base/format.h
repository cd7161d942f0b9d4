// Numbers as people read them, in one place so that page, window and command line agree.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "spanorama/base/time.h"

namespace spanorama {

// "840 µs", "3.1 s", "2 m 04 s", "3 h 12 m", "2 d 03 h"; "0 ns" for zero. Three significant figures below a minute.
std::string text_from(Nanos duration);
// Milliseconds with the exact fraction: "2300 ms", "0.84 ms".
std::string exact_milliseconds(Nanos duration);

// "41.2k", "1.20M", "987"; unknown is "–".
std::string text_from_count(std::int64_t count);
// "12,480"
std::string grouped(std::int64_t count);
// Microcents (1 USD = 100,000,000): "$0.0312", "<$0.0001", "$12.40"; unknown is "–", zero is "$0".
std::string text_from_microcents(std::int64_t microcents);
// "1.9 GB", "640 MB", "12 kB", powers of 1000.
std::string text_from_bytes(std::uint64_t bytes);

// "2026-08-01 14:03:22.123 UTC" with `fraction_digits` digits after the second (0, 3, 6 or 9), shifted by
// `utc_offset_minutes` (the zone is then printed as +hh:mm).
std::string text_from(UnixTime time, int fraction_digits = 3, int utc_offset_minutes = 0);
// "2026-08-01T14:03:22.123456789Z"
std::string iso8601_from(UnixTime time);
// "2 min ago", "in 3 s", "just now".
std::string relative_text(UnixTime time, UnixTime now);

// Decimal parsing with the whole text used; false when it is no number. Integers out of range fail.
bool parse_int64(std::string_view text, std::int64_t& out);
bool parse_double(std::string_view text, double& out);

}  // namespace spanorama
