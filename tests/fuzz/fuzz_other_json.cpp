// The readers of other tools' JSON on hostile bytes; the first byte picks the format.
#include <cstdint>
#include <iterator>

#include "fuzz_readers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using spanorama::Format;
  static constexpr Format kFormats[] = {Format::jaeger_json,  Format::langfuse_export, Format::zipkin_v2,
                                        Format::python_spans, Format::tempo_search,    Format::langsmith_runs,
                                        Format::chrome_trace, Format::openai_agents,   Format::mlflow_traces,
                                        Format::opper_traces};
  if (size == 0) return 0;
  spanorama::fuzz_reader(kFormats[data[0] % std::size(kFormats)], data + 1, size - 1);
  return 0;
}
