// What Jaeger's api/v3 answers, read with distrust: anything may be missing, of the wrong type or not JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spanorama/app/connector.h"

namespace spanorama {

// {"services":["a"]}; sorted, without repeats.
Result<std::vector<std::string>> services_from(std::string_view body);
// {"summaries":[{"traceId":…,"rootServiceName":…,"minStartTimeUnixNano":"…",…}]}; rows without a valid id are left out.
Result<Connector::Hits> hits_from_summaries(std::string_view body);
// {"result":{"resourceSpans":[…]}} with the spans of many traces, or several such objects one after another.
Result<Connector::Hits> hits_from_traces(std::string_view body);
// The OTLP documents inside {"result":…} objects, one a line; plain OTLP stays as it is.
Result<std::string> otlp_from_answer(std::string_view body);
// {"error":{"message":"…"}} -> the message, cut short; empty for anything else.
std::string message_from_error(std::string_view body);

}  // namespace spanorama
