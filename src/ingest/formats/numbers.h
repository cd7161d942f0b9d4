// Numbers and ids as OTLP files write them: integers as text or numbers, hex or base64 ids, enum numbers or names.
#pragma once

#include <cstdint>
#include <string_view>

#include "spanorama/base/ids.h"
#include "spanorama/model/vocabulary.h"

namespace spanorama {

// Decimal digits with an optional sign; a fraction or an exponent is allowed when the value is a whole number that
// fits. Never goes through a double.
bool whole_number(std::string_view text, std::int64_t& out);
bool unsigned_number(std::string_view text, std::uint64_t& out);

// JSON numbers and "NaN", "Infinity", "-Infinity".
bool real_number(std::string_view text, double& out);

enum class IdState : std::uint8_t { ok, absent, wrong };

// 32 (16) hex digits or the base64 of 16 (8) bytes; all zeros are ok and give an invalid id.
IdState trace_id_from_text(std::string_view text, TraceId& out);
IdState span_id_from_text(std::string_view text, SpanId& out);

// Wire numbers or names, with or without "SPAN_KIND_" / "STATUS_CODE_".
bool span_kind_from_text(std::string_view text, SpanKind& out);
bool status_from_text(std::string_view text, Status& out);

}  // namespace spanorama
