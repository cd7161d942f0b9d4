#include "main/desktop/window.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <memory>

#include "imgui.h"
#include "main/desktop/file_dialog.h"
#include "main/desktop/program_fonts.h"
#include "main/desktop/system_glyphs.h"
#include "main/desktop/window_host.h"
#include "main/desktop/window_memory.h"
#include "platform/desktop/desktop_window.h"
#include "spanorama/app/application.h"
#include "spanorama/render/renderer.h"
#include "spanorama/views/workspace.h"

namespace spanorama {

namespace {

constexpr int kExitNoWindow = 2;
constexpr double kBlinkSeconds = 0.3;  // of the text cursor
constexpr double kClockSeconds = 30;   // "2 min ago" moves on

int fail(const std::string& why) {
  std::fprintf(stderr, "spanorama: %s\n", why.c_str());
  return kExitNoWindow;
}

FrameSize frame_size(const DesktopWindow& window) {
  const ImGuiIO& io = ImGui::GetIO();
  const float scale = window.size().pixels_per_point;
  return {static_cast<int>(std::lround(io.DisplaySize.x * scale)),
          static_cast<int>(std::lround(io.DisplaySize.y * scale)), scale};
}

std::string title_of(const AppState& state) {
  if (state.sources.empty()) return "Spanorama";
  const std::string more = state.sources.size() > 1 ? " and " + std::to_string(state.sources.size() - 1) + " more" : "";
  return state.sources.front().name + more + " – Spanorama";
}

// Unless asked otherwise, three quarters of what the machine has: with more it would be busy with its disk alone.
ReadLimits within_machine(ReadLimits limits) {
  const long pages = sysconf(_SC_PHYS_PAGES), page_bytes = sysconf(_SC_PAGE_SIZE);
  if (limits.most_memory == 0 && pages > 0 && page_bytes > 0)
    limits.most_memory = static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_bytes) / 4 * 3;
  return limits;
}

class WindowProgram {
 public:
  WindowProgram(DesktopWindow& window, std::unique_ptr<Renderer> renderer, ReadLimits limits)
      : window_(window),
        renderer_(std::move(renderer)),
        host_(window.queue(),
              {[&window](const std::string& text) { window.copy_text(text); }, desktop_prefers_dark(), limits}),
        application_(host_) {
    load_fonts(fonts_.bytes(), &glyphs_);
    workspace_.set_layout_text(remembered_layout());
    host_.start(application_.commands());
    window.on_drop = [this](const std::vector<std::string>& paths) {
      for (const std::string& path : paths) host_.open(path);
    };
  }
  ~WindowProgram() { remember_layout(workspace_.layout_text()); }
  WindowProgram(const WindowProgram&) = delete;
  WindowProgram& operator=(const WindowProgram&) = delete;

  void run(const WindowOptions& options) {
    host_.open_all(options.sources, options.link);
    window_.run({[this] { return frame(); }, [this] { renderer_->context_restored(); }});
  }

 private:
  bool frame() {
    application_.update();
    update_title();
    const ThemeChoice theme = application_.state().theme;
    window_.set_clear_color(
        page_color(theme == ThemeChoice::system ? host_.prefers_dark() : theme == ThemeChoice::dark));
    window_.begin_frame();
    renderer_->begin_frame(frame_size(window_));
    const bool moving = workspace_.draw(application_.frame(), *renderer_);
    window_.request_frame_after(ImGui::GetIO().WantTextInput ? kBlinkSeconds : kClockSeconds);
    window_.end_frame();
    return moving || !application_.commands().empty();
  }

  void update_title() {
    const std::string title = title_of(application_.state());
    if (title == title_) return;
    title_ = title;
    window_.set_title(title);
  }

  DesktopWindow& window_;
  ProgramFonts fonts_;
  SystemGlyphs glyphs_;
  std::unique_ptr<Renderer> renderer_;
  WindowHost host_;
  Application application_;
  Workspace workspace_;
  std::string title_;
};

}  // namespace

int run_window(const WindowOptions& options) {
  std::string why;
  const auto window = DesktopWindow::open({}, why);
  if (!window) return fail(why);
  auto renderer = make_gl_renderer(why);
  if (!renderer) return fail(why);
  WindowProgram(*window, std::move(renderer), within_machine(options.limits)).run(options);
  return 0;
}

}  // namespace spanorama
