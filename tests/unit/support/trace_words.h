// The words of the picture language that reading and printing share.
#pragma once

#include <string_view>
#include <utility>

#include "spanorama/model/columns.h"

namespace spanorama::test {

struct FactsKey {
  std::string_view key;
  StringId Facts::*field;
};
inline constexpr FactsKey kFactsKeys[] = {
    {"model", &Facts::model},        {"response_model", &Facts::response_model},
    {"provider", &Facts::provider},  {"operation", &Facts::operation},
    {"session", &Facts::session_id}, {"user", &Facts::user_id},
    {"env", &Facts::environment},    {"release", &Facts::release},
    {"tool", &Facts::tool_name},     {"call", &Facts::tool_call_id},
    {"prompt", &Facts::prompt_name}, {"version", &Facts::prompt_version},
    {"agent", &Facts::agent_name},   {"error", &Facts::error_type},
    {"in", &Facts::input_preview},   {"out", &Facts::output_preview},
};

inline constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
    {"ns", 1}, {"us", 1'000}, {"ms", 1'000'000}, {"s", 1'000'000'000}, {"m", 60'000'000'000}, {"h", 3'600'000'000'000}};

}  // namespace spanorama::test
