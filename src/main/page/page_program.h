// The page's program: application, window, renderer and screen, and what JavaScript tells and asks them.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "main/page/frame_stats.h"
#include "main/page/page_glyphs.h"
#include "main/page/page_host.h"
#include "platform/web/web_window.h"
#include "spanorama/app/application.h"
#include "spanorama/render/renderer.h"
#include "spanorama/views/theme.h"
#include "spanorama/views/workspace.h"

namespace spanorama {

class PageProgram {
 public:
  // Null with `why` when the page cannot draw. Dear ImGui's context is made here and stays for good, as does the program.
  static std::unique_ptr<PageProgram> start(FontBytes fonts, std::string& why);

  // Something happened outside, see web/program.js: "source", "link", "preferences". Junk is ignored.
  void tell(std::string_view kind, std::string_view values_json);
  // A script call; the answer is JSON.
  std::string call(std::string_view method, std::string_view args_json);
  // A store's blob from the worker (see write_blob) and the report with it (report_wire.h).
  void adopt_store(std::shared_ptr<const void> owner, ByteSpan blob, std::string_view report);
  // Work that has been asked for and is not on the screen yet.
  bool busy() const;

  PageHost& host() { return *host_; }
  void request_frame() { window_->request_frame(); }

 private:
  PageProgram() = default;
  bool frame();
  bool work();
  void draw();
  void tell_scripts();
  void keep_layout();
  std::string rect_json(std::string_view name) const;
  std::string rects_json() const;
  std::string palette_json() const;
  std::string stats_json() const;
  bool dark() const;

  PageGlyphs glyphs_;
  std::unique_ptr<WebWindow> window_;
  std::unique_ptr<PageHost> host_;
  std::unique_ptr<Renderer> renderer_;
  std::unique_ptr<Application> application_;
  std::unique_ptr<Workspace> workspace_;
  FrameStats stats_;
  bool animating_ = false, unfinished_ = false;
  double last_frame_ms_ = 0;
  std::uint64_t answers_shown_ = 0;
  TraceId told_trace_;
  SpanId told_span_;
  std::string told_filter_;
  std::string kept_layout_;
};

}  // namespace spanorama
