#include "spanorama/app/importer.h"

#include <doctest/doctest.h>

#include <string>

#include "spanorama/base/hash.h"

namespace spanorama {
namespace {

std::string span_text(std::string_view span_id, std::string_view name, std::string_view attributes = "") {
  return std::string(R"({"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":")").append(span_id) + R"(","name":")" +
         std::string(name) + R"(","startTimeUnixNano":"1000000000","endTimeUnixNano":"2000000000","attributes":[)" +
         std::string(attributes) + "]}";
}

std::string document(std::string_view spans) {
  return R"({"resourceSpans":[{"scopeSpans":[{"spans":[)" + std::string(spans) + "]}]}]}";
}

// A span whose text is longer than what the format is decided on.
std::string long_span(std::string_view span_id) {
  const std::string text(100'000, 'x');
  return span_text(span_id, "long", R"({"key":"text","value":{"stringValue":")" + text + "\"}}");
}

void push_all(SourceImport& source, std::string_view text, std::size_t chunk_bytes = SIZE_MAX) {
  for (std::size_t at = 0; at < text.size(); at += std::min(chunk_bytes, text.size() - at))
    if (!source.push(bytes_of(text.substr(at, chunk_bytes)))) return;
}

std::string kinds_of(const SourceReport& report) {
  std::string kinds;
  for (const Issue& issue : report.issues) kinds += issue.kind + " ";
  return kinds;
}

}  // namespace

TEST_CASE("a source becomes a store with a report") {
  Importer importer;
  SourceImport& source = importer.begin("a.json", 7);
  const std::string text = document(span_text("00000000000000a1", "one") + "," + span_text("00000000000000a2", "two"));
  push_all(source, text);
  source.finish();

  const auto store = importer.snapshot();
  CHECK(store->span_count() == 2);
  CHECK(store->trace_count() == 1);
  REQUIRE(store->columns().sources.size() == 1);
  CHECK(store->text(store->columns().sources[0].name) == "a.json");
  CHECK(store->columns().sources[0].id == 7);
  CHECK(store->columns().sources[0].bytes == text.size());
  const SourceReport report = importer.report().sources[0];
  CHECK(report.name == "a.json");
  CHECK(report.format == Format::otlp_json);
  CHECK(report.bytes == text.size());
  CHECK(report.spans == 2);
  CHECK(report.issues.empty());
}

TEST_CASE("a source cut into single bytes is read like a whole one") {
  const std::string text = "\n\n  " + document(long_span("00000000000000a1"));
  Importer importer;
  SourceImport& source = importer.begin("a.json", 1);
  push_all(source, text, 1);
  source.finish();
  CHECK(importer.snapshot()->span_count() == 1);
  CHECK(kinds_of(source.report()) == "");
}

TEST_CASE("white space longer than the sniffed part does not hide the format") {
  Importer importer;
  SourceImport& source = importer.begin("a.json", 1);
  push_all(source, std::string(200'000, ' ') + document(span_text("00000000000000a1", "one")), 5120);
  source.finish();
  CHECK(importer.snapshot()->span_count() == 1);
}

TEST_CASE("many lines are told from one document however long the first line is and wherever the chunks end") {
  const std::string lines =
      document(long_span("00000000000000a1")) + "\n" + document(span_text("00000000000000a2", "two")) + "\n";
  for (const std::size_t chunk_bytes : {SIZE_MAX, std::size_t{1000}}) {
    Importer importer;
    SourceImport& source = importer.begin("a", 1);
    push_all(source, lines, chunk_bytes);
    source.finish();
    CHECK(importer.report().sources[0].format == Format::otlp_json_lines);
    const auto store = importer.snapshot();
    CHECK(store->columns().sources[0].format == Format::otlp_json_lines);
  }
}

TEST_CASE("spans speak of their dialects in the report, each once") {
  const std::string genai = R"({"key":"gen_ai.operation.name","value":{"stringValue":"chat"}})";
  Importer importer;
  SourceImport& source = importer.begin("a.json", 1);
  const std::string http = R"({"key":"http.request.method","value":{"stringValue":"GET"}})";
  push_all(source,
           document(span_text("00000000000000a1", "plain", http) + "," + span_text("00000000000000a2", "llm", genai)));
  source.finish();
  const SourceReport report = importer.report().sources[0];
  CHECK(report.dialect_spans[static_cast<int>(Dialect::otel_plain)] == 1);
  CHECK(report.dialect_spans[static_cast<int>(Dialect::otel_genai)] == 1);
}

TEST_CASE("an empty source and an unknown format are errors that say so") {
  Importer importer;
  importer.begin("empty", 1).finish();
  SourceImport& letter = importer.begin("letter", 2);
  push_all(letter, "Dear reader, this is a letter and no trace.");
  letter.finish();
  const ImportReport report = importer.report();
  CHECK(kinds_of(report.sources[0]) == "empty_source ");
  CHECK(kinds_of(report.sources[1]) == "unknown_format ");
  CHECK(report.sources[1].worst() == Severity::error);
  CHECK(!report.sources[1].issues[0].detail.empty());
  CHECK(importer.snapshot()->span_count() == 0);
}

TEST_CASE("an unknown format stops the source early") {
  Importer importer;
  SourceImport& source = importer.begin("letter", 1);
  CHECK_FALSE(source.push(bytes_of(std::string(100'000, 'x'))));
  CHECK_FALSE(source.push(bytes_of(std::string_view("more"))));
}

TEST_CASE("cancelling keeps what was read and takes nothing more") {
  const std::string lines =
      document(long_span("00000000000000a1")) + "\n" + document(span_text("00000000000000a2", "two")) + "\n";
  Importer importer;
  SourceImport& source = importer.begin("a.jsonl", 1);
  push_all(source, lines);
  source.cancel();
  CHECK_FALSE(source.push(bytes_of(std::string_view(lines))));
  source.finish();
  CHECK(source.report().cancelled);
  CHECK(importer.snapshot()->span_count() == 2);
  CHECK(kinds_of(source.report()) == "");
}

TEST_CASE("a snapshot shows the spans read so far, and later ones do not change it") {
  Importer importer;
  SourceImport& source = importer.begin("a.jsonl", 1);
  push_all(source, document(long_span("00000000000000a1")) + "\n");
  const auto first = importer.snapshot();
  push_all(source, document(span_text("00000000000000a2", "two")) + "\n");
  source.finish();
  CHECK(first->span_count() == 1);
  CHECK(importer.snapshot()->span_count() == 2);
}

TEST_CASE("sources are joined in the order they were begun, and a removed one is gone") {
  Importer importer;
  SourceImport& late = importer.begin("1", 1);
  SourceImport& early = importer.begin("2", 2);
  push_all(early, document(span_text("00000000000000b1", "second")));
  push_all(late, document(span_text("00000000000000a1", "first")));
  early.finish();
  late.finish();
  CHECK(importer.snapshot()->span_count() == 2);
  CHECK(importer.report().sources[0].name == "1");
  CHECK(importer.trace_count(1) == 1);
  CHECK(importer.trace_count(3) == 0);
  importer.remove(1);
  const auto store = importer.snapshot();
  REQUIRE(store->span_count() == 1);
  CHECK(store->text(store->columns().name[0]) == "second");
}

TEST_CASE("the fingerprint depends on the size, the beginning and the end, not on the chunks") {
  const auto fingerprint = [](std::string_view text, std::size_t chunk_bytes) {
    Importer importer;
    SourceImport& source = importer.begin("x", 1);
    push_all(source, text, chunk_bytes);
    source.finish();
    return source.fingerprint();
  };
  std::string text;
  for (int line = 0; line < 4000; ++line) text += document(span_text("00000000000000a1", std::to_string(line))) + "\n";
  REQUIRE(text.size() > 400'000);
  const std::uint64_t whole = fingerprint(text, SIZE_MAX);
  CHECK(fingerprint(text, 1000) == whole);
  CHECK(fingerprint(text, 70'000) == whole);
  std::string other = text;
  other[text.size() - 3] = '!';
  CHECK(fingerprint(other, SIZE_MAX) != whole);
  other = text + "\n";
  CHECK(fingerprint(other, SIZE_MAX) != whole);
}

namespace {

// Model calls with a short prompt each and attributes that are all distinct.
std::string model_calls(std::size_t count) {
  std::string text;
  for (std::size_t n = 0; n < count; ++n) {
    const std::string number = std::to_string(100'000 + n);
    std::string attributes = R"({"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}},)"
                             R"({"key":"gen_ai.usage.input_tokens","value":{"intValue":"7"}},)"
                             R"({"key":"gen_ai.prompt","value":{"stringValue":"What is )" +
                             number + R"(?"}})";
    for (const char* key : {"a", "b", "c", "d", "e", "f", "g", "h"})
      attributes += R"(,{"key":")" + std::string(key) + R"(","value":{"stringValue":"value )" + number + key + "\"}}";
    text += document(span_text("0000000000" + number, "chat", attributes)) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("reading stops before the store would need more memory than may be used, and what was read is kept") {
  const std::string text = model_calls(5000);
  Importer whole;
  push_all(whole.begin("calls.jsonl", 1), text, 100'000);
  const std::uint64_t needed = whole.memory_needed();
  REQUIRE(needed > 1'000'000);

  Importer importer;
  importer.limit_memory(needed / 2);
  SourceImport& source = importer.begin("calls.jsonl", 1);
  push_all(source, text, 10'000);
  CHECK_FALSE(source.push(bytes_of(std::string_view("more"))));
  source.finish();
  CHECK(kinds_of(source.report()) == "memory_full ");
  CHECK(source.report().bytes < text.size());
  const auto store = importer.snapshot();
  CHECK(store->span_count() == source.report().spans);
  CHECK(store->span_count() > 1000);
  CHECK(store->span_count() < 4000);
  // The next source has no room either, until the first is closed.
  SourceImport& second = importer.begin("more.jsonl", 2);
  push_all(second, text, 10'000);
  CHECK(kinds_of(second.report()) == "memory_full ");
}

TEST_CASE("metadata only: facts without attributes and texts, in much less memory") {
  const std::string text = model_calls(5000);
  Importer whole, bare;
  push_all(whole.begin("calls.jsonl", 1), text, 100'000);
  SourceImport& source = bare.begin("calls.jsonl", 1);
  source.metadata_only();
  push_all(source, text, 100'000);
  source.finish();
  const auto store = bare.snapshot();
  REQUIRE(store->span_count() == 5000);
  CHECK(kinds_of(source.report()) == "metadata_only ");
  CHECK(store->attributes_of(SpanRow{0}).empty());
  const auto& columns = store->columns();
  CHECK(input_tokens(store->trace(TraceRow{0}).usage) == 5000 * 7);
  CHECK(columns.payloads.empty());
  CHECK(columns.attributes[17].count == 0);
  CHECK(bare.memory_needed() < whole.memory_needed() * 3 / 5);
}

TEST_CASE("a prompt file beside traces is kept whole in the report and adds no spans") {
  Importer importer;
  SourceImport& traces = importer.begin("a.json", 1);
  push_all(traces, document(span_text("00000000000000a1", "one")));
  traces.finish();
  const std::string text = R"([{"name":"greet","version":1,"content":"Hello {{name}}"}])";
  SourceImport& prompts = importer.begin("prompts.json", 2);
  push_all(prompts, text, 7);
  prompts.finish();
  CHECK(importer.snapshot()->span_count() == 1);
  const ImportReport report = importer.report();
  REQUIRE(report.sources.size() == 2);
  CHECK(report.sources[1].id == 2);
  CHECK(report.sources[1].format == Format::prompt_file);
  CHECK(report.sources[1].records == 1);
  CHECK(report.sources[1].side_text == text);
  CHECK(kinds_of(report.sources[1]) == "");
}

TEST_CASE("a prompt file with a mistake says so and gives nothing") {
  Importer importer;
  SourceImport& prompts = importer.begin("prompts.json", 2);
  push_all(prompts, R"({"prompt_id":"1","name":"a","content":)");
  prompts.finish();
  CHECK(kinds_of(importer.report().sources[0]) == "side_file_mistake ");
  CHECK(importer.report().sources[0].side_text.empty());
}

TEST_CASE("a price file beside traces changes estimates as long as it is open, and leaves reported costs") {
  constexpr std::string_view kEstimated =
      R"({"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
         {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}},
         {"key":"gen_ai.provider.name","value":{"stringValue":"openai"}},
         {"key":"gen_ai.usage.input_tokens","value":{"intValue":"1000000"}},
         {"key":"gen_ai.usage.output_tokens","value":{"intValue":"0"}})";
  const std::string reported = std::string(kEstimated) + R"(,{"key":"gen_ai.usage.cost","value":{"doubleValue":7.0}})";
  Importer importer;
  SourceImport& traces = importer.begin("a.json", 1);
  push_all(traces, document(span_text("00000000000000a1", "one", kEstimated) + "," +
                            span_text("00000000000000a2", "two", reported)));
  traces.finish();
  const auto costs = [&] {
    std::string out;
    const auto store = importer.snapshot();
    for (const Facts& facts : store->columns().facts_rows)
      out += std::to_string(facts.cost_microcents / 1'000'000) + std::string(name_of(facts.cost_source)) + " ";
    return out;
  };
  CHECK(costs() == "250estimated 700reported ");
  SourceImport& prices = importer.begin("prices.json", 2);
  push_all(prices, R"({"format":"spanorama-prices","version":1,"providers":[
    {"name":"openai","models":[{"model":"gpt-4o","input":1,"output":2}]}]})");
  prices.finish();
  CHECK(importer.report().sources[1].records == 1);
  CHECK(costs() == "100estimated 700reported ");
  importer.remove(2);
  CHECK(costs() == "250estimated 700reported ");
}

}  // namespace spanorama
