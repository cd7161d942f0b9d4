#include "spanorama/ingest/prompts.h"

#include <doctest/doctest.h>

#include <string>

#include "spanorama/base/bytes.h"
#include "spanorama/ingest/reader.h"

namespace spanorama {
namespace {

std::string prompts_of(std::string_view json) {
  const auto prompts = read_prompts(json);
  if (!prompts) return prompts.error().message;
  std::string out;
  for (const PromptVersion& p : prompts.value()) {
    out += p.name + "@" + p.version + (p.production ? "*" : "");
    for (const PromptMessage& m : p.messages) out += " [" + m.role + "|" + m.text + "]";
    out += "\n";
  }
  return out;
}

Format sniffed(std::string_view text) { return sniff_format(bytes_of(text)); }

}  // namespace

TEST_CASE("prompts of the shapes that prompt stores hand out") {
  CHECK(prompts_of(R"({"prompt_id":"p","name":"a","version":3,"content":"Hi {{x}}","is_production":true})") ==
        "a@3* [|Hi {{x}}]\n");
  CHECK(prompts_of(R"([{"name":"a","version":"1","content":"x"},{"name":"b","prompt":[{"role":"system","content":"s"},
    {"role":"user","content":"{{q}}"}],"labels":["production"]}])") == "a@1 [|x]\nb@* [system|s] [user|{{q}}]\n");
  CHECK(prompts_of(R"({"prompts":[{"name":"a","versions":[{"version":1,"content":"x"},{"version":2,"content":"y",
    "status":"published"}]}]})") == "a@1 [|x]\na@2* [|y]\n");
}

TEST_CASE("entries without a name or content are left out; a file without any is refused with a sentence") {
  CHECK(prompts_of(R"([{"name":"a"},{"content":"x"},7,{"name":"b","content":""},{"name":"c","content":"x"}])") ==
        "c@ [|x]\n");
  CHECK(prompts_of("[]").find("expected a \"name\"") != std::string::npos);
  CHECK(prompts_of("{").find("no JSON") != std::string::npos);
  CHECK(prompts_of(std::string(5'000'000, ' ')).find("4 MB") != std::string::npos);
}

TEST_CASE("files of prompts and prices are told by what is in them, traces are not taken for them") {
  CHECK(sniffed(R"({"prompt_id":"1","name":"a","version":1,"content":"x"})") == Format::prompt_file);
  CHECK(sniffed(R"([{"name":"a","version":1,"prompt":"x"}])") == Format::prompt_file);
  CHECK(sniffed(R"({"format":"spanorama-prices","version":1,"providers":[]})") == Format::price_file);
  CHECK(sniffed(R"({"resourceSpans":[{"scopeSpans":[{"scope":{"name":"a","version":"1"},"spans":[{"name":"x",
    "attributes":[{"key":"content"}]}]}]}]})") == Format::otlp_json);
}

TEST_CASE("variables are the members of an object; a template is one text or messages") {
  const auto variables = read_variables(R"({"a":"x","n":3,"o":{"p":1},"z":null})");
  REQUIRE(variables.size() == 4);
  CHECK(variables[1].value == "3");
  CHECK(variables[2].value == R"({"p":1})");
  CHECK(variables[3].missing);
  CHECK(read_variables("[1]").empty());
  CHECK(read_template(R"([{"role":"user","content":"{{a}}"}])") == std::vector<PromptMessage>{{"user", "{{a}}"}});
  CHECK(read_template("{name}, hello") == std::vector<PromptMessage>{{"", "{name}, hello"}});
}

}  // namespace spanorama
