#include "app/link_upgrade.h"

#include <algorithm>
#include <string_view>

namespace spanorama {

namespace {

struct Renamed {
  std::string_view old_name, name;
};

bool has_key(const LinkPairs& pairs, std::string_view key) {
  return std::any_of(pairs.begin(), pairs.end(), [key](const auto& pair) { return pair.first == key; });
}

// A key keeps its old name where the new one stands beside it: then it is told as not known rather than dropped.
void rename_keys(LinkPairs& pairs, const Renamed* begin, const Renamed* end) {
  for (auto& pair : pairs)
    for (const Renamed* one = begin; one != end; ++one)
      if (pair.first == one->old_name && !has_key(pairs, one->name)) pair.first = one->name;
}

void rename_values(LinkPairs& pairs, std::string_view key, const Renamed* begin, const Renamed* end) {
  for (auto& [known, value] : pairs)
    for (const Renamed* one = begin; known == key && one != end; ++one)
      if (value == one->old_name) {
        value = one->name;
        break;
      }
}

void from_0(LinkPairs& pairs) {
  constexpr Renamed kKeys[] = {
      {"filter", "f"},         {"query", "f"},       {"q", "f"},          {"source", "src"},  {"file", "src"},
      {"order", "sort"},       {"list", "view"},     {"group_by", "by"},  {"groupBy", "by"},  {"trace_id", "trace"},
      {"traceId", "trace"},    {"traceID", "trace"}, {"span_id", "span"}, {"spanId", "span"}, {"spanID", "span"},
      {"observation", "span"}, {"compare", "cmp"},   {"range", "t"},
  };
  constexpr Renamed kTabs[] = {{"waterfall", "timeline"}, {"flamegraph", "flame"},      {"table", "tree"},
                               {"chat", "conversation"},  {"messages", "conversation"}, {"logs", "log"},
                               {"diff", "compare"}};
  constexpr Renamed kViews[] = {{"list", "traces"},
                                {"generations", "calls"},
                                {"observations", "steps"},
                                {"spans", "steps"},
                                {"prompt_versions", "versions"}};
  rename_keys(pairs, std::begin(kKeys), std::end(kKeys));
  rename_values(pairs, "tab", std::begin(kTabs), std::end(kTabs));
  rename_values(pairs, "view", std::begin(kViews), std::end(kViews));
}

struct Step {
  int from;
  void (*apply)(LinkPairs& pairs);
};
// By rising version, each to the next one.
constexpr Step kSteps[] = {{0, from_0}};

}  // namespace

void upgrade_link(LinkPairs& pairs, int version) {
  for (const Step& step : kSteps)
    if (version <= step.from) step.apply(pairs);
}

}  // namespace spanorama
