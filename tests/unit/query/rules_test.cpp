#include "spanorama/query/rules.h"

#include <doctest/doctest.h>

using namespace spanorama;

namespace {

Condition parsed(std::string_view text) {
  const auto filter = parse_filter(text, UnixTime{1'790'000'000'000'000'000});
  REQUIRE_MESSAGE(filter, (filter ? "" : filter.error().message));
  REQUIRE(filter.value().conditions.size() == 1);
  return filter.value().conditions[0];
}

// "field|operator|value", with "not" where the operator does not say it.
std::string shown(std::string_view text) {
  const FilterRule rule = rule_of(parsed(text));
  return rule.field + "|" + (rule.negated ? "not " : "") + std::string(label_of(rule.op)) +
         (rule.any_case ? ", any case" : "") + "|" + rule.value;
}

std::string printed(FilterRule rule) {
  const Result<Condition> condition = condition_of(rule);
  return condition ? print(Filter{{condition.value()}}) : "mistake: " + condition.error().message;
}

}  // namespace

TEST_CASE("conditions are shown as field, operator and value") {
  CHECK(shown("status:error") == "status|is|error");
  CHECK(shown("-status:error") == "status|is not|error");
  CHECK(shown("status:(ok OR error)") == "status|is any of|ok, error");
  CHECK(shown("model:gpt*") == "model|begins with|gpt");
  CHECK(shown("model:*mini") == "model|ends with|mini");
  CHECK(shown("model:g*t") == "model|as written|g*t");
  CHECK(shown("model:=gpt-4o") == "model|is|gpt-4o");
  CHECK(shown("tags:test") == "tags|is, any case|test");
  CHECK(shown("-tags:test") == "tags|is not, any case|test");
  CHECK(shown("model:(a OR B)") == "model|is any of, any case|a, B");
  CHECK(shown("-model:(a OR B)") == "model|is none of, any case|a, B");
  CHECK(shown("tags:(a AND b)") == "tags|has all of, any case|a, b");
  CHECK(shown("attr.x:y") == "attr.x|is, any case|y");
  CHECK(shown("model:(a* OR b)") == "model|as written|(a* OR b)");
  CHECK(shown("-tags:(=a AND =b)") == "tags|not has all of|a, b");
  CHECK(shown("name:suppo") == "name|contains|suppo");
  CHECK(shown("-name:suppo") == "name|does not contain|suppo");
  CHECK(shown("name:/^a/") == "name|matches|^a");
  CHECK(shown("duration:>5s") == "duration|>|5s");
  CHECK(shown("-duration:>5s") == "duration|not >|5s");
  CHECK(shown("duration:1s..5s") == "duration|between|1s..5s");
  CHECK(shown("cost:100") == "cost|is|100");
  CHECK(shown("duration:>=p95") == "duration|\u2265|p95");
  CHECK(shown("attr.http.status:>=404") == "attr.http.status|\u2265|404");
  CHECK(shown("attr.ratio:<0.5") == "attr.ratio|<|0.5");
  CHECK(shown("-has:cost") == "cost|has no value|");
  CHECK(shown("has:attr.x") == "attr.x|has a value|");
  CHECK(shown("has:root") == "has|is|root");
  CHECK(shown("word") == "text|contains|word");
  CHECK(shown("`in order`") == "text|as written|`in order`");
}

TEST_CASE("a rule says the condition that it shows") {
  for (const char* text : {"status:error",
                           "-status:(ok OR unset)",
                           "type:(generation AND tool)",
                           "model:gpt*",
                           "model:g*t",
                           "tags:test",
                           "-tags:(a AND b)",
                           "model:(a* OR b)",
                           "-model:(=a OR =b)",
                           "tags:(=a AND =\"b c\")",
                           "name:suppo",
                           "name:=a",
                           "name:a*b",
                           "name:~\"a*\"",
                           "name:/ab?\\s/",
                           "-duration:>5s",
                           "duration:<=1ms",
                           "duration:1s..5s",
                           "duration:p50..p90",
                           "duration:<p50",
                           "cost:100",
                           "cost:>$0.01",
                           "tokens:..9",
                           "time:2026-08-01..2026-08-02",
                           "time:last 6h",
                           "attr.a.b:x",
                           "attr.\"odd key:\":x",
                           "attr.n:1..3",
                           "attr.r:>0.5",
                           "-metadata.x:~y",
                           "resource.h:/x/",
                           "score.a:>0.8",
                           "has:(cost OR ttft)",
                           "-has:score.a",
                           "has:orphans",
                           "word",
                           "-word",
                           "\"Exact text\"",
                           "(a OR b)",
                           "`a b`",
                           "/x+/",
                           "bookmarked:true",
                           "local_tag:=\"to fix\"",
                           "score_source:human",
                           "model:=\"a,b\"",
                           "trace:ab",
                           "level:warn"}) {
    CAPTURE(text);
    const Condition condition = parsed(text);
    const FilterRule rule = rule_of(condition);
    CAPTURE(label_of(rule.op));
    CAPTURE(rule.value);
    const Result<Condition> back = condition_of(rule);
    REQUIRE_MESSAGE(back, (back ? "" : back.error().message));
    CHECK(back.value() == condition);
  }
}

TEST_CASE("every operator of every field gives a condition that is written and read again, or says why not") {
  for (const std::string& field : rule_fields())
    for (const RuleOperator op : operators_of(field.back() == '.' ? field + "some.key" : field))
      for (const char* value :
           {"1", "error", "a, b", "1..5", "true", "p95", "*", "", "\"", "-x", "OR", "a b", "\xff"}) {
        FilterRule rule{field.back() == '.' ? field + "some.key" : field, op, value, false};
        CAPTURE(rule.field);
        CAPTURE(label_of(op));
        CAPTURE(value);
        const Result<Condition> condition = condition_of(rule);
        if (!condition) {
          CHECK_FALSE(condition.error().message.empty());
          CHECK(condition.error().message.find("column") == std::string::npos);
          continue;
        }
        const std::string text = print(Filter{{condition.value()}});
        const Result<Filter> again = parse_filter(text);
        if (std::string_view(value) == "\xff") continue;  // broken text is no text of a filter
        REQUIRE_MESSAGE(again, text);
        CHECK(again.value().conditions.size() == 1);
      }
}

TEST_CASE("mistakes of a rule tell what would be right") {
  CHECK(printed({"stats", RuleOperator::equals, "x"}).find("did you mean status") != std::string::npos);
  CHECK(printed({"duration", RuleOperator::greater, "quick"}).find("is no number") != std::string::npos);
  CHECK(printed({"status", RuleOperator::equals, "bad"}).find("ok, error, unset") != std::string::npos);
  CHECK(printed({"duration", RuleOperator::between, "5"}).find("as in 1..5") != std::string::npos);
  CHECK(printed({"name", RuleOperator::pattern, "("}).find("no regular expression") != std::string::npos);
  CHECK(printed({"model", RuleOperator::equals, ""}) == "mistake: expected a text");
  CHECK(printed({"status", RuleOperator::equals, "success"}) == "status:(ok OR unset)");
  CHECK(printed({"tags", RuleOperator::none_of, "a, b c"}) == "-tags:(=a OR =\"b c\")");
}
