// What JavaScript tells and asks, beyond what src/app/script_api.cpp answers.
#include <emscripten/heap.h>

#include "app/json_writer.h"
#include "app/script_args.h"
#include "main/page/page_js.h"
#include "main/page/page_program.h"
#include "spanorama/app/script_api.h"

namespace spanorama {
namespace {

OpenSource source_from(const ScriptArgs& args) {
  OpenSource source;
  source.id = static_cast<std::uint32_t>(args.number("id", 0));
  source.name = args.text("name");
  source.link = args.text("link");
  source.phase = static_cast<OpenSource::Phase>(args.number("phase", 0));
  source.bytes_read = args.number("bytes_read", 0);
  source.bytes_total = args.number("bytes_total", 0);
  source.spans = args.number("spans", 0);
  source.seconds = args.real("seconds", 0);
  source.error = args.text("error");
  source.kept = args.flag("kept");
  source.fits = args.real("fits", 1);
  return source;
}

KeptLoad kept_from(const ScriptArgs& args) {
  KeptLoad load;
  load.number = static_cast<std::uint32_t>(args.number("number", 0));
  load.name = args.text("name");
  load.traces = args.number("traces", 0);
  load.bytes = args.number("bytes", 0);
  load.when.ns = static_cast<std::int64_t>(args.number("when", 0)) * 1'000'000;  // from milliseconds
  return load;
}

void write_rect(JsonWriter& json, const PointRect& rect) {
  json.open('{');
  json.key("x"), json.real(rect.x);
  json.key("y"), json.real(rect.y);
  json.key("width"), json.real(rect.width);
  json.key("height"), json.real(rect.height);
  json.close('}');
}

}  // namespace

void PageProgram::tell(std::string_view kind, std::string_view values_json) {
  const ScriptArgs args(values_json);
  if (!args.valid()) return;
  if (kind == "source") {
    application_->commands().push(SourceProgress{source_from(args)});
  } else if (kind == "link") {
    application_->commands().push(ApplyLink{args.text("link"), args.flag("from_history")});
  } else if (kind == "notice") {
    application_->commands().push(ShowNotice{std::string(args.text("text"))});
  } else if (kind == "keeping") {
    application_->commands().push(KeepingChanged{args.flag("available"), args.flag("on")});
  } else if (kind == "kept") {
    application_->commands().push(KeptListed{kept_from(args)});
  } else if (kind == "views") {
    application_->commands().push(OpenViews{std::string(args.text("text"))});
  } else if (kind == "preferences") {
    host_->preferences_changed();
    workspace_->set_options({page::reduced_motion(), page::touch()});
  }
  request_frame();
}

std::string PageProgram::call(std::string_view method, std::string_view args_json) {
  if (method == "rect") return rect_json(ScriptArgs(args_json).text("name"));
  if (method == "rects") return rects_json();
  if (method == "stats") return stats_json();
  if (method == "palette") return palette_json();
  if (method == "resetStats") {
    stats_.reset();
    return "null";
  }
  const std::uint64_t before = application_->state().revision;
  std::string answer = script_call(*application_, method, args_json);
  if (application_->state().revision != before) request_frame();
  return answer;
}

std::string PageProgram::rect_json(std::string_view name) const {
  const auto rect = workspace_->rects().find(name);
  if (!rect) return "null";
  JsonWriter json;
  write_rect(json, *rect);
  return json.take();
}

std::string PageProgram::rects_json() const {
  JsonWriter json;
  json.open('{');
  for (const RectRegistry::Entry& entry : workspace_->rects().entries()) {
    json.key(entry.name);
    write_rect(json, entry.rect);
  }
  json.close('}');
  return json.take();
}

std::string PageProgram::palette_json() const {
  JsonWriter json;
  json.open('{');
  json.count_field("chosen", workspace_->palette_chosen());
  json.key("lines");
  json.open('[');
  for (const std::string& line : workspace_->palette_lines(application_->state())) json.text(line);
  json.close(']');
  json.close('}');
  return json.take();
}

std::string PageProgram::stats_json() const {
  const TraceStore& store = *application_->state().store;
  JsonWriter json;
  json.open('{');
  json.count_field("frames", stats_.frames());
  json.key("frame_cpu_ms");
  json.open('{');
  json.key("last"), json.real(stats_.last_ms());
  json.key("max"), json.real(stats_.max_ms());
  json.key("p50"), json.real(stats_.percentile_ms(0.5));
  json.key("p95"), json.real(stats_.percentile_ms(0.95));
  json.close('}');
  json.key("slices");
  json.open('{');
  json.count_field("count", stats_.slices());
  json.key("max_ms"), json.real(stats_.max_slice_ms());
  json.close('}');
  json.count_field("quads", stats_.quads());
  json.count_field("draw_calls", stats_.draw_calls());
  json.count_field("traces", store.trace_count());
  json.count_field("spans", store.span_count());
  json.count_field("store_bytes", store.byte_count());
  json.count_field("heap_bytes", emscripten_get_heap_size());
  json.close('}');
  return json.take();
}

}  // namespace spanorama
