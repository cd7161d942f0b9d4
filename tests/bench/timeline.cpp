// One frame of the timeline of a trace with 100,000 spans: what the processor does before the GPU draws.
#include "spanorama/layout/timeline.h"
#include "bench/measure.h"
#include "spanorama/assembly/assemble.h"
#include "spanorama/base/hash.h"
#include "spanorama/render/renderer.h"

namespace spanorama::bench {
namespace {

constexpr std::uint32_t kSpans = 100'000;
constexpr std::uint32_t kRowsOnScreen = 60;
constexpr float kWidthPx = 1600;
constexpr std::uint32_t kMaxLanes = 64;
constexpr int kFrames = 200;

// A trace whose spans have earlier spans as parents, up to about twenty deep.
std::shared_ptr<const TraceStore> large_trace() {
  SpanBatch batch;
  batch.sources.emplace_back();
  std::vector<std::uint32_t> depth(kSpans, 0);
  for (std::uint32_t s = 0; s < kSpans; ++s) {
    const std::uint64_t random = mix64(s + 1);
    SpanRecord span;
    span.trace_id = {1, 1};
    span.span_id = {s + 1};
    std::uint32_t parent = s == 0 ? 0 : static_cast<std::uint32_t>(s - 1 - random % std::min(s, 40u));
    if (s != 0 && depth[parent] > 20) parent = 0;
    if (s != 0) span.parent_span_id = {parent + 1}, depth[s] = depth[parent] + 1;
    span.start = {1'754'049'600'000'000'000 + std::int64_t{s} * 600'000};
    span.end = s == 0 ? span.start + Nanos{kSpans * std::int64_t{600'000}}
                      : span.start + Nanos{static_cast<std::int64_t>(random / 64 % 50'000'000)};
    span.name = batch.strings.intern("step");
    span.status = random % 97 == 0 ? Status::error : Status::unset;
    span.source = SourceRow{0};
    batch.spans.push_back(span);
  }
  const SpanBatch* const batches[] = {&batch};
  return assemble(batches);
}

void fill_quads(const std::vector<SpanBox>& boxes, std::vector<Quad>& quads) {
  quads.clear();
  for (const SpanBox& box : boxes) {
    const float y = static_cast<float>(box.lane) * 24.0f;
    const std::uint32_t style = box.error ? kQuadHatched : box.folded != 0 ? kQuadFolded : kQuadPlain;
    quads.push_back({box.x0_px, y, box.x1_px, y + 18.0f, 0xff8040ff, 0xff0000ff, style, 0});
  }
}

}  // namespace

void bench_timeline(const Options& options, Results& results) {
  const std::string group = "timeline of 100,000 spans, one frame, processor only";
  if (!options.wants(group)) return;
  const auto store = large_trace();
  const Trace& trace = store->trace(TraceRow{0});
  const UnixTime end = trace.start + trace.duration;
  std::vector<SpanRow> rows;
  const double visible = median_seconds(options.runs, [&] { rows = visible_rows(*store, TraceRow{0}, {}); });
  results.add(group, "visible_rows (once per trace)", visible, 0, kSpans);
  DepthLanes lanes;
  const double made = median_seconds(options.runs, [&] { lanes = depth_lanes(*store, TraceRow{0}, kMaxLanes); });
  results.add(group, "depth_lanes (once per trace)", made, 0, kSpans);

  for (const double zoom : {1.0, 30.0, 3000.0}) {
    const Viewport view = zoomed(viewport_over(trace.start, end, kWidthPx), zoom, kWidthPx / 2);
    std::vector<SpanBox> boxes;
    std::vector<Quad> quads;
    std::size_t drawn = 0;
    const double seconds = median_seconds(options.runs, [&] {
      for (int frame = 0; frame < kFrames; ++frame) {
        boxes.clear();
        const auto first = static_cast<std::uint32_t>(frame) * 400;  // scrolling
        lay_out_rows(*store, rows, first, kRowsOnScreen, view, boxes);
        lay_out_lanes(*store, lanes, panned(view, static_cast<float>(frame)), 2.0f, boxes);
        fill_quads(boxes, quads);
        drawn = std::max(drawn, quads.size());
        keep(quads.data());
      }
    });
    const std::string name = "rows, lanes and quads at zoom " + std::to_string(static_cast<int>(zoom));
    results.add(group, name, seconds / kFrames, 0, 0).note = "at most " + std::to_string(drawn) + " quads";
  }
}

}  // namespace spanorama::bench
