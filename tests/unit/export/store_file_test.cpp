#include "spanorama/model/store_file.h"

#include <doctest/doctest.h>

#include <random>

#include "spanorama/export/store_file_writer.h"
#include "spanorama/model/store_batch.h"
#include "unit/ingest/otlp_sample.h"
#include "written.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

using Bytes = std::vector<std::byte>;

Bytes file_of(const std::shared_ptr<const TraceStore>& store, std::string_view source) {
  BytesInMemory payloads(source);
  Bytes file;
  REQUIRE(write_store_file(store, payloads, [&](ByteSpan piece) {
    file.insert(file.end(), piece.begin(), piece.end());
    return true;
  }));
  return file;
}

Result<std::shared_ptr<const TraceStore>> opened(const std::shared_ptr<Bytes>& file) {
  const Result<StoreFileLayout> layout = read_store_file_header(*file);
  if (!layout) return layout.error();
  StoreFileParts parts{layout.value(), {}, {}, file->size()};
  if (layout.value().file_bytes() == file->size()) {
    parts.store = ByteSpan(*file).subspan(layout.value().store_offset, layout.value().store_bytes);
    parts.footer = ByteSpan(*file).last(kStoreFileFooterBytes);
  }
  return open_store_file(file, parts, 7);
}

std::string text_of_file(const TraceStore& store, const Bytes& file) {
  BytesInMemory payloads(text_of(file));
  return store_text(store, payloads);
}

// One span with a short, a wide and a long value.
std::string small_source() {
  return R"({"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"000102030405060708090a0b0c0d0e0f",)"
         R"("spanId":"0102030405060708","name":"n","startTimeUnixNano":"1","endTimeUnixNano":"5","attributes":[)"
         R"({"key":"a","value":{"doubleValue":1.5}},{"key":"long","value":{"stringValue":")" +
         std::string(400, 'x') + R"("}}],"events":[{"name":"e"}]}]}]}]})";
}

}  // namespace

TEST_CASE("a store written as a file opens as it was, long values included") {
  for (const auto& path : fixture_files()) {
    const std::string source = file_content(path);
    const auto store = store_of(source);
    const auto file = std::make_shared<Bytes>(file_of(store, source));
    const auto again = opened(file);
    CAPTURE(path.string());
    REQUIRE(again);
    CHECK(is_store_file(*file));
    CHECK(store_file_values_intact(*file));
    CHECK(first_different_line(text_of_file(*again.value(), *file), text_of_store(source)) == "");
    for (const Source& origin : again.value()->columns().sources) CHECK(origin.id == 7);
    CHECK(file_of(again.value(), text_of(*file)) == *file);  // written again it is the same
  }
}

TEST_CASE("a file that was cut anywhere is refused") {
  const std::string source = small_source();
  const Bytes whole = file_of(store_of(source), source);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = std::make_shared<Bytes>(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    REQUIRE_FALSE(opened(cut));
  }
}

TEST_CASE(
    "a byte that changed is found, in the spans when the file is opened and in the values when they are checked") {
  const std::string source = small_source();
  const auto store = store_of(source);
  const Bytes whole = file_of(store, source);
  const StoreFileLayout layout = read_store_file_header(whole).value();
  const std::string want = text_of_store(source);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    CAPTURE(at);
    auto changed = std::make_shared<Bytes>(whole);
    (*changed)[at] ^= std::byte{0x10};
    const auto again = opened(changed);
    const bool in_values = at >= layout.values_offset && at < layout.values_offset + layout.values_bytes;
    if (in_values) {
      REQUIRE(again);
      REQUIRE_FALSE(store_file_values_intact(*changed));
    } else if (again) {  // what lies between the parts means nothing
      REQUIRE(text_of_file(*again.value(), *changed) == want);
    }
  }
}

TEST_CASE("a file that is written in slices is the same") {
  const std::string source = small_source();
  const auto store = store_of(source);
  const Bytes whole = file_of(store, source);
  for (const std::size_t slice : {1, 7, 100, 5000}) {
    BytesInMemory payloads(source);
    StoreFileWriter writer(store);
    Bytes file;
    std::size_t calls = 1;
    const auto take = [&](ByteSpan piece) { return file.insert(file.end(), piece.begin(), piece.end()), true; };
    while (writer.write(payloads, slice, take) == StoreFileWriter::State::more) ++calls;
    CAPTURE(slice);
    CHECK(file == whole);
    CHECK(writer.file_bytes() == whole.size());
    CHECK(calls >= (whole.size() - kStoreFileHeaderBytes - kStoreFileFooterBytes) / slice);
  }
}

TEST_CASE("writing stops when nothing more is wanted, and says of no value that it is gone") {
  const std::string source = small_source();
  BytesInMemory payloads(source);
  StoreFileWriter writer(store_of(source));
  std::size_t pieces = 0;
  CHECK(writer.write(payloads, 1 << 20, [&](ByteSpan) { return ++pieces < 3; }) == StoreFileWriter::State::failed);
  CHECK(pieces == 3);
  CHECK(writer.problem().empty());
}

TEST_CASE("a file of another version says so") {
  const std::string source = small_source();
  auto file = std::make_shared<Bytes>(file_of(store_of(source), source));
  (*file)[8] = std::byte{9};
  const auto again = opened(file);
  REQUIRE_FALSE(again);
  CHECK(again.error().message.find("version 9") != std::string::npos);
}

TEST_CASE("a value that is gone stops the writing with its place") {
  const std::string source = small_source();
  BytesInMemory nothing("");
  const auto written = write_store_file(store_of(source), nothing, [](ByteSpan) { return true; });
  REQUIRE_FALSE(written);
  CHECK(written.error().message.find("A long value at byte ") == 0);
}

TEST_CASE("a sum does not depend on where its pieces end") {
  std::mt19937 random(7);
  Bytes bytes(3'000'000);
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
  ByteSum whole;
  whole.add(bytes);
  ByteSum pieces;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = std::min<std::size_t>(random() % 1'500'000, bytes.size() - at);
    pieces.add(ByteSpan(bytes).subspan(at, size));
    at += size;
  }
  CHECK(pieces.value() == whole.value());
}

TEST_CASE("traces taken out of a store and assembled again are as they were") {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    const std::string source = random_traces(seed).SerializeAsString();
    const auto store = store_of(source);
    const auto batch = batch_of(*store, all_traces(*store), false);
    const SpanBatch* const one = batch.get();
    const auto again = assemble({&one, 1}, nullptr);
    BytesInMemory payloads(source);
    CAPTURE(seed);
    REQUIRE(first_different_line(store_text(*again, payloads), text_of_store(source)) == "");
    if (store->trace_count() < 2) continue;
    const TraceRow second{1};
    const auto half = batch_of(*store, {&second, 1}, false);
    const SpanBatch* const part = half.get();
    CHECK(assemble({&part, 1}, nullptr)->span_count() == store->trace({1}).span_count);
  }
}

TEST_CASE("blobs changed at random are refused, or can be read in full") {
  const std::string source = random_traces(5).SerializeAsString();
  const Bytes blob = write_blob(*store_of(source));
  std::mt19937 random(20261121);
  int taken = 0;
  for (int round = 0; round < 3000; ++round) {
    auto changed = std::make_shared<Bytes>(blob);
    for (int edits = 1 + static_cast<int>(random() % 3); edits > 0; --edits)
      (*changed)[random() % changed->size()] = static_cast<std::byte>(random());
    const auto store = TraceStore::from_blob(changed, *changed);
    if (!store) continue;
    ++taken;
    BytesInMemory payloads(source);
    (void)store_text(*store.value(), payloads);
    (void)written(store.value(), source, Format::otlp_proto);
  }
  CHECK(taken > 100);  // else nothing was tried
}
