// Real files written as OTLP and read again.
#include <doctest/doctest.h>

#include "real_files.h"
#include "spanorama/export/otlp_writer.h"
#include "unit/support/store_text.h"

namespace spanorama {
namespace {

// Everything a source of these bytes holds, unpacked where it was packed.
struct Kept {
  std::shared_ptr<const TraceStore> store;
  std::string bytes;
};

Kept read_and_keep(const std::string& content) {
  Kept kept;
  std::string unpacked;
  Importer importer;
  SourceImport& source = importer.begin("file", 1);
  source.on_unpacked([&](ByteSpan part) { unpacked += text_of(part); });
  source.push(bytes_of(content));
  source.finish();
  kept.store = importer.snapshot();
  kept.bytes = unpacked.empty() ? content : unpacked;
  return kept;
}

std::string text_of_kept(const Kept& kept) {
  test::BytesInMemory payloads(kept.bytes);
  return test::store_text(*kept.store, payloads);
}

std::string written(const Kept& kept, Format format) {
  std::vector<TraceRow> rows;
  for (std::uint32_t t = 0; t < kept.store->trace_count(); ++t) rows.push_back({t});
  test::BytesInMemory payloads(kept.bytes);
  OtlpWriter writer(kept.store, rows, format);
  std::string out;
  while (writer.write(payloads, out) == OtlpWriter::State::more) {
  }
  CHECK(writer.values_left_out() == 0);
  return out;
}

}  // namespace

TEST_CASE("what is written of each real file reads back as an equal store") {
  if (!corpus_is_here()) return;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus_folder())) {
    if (!entry.is_regular_file()) continue;
    const Kept kept = read_and_keep(content_of(entry.path()));
    if (kept.store->span_count() == 0) continue;
    const std::string want = text_of_kept(kept);
    for (const Format format : {Format::otlp_json, Format::otlp_json_lines, Format::otlp_proto}) {
      CAPTURE(entry.path().string());
      CAPTURE(std::string(name_of(format)));
      CHECK(test::first_different_line(text_of_kept(read_and_keep(written(kept, format))), want) == "");
    }
  }
}

}  // namespace spanorama
