#include <doctest/doctest.h>

#include <cstring>
#include <random>

#include "spanorama/base/hash.h"
#include "spanorama/model/row_set.h"
#include "spanorama/model/span_batch.h"
#include "spanorama/model/trace_store.h"

using namespace spanorama;

namespace {

// One trace of two spans, the second an orphan, with one attribute.
OwnedColumns two_spans() {
  StringInterner strings;
  OwnedColumns c;
  c.keys = {StringId{}, strings.intern("model")};
  c.span_id = {SpanId{1}, SpanId{2}};
  c.parent = {SpanRow{}, SpanRow{}};
  c.trace = {TraceRow{0}, TraceRow{0}};
  c.subtree_end = {1, 2};
  c.depth = {0, 0};
  c.start = {UnixTime{100}, UnixTime{150}};
  c.duration = {Nanos{50}, Nanos{10}};
  c.name = {strings.intern("a"), strings.intern("b")};
  c.type = {ObservationType::span, ObservationType::tool};
  c.kind = {SpanKind::internal, SpanKind::client};
  c.status = {Status::ok, Status::error};
  c.resource.resize(2);
  c.scope.resize(2);
  c.attributes = {Range{0, 1}, Range{1, 0}};
  c.events.resize(2);
  c.links.resize(2);
  c.facts.resize(2);
  c.extra.resize(2);
  c.source.resize(2);
  c.record_offset = {0, 10};
  c.record_bytes = {10, 20};
  c.orphan_row = {SpanRow{1}};
  c.orphan_parent = {SpanId{99}};
  c.attribute_rows = {Attribute::make({1}, ValueType::string, strings.intern("gpt").value)};
  Trace trace;
  trace.id = {7, 8};
  trace.first_span = {0};
  trace.span_count = 2;
  trace.root = {0};
  trace.name = strings.intern("a");
  trace.lists = {0};
  c.trace_lists.resize(1);
  c.traces = {trace};
  c.string_bytes.assign(strings.bytes().begin(), strings.bytes().end());
  c.string_offsets.assign(strings.offsets().begin(), strings.offsets().end());
  return c;
}

std::shared_ptr<std::vector<std::byte>> blob_of(const TraceStore& store) {
  return std::make_shared<std::vector<std::byte>>(write_blob(store));
}

}  // namespace

TEST_CASE("an interner gives each distinct string one id") {
  StringInterner strings;
  CHECK(strings.intern("") == StringId{0});
  const StringId a = strings.intern("alpha");
  for (int i = 0; i < 1000; ++i) strings.intern("n" + std::to_string(i));
  CHECK(strings.intern("alpha") == a);
  CHECK(strings.view(a) == "alpha");
  CHECK(strings.find("n999").present());
  CHECK_FALSE(strings.find("missing").present());
  CHECK(strings.size() == 1002);
}

TEST_CASE("keys are numbered in the order they are first seen") {
  SpanBatch batch;
  CHECK(batch.key("a").value == 1);
  CHECK(batch.key("b").value == 2);
  CHECK(batch.key("a").value == 1);
  CHECK(batch.strings.view(batch.keys.text({2})) == "b");
}

TEST_CASE("numbers that do not fit 32 bits go to the wide pool") {
  SpanBatch batch;
  CHECK(batch.int_attribute({1}, -5).type() == ValueType::int32);
  const Attribute wide = batch.int_attribute({1}, INT64_MAX);
  CHECK(wide.type() == ValueType::int64);
  CHECK(batch.wide_values[wide.value] == static_cast<std::uint64_t>(INT64_MAX));
}

TEST_CASE("a sealed store finds traces, spans and missing parents") {
  const auto store = TraceStore::seal(two_spans());
  const TraceRow trace = store->find_trace({7, 8});
  REQUIRE(trace.valid());
  CHECK_FALSE(store->find_trace({7, 9}).valid());
  CHECK(store->find_span(trace, SpanId{2}).value == 1);
  CHECK_FALSE(store->find_span(trace, SpanId{3}).valid());
  CHECK(store->parent_id(SpanRow{1}) == SpanId{99});
  CHECK(store->parent_id(SpanRow{0}) == SpanId{});
  CHECK(store->find_key("model").value == 1);
  CHECK(short_text(*store, store->attributes_of(SpanRow{0})[0]) == "gpt");
}

TEST_CASE("a store written as a blob reads back equal") {
  const auto store = TraceStore::seal(two_spans());
  const auto blob = blob_of(*store);
  const auto back = TraceStore::from_blob(blob, *blob);
  REQUIRE(back);
  CHECK(write_blob(*back.value()) == *blob);
  CHECK(back.value()->revision() != store->revision());
}

TEST_CASE("of a blob of its own a program looks at the shape alone") {
  OwnedColumns columns = two_spans();
  columns.depth[1] = 1;
  const auto blob = blob_of(*TraceStore::seal(std::move(columns)));
  CHECK_FALSE(TraceStore::from_blob(blob, *blob));
  const auto own = TraceStore::from_own_blob(blob, *blob);
  REQUIRE(own);
  CHECK(write_blob(*own.value()) == *blob);
  for (const std::size_t size : {std::size_t{0}, std::size_t{40}, blob->size() / 2, blob->size() - 1})
    CHECK_FALSE(TraceStore::from_own_blob(blob, ByteSpan(*blob).first(size)));
}

TEST_CASE("the empty store is a store like any other") {
  const auto blob = blob_of(*TraceStore::empty());
  CHECK(TraceStore::from_blob(blob, *blob));
}

TEST_CASE("a damaged blob is refused, never read past its end") {
  const auto blob = blob_of(*TraceStore::seal(two_spans()));
  for (const std::size_t size : {std::size_t{0}, std::size_t{15}, std::size_t{40}, blob->size() / 2}) {
    auto cut =
        std::make_shared<std::vector<std::byte>>(blob->begin(), blob->begin() + static_cast<std::ptrdiff_t>(size));
    CHECK_FALSE(TraceStore::from_blob(cut, *cut));
  }
  // Any byte changed anywhere: refused, or a store all of whose references hold (the sanitizers watch).
  std::mt19937 random(20240901);
  for (int round = 0; round < 2000; ++round) {
    auto changed = std::make_shared<std::vector<std::byte>>(*blob);
    (*changed)[random() % changed->size()] = static_cast<std::byte>(random());
    const auto store = TraceStore::from_blob(changed, *changed);
    if (!store) continue;
    for (std::uint32_t i = 0; i < store.value()->span_count(); ++i)
      for (const Attribute a : store.value()->attributes_of({i})) short_text(*store.value(), a);
  }
}

TEST_CASE("a blob whose rows contradict one another is refused") {
  const auto refused = [](auto&& change) {
    OwnedColumns c = two_spans();
    change(c);
    const auto blob = blob_of(*TraceStore::seal(std::move(c)));
    return !TraceStore::from_blob(blob, *blob);
  };
  CHECK_FALSE(refused([](OwnedColumns&) {}));
  CHECK(refused([](OwnedColumns& c) { c.kind[1] = static_cast<SpanKind>(6); }));
  CHECK(refused([](OwnedColumns& c) { c.depth[1] = 1; }));
  CHECK(refused([](OwnedColumns& c) { c.parent[1] = {0}; }));
  CHECK(refused([](OwnedColumns& c) { c.subtree_end[0] = 2; }));
  CHECK(refused([](OwnedColumns& c) { c.subtree_end[1] = 3; }));
  CHECK(refused([](OwnedColumns& c) { c.trace[1] = {1}; }));
  CHECK(refused([](OwnedColumns& c) { c.traces[0].span_count = 1; }));
  CHECK(refused([](OwnedColumns& c) { c.traces.push_back(c.traces[0]); }));
  CHECK(refused([](OwnedColumns& c) { c.start[0] = {-1}; }));
  CHECK(refused([](OwnedColumns& c) { c.duration[0] = {INT64_MAX}; }));
  CHECK(refused([](OwnedColumns& c) { c.orphan_row[0] = {2}; }));
  CHECK(refused([](OwnedColumns& c) { c.attributes[1] = {0, 1}; }));  // the first span's
  CHECK(refused([](OwnedColumns& c) { c.attributes[1] = {0, 0}; }));  // not behind them
  CHECK(refused([](OwnedColumns& c) { c.attribute_rows[0] = Attribute::make({7}, ValueType::string, 0); }));
  CHECK(refused([](OwnedColumns& c) { c.facts_rows.resize(3); }));
  CHECK(refused([](OwnedColumns& c) { c.traces[0].lists = {1}; }));
  CHECK(refused([](OwnedColumns& c) { c.traces[0].lists = {}; }));
  CHECK(refused([](OwnedColumns& c) { c.trace_lists[0].tags = {0, 1}; }));
  CHECK(refused([](OwnedColumns& c) { c.facts[0] = {0}; }));
  CHECK(refused([](OwnedColumns& c) { c.traces[0].cost_source = static_cast<CostSource>(5); }));
  CHECK(refused([](OwnedColumns& c) { c.sources.emplace_back().format = Format::count; }));
  CHECK(refused([](OwnedColumns& c) {
    c.sources.push_back({});
    Payload& payload = c.payloads.emplace_back();
    payload.source = {0};
    payload.offset = UINT64_MAX;
    payload.length = 2;
  }));
  CHECK(refused([](OwnedColumns& c) {
    c.sources.push_back({});
    Payload& payload = c.payloads.emplace_back();
    payload.source = {0};
    payload.encoding = static_cast<PayloadEncoding>(7);
  }));
}

TEST_CASE("a parent, its child and a second trace are a tree that is taken") {
  OwnedColumns c = two_spans();
  c.parent[1] = {0};
  c.subtree_end[0] = 2;
  c.depth[1] = 1;
  c.orphan_row.clear();
  c.orphan_parent.clear();
  const auto blob = blob_of(*TraceStore::seal(std::move(c)));
  CHECK(TraceStore::from_blob(blob, *blob));
}

TEST_CASE("usage sums know the difference between nothing and zero") {
  Usage a;
  CHECK(total_tokens(a) == kUnknown);
  a.input_plain = 0;
  CHECK(total_tokens(a) == 0);
  Usage b{.input_plain = 10, .cache_read = 5, .output_plain = 7};
  add_usage(a, b);
  CHECK(input_tokens(a) == 15);
  CHECK(output_tokens(a) == 7);
  b.input_plain = INT64_MAX;
  add_usage(b, b);
  CHECK(b.input_plain == INT64_MAX);
}

TEST_CASE("row sets combine and count, also at the edge of a word") {
  for (const std::uint32_t size : {0u, 1u, 63u, 64u, 65u, 200u}) {
    RowSet all(size, true);
    CHECK(all.count() == size);
    RowSet none = all;
    none.flip();
    CHECK(none.count() == 0);
    all &= none;
    CHECK(all == RowSet(size));
  }
  RowSet some(100);
  some.insert(99);
  some.insert(3);
  std::vector<std::uint32_t> members;
  some.for_each([&](std::uint32_t row) { members.push_back(row); });
  CHECK(members == std::vector<std::uint32_t>{3, 99});
}

TEST_CASE("ids made to collide under a known mix do not pile up") {
  // With a fixed seed of 0 all of these would share one slot: hi = mix64(lo) makes hi ^ mix64(lo) the same number.
  OwnedColumns c = two_spans();
  c.traces.clear();
  Trace trace;
  trace.first_span = {0};
  trace.span_count = 2;
  trace.root = {0};
  for (std::uint64_t lo = 1; lo <= 200'000; ++lo) {
    trace.id = {mix64(lo), lo};
    c.traces.push_back(trace);
  }
  const auto store = TraceStore::seal(std::move(c));  // quadratic probing work would take minutes
  CHECK(store->find_trace({mix64(150'000), 150'000}).value == 149'999);
}
