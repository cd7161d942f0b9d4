// Random OTLP data as the protobuf library's own objects, and as OTLP/JSON text of the same data. The library's JSON
// printer writes ids as base64, so the JSON is written here.
#pragma once

#include <cstdint>
#include <string>

#include "opentelemetry/proto/trace/v1/trace.pb.h"

namespace spanorama::test {

struct JsonStyle {
  bool snake_case = false;
  bool numbers_as_text = true;  // 64-bit integers in quotes
  bool enum_names = false;
  bool base64_ids = false;
  bool pretty = false;
  bool resource_last = false;
};

opentelemetry::proto::trace::v1::TracesData random_traces(std::uint32_t seed);
std::string json_text(const opentelemetry::proto::trace::v1::TracesData& traces, const JsonStyle& style);

}  // namespace spanorama::test
