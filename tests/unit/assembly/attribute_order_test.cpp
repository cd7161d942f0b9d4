#include <doctest/doctest.h>

#include "spanorama/assembly/assemble.h"
#include "spanorama/model/span_batch.h"

using namespace spanorama;

namespace {

// Spans of two traces in turn, the later first, each with two attributes and an event with one between them and the next span's.
SpanBatch mixed_batch() {
  SpanBatch batch;
  batch.sources.push_back({});
  const KeyId key = batch.key("k"), of_event = batch.key("e");
  for (int i = 0; i < 8; ++i) {
    SpanRecord span;
    span.trace_id = {1, static_cast<std::uint64_t>(1 + i % 2)};
    span.span_id = SpanId{static_cast<std::uint64_t>(100 + i)};
    span.start = {1000 - i}, span.end = {2000};
    span.source = {0};
    if (i != 5) {
      span.attributes = {static_cast<std::uint32_t>(batch.attributes.size()), 2};
      batch.attributes.push_back(batch.string_attribute(key, "a" + std::to_string(i)));
      batch.attributes.push_back(batch.string_attribute(key, "b" + std::to_string(i)));
    }
    span.events = {static_cast<std::uint32_t>(batch.events.size()), 1};
    SpanEvent event;
    event.attributes = {static_cast<std::uint32_t>(batch.attributes.size()), 1};
    batch.attributes.push_back(batch.string_attribute(of_event, "e" + std::to_string(i)));
    batch.events.push_back(event);
    batch.spans.push_back(span);
  }
  batch.spans.push_back(batch.spans.front());  // the same span again
  return batch;
}

}  // namespace

TEST_CASE("attributes of spans lie span after span, those of a trace in one run, and all are still whose they were") {
  const SpanBatch batch = mixed_batch();
  const SpanBatch* const batches[] = {&batch};
  const auto store = assemble(batches);
  const auto& columns = store->columns();
  REQUIRE(store->span_count() == 8);
  std::uint32_t next = 0;
  for (std::uint32_t row = 0; row < 8; ++row) {
    CHECK(columns.attributes[row].begin == next);
    next += columns.attributes[row].count;
    const std::string number = std::to_string(columns.span_id[row].value - 100);
    const AttributeList own = store->attributes_of(SpanRow{row});
    if (number == "5") {
      CHECK(own.empty());
    } else {
      REQUIRE(own.size() == 2);
      CHECK(short_text(*store, own[0]) == "a" + number);
      CHECK(short_text(*store, own[1]) == "b" + number);
    }
    const AttributeList event = store->attributes(columns.event_rows[columns.events[row].begin].attributes);
    REQUIRE(event.size() == 1);
    CHECK(short_text(*store, event[0]) == "e" + number);
  }
  CHECK(next == 14);
  CHECK(columns.attribute_rows.size() == 22);  // nothing is left of what came twice
  const auto blob = std::make_shared<std::vector<std::byte>>(write_blob(*store));
  CHECK(static_cast<bool>(TraceStore::from_blob(blob, *blob)));
}
