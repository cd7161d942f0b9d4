// JSON as a tree, also where its strings have megabytes.
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

namespace spanorama {

// Discarded when `text` is no JSON, or deeper than a stack can bear. Strings of long texts are found and unescaped many
// bytes at a time; there, what JSON forbids inside strings is repaired. O(size).
nlohmann::ordered_json json_tree(std::string_view text);

}  // namespace spanorama
