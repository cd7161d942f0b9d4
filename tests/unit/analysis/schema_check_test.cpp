#include <doctest/doctest.h>

#include "../support/trace_text.h"
#include "spanorama/analysis/schema_check.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

// All keys but "x.read" are unread.
std::vector<std::uint8_t> only_x_read(const TraceStore& store) {
  std::vector<std::uint8_t> read;
  for (const StringId key : store.columns().keys) read.push_back(store.text(key) == "x.read");
  return read;
}

std::uint32_t lacking(const SchemaGroup& group, Lack lack) { return group.lacks[static_cast<std::size_t>(lack)].spans; }

}  // namespace

TEST_CASE("the schema check counts what spans of a type should tell and do not") {
  const auto store = trace_from_text(R"(
    agent     0..9s  scope=app type=agent
      good    0..1s  scope=sdk type=generation model=m tokens=1/1 in="q" out="a" attr.x.read=1
      silent  1..2s  scope=sdk type=generation
      failed  2..3s  scope=sdk type=generation model=m in="q" status=error attr.x.own="v"
      tool    3..4s  scope=sdk type=tool in="i" out="o" attr.x.own="v" attr.a.other=1
      vector  4..5s  scope=sdk type=embedding
  )");
  const SchemaCheck check = check_schema(*store, only_x_read(*store));
  REQUIRE(check.groups.size() == 2);
  const SchemaGroup& sdk = check.groups[0];
  CHECK(store->text(sdk.scope) == "sdk");
  CHECK(sdk.spans == 5);
  CHECK(sdk.generations == 3);
  CHECK(lacking(sdk, Lack::model) == 2);  // silent and vector
  CHECK(lacking(sdk, Lack::tokens) == 1);
  CHECK(lacking(sdk, Lack::input) == 1);
  CHECK(lacking(sdk, Lack::output) == 1);
  CHECK(lacking(sdk, Lack::tool_name) == 1);
  CHECK(sdk.lacks[0].first == SpanRow{2});
  CHECK(check.groups[1].whole());
  REQUIRE(check.unread.size() == 2);
  CHECK(store->key_text(check.unread[0].key) == "x.own");
  CHECK(check.unread[0].spans == 2);
  CHECK(check.unread[0].first == SpanRow{3});
  CHECK(store->key_text(check.unread[1].key) == "a.other");
}

TEST_CASE("an empty store lacks nothing") {
  const SchemaCheck check = check_schema(*TraceStore::empty(), {});
  CHECK(check.groups.empty());
  CHECK(check.unread.empty());
}
