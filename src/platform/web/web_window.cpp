#include "platform/web/web_window.h"

#include <GLES3/gl3.h>
#include <emscripten/emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cfloat>
#include <cstdint>
#include <utility>

#include "platform/web/web_keys.h"
#include "platform/web/web_page.h"

namespace spanorama {
namespace {

constexpr const char* kCanvas = "#canvas";
constexpr double kSettleMs = 700;  // past Dear ImGui's delay of tooltips
constexpr double kSettleStepSeconds = 0.16;
constexpr float kDoubleClickSeconds = 0.3f, kAnySeconds = 3600;
constexpr double kBlinkSeconds = 0.4;  // a third of Dear ImGui's blinking text cursor
constexpr int kFramesAfterInput = 3;
constexpr int kMaxFramesNow = 6;

const char* css_cursor(int cursor) {
  switch (cursor) {
    case ImGuiMouseCursor_TextInput: return "text";
    case ImGuiMouseCursor_ResizeAll: return "move";
    case ImGuiMouseCursor_ResizeNS: return "ns-resize";
    case ImGuiMouseCursor_ResizeEW: return "ew-resize";
    case ImGuiMouseCursor_ResizeNESW: return "nesw-resize";
    case ImGuiMouseCursor_ResizeNWSE: return "nwse-resize";
    case ImGuiMouseCursor_Hand: return "pointer";
    case ImGuiMouseCursor_Wait: return "wait";
    case ImGuiMouseCursor_Progress: return "progress";
    case ImGuiMouseCursor_NotAllowed: return "not-allowed";
    default: return "default";
  }
}

ImGuiKey zoom_key(const ImGuiIO& io) { return io.ConfigMacOSXBehaviors ? ImGuiMod_Super : ImGuiMod_Ctrl; }

bool input_queued() { return ImGui::GetCurrentContext()->InputEventsQueue.Size > 0; }

float channel(std::uint32_t abgr, int shift) { return static_cast<float>((abgr >> shift) & 0xffu) / 255.0f; }

}  // namespace

std::unique_ptr<WebWindow> WebWindow::open(std::string& why) {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.alpha = false;
  attributes.depth = false;
  attributes.stencil = false;
  attributes.antialias = false;
  attributes.majorVersion = 2;
  const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context(kCanvas, &attributes);
  if (context <= 0 || emscripten_webgl_make_context_current(context) != EMSCRIPTEN_RESULT_SUCCESS) {
    why = "The browser gave no WebGL 2 context. Switch hardware acceleration on, or close other tabs that draw a lot.";
    return nullptr;
  }
  std::unique_ptr<WebWindow> window(new WebWindow);
  window->context_ = static_cast<unsigned long>(context);
  emscripten_set_webglcontextlost_callback(kCanvas, window.get(), false, &WebWindow::context_lost);
  emscripten_set_webglcontextrestored_callback(kCanvas, window.get(), false, &WebWindow::context_restored);
  window->connect_imgui();
  return window;
}

WebWindow::~WebWindow() {
  emscripten_set_webglcontextlost_callback(kCanvas, nullptr, false, nullptr);
  emscripten_set_webglcontextrestored_callback(kCanvas, nullptr, false, nullptr);
  emscripten_webgl_destroy_context(static_cast<EMSCRIPTEN_WEBGL_CONTEXT_HANDLE>(context_));
}

void WebWindow::connect_imgui() {
  ImGuiIO& io = ImGui::GetIO();
  io.BackendPlatformName = "spanorama_web";
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigMacOSXBehaviors = page_is_mac();
  io.DisplaySize = ImVec2(1, 1);
  ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  platform.Platform_ClipboardUserData = this;
  platform.Platform_GetClipboardTextFn = [](ImGuiContext*) {
    return static_cast<WebWindow*>(ImGui::GetPlatformIO().Platform_ClipboardUserData)->clipboard_.c_str();
  };
  platform.Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
    static_cast<WebWindow*>(ImGui::GetPlatformIO().Platform_ClipboardUserData)->clipboard_ = text;
    page_copied(text);
  };
  platform.Platform_SetImeDataFn = [](ImGuiContext*, ImGuiViewport*, ImGuiPlatformImeData* ime) {
    page_text_input(ime->WantVisible || ime->WantTextInput, ime->InputPos.x, ime->InputPos.y, ime->InputLineHeight);
  };
}

void WebWindow::run(FrameLoop loop) {
  loop_ = std::move(loop);
  page_connect(this);
  request_frame();
}

void WebWindow::request_frame() {
  if (frame_requested_) return;
  frame_requested_ = true;
  emscripten_request_animation_frame(&WebWindow::animation_frame, this);
}

int WebWindow::animation_frame(double, void* self) {
  auto* window = static_cast<WebWindow*>(self);
  if (window->frame_requested_) window->run_frame();  // else frame_now() has drawn it already
  return EM_FALSE;
}

void WebWindow::request_frame_after(double seconds) {
  if (timer_ != 0) emscripten_clear_timeout(timer_);
  timer_ = emscripten_set_timeout(
      [](void* self) {
        auto* window = static_cast<WebWindow*>(self);
        window->timer_ = 0;
        window->request_frame();
      },
      seconds * 1000.0, this);
}

void WebWindow::run_frame() {
  frame_requested_ = false;
  if (lost_ || in_frame_ || !loop_.frame) return;
  in_frame_ = true;
  const bool more = loop_.frame();
  in_frame_ = false;
  if (frames_owed_ > 0) --frames_owed_;
  post_work();
  if (more || input_queued() || frames_owed_ > 0)
    request_frame();
  else if (emscripten_get_now() < settle_until_ms_)
    request_frame_after(kSettleStepSeconds);
  else if (ImGui::GetIO().WantTextInput)
    request_frame_after(kBlinkSeconds);
}

// One task at a time; whatever the page has to do otherwise comes between two of them.
void WebWindow::post_work() {
  if (!loop_.work || work_posted_) return;
  work_posted_ = true;
  page_post_work();
}

void WebWindow::work_now() {
  work_posted_ = false;
  if (!in_frame_ && loop_.work && loop_.work()) post_work();
}

void WebWindow::frame_now() {
  for (int i = 0; i < kMaxFramesNow && !in_frame_; ++i) {
    run_frame();
    if (!input_queued()) break;
  }
}

void WebWindow::begin_frame() {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(static_cast<float>(size_.width_points), static_cast<float>(size_.height_points));
  io.DisplayFramebufferScale = ImVec2(size_.pixels_per_point, size_.pixels_per_point);
  const double now_ms = emscripten_get_now();
  io.DeltaTime = static_cast<float>(std::clamp((now_ms - last_frame_ms_) / 1000.0, 1e-4, 0.5));
  last_frame_ms_ = now_ms;
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glViewport(0, 0, width_px_, height_px_);
  glDisable(GL_SCISSOR_TEST);
  glClearColor(channel(clear_color_, 0), channel(clear_color_, 8), channel(clear_color_, 16), 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

void WebWindow::end_frame() {
  ImGuiIO& io = ImGui::GetIO();
  if (!input_queued()) {
    wheel_queued_ = false;
    io.MouseDoubleClickTime = kDoubleClickSeconds;
    if (std::exchange(zoom_key_, false)) io.AddKeyEvent(zoom_key(io), false);
  }
  const int cursor = ImGui::GetMouseCursor();
  if (cursor == cursor_) return;
  cursor_ = cursor;
  page_cursor(css_cursor(cursor));
}

bool WebWindow::input_pending() const { return frames_owed_ > 1 || input_queued(); }

void WebWindow::set_title(std::string_view title) { page_title(std::string(title).c_str()); }

int WebWindow::context_lost(int, const void*, void* self) {
  static_cast<WebWindow*>(self)->lost_ = true;
  return EM_TRUE;  // it may come back
}

int WebWindow::context_restored(int, const void*, void* self) {
  auto* window = static_cast<WebWindow*>(self);
  window->lost_ = false;
  emscripten_webgl_make_context_current(static_cast<EMSCRIPTEN_WEBGL_CONTEXT_HANDLE>(window->context_));
  if (window->loop_.context_restored) window->loop_.context_restored();
  window->request_frame();
  return EM_TRUE;
}

void WebWindow::resize(float css_width, float css_height, int width_px, int height_px) {
  width_px_ = width_px;
  height_px_ = height_px;
  size_.width_points = static_cast<int>(css_width);
  size_.height_points = static_cast<int>(css_height);
  size_.pixels_per_point = static_cast<float>(width_px) / std::max(1.0f, css_width);
  input_came();
}

void WebWindow::input_came() {
  frames_owed_ = kFramesAfterInput;
  settle_until_ms_ = emscripten_get_now() + kSettleMs;
  request_frame();
}

void WebWindow::pointer(PointerKind kind, float x, float y, int button, bool touch) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  if (kind == PointerKind::leave)
    io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  else
    io.AddMousePosEvent(x, y);
  // What lies on top of other things takes a press only where the pointer was seen before: a tap brings both at once.
  if (kind == PointerKind::down && (io.MousePos.x != x || io.MousePos.y != y)) frame_now();
  if (kind == PointerKind::down && std::exchange(second_press_, false)) io.MouseDoubleClickTime = kAnySeconds;
  if (kind == PointerKind::down || kind == PointerKind::up)
    io.AddMouseButtonEvent(std::clamp(button, 0, ImGuiMouseButton_COUNT - 1), kind == PointerKind::down);
  input_came();
}

void WebWindow::second_press() {
  if (input_queued()) frame_now();  // the first press keeps its own time
  second_press_ = true;
}

void WebWindow::wheel(float dx, float dy, bool zoom) {
  ImGuiIO& io = ImGui::GetIO();
  // Dear ImGui swaps Ctrl and Cmd on a Mac; either zooms.
  const bool held = (modifiers_ & (io.ConfigMacOSXBehaviors ? kModifierMeta : kModifierCtrl)) != 0;
  // Let go of only when the wheel was seen: Dear ImGui may take a key's change in before the wheel that came first.
  if (zoom && !held && !std::exchange(zoom_key_, true)) io.AddKeyEvent(zoom_key(io), true);
  io.AddMouseWheelEvent(dx, dy);
  wheel_queued_ = true;
  input_came();
}

void WebWindow::modifiers(unsigned bits) {
  const unsigned changed = bits ^ modifiers_;
  modifiers_ = bits;
  if (changed == 0) return;
  // A turn of the wheel means what was held when it came; a key let go of in the same frame would be taken in with it.
  if (wheel_queued_ && input_queued()) frame_now();
  ImGuiIO& io = ImGui::GetIO();
  constexpr std::pair<Modifier, ImGuiKey> kMods[] = {{kModifierCtrl, ImGuiMod_Ctrl},
                                                     {kModifierShift, ImGuiMod_Shift},
                                                     {kModifierAlt, ImGuiMod_Alt},
                                                     {kModifierMeta, ImGuiMod_Super}};
  for (const auto& [bit, key] : kMods)
    if (changed & bit) io.AddKeyEvent(key, (bits & bit) != 0);
}

void WebWindow::key(std::string_view code, bool down) {
  const ImGuiKey key = key_from_code(code);
  if (key == ImGuiKey_None) return;
  ImGui::GetIO().AddKeyEvent(key, down);
  input_came();
}

void WebWindow::focus(bool focused) {
  if (!focused) modifiers_ = 0;
  ImGui::GetIO().AddFocusEvent(focused);
  input_came();
}

void WebWindow::text(const char* utf8) {
  ImGui::GetIO().AddInputCharactersUTF8(utf8);
  input_came();
}

}  // namespace spanorama
