#include "platform/headless/headless_window.h"

#include <epoxy/egl.h>

#include <cmath>
#include <cstring>

#include "gl_api.h"
#include "imgui.h"
#include "imgui_impl_opengl3.h"

namespace spanorama {

namespace {

// Mesa's platform without surfaces where there is one, else whatever EGL has.
EGLDisplay display() {
  const char* extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  if (extensions != nullptr && std::strstr(extensions, "EGL_MESA_platform_surfaceless") != nullptr)
    return eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  return eglGetDisplay(EGL_DEFAULT_DISPLAY);
}

float channel(std::uint32_t abgr, int shift) { return static_cast<float>((abgr >> shift) & 0xffu) / 255.0f; }

}  // namespace

struct HeadlessWindow::Context {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLContext context = EGL_NO_CONTEXT;
  GLuint framebuffer = 0, color = 0;

  ~Context() {
    if (framebuffer != 0) glDeleteFramebuffers(1, &framebuffer);
    if (color != 0) glDeleteRenderbuffers(1, &color);
    if (context != EGL_NO_CONTEXT) {
      eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
      eglDestroyContext(display, context);
    }
    if (display != EGL_NO_DISPLAY) eglTerminate(display);
  }

  bool connect(std::string& why) {
    display = spanorama::display();
    if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) == EGL_FALSE) {
      display = EGL_NO_DISPLAY;
      why = "Pictures need EGL, which this machine does not have (Debian: libegl1 and libgl1-mesa-dri).";
      return false;
    }
    const EGLint want[] = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, EGL_DONT_CARE, EGL_NONE};
    const EGLint version[] = {
        EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    eglBindAPI(EGL_OPENGL_API);
    if (eglChooseConfig(display, want, &config, 1, &count) == EGL_TRUE && count > 0)
      context = eglCreateContext(display, config, EGL_NO_CONTEXT, version);
    const bool current =
        context != EGL_NO_CONTEXT && eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_TRUE;
    if (!current) why = "EGL gives no OpenGL 3.3 context without a surface.";
    return current;
  }

  bool make_framebuffer(int width_px, int height_px, std::string& why) {
    glGenRenderbuffers(1, &color);
    glBindRenderbuffer(GL_RENDERBUFFER, color);
    glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width_px, height_px);
    glGenFramebuffers(1, &framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, color);
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE) return true;
    why = "OpenGL refuses a framebuffer of " + std::to_string(width_px) + "x" + std::to_string(height_px) + ".";
    return false;
  }
};

std::unique_ptr<HeadlessWindow> HeadlessWindow::open(WindowSize size, std::string& why) {
  auto context = std::make_unique<Context>();
  if (!context->connect(why)) return nullptr;
  std::unique_ptr<HeadlessWindow> window(new HeadlessWindow(size, std::move(context)));
  if (!window->context_->make_framebuffer(window->px(size.width_points), window->px(size.height_points), why))
    return nullptr;
  return window;
}

HeadlessWindow::HeadlessWindow(WindowSize size, std::unique_ptr<Context> context)
    : size_(size), context_(std::move(context)) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendPlatformName = "spanorama headless";
  ImGui_ImplOpenGL3_Init("#version 330 core");
}

HeadlessWindow::~HeadlessWindow() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

int HeadlessWindow::px(int points) const {
  return static_cast<int>(std::lround(static_cast<float>(points) * size_.pixels_per_point));
}

void HeadlessWindow::begin_frame() {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(static_cast<float>(size_.width_points), static_cast<float>(size_.height_points));
  io.DisplayFramebufferScale = ImVec2(size_.pixels_per_point, size_.pixels_per_point);
  io.DeltaTime = 1.0f / 60.0f;
  ImGui_ImplOpenGL3_NewFrame();
  glBindFramebuffer(GL_FRAMEBUFFER, context_->framebuffer);
  glDisable(GL_SCISSOR_TEST);
  glViewport(0, 0, px(size_.width_points), px(size_.height_points));
  glClearColor(channel(clear_color_, 0), channel(clear_color_, 8), channel(clear_color_, 16), 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui::NewFrame();
}

void HeadlessWindow::end_frame() {
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

Image HeadlessWindow::picture() const {
  Image image;
  image.width_px = px(size_.width_points);
  image.height_px = px(size_.height_points);
  const std::size_t row_bytes = static_cast<std::size_t>(image.width_px) * 4;
  const std::size_t rows = static_cast<std::size_t>(image.height_px);
  std::vector<std::uint8_t> upside_down(row_bytes * rows);
  glBindFramebuffer(GL_FRAMEBUFFER, context_->framebuffer);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, image.width_px, image.height_px, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.data());
  image.rgba.reserve(upside_down.size());
  for (std::size_t row = rows; row-- > 0;) {
    const auto at = upside_down.begin() + static_cast<std::ptrdiff_t>(row * row_bytes);
    image.rgba.insert(image.rgba.end(), at, at + static_cast<std::ptrdiff_t>(row_bytes));
  }
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;  // the window is opaque
  return image;
}

}  // namespace spanorama
