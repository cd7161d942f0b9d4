// Writes OTLP messages as the OTLP/JSON that SDKs and collectors write: ids in hex, 64-bit numbers in quotes.
#pragma once

#include <string>

#include "opentelemetry/proto/trace/v1/trace.pb.h"

namespace spanorama::bench {

void append_otlp_json(std::string& out, const opentelemetry::proto::trace::v1::ResourceSpans& resource_spans);

}  // namespace spanorama::bench
