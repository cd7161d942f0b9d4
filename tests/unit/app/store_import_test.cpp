// .spano files through the importer: in place, in pieces, packed beside others.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "spanorama/app/importer.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/export/store_file_writer.h"
#include "spanorama/ingest/prices.h"
#include "spanorama/model/kept_report.h"
#include "support/store_text.h"

namespace spanorama {
namespace {

std::string trace_json(char trace, const std::string& text) {
  return R"({"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319)" +
         std::string(1, trace) +
         R"(","spanId":"00000000000000a1","name":"chat","startTimeUnixNano":"1000000000","endTimeUnixNano":"2000000000",)"
         R"("attributes":[{"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}},)"
         R"({"key":"gen_ai.usage.input_tokens","value":{"intValue":"1000"}},)"
         R"({"key":"gen_ai.usage.output_tokens","value":{"intValue":"10"}},)"
         R"({"key":"long","value":{"stringValue":")" +
         text + "\"}}]}]}]}]}";
}

void push_all(SourceImport& source, std::string_view bytes, std::size_t chunk_bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += std::min(chunk_bytes, bytes.size() - at))
    if (!source.push(bytes_of(bytes.substr(at, chunk_bytes)))) return;
  source.finish();
}

std::string spano_of(const std::string& json, std::shared_ptr<const PriceTable> prices = nullptr) {
  Importer importer;
  if (prices) importer.set_prices(std::move(prices));
  push_all(importer.begin("original.json", 1), json, 1000);
  test::BytesInMemory payloads(json);
  std::string file;
  REQUIRE(write_store_file(importer.snapshot(), payloads, [&](ByteSpan piece) {
    file += text_of(piece);
    return true;
  }));
  return file;
}

std::string long_value(const TraceStore& store, std::string_view file) {
  test::BytesInMemory payloads(file);
  return full_text(store, store.attributes_of(SpanRow{0})[3], payloads).value_or("(gone)");
}

}  // namespace

TEST_CASE("what was said while reading is told again when the store is opened") {
  const std::string lines = trace_json('a', "x") + "\n{broken\n{broken too\n" + trace_json('b', "y") + "\n";
  Importer importer;
  push_all(importer.begin("lines.jsonl", 1), lines, 1000);
  const ImportReport said = importer.report();
  REQUIRE_FALSE(said.sources[0].issues.empty());
  const auto written = [&](const Importer& from, std::string_view source) {
    test::BytesInMemory payloads(source);
    auto file = std::make_shared<std::string>();
    const auto piece = [&](ByteSpan bytes) { return file->append(text_of(bytes)), true; };
    REQUIRE(write_store_file(from.snapshot(), payloads, piece, from.report()));
    return file;
  };
  const auto file = written(importer, lines);
  for (const bool in_place : {true, false}) {
    CAPTURE(in_place);
    Importer again;
    SourceImport& source = again.begin("kept.spano", 5);
    if (in_place) source.bytes_stay(file);
    push_all(source, *file, in_place ? 100 : 77);
    REQUIRE(source.report().spans == 2);
    const std::vector<Issue>& told = source.report().issues;
    REQUIRE(told.size() == said.sources[0].issues.size());
    for (std::size_t i = 0; i < told.size(); ++i) {
      const Issue& before = said.sources[0].issues[i];
      CHECK(told[i].kind == before.kind);
      CHECK(told[i].severity == before.severity);
      CHECK(told[i].count == before.count);
      CHECK(told[i].first_offset == before.first_offset);
      CHECK(told[i].first_record == before.first_record);
      CHECK(told[i].detail == before.detail);
      CHECK(told[i].help == "Said of lines.jsonl when it was read: " + before.help);
      CHECK(was_kept(told[i]));
    }
    // Kept once more, nothing is said of the file in between.
    Importer third;
    const auto twice = written(again, *file);
    push_all(third.begin("twice.spano", 6), *twice, 1000);
    CHECK(third.report().sources[0].issues[0].help == told[0].help);
  }
  // Damage in it leaves the spans.
  for (std::size_t back = kStoreFileFooterBytes + 1; back < kStoreFileFooterBytes + 200; back += 13) {
    std::string damaged = *file;
    damaged[damaged.size() - back] ^= 0x40;
    Importer other;
    SourceImport& source = other.begin("damaged.spano", 7);
    push_all(source, damaged, 1000);
    REQUIRE(source.report().spans == 2);
    REQUIRE(source.report().issues.size() == 1);
    CHECK(source.report().issues[0].kind == "damaged_report");
  }
}

TEST_CASE("a .spano file is used where it lies") {
  const auto file = std::make_shared<std::string>(spano_of(trace_json('a', std::string(500, 'x'))));
  Importer importer;
  SourceImport& source = importer.begin("kept.spano", 5);
  source.bytes_stay(file);
  push_all(source, *file, 100);
  const auto store = importer.snapshot();
  REQUIRE(store->span_count() == 1);
  const auto* at = reinterpret_cast<const char*>(store->columns().span_id.data());
  CHECK((at >= file->data() && at < file->data() + file->size()));
  CHECK(file.use_count() > 1);
  CHECK(store->columns().sources[0].id == 5);
  CHECK(store->text(store->columns().sources[0].name) == "original.json");
  CHECK(long_value(*store, *file) == std::string(500, 'x'));
  const SourceReport report = importer.report().sources[0];
  CHECK(report.format == Format::spano);
  CHECK(report.spans == 1);
  CHECK(importer.trace_count(5) == 1);
  CHECK(importer.snapshot() == store);
}

TEST_CASE("of a .spano file that comes in pieces the long values need not be pushed") {
  const std::string file = spano_of(trace_json('a', std::string(300'000, 'x')));
  for (const std::size_t chunk_bytes : {std::size_t{63}, std::size_t{700}, std::size_t{100'000}}) {
    Importer importer;
    SourceImport& source = importer.begin("kept.spano", 5);
    std::uint64_t skipped = 0;
    for (std::size_t at = 0; at < file.size();) {
      const std::size_t bytes = std::min(chunk_bytes, file.size() - at);
      REQUIRE(source.push(bytes_of(std::string_view(file).substr(at, bytes))));
      const std::uint64_t skip = source.skip();
      skipped += skip;
      at += bytes + static_cast<std::size_t>(skip);
    }
    source.finish();
    CAPTURE(chunk_bytes);
    CHECK(skipped > 100'000);
    CHECK(source.fingerprint() == fingerprint_of(bytes_of(file)));
    const auto store = importer.snapshot();
    REQUIRE(store->span_count() == 1);
    CHECK(long_value(*store, file) == std::string(300'000, 'x'));
  }
}

TEST_CASE("a .spano file that ends where its long values should be is refused, also when they are skipped") {
  const std::string file = spano_of(trace_json('a', std::string(300'000, 'x')));
  Importer importer;
  SourceImport& source = importer.begin("kept.spano", 5);
  REQUIRE(source.push(bytes_of(std::string_view(file).substr(0, 100'000))));
  CHECK(source.skip() > 0);
  source.finish();
  CHECK(importer.report().sources[0].issues[0].kind == "store_not_opened");
  CHECK(importer.snapshot()->span_count() == 0);
}

TEST_CASE("a .spano file that comes in pieces opens all the same, without its long values being kept") {
  const std::string file = spano_of(trace_json('a', std::string(500, 'x')));
  for (const std::size_t chunk_bytes : {std::size_t{1}, std::size_t{63}, std::size_t{700}, file.size()}) {
    Importer importer;
    push_all(importer.begin("kept.spano", 5), file, chunk_bytes);
    const auto store = importer.snapshot();
    REQUIRE(store->span_count() == 1);
    CHECK(long_value(*store, file) == std::string(500, 'x'));
  }
}

TEST_CASE("a .spano file beside other sources is joined with them") {
  const std::string file = spano_of(trace_json('a', std::string(500, 'x'))), json = trace_json('b', "short");
  Importer importer;
  push_all(importer.begin("kept.spano", 5), file, 1000);
  push_all(importer.begin("b.json", 6), json, 1000);
  const auto store = importer.snapshot();
  CHECK(store->trace_count() == 2);
  CHECK(store->facts(SpanRow{0})->cost_microcents == store->facts(SpanRow{1})->cost_microcents);
  importer.remove(6);
  CHECK(importer.snapshot()->trace_count() == 1);
}

TEST_CASE("other prices count for a .spano file too") {
  const std::string file = spano_of(trace_json('a', "short"));
  Importer importer;
  push_all(importer.begin("kept.spano", 5), file, 1000);
  REQUIRE(importer.snapshot()->facts(SpanRow{0})->cost_source == CostSource::estimated);
  importer.set_prices(std::make_shared<const PriceTable>());
  CHECK(importer.snapshot()->facts(SpanRow{0})->cost_source == CostSource::none);
}

TEST_CASE(
    "a .spano file written with the prices in force is used where it lies; one of other times is estimated anew") {
  const std::string file = spano_of(trace_json('a', "short"));
  Importer now;
  push_all(now.begin("kept.spano", 5), file, file.size());
  const auto as_it_is = now.snapshot();
  CHECK(now.snapshot() == as_it_is);
  const std::int64_t cost = as_it_is->facts(SpanRow{0})->cost_microcents;

  Importer then;
  then.set_prices(std::make_shared<const PriceTable>());
  push_all(then.begin("a.json", 1), trace_json('a', "short"), 1000);
  const auto unpriced = then.snapshot();
  REQUIRE(unpriced->facts(SpanRow{0})->cost_source == CostSource::none);
  CHECK_FALSE(estimated_with(*unpriced, built_in_prices()));
  Importer later;
  push_all(later.begin("kept.spano", 5), spano_of(trace_json('a', "short"), std::make_shared<const PriceTable>()),
           1000);
  CHECK(later.snapshot()->facts(SpanRow{0})->cost_microcents == cost);
  CHECK(later.snapshot()->trace(TraceRow{0}).cost_microcents == cost);
}

TEST_CASE("a damaged .spano file is one error and nothing else") {
  std::string file = spano_of(trace_json('a', std::string(500, 'x')));
  for (const std::size_t chunk_bytes : {std::size_t{50}, file.size()}) {
    for (const std::size_t at : {std::size_t{20}, std::size_t{200}, file.size() - 10}) {
      std::string changed = file;
      changed[at] = static_cast<char>(changed[at] + 1);
      Importer importer;
      push_all(importer.begin("kept.spano", 5), changed, chunk_bytes);
      const SourceReport report = importer.report().sources[0];
      REQUIRE(report.issues.size() == 1);
      CHECK(report.issues[0].kind == "store_not_opened");
      CHECK(report.issues[0].severity == Severity::error);
      CHECK(importer.snapshot()->span_count() == 0);
    }
  }
}

}  // namespace spanorama
