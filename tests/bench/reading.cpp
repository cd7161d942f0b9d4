// Reading: our readers and the whole import beside other parsers over the same bytes.
#include <google/protobuf/arena.h>
#include <simdjson.h>

#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bench/bare_walk.h"
#include "bench/generate.h"
#include "bench/measure.h"
#include "opentelemetry/proto/trace/v1/trace.pb.h"
#include "spanorama/app/importer.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/ingest/reader.h"

namespace spanorama::bench {
namespace {

constexpr std::size_t kChunkBytes = 8 << 20;  // as the command line pushes a mapped file

template <class Push>
void in_chunks(std::string_view bytes, Push&& push) {
  for (std::size_t at = 0; at < bytes.size(); at += kChunkBytes) push(bytes_of(bytes.substr(at, kChunkBytes)));
}

void read_only(std::string_view bytes, bool dialects = true) {
  SpanBatch batch;
  batch.sources.emplace_back();
  SourceReport report;
  ReadTarget target{batch, SourceRow{0}, report, dialects};
  target.expected_bytes = bytes.size();
  const auto reader = make_reader(sniff_format(bytes_of(bytes.substr(0, 4096))), target);
  in_chunks(bytes, [&](ByteSpan chunk) { keep(static_cast<bool>(reader->push(chunk))); });
  keep(static_cast<bool>(reader->finish()));
  keep(batch.spans.size());
}

std::shared_ptr<const TraceStore> read_and_assemble(std::string_view bytes) {
  Importer importer;
  SourceImport& source = importer.begin("bench", 1);
  source.expect(bytes.size());
  in_chunks(bytes, [&](ByteSpan chunk) { source.push(chunk); });
  source.finish();
  return importer.snapshot();
}

void copy_bytes(std::string_view bytes, std::string& to) {
  std::memcpy(to.data(), bytes.data(), bytes.size());
  keep(to[bytes.size() / 2]);
}

// Visits every value once and looks at no text: the least that a JSON parser can do. The documents are ours and
// shallow, so recursion is fine here.
std::uint64_t walk(simdjson::ondemand::value value) {
  std::uint64_t count = 1;
  switch (value.type()) {
    case simdjson::ondemand::json_type::object:
      for (auto field : value.get_object()) count += walk(field.value());
      break;
    case simdjson::ondemand::json_type::array:
      for (auto item : value.get_array()) count += walk(item.value());
      break;
    default: count += value.raw_json_token().size(); break;
  }
  return count;
}

void walk_on_demand(simdjson::ondemand::parser& parser, const simdjson::padded_string& json) {
  auto document = parser.iterate(json);
  std::uint64_t count = 0;
  for (auto field : document.get_object()) count += walk(field.value());
  keep(count);
}

// Takes every event and keeps nothing.
struct Ignore final : nlohmann::json_sax<nlohmann::json> {
  std::uint64_t events = 0;
  bool one() { return ++events != 0; }
  bool null() override { return one(); }
  bool boolean(bool) override { return one(); }
  bool number_integer(number_integer_t) override { return one(); }
  bool number_unsigned(number_unsigned_t) override { return one(); }
  bool number_float(number_float_t, const string_t&) override { return one(); }
  bool string(string_t&) override { return one(); }
  bool binary(binary_t&) override { return one(); }
  bool start_object(std::size_t) override { return one(); }
  bool key(string_t&) override { return one(); }
  bool end_object() override { return one(); }
  bool start_array(std::size_t) override { return one(); }
  bool end_array() override { return one(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }
};

void parse_sax(const std::string& json) {
  Ignore ignore;
  keep(nlohmann::json::sax_parse(json, &ignore));
  keep(ignore.events);
}

void parse_protobuf(const std::string& bytes) {
  google::protobuf::Arena arena;
  auto* data = google::protobuf::Arena::CreateMessage<opentelemetry::proto::trace::v1::TracesData>(&arena);
  keep(data->ParseFromString(bytes));
  keep(data->resource_spans_size());
}

std::string memory_note(const TraceStore& store) {
  std::uint64_t columns = 0, texts = 0;
  visit_columns(store.columns(), [&](std::string_view name, const auto& column) {
    const std::uint64_t bytes = column.size_bytes();
    (name.starts_with("string_") ? texts : columns) += bytes;
  });
  const std::uint64_t spans = std::max<std::uint64_t>(store.span_count(), 1);
  return std::to_string(columns / spans) + " B/span columns, " + std::to_string(texts / spans) +
         " B/span strings and previews";
}

// What both formats share, of `spans` spans; with what a span takes in memory.
void bench_ours(Rounds& rounds, Results& results, const std::string& group, std::string_view bytes, std::uint64_t spans,
                std::string& copy) {
  const std::shared_ptr<const TraceStore> store = read_and_assemble(bytes);
  if (store->span_count() != spans) results.add(group, "WRONG: spans read", 1, 0, store->span_count());
  copy.resize(bytes.size());
  rounds.add("spanorama reader", [=] { read_only(bytes); });
  rounds.add("spanorama reader without dialects", [=] { read_only(bytes, false); });
  rounds.add(
      "spanorama reader, importer and assembly", [=] { keep(read_and_assemble(bytes)); }, memory_note(*store));
  rounds.add("memcpy", [=, &copy] { copy_bytes(bytes, copy); });
}

void bench_json(const Options& options, Results& results, const std::string& group, const Generated& made) {
  Rounds rounds;
  std::string copy;
  bench_ours(rounds, results, group, made.json, made.json_spans, copy);
  const simdjson::padded_string padded(made.json);
  simdjson::ondemand::parser parser;
  const std::string reference = "simdjson On-Demand, bare walk";
  rounds.add(reference, [&] { walk_on_demand(parser, padded); });
  rounds.add("nlohmann SAX, events ignored", [&] { parse_sax(made.json); });
  rounds.measure(options.runs, reference, group, made.json.size(), made.json_spans, results);
}

void bench_protobuf(const Options& options, Results& results, const std::string& group, const Generated& made) {
  Rounds rounds;
  std::string copy;
  bench_ours(rounds, results, group, made.protobuf, made.protobuf_spans, copy);
  const std::string reference = "protobuf library, arena, generated classes";
  rounds.add(reference, [&] { parse_protobuf(made.protobuf); });
  rounds.add("bare walk of the wire format", [&] { keep(bare_walk_otlp(made.protobuf)); });
  rounds.measure(options.runs, reference, group, made.protobuf.size(), made.protobuf_spans, results);
}

// Keys with an index inside, which some dialects write by the hundred: the work a message must not grow with their number.
void bench_flat_keys(const Options& options, Results& results) {
  const std::string group = "reading flat keys";
  if (!options.wants(group)) return;
  for (const int messages : {100, 1000, 10'000}) {
    const std::string json = flat_messages(messages, 100'000 / messages);
    const double seconds = median_seconds(options.runs, [&] { read_only(json); });
    results.add(group, std::to_string(messages) + " messages a span", seconds, json.size(), 100'000);
  }
  results.relate(group, "100 messages a span");
}

bool write_file(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return static_cast<bool>(file.flush());
}

}  // namespace

bool write_inputs(const Options& options) {
  bool written = true;
  for (const Shape shape : {Shape::llm, Shape::spans}) {
    const Generated made = generate(shape, options.bytes);
    const std::string path = options.write_folder + (shape == Shape::llm ? "/llm" : "/spans");
    written = written && write_file(path + ".json", made.json) && write_file(path + ".pb", made.protobuf);
  }
  return written;
}

void bench_reading(const Options& options, Results& results) {
  const struct {
    Shape shape;
    std::string name;
  } shapes[] = {{Shape::llm, "LLM-like"}, {Shape::spans, "span-heavy"}};
  for (const auto& [shape, name] : shapes) {
    const std::string json = "reading OTLP JSON, " + name, protobuf = "reading OTLP protobuf, " + name;
    if (!options.wants(json) && !options.wants(protobuf)) continue;
    const Generated made = generate(shape, options.bytes);
    if (options.wants(json)) bench_json(options, results, json, made);
    if (options.wants(protobuf)) bench_protobuf(options, results, protobuf, made);
  }
  bench_flat_keys(options, results);
}

}  // namespace spanorama::bench
