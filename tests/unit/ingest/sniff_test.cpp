#include <doctest/doctest.h>

#include <string>

#include "ingest/formats/numbers.h"
#include "spanorama/ingest/reader.h"

using namespace spanorama;

namespace {

Format sniffed(std::string_view bytes, std::string* reason = nullptr) { return sniff_format(bytes_of(bytes), reason); }
std::string reason_of(std::string_view bytes) {
  std::string reason;
  CHECK(sniffed(bytes, &reason) == Format::unknown);
  return reason;
}
bool says(std::string_view bytes, std::string_view word) { return reason_of(bytes).find(word) != std::string::npos; }

}  // namespace

TEST_CASE("formats are told by content") {
  CHECK(sniffed("\xEF\xBB\xBF {\"resourceSpans\":[") == Format::otlp_json);
  CHECK(sniffed("{\"resource_spans\":[]}\n{\"resource_spans\":[]}\n") == Format::otlp_json_lines);
  CHECK(sniffed("[{\"resourceSpans\":[]}]") == Format::otlp_json);
  CHECK(sniffed("{\"batches\":[]}") == Format::otlp_json);
  CHECK(sniffed("{\"data\":[{\"traceID\":\"1\",\"spans\":[]}]}") == Format::jaeger_json);
  CHECK(sniffed("[{\"traceId\":\"1\",\"id\":\"2\",\"localEndpoint\":{}}]") == Format::zipkin_v2);
  CHECK(sniffed("{\"traceID\":\"1\",\"spanSet\":{\"spans\":[]}}") == Format::tempo_search);
  CHECK(sniffed("{\"trace\":{},\"observations\":[]}") == Format::langfuse_export);
}

TEST_CASE("what cannot be read is named") {
  using namespace std::string_view_literals;
  CHECK(says("\x1F\x8B\x08\x00"sv, "gzip"));
  CHECK(says("\x28\xB5\x2F\xFD"sv, "zstd"));
  CHECK(says("PK\x03\x04"sv, "zip"));
  CHECK(says("<!DOCTYPE html>", "HTML"));
  CHECK(says("a,b,c\n1,2,3\n", "CSV"));
  CHECK(says("", "no bytes"));
}

TEST_CASE("digits of any number are read, and any other byte among them is seen") {
  for (std::size_t length = 1; length <= 20; ++length) {
    const std::string digits = std::string("18446744073709551615").substr(0, length);
    std::uint64_t number = 0;
    CAPTURE(digits);
    REQUIRE(unsigned_number(digits, number));
    REQUIRE(number == std::stoull(digits));
    for (std::size_t at = 0; at < length; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        if ((byte >= '0' && byte <= '9') || byte == '.' || byte == 'e' || byte == 'E') continue;
        std::string damaged = digits;
        damaged[at] = static_cast<char>(byte);
        CAPTURE(byte);
        REQUIRE_FALSE(unsigned_number(damaged, number));
      }
    }
  }
}

TEST_CASE("numbers are read from their text, ids in hex and base64") {
  std::int64_t whole = 0;
  CHECK((whole_number("-9223372036854775808", whole) && whole == INT64_MIN));
  CHECK((whole_number("1.7e18", whole) && whole == 1'700'000'000'000'000'000));
  CHECK((whole_number("12.0", whole) && whole == 12));
  CHECK_FALSE(whole_number("9223372036854775808", whole));
  CHECK_FALSE(whole_number("12.5", whole));
  CHECK_FALSE(whole_number("", whole));
  double real = 0;
  CHECK((real_number("0.1", real) && real == 0.1));
  CHECK((real_number("-12345678901234567e-10", real) && real == -1234567.8901234567));
  CHECK_FALSE(real_number("1x", real));
  SpanId id;
  CHECK((span_id_from_text("00F067AA0BA902B7", id) == IdState::ok && id.value == 0x00f067aa0ba902b7));
  CHECK((span_id_from_text("APBnqgupArc=", id) == IdState::ok && id.value == 0x00f067aa0ba902b7));
  CHECK(span_id_from_text("00f067", id) == IdState::wrong);
  CHECK(span_id_from_text("", id) == IdState::absent);
}
