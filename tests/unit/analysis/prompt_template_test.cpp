#include "spanorama/analysis/prompt_template.h"

#include <doctest/doctest.h>

#include <string>

namespace spanorama {
namespace {

struct Bound {
  bool fits = false;
  std::string values;
};

Bound bound(std::string_view text, std::string_view resolved, const std::vector<std::string>& known = {}) {
  std::vector<TemplateVariable> variables;
  Bound out;
  out.fits = bind_template(template_parts(text, known), resolved, variables);
  for (const TemplateVariable& v : variables)
    out.values += v.name + "=" + (v.missing ? "?" : "<" + v.value + ">") + " ";
  return out;
}

std::vector<PromptMessage> user(std::string text) { return {{"user", std::move(text)}}; }

std::string derived(const std::vector<std::vector<PromptMessage>>& samples) {
  const auto found = derive_template(samples);
  std::string out;
  if (!found) return "none";
  for (const PromptMessage& message : *found) out += message.role + "|" + message.text + "|";
  return out;
}

}  // namespace

TEST_CASE("values stand where the placeholders were") {
  const Bound b = bound("Answer {{question}} in {{language}}.", "Answer why is it so? in French.");
  CHECK(b.fits);
  CHECK(b.values == "question=<why is it so?> language=<French> ");
}

TEST_CASE("a placeholder that stands twice has one value") {
  CHECK(bound("{{a}} and {{a}} or {{b}}", "x and x or y").values == "a=<x> b=<y> ");
  CHECK(bound("{{a}} and {{a}} or {{b}}", "x and z or y").fits == false);
}

TEST_CASE("a literal that recurs is tried further on") {
  const Bound b = bound("{{a}}, {{a}}.", "1, 2, 1, 2.");
  CHECK(b.fits);
  CHECK(b.values == "a=<1, 2> ");
}

TEST_CASE("what does not fit keeps the values before that place, the others are missing") {
  const Bound b = bound("Order {{order}}: {{question}} Thanks, {{name}}", "Order 17: why so late?");
  CHECK(b.fits == false);
  CHECK(b.values == "order=<17> question=? name=? ");
}

TEST_CASE("white space at the ends and carriage returns make no difference") {
  CHECK(bound("Hello {{name}}\r\nBye\n", "\nHello you\nBye").values == "name=<you> ");
}

TEST_CASE("only letters, digits and underscores make a placeholder") {
  CHECK(template_parts("{{ a }} {{a-b}} {a} {{}} {{").size() == 1);
  CHECK(template_parts("{{A_1}}").front().placeholder);
}

TEST_CASE("names that a source tells may be written in other ways") {
  CHECK(bound("{q} / {{ q }} / ${q} / {other}", "1 / 1 / 1 / {other}", {"q"}).values == "q=<1> ");
}

TEST_CASE("the template with its values is the text again; missing ones stay as written") {
  const auto parts = template_parts("{{a}} of {{b}}");
  CHECK(substituted(parts, std::vector<TemplateVariable>{{"a", "one", false}, {"b", "", true}}) == "one of {{b}}");
}

TEST_CASE("a hostile template does not take long") {
  std::string text, resolved(20'000, 'a');
  for (int i = 0; i < 900; ++i) text += "a{{v" + std::to_string(i) + "}}";
  CHECK(bound(text + "b", resolved).fits == false);
}

TEST_CASE("a template is what several texts have in common") {
  CHECK(derived({user("You help customers.\nOrder number: 17\nQuestion: where is it?"),
                 user("You help customers.\nOrder number: 4 b\nQuestion: can I send it back?"),
                 user("You help customers.\nOrder number: 99\nQuestion: why?")}) ==
        "user|You help customers.\nOrder number: {{order_number}}\nQuestion: {{question}}?|");
}

TEST_CASE("the template that was derived fits every text that it was derived from") {
  const std::vector<std::vector<PromptMessage>> samples = {
      user("Translate the sentence a b c into French and keep the names."),
      user("Translate the sentence d e b into German and keep the names."),
      user("Translate the sentence into Dutch and keep the names.")};
  const auto found = derive_template(samples);
  REQUIRE(found);
  for (const auto& sample : samples) CHECK(bound((*found)[0].text, sample[0].text).fits);
}

TEST_CASE("a message that has nothing in common is a variable as a whole") {
  CHECK(derived({{{"system", "You answer in one sentence."}, {"user", "Why?"}},
                 {{"system", "You answer in one sentence."}, {"user", "How many"}}}) ==
        "system|You answer in one sentence.|user|{{value_1}}|");
}

TEST_CASE("texts without enough in common give no template") {
  CHECK(derived({user("one"), user("two")}) == "none");
  CHECK(derived({user("You answer in one sentence.")}) == "none");
  CHECK(derived({}) == "none");
}

TEST_CASE("calls with other roles are left out") {
  CHECK(derived({user("Say hello to Ada, please."), {{"system", "x"}}, user("Say hello to Bob, please.")}) ==
        "user|Say hello to {{value_1}}, please.|");
}

}  // namespace spanorama
