#include "platform/desktop/desktop_window.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>

#include "gl_api.h"
#include "imgui.h"
#include "imgui_impl_glfw.h"
#include "imgui_impl_opengl3.h"

namespace spanorama {

namespace {

// Dear ImGui settles over a few frames after an input: hover, then layout, then sizes of what is new.
constexpr int kFramesAfterInput = 3;

// GLFW reports its reasons on this thread, just before a call fails.
std::string& last_error() {
  thread_local std::string text;
  return text;
}

void remember_error(int, const char* description) { last_error() = description; }

GLFWwindow* created(const DesktopWindowOptions& options) {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "spanorama");
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "spanorama");
  // No larger than the screen leaves room for: not every window manager sees to that.
  int x = 0, y = 0, width = 0, height = 0;
  if (GLFWmonitor* screen = glfwGetPrimaryMonitor()) glfwGetMonitorWorkarea(screen, &x, &y, &width, &height);
  const auto within = [](int wanted, int room) { return room > 0 ? std::min(wanted, room) : wanted; };
  return glfwCreateWindow(within(options.width_points, width), within(options.height_points, height),
                          options.title.c_str(), nullptr, nullptr);
}

float channel(std::uint32_t abgr, int shift) { return static_cast<float>((abgr >> shift) & 0xffu) / 255.0f; }

}  // namespace

std::unique_ptr<DesktopWindow> DesktopWindow::open(const DesktopWindowOptions& options, std::string& why) {
  glfwSetErrorCallback(remember_error);
  if (glfwInit() != GLFW_TRUE) {
    why = "No display to open a window on: " + last_error();
    return nullptr;
  }
  GLFWwindow* window = created(options);
  if (window == nullptr) {
    why = "No window with OpenGL 3.3: " + last_error();
    glfwTerminate();
    return nullptr;
  }
  glfwMakeContextCurrent(window);
  glfwSwapInterval(1);
  return std::unique_ptr<DesktopWindow>(new DesktopWindow(window));
}

DesktopWindow::DesktopWindow(GLFWwindow* window) : window_(window), queue_([] { glfwPostEmptyEvent(); }) {
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().LogFilename = nullptr;
  ImGui_ImplGlfw_InitForOpenGL(window_, false);
  ImGui_ImplOpenGL3_Init("#version 330 core");
  install_callbacks();
}

DesktopWindow::~DesktopWindow() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwDestroyWindow(window_);
  glfwTerminate();
}

DesktopWindow& DesktopWindow::self(GLFWwindow* window) {
  return *static_cast<DesktopWindow*>(glfwGetWindowUserPointer(window));
}

// Mouse positions are handed on in points; the rest as it comes.
void DesktopWindow::install_callbacks() {
  glfwSetWindowUserPointer(window_, this);
  glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int focused) {
    self(w).input_arrived();
    ImGui_ImplGlfw_WindowFocusCallback(w, focused);
  });
  glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int entered) {
    self(w).input_arrived();
    ImGui_ImplGlfw_CursorEnterCallback(w, entered);
  });
  glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double x, double y) {
    self(w).input_arrived();
    const double scale = self(w).points_per_window_unit();
    ImGui_ImplGlfw_CursorPosCallback(w, x * scale, y * scale);
  });
  glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int mods) {
    self(w).input_arrived();
    ImGui_ImplGlfw_MouseButtonCallback(w, button, action, mods);
  });
  glfwSetScrollCallback(window_, [](GLFWwindow* w, double x, double y) {
    self(w).input_arrived();
    ImGui_ImplGlfw_ScrollCallback(w, x, y);
  });
  glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
    self(w).input_arrived();
    ImGui_ImplGlfw_KeyCallback(w, key, scancode, action, mods);
  });
  glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned int character) {
    self(w).input_arrived();
    ImGui_ImplGlfw_CharCallback(w, character);
  });
  glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) { self(w).input_arrived(); });
  glfwSetWindowContentScaleCallback(window_, [](GLFWwindow* w, float, float) { self(w).input_arrived(); });
  glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { self(w).input_arrived(); });
  glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
    self(w).input_arrived();
    if (self(w).on_drop) self(w).on_drop(std::vector<std::string>(paths, paths + count));
  });
}

void DesktopWindow::input_arrived() { frames_due_ = std::max(frames_due_, kFramesAfterInput); }

WindowSize DesktopWindow::size() const {
  int width_px = 0, height_px = 0;
  float scale_x = 1, scale_y = 1;
  glfwGetFramebufferSize(window_, &width_px, &height_px);
  glfwGetWindowContentScale(window_, &scale_x, &scale_y);
  const float scale = scale_x > 0.1f ? scale_x : 1.0f;
  const auto points = [&](int px) { return static_cast<int>(std::lround(static_cast<float>(px) / scale)); };
  return {points(width_px), points(height_px), scale};
}

// GLFW's window units are pixels on X11 and Windows, points on macOS and Wayland.
double DesktopWindow::points_per_window_unit() const {
  int width = 0, height = 0, width_px = 0, height_px = 0;
  glfwGetWindowSize(window_, &width, &height);
  glfwGetFramebufferSize(window_, &width_px, &height_px);
  if (width <= 0) return 1;
  return static_cast<double>(width_px) / width / static_cast<double>(size().pixels_per_point);
}

void DesktopWindow::request_frame() { frames_due_ = std::max(frames_due_, 1); }

void DesktopWindow::request_frame_after(double seconds) { wake_at_s_ = glfwGetTime() + std::max(seconds, 0.0); }

void DesktopWindow::begin_frame() {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  const WindowSize now = size();
  int width_px = 0, height_px = 0;
  glfwGetFramebufferSize(window_, &width_px, &height_px);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize =
      ImVec2(static_cast<float>(width_px) / now.pixels_per_point, static_cast<float>(height_px) / now.pixels_per_point);
  io.DisplayFramebufferScale = ImVec2(now.pixels_per_point, now.pixels_per_point);
  glDisable(GL_SCISSOR_TEST);
  glViewport(0, 0, width_px, height_px);
  glClearColor(channel(clear_color_, 0), channel(clear_color_, 8), channel(clear_color_, 16), 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui::NewFrame();
}

void DesktopWindow::end_frame() {
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window_);
}

void DesktopWindow::set_title(std::string_view title) { glfwSetWindowTitle(window_, std::string(title).c_str()); }

void DesktopWindow::copy_text(const std::string& text) { glfwSetClipboardString(window_, text.c_str()); }

void DesktopWindow::close() { glfwSetWindowShouldClose(window_, GLFW_TRUE); }

void DesktopWindow::wait() {
  if (frames_due_ > 0) return glfwPollEvents();
  if (wake_at_s_ < 0) return glfwWaitEvents();
  const double left_s = wake_at_s_ - glfwGetTime();
  if (left_s > 0) glfwWaitEventsTimeout(left_s);
}

bool DesktopWindow::frame_due() {
  if (wake_at_s_ >= 0 && glfwGetTime() >= wake_at_s_) {
    wake_at_s_ = -1;
    request_frame();
  }
  return frames_due_ > 0 && glfwGetWindowAttrib(window_, GLFW_ICONIFIED) == 0;
}

void DesktopWindow::run(const FrameLoop& loop) {
  while (glfwWindowShouldClose(window_) == 0) {
    wait();
    if (queue_.run_all()) input_arrived();
    if (frame_due()) {
      --frames_due_;
      if (loop.frame()) request_frame();
    } else if (frames_due_ > 0) {
      glfwWaitEvents();  // iconified: until it is looked at again
      if (queue_.run_all()) input_arrived();
    }
  }
}

}  // namespace spanorama
