#include "spanorama/query/complete.h"

#include <doctest/doctest.h>

#include "../support/trace_text.h"

using namespace spanorama;
using namespace spanorama::test;

namespace {

std::string offered(std::string_view query, std::size_t cursor = std::string::npos) {
  const auto store = trace_from_text(R"(
    a 0..1s type=generation model=gpt-4o attr.http.route="/x" attr.http.status=3
      b 0..1s type=generation model="two words"
  )");
  const ValuesOf values = [&](FilterField field, std::string_view containing) {
    std::vector<FacetValue> out;
    for (FacetValue& value : facet(*store, RowSet(1, true), field))
      if (value.value.find(containing) != std::string::npos) out.push_back(value);
    return out;
  };
  std::string out;
  for (const Completion& one : completions(query, std::min(cursor, query.size()), *store, values))
    out += (out.empty() ? "" : " | ") + one.text;
  return out;
}

}  // namespace

TEST_CASE("fields are offered by their beginning first") {
  CHECK(offered("stat").substr(0, 7) == "status:");
  CHECK(offered("has:cost to").substr(0, 24) == "has:cost tool: | has:cos");
  CHECK(offered("-mod").substr(0, 7) == "-model:");
  CHECK(offered("meta") == "metadata.");
}

TEST_CASE("values are those of the traces, written so that they can be read") {
  CHECK(offered("model:gp") == "model:=gpt-4o ");
  CHECK(offered("model:") == "model:=gpt-4o  | model:=\"two words\" ");
  CHECK(offered("model:gp status:ok", 8) == "model:=gpt-4o status:ok");
  CHECK(offered("level:w") == "level:warning ");
  CHECK(offered("nothing:x") == "");
}

TEST_CASE("values that begin as typed stand before those that only hold it") {
  const auto store = trace_from_text("a 0..1s");
  const ValuesOf values = [](FilterField, std::string_view) {
    return std::vector<FacetValue>{{"unset", 4}, {"error", 2}};
  };
  const std::vector<Completion> list = completions("status:e", 8, *store, values);
  REQUIRE(list.size() == 2);
  CHECK(list[0].text == "status:error ");
}

TEST_CASE("keys of attributes are offered") {
  CHECK(offered("attr.http") == "attr.http.route: | attr.http.status:");
  CHECK(offered("attr.http.s") == "attr.http.status:");
}
