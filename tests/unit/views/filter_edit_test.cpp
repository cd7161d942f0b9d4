#include "views/filter_edit.h"

#include <doctest/doctest.h>

namespace spanorama {

namespace {

Filter filter_of(std::string_view text) {
  Result<Filter> parsed = parse_filter(text);
  REQUIRE(parsed);
  return parsed.value();
}

}  // namespace

TEST_CASE("A value is added beside others of its field, and taken out again") {
  Filter filter = with_value_toggled({}, FilterField::model, "gpt-4o");
  CHECK(has_value(filter, FilterField::model, "gpt-4o"));
  filter = with_value_toggled(filter, FilterField::model, "claude");
  REQUIRE(filter.conditions.size() == 1);
  CHECK(filter.conditions[0].texts.size() == 2);
  filter = with_value_toggled(filter, FilterField::model, "gpt-4o");
  filter = with_value_toggled(filter, FilterField::model, "claude");
  CHECK(filter.conditions.empty());
}

TEST_CASE("What the panel asks for is what its text asks for") {
  for (const FilterField field :
       {FilterField::status, FilterField::name, FilterField::model, FilterField::type, FilterField::service}) {
    const std::string value = field == FilterField::status ? "error" : field == FilterField::type ? "agent" : "a b:c";
    const Filter filter = with_value_toggled({}, field, value);
    CAPTURE(print(filter));
    CHECK(has_value(filter_of(print(filter)), field, value));
    CHECK(with_value_toggled(filter_of(print(filter)), field, value).conditions.empty());
  }
}

TEST_CASE("What is typed without an equals sign is ticked, and more can be ticked beside it") {
  const Filter typed = filter_of("model:GPT-4o tags:(a OR b) -service:shop name:suppo");
  CHECK(has_value(typed, FilterField::model, "gpt-4o"));
  CHECK(has_value(typed, FilterField::tags, "b"));
  CHECK_FALSE(has_value(typed, FilterField::name, "support"));
  CHECK_FALSE(has_value(filter_of("model:gpt*"), FilterField::model, "gpt-4o"));
  CHECK(print(with_value_toggled(filter_of("model:GPT-4o"), FilterField::model, "gpt-4o")).empty());
  CHECK(print(with_value_toggled(filter_of("model:gpt-4o"), FilterField::model, "o3")) == "model:(gpt-4o OR o3)");
  CHECK(print(with_value_toggled(filter_of("model:a"), FilterField::model, "*")) == "model:(=a OR =*)");
  CHECK(print(with_value_toggled(filter_of("model:gpt*"), FilterField::model, "o3")) == "model:gpt* model:=o3");
  CHECK(has_excluded(typed, FilterField::service, "Shop"));
  CHECK(print(with_value_excluded(filter_of("-service:shop"), FilterField::service, "shop")).empty());
  CHECK(print(with_value_excluded(filter_of("-tags:(a OR b)"), FilterField::tags, "a")) == "-tags:b");
}

TEST_CASE("Excluded values are not chosen values") {
  const Filter filter = filter_of("-status:error");
  CHECK_FALSE(has_value(filter, FilterField::status, "error"));
  CHECK(with_value_toggled(filter, FilterField::status, "error").conditions.size() == 2);
}

TEST_CASE("A range replaces the one before and goes when there is none") {
  Filter filter =
      with_range(filter_of("status:error"), FilterField::time, std::pair<std::int64_t, std::int64_t>(10, 20));
  filter = with_range(filter, FilterField::time, std::pair<std::int64_t, std::int64_t>(12, 15));
  REQUIRE(range_of(filter, FilterField::time) != nullptr);
  CHECK(range_of(filter, FilterField::time)->low == 12);
  CHECK(filter.conditions.size() == 2);
  CHECK(filter_of(print(filter)) == filter);
  CHECK(range_of(with_range(filter, FilterField::time, std::nullopt), FilterField::time) == nullptr);
}

TEST_CASE("A value of an attribute becomes a condition that survives its text") {
  Filter filter = with_attribute({}, {FilterField::attribute, "http.route"}, "/chat \"x\"");
  filter = with_attribute(filter, {FilterField::attribute, "http.route"}, "/chat \"x\"");
  REQUIRE(filter.conditions.size() == 1);
  CHECK(filter_of(print(filter)) == filter);
  CHECK(without_condition(filter, 0).conditions.empty());
  CHECK(without_condition(filter, 7).conditions.size() == 1);
}

}  // namespace spanorama
