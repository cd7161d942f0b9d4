#include <cmath>
#include <cstdio>

#include "main/desktop/program_fonts.h"
#include "main/desktop/system_glyphs.h"
#include "main/desktop/window.h"
#include "main/desktop/window_host.h"
#include "platform/headless/headless_window.h"
#include "spanorama/app/application.h"
#include "spanorama/render/renderer.h"
#include "spanorama/views/workspace.h"

namespace spanorama {

namespace {

constexpr int kFramesToSettle = 6;
constexpr int kMostFrames = 300;  // five seconds of animation

int fail(const std::string& why) {
  std::fprintf(stderr, "spanorama: %s\n", why.c_str());
  return 2;
}

// Frames until nothing moves any more.
void draw_until_still(HeadlessWindow& window, Renderer& renderer, Application& application, UiQueue& queue) {
  Workspace workspace;
  workspace.set_options({.reduced_motion = true});
  const WindowSize size = window.size();
  const auto px = [&](int points) {
    return static_cast<int>(std::lround(static_cast<float>(points) * size.pixels_per_point));
  };
  bool moving = true;
  for (int i = 0; i < kFramesToSettle || (moving && i < kMostFrames); ++i) {
    queue.run_all();
    moving = application.update();
    window.begin_frame();
    renderer.begin_frame({px(size.width_points), px(size.height_points), size.pixels_per_point});
    moving = workspace.draw(application.frame(), renderer) || moving;
    window.end_frame();
  }
}

}  // namespace

int run_screenshot(const ScreenshotOptions& options) {
  std::string why;
  const auto window =
      HeadlessWindow::open({options.width_points, options.height_points, options.pixels_per_point}, why);
  if (!window) return fail(why);
  const auto renderer = make_gl_renderer(why);
  if (!renderer) return fail(why);
  const ProgramFonts fonts;
  SystemGlyphs glyphs;
  load_fonts(fonts.bytes(), &glyphs);
  window->set_clear_color(page_color(options.dark));

  UiQueue queue([] {});
  WindowHost host(queue, {[](const std::string&) {}, options.dark});
  Application application(host);
  host.start(application.commands());
  application.commands().push(SetTheme{options.dark ? ThemeChoice::dark : ThemeChoice::light});
  host.open_all(options.sources, options.link);
  application.update();  // a link may open sources
  host.wait_until_idle();
  draw_until_still(*window, *renderer, application, queue);
  const auto written = write_png(window->picture(), options.path);
  return written ? 0 : fail(written.error().message);
}

}  // namespace spanorama
