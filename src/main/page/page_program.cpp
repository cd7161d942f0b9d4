#include "main/page/page_program.h"

#include <emscripten/emscripten.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <utility>

#include "main/ingest_worker/report_wire.h"
#include "main/page/page_js.h"
#include "spanorama/base/json_text.h"

namespace spanorama {
namespace {

constexpr const char* kShaderVersion = "#version 300 es";

}  // namespace

std::unique_ptr<PageProgram> PageProgram::start(FontBytes fonts, std::string& why) {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  std::unique_ptr<PageProgram> program(new PageProgram);
  PageProgram* self = program.get();
  program->window_ = WebWindow::open(why);
  if (!program->window_) return nullptr;
  if (!ImGui_ImplOpenGL3_Init(kShaderVersion)) {
    why = "The interface could not be set up on this browser's WebGL 2.";
    return nullptr;
  }
  load_fonts(fonts, &program->glyphs_);
  program->renderer_ = make_gl_renderer(why);
  if (!program->renderer_) return nullptr;
  program->host_ = std::make_unique<PageHost>([self] { self->request_frame(); });
  program->application_ = std::make_unique<Application>(*program->host_);
  program->workspace_ = std::make_unique<Workspace>();
  program->kept_layout_ = page::load_layout();
  program->workspace_->set_layout_text(program->kept_layout_);
  program->tell("preferences", "{}");
  program->window_->run({[self] { return self->frame(); },
                         [self] {
                           ImGui_ImplOpenGL3_DestroyDeviceObjects();  // made anew by the next frame
                           self->renderer_->context_restored();
                         },
                         [self] { return self->work(); }});
  return program;
}

bool PageProgram::dark() const {
  const ThemeChoice theme = application_->state().theme;
  return theme == ThemeChoice::system ? host_->prefers_dark() : theme == ThemeChoice::dark;
}

bool PageProgram::frame() {
  const double begin_ms = emscripten_get_now();
  application_->update();
  draw();
  last_frame_ms_ = emscripten_get_now();
  answers_shown_ = application_->derived().answers();
  stats_.add(emscripten_get_now() - begin_ms, renderer_->stats().quads, renderer_->stats().draw_calls);
  tell_scripts();
  if (!animating_ && !unfinished_) keep_layout();
  page::frame_drawn();
  return animating_ || !application_->commands().empty();
}

// What the last frame could not answer is worked on until it can; the picture stays until there is something new in it.
// As long as a slice of a frame, so that input never waits longer than it would for one.
bool PageProgram::work() {
  constexpr double kSliceSeconds = 0.008, kProgressMs = 100;
  if (!unfinished_) return false;
  const double begin_ms = emscripten_get_now();
  unfinished_ = application_->derived().work(application_->state(), kSliceSeconds);
  const double now_ms = emscripten_get_now();
  stats_.add_work(now_ms - begin_ms);
  const bool new_answers = application_->derived().answers() != answers_shown_;
  if (!unfinished_ || new_answers || now_ms - last_frame_ms_ > kProgressMs) request_frame();
  return unfinished_;
}

void PageProgram::draw() {
  window_->set_clear_color(page_color(dark()));
  const bool postponed = glyphs_.begin_frame();
  if (postponed) forget_postponed_glyphs();
  window_->begin_frame();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  const ImGuiIO& io = ImGui::GetIO();
  const float scale = window_->size().pixels_per_point;
  renderer_->begin_frame(
      {static_cast<int>(io.DisplaySize.x * scale), static_cast<int>(io.DisplaySize.y * scale), scale});
  workspace_->draw(application_->frame(), *renderer_);
  // Texts that are kept laid out wait for the last character: until then they only lack pictures.
  if (postponed && !glyphs_.postponed()) workspace_->forget_text_layouts();
  animating_ = workspace_->animates() || postponed || glyphs_.postponed();
  unfinished_ = workspace_->unfinished();
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  window_->end_frame();
}

void PageProgram::adopt_store(std::shared_ptr<const void> owner, ByteSpan blob, std::string_view report) {
  Result<std::shared_ptr<const TraceStore>> store = TraceStore::from_own_blob(std::move(owner), blob);
  if (!store) {  // the worker and the page are not of one build: a stale cache
    OpenSource source;
    source.id = UINT32_MAX;
    source.phase = OpenSource::Phase::failed;
    source.error = "The page's files do not belong together: reload the page. " + store.error().message;
    application_->commands().push(SourceProgress{source});
  } else {
    application_->commands().push(StoreArrived{store.value(), report_from(report.data(), report.size())});
  }
  request_frame();
}

bool PageProgram::busy() const {
  return animating_ || unfinished_ || !application_->commands().empty() || host_->pending() > 0 ||
         window_->input_pending();
}

// Events for scripts, after the frame that shows what they tell.
void PageProgram::tell_scripts() {
  const AppState& state = application_->state();
  if (!(state.trace == told_trace_) || !(state.span == told_span_)) {
    told_trace_ = state.trace;
    told_span_ = state.span;
    const std::string trace = state.trace.valid() ? "\"" + hex_from(state.trace) + "\"" : "null";
    const std::string span = state.span.valid() ? "\"" + hex_from(state.span) + "\"" : "null";
    page::emit("select", "{\"trace\":" + trace + ",\"span\":" + span + "}");
  }
  if (state.filter_text != told_filter_) {
    told_filter_ = state.filter_text;
    std::string value;
    append_json_string(value, told_filter_);
    page::emit("filter", "{\"filter\":" + value + "}");
  }
}

void PageProgram::keep_layout() {
  std::string layout = workspace_->layout_text();
  if (layout == kept_layout_) return;
  kept_layout_ = std::move(layout);
  page::save_layout(kept_layout_);
}

}  // namespace spanorama
