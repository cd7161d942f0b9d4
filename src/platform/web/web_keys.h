// KeyboardEvent.code to Dear ImGui's keys.
#pragma once

#include <imgui.h>

#include <string_view>

namespace spanorama {

// ImGuiKey_None for keys that Dear ImGui does not know. Places of keys, not letters: shortcuts by letter follow the
// US layout's places, as in most web programs.
ImGuiKey key_from_code(std::string_view code);

}  // namespace spanorama
