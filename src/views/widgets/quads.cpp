#include "views/widgets/quads.h"

namespace spanorama {

namespace {

// Copied by Dear ImGui into the draw list; the quads themselves stay in Memory until the next frame.
struct PendingBatch {
  Renderer* renderer;
  const QuadBatch* batch;
  float origin_x, origin_y, pixels_per_point;
};

void show(const ImDrawList*, const ImDrawCmd* command) {
  const auto* pending = static_cast<const PendingBatch*>(command->UserCallbackData);
  const float scale = pending->pixels_per_point;
  const auto x = [&](float points) { return (points - pending->origin_x) * scale; };
  const auto y = [&](float points) { return (points - pending->origin_y) * scale; };
  const ImVec4 clip = command->ClipRect;
  const QuadTransform transform{-pending->origin_x * scale, -pending->origin_y * scale, scale, scale};
  pending->renderer->draw_quads(pending->batch->quads, transform, {x(clip.x), y(clip.y), x(clip.z), y(clip.w)}, 0, 0);
}

}  // namespace

void recycle_batches(Memory& memory) { memory.batches_used = 0; }

QuadBatch& new_batch(Ui& ui) {
  Memory& memory = ui.memory;
  if (memory.batches_used == memory.batches.size()) memory.batches.emplace_back();
  QuadBatch& batch = memory.batches[memory.batches_used++];
  batch.quads.clear();
  return batch;
}

void draw_batch(Ui& ui, const QuadBatch& batch) {
  if (batch.quads.empty()) return;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  PendingBatch pending{&ui.renderer, &batch, viewport->Pos.x, viewport->Pos.y,
                       ImGui::GetIO().DisplayFramebufferScale.x};
  ui.draw()->AddCallback(show, &pending, sizeof pending);
  ui.draw()->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

}  // namespace spanorama
