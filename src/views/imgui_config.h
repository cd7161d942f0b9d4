// Dear ImGui's compile-time settings, the same for every host (IMGUI_USER_CONFIG names this file).
#pragma once

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_USE_WCHAR32       // emoji lie past the first 65536 code points
#define ImDrawIdx unsigned int  // long tables pass 65536 vertices in one draw list
