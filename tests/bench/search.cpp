// Searching whole long values as they lie in a source, beside the C library's search for the same bytes.
#include <cstring>
#include <string>

#include "bench/generate.h"
#include "bench/measure.h"
#include "spanorama/app/importer.h"
#include "spanorama/query/value_search.h"

namespace spanorama::bench {
namespace {

struct Values {
  std::string source;
  std::shared_ptr<const TraceStore> store;
  std::uint64_t bytes = 0;
};

Values make_values(std::size_t bytes, bool json) {
  Values out;
  Generated made = generate(Shape::llm, bytes);
  out.source = json ? std::move(made.json) : std::move(made.protobuf);
  Importer importer;
  SourceImport& source = importer.begin("bench", 1);
  source.push(bytes_of(out.source));
  source.finish();
  out.store = importer.snapshot();
  for (const Payload& payload : out.store->columns().payloads) out.bytes += payload.length;
  return out;
}

template <class Matches>
std::uint64_t count_matches(const Values& values, Matches&& matches) {
  std::uint64_t found = 0;
  for (const Payload& payload : values.store->columns().payloads)
    found += matches(payload.encoding, std::string_view(values.source).substr(payload.offset, payload.length));
  return found;
}

}  // namespace

void bench_search(const Options& options, Results& results) {
  for (const bool json : {true, false}) {
    const std::string group = json ? "search in long values, JSON" : "search in long values, protobuf";
    if (!options.wants(group)) continue;
    const Values values = make_values(options.bytes, json);
    const std::uint64_t count = values.store->columns().payloads.size();
    for (const char* text : {"zebra", "\"Zebra\"", "`zebra crossing`", "/zebra|okapi/", "caf\u00e9"}) {
      const ValueSearch search(parse_filter(text).value().conditions[0]);
      std::uint64_t found = 0;
      const double seconds = median_seconds(options.runs, [&] {
        found = count_matches(
            values, [&](PayloadEncoding encoding, std::string_view raw) { return search.matches(encoding, raw); });
      });
      results.add(group, text, seconds, values.bytes, count).note = std::to_string(found) + " found";
    }
    constexpr std::string_view kWord = "zebra";
    const double seconds = median_seconds(options.runs, [&] {
      keep(count_matches(values, [&](PayloadEncoding, std::string_view raw) {
        return memmem(raw.data(), raw.size(), kWord.data(), kWord.size()) != nullptr;
      }));
    });
    results.add(group, "memmem of the C library, case kept (reference)", seconds, values.bytes, count);
    results.relate(group, "memmem of the C library, case kept (reference)");
  }
}

}  // namespace spanorama::bench
