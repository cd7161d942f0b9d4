// The functions that JavaScript calls, and the JavaScript that the window calls.
#include <emscripten/em_js.h>
#include <emscripten/emscripten.h>

#include "platform/web/web_page.h"
#include "platform/web/web_window.h"

using spanorama::PointerKind;
using spanorama::WebWindow;

extern "C" {

EMSCRIPTEN_KEEPALIVE void web_resize(WebWindow* window, float css_width, float css_height, int width_px,
                                     int height_px) {
  window->resize(css_width, css_height, width_px, height_px);
}
EMSCRIPTEN_KEEPALIVE void web_pointer(WebWindow* window, int kind, float x, float y, int button, int touch) {
  window->pointer(static_cast<PointerKind>(kind), x, y, button, touch != 0);
}
EMSCRIPTEN_KEEPALIVE void web_second_press(WebWindow* window) { window->second_press(); }
EMSCRIPTEN_KEEPALIVE void web_wheel(WebWindow* window, float dx, float dy, int zoom) {
  window->wheel(dx, dy, zoom != 0);
}
EMSCRIPTEN_KEEPALIVE void web_modifiers(WebWindow* window, unsigned bits) { window->modifiers(bits); }
EMSCRIPTEN_KEEPALIVE void web_key(WebWindow* window, const char* code, int down) { window->key(code, down != 0); }
EMSCRIPTEN_KEEPALIVE void web_text(WebWindow* window, const char* utf8) { window->text(utf8); }
EMSCRIPTEN_KEEPALIVE void web_focus(WebWindow* window, int focused) { window->focus(focused != 0); }
EMSCRIPTEN_KEEPALIVE void web_clipboard(WebWindow* window, const char* utf8) { window->clipboard(utf8); }
EMSCRIPTEN_KEEPALIVE void web_frame_now(WebWindow* window) { window->frame_now(); }
EMSCRIPTEN_KEEPALIVE void web_work_now(WebWindow* window) { window->work_now(); }

}  // extern "C"

// The bodies are JavaScript, whose operators the formatter would take apart.
// clang-format off
EM_JS(void, screen_connect, (WebWindow* window), { Module["screen"].connect(window >>> 0); })
EM_JS(void, screen_text_input, (int wanted, float x, float y, float height), {
  Module["screen"].textInput(wanted !== 0, x, y, height);
})
EM_JS(void, screen_cursor, (const char* name), { Module["screen"].cursor(UTF8ToString(name)); })
EM_JS(void, screen_copied, (const char* utf8), { Module["screen"].copied(UTF8ToString(utf8)); })
EM_JS(void, screen_title, (const char* utf8), { Module["screen"].title(UTF8ToString(utf8)); })
EM_JS(void, screen_post_work, (), { Module["screen"].postWork(); })
EM_JS(int, screen_is_mac, (), { return Module["screen"].isMac() ? 1 : 0; })
// clang-format on

namespace spanorama {

void page_connect(WebWindow* window) { screen_connect(window); }
void page_text_input(bool wanted, float x, float y, float line_height) {
  screen_text_input(wanted ? 1 : 0, x, y, line_height);
}
void page_cursor(const char* css_name) { screen_cursor(css_name); }
void page_copied(const char* utf8) { screen_copied(utf8); }
void page_title(const char* utf8) { screen_title(utf8); }
void page_post_work() { screen_post_work(); }
bool page_is_mac() { return screen_is_mac() != 0; }

}  // namespace spanorama
