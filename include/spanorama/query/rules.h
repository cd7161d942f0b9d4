// A condition as a row of a form: field, operator, value. Both ways, so that rows and the filter's text show the same.
//
//   rule_of(condition)                                        {"duration", RuleOperator::greater, "5s"}
//   condition_of({"duration", RuleOperator::greater, "5s"})   duration:>5s
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spanorama/base/result.h"
#include "spanorama/query/filter.h"

namespace spanorama {

enum class RuleOperator : std::uint8_t {
  equals,
  differs,
  contains,
  lacks,
  begins,
  ends,
  any_of,  // values with commas between them
  none_of,
  all_of,
  pattern,
  greater,
  at_least,
  less,
  at_most,
  between,  // 1s..5s
  known,    // has any value
  unknown,
  written,  // what stands behind the colon in the query bar
};
inline constexpr int kRuleOperatorCount = 18;
std::string_view label_of(RuleOperator op);
bool takes_value(RuleOperator op);

struct FilterRule {
  std::string field;  // with its key: "attr.http.route"; "text" for words to search
  RuleOperator op = RuleOperator::equals;
  std::string value;
  bool negated = false;   // beyond what the operator says
  bool any_case = false;  // is, is any of, has all of and their opposites: tags:x instead of tags:=x
  friend bool operator==(const FilterRule&, const FilterRule&) = default;
};

// What makes sense for a field, the usual one first; only `written` for words that are no field.
std::vector<RuleOperator> operators_of(std::string_view field);
// All fields; those with a key end in a dot.
std::vector<std::string> rule_fields();

FilterRule rule_of(const Condition& condition);
// An error is a sentence without a column. condition_of(rule_of(c)) == c for every condition that can be written.
Result<Condition> condition_of(const FilterRule& rule);

}  // namespace spanorama
