#include "spanorama/ingest/reader.h"

#include "formats/chrome_reader.h"
#include "formats/jaeger_reader.h"
#include "formats/json_reader.h"
#include "formats/langfuse_reader.h"
#include "formats/langsmith_reader.h"
#include "formats/mlflow_reader.h"
#include "formats/openai_agents_reader.h"
#include "formats/opper_reader.h"
#include "formats/proto_reader.h"
#include "formats/side_file_reader.h"
#include "formats/span_objects_reader.h"
#include "formats/tempo_search_reader.h"
#include "formats/zipkin_reader.h"
#include "issues.h"

namespace spanorama {

namespace {

// Stands where no format was recognised.
class UnknownReader final : public Reader {
 public:
  explicit UnknownReader(ReadTarget target) : report_(target.report) {}

  Result<void> push(ByteSpan chunk) override {
    report_.bytes += chunk.size();
    std::string reason;
    sniff_format(chunk, &reason);
    if (!told_) report_.add(issues::kUnknownFormat, 0, 0, reason);
    told_ = true;
    return Error{"This cannot be read: " + reason + "."};
  }
  Result<void> finish() override {
    if (report_.bytes == 0) report_.add(issues::kEmptySource, 0);
    return {};
  }

 private:
  SourceReport& report_;
  bool told_ = false;
};

}  // namespace

std::unique_ptr<Reader> make_reader(Format format, ReadTarget target) {
  target.report.format = format;
  switch (format) {
    case Format::otlp_json:
    case Format::otlp_json_lines: return std::make_unique<JsonReader>(target);
    case Format::otlp_proto:
    case Format::otlp_proto_delimited:
    case Format::otlp_proto_be32: return std::make_unique<ProtoReader>(target, format);
    case Format::jaeger_json: return std::make_unique<JaegerReader>(target);
    case Format::langfuse_export: return std::make_unique<LangfuseReader>(target);
    case Format::zipkin_v2: return std::make_unique<ZipkinReader>(target);
    case Format::phoenix_spans:
    case Format::python_spans:
    case Format::go_stdouttrace: return std::make_unique<SpanObjectsReader>(target);
    case Format::tempo_search: return std::make_unique<TempoSearchReader>(target);
    case Format::langsmith_runs: return std::make_unique<LangsmithReader>(target);
    case Format::chrome_trace: return std::make_unique<ChromeReader>(target);
    case Format::openai_agents: return std::make_unique<OpenaiAgentsReader>(target);
    case Format::mlflow_traces: return std::make_unique<MlflowReader>(target);
    case Format::opper_traces: return std::make_unique<OpperReader>(target);
    case Format::prompt_file:
    case Format::price_file: return std::make_unique<SideFileReader>(target, format);
    case Format::spano:  // a store already: the importer opens it
    case Format::unknown:
    case Format::count: break;
  }
  return std::make_unique<UnknownReader>(target);
}

}  // namespace spanorama
