// Blobs of stores on hostile bytes. The input is a list of changes to a good blob, {place 4 bytes, new byte} each, since
// few other bytes come past the header. What is taken is read in full: printed, written, taken apart and assembled.
#include <cstdint>
#include <cstring>
#include <memory>

#include "fuzz_readers.h"
#include "spanorama/app/json_rows.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/export/otlp_writer.h"
#include "spanorama/model/store_batch.h"

namespace spanorama {
namespace {

constexpr std::string_view kSample =
    R"({"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]},"scopeSpans":)"
    R"([{"scope":{"name":"lib"},"spans":[{"traceId":"000102030405060708090a0b0c0d0e0f","spanId":"0102030405060708",)"
    R"("name":"agent","startTimeUnixNano":"1","endTimeUnixNano":"9","attributes":[{"key":"gen_ai.operation.name",)"
    R"("value":{"stringValue":"invoke_agent"}},{"key":"list","value":{"arrayValue":{"values":[{"intValue":"1"}]}}}]},)"
    R"({"traceId":"000102030405060708090a0b0c0d0e0f","spanId":"1102030405060708","parentSpanId":"0102030405060708",)"
    R"("name":"chat","kind":3,"startTimeUnixNano":"2","endTimeUnixNano":"8","attributes":[{"key":)"
    R"("gen_ai.request.model","value":{"stringValue":"gpt-4o"}},{"key":"gen_ai.usage.input_tokens","value":)"
    R"({"intValue":"7"}},{"key":"x","value":{"doubleValue":0.5}}],"events":[{"name":"e","timeUnixNano":"3","attributes":)"
    R"([{"key":"big","value":{"intValue":"9007199254740993"}}]}],"links":[{"traceId":"0f0102030405060708090a0b0c0d0e0f",)"
    R"("spanId":"2102030405060708"}],"status":{"code":2,"message":"no"}},{"traceId":"100102030405060708090a0b0c0d0e0f",)"
    R"("spanId":"3102030405060708","parentSpanId":"4102030405060708","name":"orphan","startTimeUnixNano":"5"}]}]}]})";

const std::vector<std::byte>& sample_blob() {
  static const std::vector<std::byte> blob = [] {
    FuzzRead read;
    fuzz_read(Format::otlp_json, kSample, kSample.size(), read);
    const SpanBatch* const batch = &read.batch;
    return write_blob(*assemble({&batch, 1}, nullptr));
  }();
  return blob;
}

struct SampleBytes final : PayloadSource {
  std::optional<std::string_view> read(const Source&, std::uint64_t offset, std::uint64_t length) override {
    if (offset > kSample.size() || length > kSample.size() - offset) return std::nullopt;
    return kSample.substr(offset, length);
  }
};

void use(const std::shared_ptr<const TraceStore>& store) {
  SampleBytes payloads;
  for (std::uint32_t t = 0; t < store->trace_count(); ++t) trace_json(*store, TraceRow{t});
  for (std::uint32_t s = 0; s < store->span_count(); ++s) show_json(*store, SpanRow{s}, payloads);
  for (const Format format : {Format::otlp_json, Format::otlp_proto}) {
    OtlpWriter writer(store, all_traces(*store), format);
    std::string out;
    while (writer.write(payloads, out) == OtlpWriter::State::more) out.clear();
  }
  const auto batch = batch_of(*store, all_traces(*store), true);
  const SpanBatch* const one = batch.get();
  fuzz_check(assemble({&one, 1}, nullptr)->span_count() <= store->span_count());
}

}  // namespace
}  // namespace spanorama

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace spanorama;
  auto blob = std::make_shared<std::vector<std::byte>>(sample_blob());
  for (; size >= 5; data += 5, size -= 5) {
    std::uint32_t place = 0;
    std::memcpy(&place, data, sizeof place);
    (*blob)[place % blob->size()] = static_cast<std::byte>(data[4]);
  }
  const auto store = TraceStore::from_blob(blob, *blob);
  if (store) use(store.value());
  return 0;
}
