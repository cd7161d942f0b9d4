// Frames of the flame of one huge trace at 1920x1080 while it is zoomed and panned: lay out the lanes on the screen, fill
// the quads, copy them as a renderer uploads them.
#include <cstdio>
#include <cstring>

#include "bench/measure.h"
#include "spanorama/analysis/trace_shape.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/base/hash.h"
#include "spanorama/layout/timeline.h"
#include "spanorama/render/renderer.h"

namespace spanorama::bench {
namespace {

constexpr float kWidthPx = 1904;
constexpr std::uint32_t kLanesOnScreen = 1000 / 22 + 2;
constexpr std::uint32_t kMinimapLanes = 17;

// Steps of 1 to 50 ms under earlier steps, some at the same time, up to about twenty deep; one in a hundred failed.
std::shared_ptr<const TraceStore> huge_trace(std::uint32_t count) {
  SpanBatch batch;
  batch.sources.emplace_back();
  batch.spans.reserve(count);
  std::vector<std::uint32_t> depth(count, 0);
  const StringId name = batch.strings.intern("step");
  for (std::uint32_t s = 0; s < count; ++s) {
    const std::uint64_t random = mix64(s + 1);
    SpanRecord span;
    span.trace_id = {1, 1};
    span.span_id = {s + 1};
    std::uint32_t parent = s == 0 ? 0 : static_cast<std::uint32_t>(s - 1 - random % std::min(s, 40u));
    if (s != 0 && depth[parent] > 20) parent = 0;
    if (s != 0) span.parent_span_id = {parent + 1}, depth[s] = depth[parent] + 1;
    span.start = {1'754'049'600'000'000'000 + std::int64_t{s} * 600'000};
    span.end = s == 0 ? span.start + Nanos{count * std::int64_t{600'000}}
                      : span.start + Nanos{static_cast<std::int64_t>(random / 64 % 50'000'000)};
    span.name = name;
    span.status = random % 97 == 0 ? Status::error : Status::unset;
    span.source = SourceRow{0};
    batch.spans.push_back(span);
  }
  const SpanBatch* const batches[] = {&batch};
  return assemble(batches);
}

// Counts, and copies every quad as an upload does.
class CopyingRenderer final : public Renderer {
 public:
  void begin_frame(FrameSize) override { stats_ = {}; }
  void draw_quads(std::span<const Quad> quads, QuadTransform, PixelRect, std::uint64_t, std::uint64_t) override {
    buffer_.resize(std::max(buffer_.size(), quads.size()));
    std::memcpy(buffer_.data(), quads.data(), quads.size_bytes());
    keep(buffer_.data());
    stats_.quads += quads.size();
    ++stats_.draw_calls;
  }
  RenderStats stats() const override { return stats_; }
  void context_restored() override {}

 private:
  std::vector<Quad> buffer_;
  RenderStats stats_;
};

struct Scene {
  const TraceStore& store;
  const DepthLanes& lanes;
  const DepthLanes& minimap;
  std::vector<SpanBox> boxes;
  std::vector<Quad> quads;
  CopyingRenderer renderer;

  void submit(float lane_px) {
    quads.clear();
    for (const SpanBox& box : boxes) {
      const float y = static_cast<float>(box.lane) * lane_px;
      const std::uint32_t style = box.error ? kQuadHatched : box.folded != 0 ? kQuadFolded : kQuadPlain;
      const auto type = static_cast<std::uint32_t>(store.columns().type[box.row.value]);
      quads.push_back({box.x0_px, y, box.x1_px, y + lane_px - 2, 0xff8040ff + type, 0xff0000ff, style, 0});
    }
    renderer.draw_quads(quads, {}, {}, 0, 0);
  }
  void frame(const Viewport& view) {
    renderer.begin_frame({});
    boxes.clear();
    lay_out_lanes(store, lanes, view, 2.0f, boxes, 0, kLanesOnScreen);
    submit(22);
  }
};

void bench_of(const Options& options, Results& results, std::uint32_t count, const std::string& group) {
  const auto store = huge_trace(count);
  const Trace& trace = store->trace(TraceRow{0});
  const Viewport whole = viewport_over(trace.start, trace.start + trace.duration, kWidthPx);
  DepthLanes lanes, minimap;
  const auto once = [&](const char* name, auto&& work) {
    const double start = thread_seconds();
    work();
    results.add(group, name, thread_seconds() - start, 0, count);
  };
  once("packed lanes, once per trace", [&] { lanes = packed_lanes(*store, TraceRow{0}, 512); });
  once("lanes by depth, once per trace", [&] { minimap = depth_lanes(*store, TraceRow{0}, 512); });
  once("critical path, once per trace", [&] { keep(critical_path(*store, TraceRow{0}).data()); });
  Scene scene{*store, lanes, minimap, {}, {}, {}};
  const double map = median_seconds(options.runs, [&] {
    scene.boxes.clear();
    lay_out_lanes(*store, minimap, whole, 3.0f, scene.boxes, 0, kMinimapLanes);
    scene.submit(2);
  });
  results.add(group, "minimap, once per trace and size", map, 0, 0).note =
      std::to_string(scene.boxes.size()) + " quads";
  for (double zoom = 1; zoom < static_cast<double>(count); zoom *= 4) {
    const Viewport view = zoomed(whole, zoom, kWidthPx * 0.4f);
    constexpr int kFrames = 60;
    double worst = 0, sum = 0;
    std::uint64_t most = 0;
    for (int i = 0; i < kFrames; ++i) {
      // Panning and zooming at once.
      const Viewport now = panned(zoomed(view, 1 + i * 0.05, kWidthPx / 2), static_cast<float>(i * 7));
      const double start = thread_seconds();
      scene.frame(now);
      const double seconds = thread_seconds() - start;
      worst = std::max(worst, seconds);
      sum += seconds;
      most = std::max(most, scene.renderer.stats().quads);
    }
    char note[96];
    std::snprintf(note, sizeof note, "slowest %.2f ms, at most %llu quads", worst * 1e3,
                  static_cast<unsigned long long>(most));
    results.add(group, "frame at zoom " + std::to_string(static_cast<long>(zoom)), sum / kFrames, 0, 0).note = note;
  }
}

}  // namespace

// Ten million spans need 6 GB of memory, so that one is only run by its name.
void bench_huge_trace(const Options& options, Results& results) {
  const std::string million = "one trace of 1,000,000 spans at 1920x1080",
                    ten = "one trace of 10,000,000 spans at 1920x1080";
  if (options.wants(million)) bench_of(options, results, 1'000'000, million);
  if (!options.names.empty() && options.wants(ten)) bench_of(options, results, 10'000'000, ten);
}

}  // namespace spanorama::bench
