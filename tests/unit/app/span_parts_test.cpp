#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "spanorama/app/json_rows.h"
#include "spanorama/app/span_parts.h"
#include "unit/support/trace_text.h"

namespace spanorama {

namespace {

using Json = nlohmann::ordered_json;
using test::trace_from_text;

struct NoPayloads final : PayloadSource {
  std::optional<std::string_view> read(const Source&, std::uint64_t, std::uint64_t) override { return {}; }
};

std::string names_of(const Json& object) {
  std::string names;
  for (const auto& [name, value] : object.items()) names += (names.empty() ? "" : " ") + name;
  return names;
}

struct Parts {
  explicit Parts(std::string_view trace) {
    const auto store = trace_from_text(trace);
    NoPayloads payloads;
    whole = show_json(*store, SpanRow{0}, payloads);
  }
  Json part(SpanPart which) const { return Json::parse(span_part_json(whole, which)); }
  std::string whole;
};

}  // namespace

TEST_CASE("a step's object can be copied by what is in it") {
  const Parts step(R"(answer 0..90ms type=generation model=m tokens=120/40 ttft=20ms in="ask {it}" out="said \"so\"")");
  const Json whole = step.part(SpanPart::whole);
  CHECK(names_of(whole) == "trace_id span_id input output metadata timings");
  CHECK(whole["input"]["input_preview"] == "ask {it}");
  CHECK(whole["metadata"]["model"] == "m");
  CHECK(whole["timings"]["duration_ns"] == 90'000'000);
  CHECK(names_of(step.part(SpanPart::input)) ==
        "trace_id span_id input_preview input_messages input retrieval_query tool_arguments tool_definitions "
        "prompt_template prompt_variables");
  CHECK(step.part(SpanPart::input)["input_preview"] == "ask {it}");
  CHECK(names_of(step.part(SpanPart::output)) ==
        "trace_id span_id output_preview output_messages output documents tool_result error");
  CHECK(names_of(step.part(SpanPart::timings)) ==
        "trace_id span_id start_unix_nano duration_ns self_ns offset_ns ttft_ns");
  CHECK(step.part(SpanPart::timings)["ttft_ns"] == 20'000'000);
  const Json metadata = step.part(SpanPart::metadata);
  for (const char* name : {"trace_id", "name", "model", "input_tokens", "attributes", "resource", "scores"})
    CHECK_MESSAGE(metadata.contains(name), name);
}

TEST_CASE("every member of a step is in one of the parts, and in one only") {
  const Parts step("answer 0..90ms type=generation");
  std::size_t members = 0;
  for (const SpanPart part : {SpanPart::input, SpanPart::output, SpanPart::metadata, SpanPart::timings})
    members += step.part(part).size() - 2;  // without the ids
  CHECK(members == Json::parse(step.whole).size() - 2);
}

TEST_CASE("what is no object is copied as it is") {
  for (const char* text : {"", "[1]", "{\"a\":", "null"}) CHECK(span_part_json(text, SpanPart::input) == text);
}

}  // namespace spanorama
