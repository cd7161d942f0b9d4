// JSON from others: what is no JSON or too deep is discarded, and absent members and wrong types look alike.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace spanorama {

// Discarded when it is no JSON, or deeper than anything that is meant: nothing recursive runs on what is deeper.
inline nlohmann::json shallow_json(std::string_view text) {
  static constexpr int kMostDepth = 200;
  bool shallow = true;
  nlohmann::json out = nlohmann::json::parse(
      text,
      [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        shallow = shallow && depth < kMostDepth;
        return shallow;
      },
      false);
  return shallow ? out : nlohmann::json(nlohmann::json::value_t::discarded);
}

// Null where there is none.
inline const nlohmann::json& json_member(const nlohmann::json& object, const char* name) {
  static const nlohmann::json kNull;  // constant; nlohmann has no constexpr null
  if (!object.is_object()) return kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

}  // namespace spanorama
