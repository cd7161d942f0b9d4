#include "spanorama/app/prompt_recovery.h"

#include <doctest/doctest.h>

#include <string>

#include "unit/support/trace_text.h"

namespace spanorama {
namespace {

struct NoPayloads final : PayloadSource {
  std::optional<std::string_view> read(const Source&, std::uint64_t, std::uint64_t) override { return std::nullopt; }
};

PromptLibrary library_of(std::string_view json) {
  PromptLibrary library;
  REQUIRE(library.add("prompts.json", json));
  return library;
}

// The first span: "origin name@version: template -> a=<1> b=? agrees".
std::string recovered(std::string_view picture, const PromptLibrary& library = {}) {
  const auto store = test::trace_from_text(picture);
  NoPayloads payloads;
  const PromptView view = recover_prompt(*store, SpanRow{0}, library, payloads);
  std::string out = std::string(name_of(view.origin)) + " " + view.name + "@" + view.version + ":";
  for (const PromptMessage& message : view.template_messages) out += " " + message.text;
  out += " ->";
  for (const TemplateVariable& v : view.variables) out += " " + v.name + "=" + (v.missing ? "?" : "<" + v.value + ">");
  return out + (view.agrees ? " agrees" : "");
}

constexpr std::string_view kFile = R"([
  {"name":"greet","version":1,"content":"Say hello to {{name}}."},
  {"name":"greet","version":2,"content":"Greet {{name}} in {{language}}.","is_production":true},
  {"name":"greet","version":3,"content":"Hi {{name}}"}])";

}  // namespace

TEST_CASE("what the source recorded goes first") {
  CHECK(recovered(R"(
    ask 0..1ms type=generation prompt=greet version=1 attr.gen_ai.prompt="Hello Ada!" attr.llm.prompt_template.template="Hello {name}!" attr.llm.prompt_template.variables={"name":"Ada"}
  )",
                  library_of(kFile)) == "recorded greet@1: Hello {name}! -> name=<Ada> agrees");
}

TEST_CASE("recorded values that do not give the text are shown, and do not agree") {
  CHECK(recovered(R"(
    ask 0..1ms type=generation attr.gen_ai.prompt="Hello Bob!" attr.llm.prompt_template.template="Hello {name}!" attr.llm.prompt_template.variables={"name":"Ada"}
  )") == "recorded @: Hello {name}! -> name=<Ada>");
}

TEST_CASE("a prompt file gives the template by name and version, matching gives the values") {
  const PromptLibrary library = library_of(kFile);
  CHECK(recovered(R"(ask 0..1ms type=generation prompt=greet version=v1 attr.gen_ai.prompt="Say hello to Ada.")",
                  library) == "file greet@v1: Say hello to {{name}}. -> name=<Ada> agrees");
  CHECK(recovered(R"(ask 0..1ms type=generation prompt=greet attr.gen_ai.prompt="Greet Ada in Thai.")", library) ==
        "file greet@2: Greet {{name}} in {{language}}. -> name=<Ada> language=<Thai> agrees");
  CHECK(recovered(R"(ask 0..1ms type=generation prompt=greet version=2 attr.gen_ai.prompt="Greet Ada")", library) ==
        "file greet@2: Greet {{name}} in {{language}}. -> name=? language=?");
  CHECK(recovered(R"(ask 0..1ms type=generation prompt=greet version=9 attr.gen_ai.prompt="Greet Ada")", library) ==
        "none greet@9: ->");
}

TEST_CASE("a call that names no prompt is compared with all of a file") {
  CHECK(recovered(R"(ask 0..1ms type=generation attr.gen_ai.prompt="Say hello to Ada.")", library_of(kFile)) ==
        "file greet@1: Say hello to {{name}}. -> name=<Ada> agrees");
}

TEST_CASE("messages of a template are matched by role, a name has one value in all of them") {
  const PromptLibrary library = library_of(
      R"([{"name":"chat","version":1,"content":[{"role":"system","content":"Help/{{name}}."},
          {"role":"user","content":"{{name}}/asks:{{question}}"}]}])");
  CHECK(recovered(R"(
    ask 0..1ms type=generation prompt=chat version=1 attr.gen_ai.input.messages=[{"role":"system","content":"Help/Ada."},{"role":"user","content":"Ada/asks:why?"},{"role":"assistant","content":"x"},{"role":"user","content":"y"}]
  )",
                  library) ==
        "file chat@1: Help/{{name}}. {{name}}/asks:{{question}} -> name=<Ada> question=<why?> agrees");
}

TEST_CASE("without a template, calls of the same prompt and version tell what they have in common") {
  CHECK(recovered(R"(
    a 0..1ms type=generation prompt=greet version=1 attr.gen_ai.prompt="Please greet Ada in Thai, briefly."
    b 1..2ms type=generation prompt=greet version=1 attr.gen_ai.prompt="Please greet Bob in French, briefly."
    c 2..3ms type=generation prompt=greet version=2 attr.gen_ai.prompt="Nothing like it at all."
  )") == "derived greet@1: Please greet {{value_1}}, briefly. -> value_1=<Ada in Thai> agrees");
  CHECK(recovered(R"(
    a 0..1ms type=generation prompt=greet version=1 attr.gen_ai.prompt="Please greet Ada in Thai, briefly."
  )") == "none greet@1: ->");
}

}  // namespace spanorama
