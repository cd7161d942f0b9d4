// What every drawing function gets: the frame's state and queue, colours, memory of the screen, and where to record
// rectangles. Lives for one frame.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>

#include "spanorama/app/application.h"
#include "spanorama/render/renderer.h"
#include "spanorama/views/rects.h"
#include "views/memory.h"
#include "views/palette.h"
#include "views/rect.h"

namespace spanorama {

struct Ui {
  const FrameContext& frame;
  Renderer& renderer;
  Memory& memory;
  RectRegistry& rects;
  const Palette& color;
  bool animating = false;  // another frame must follow at once
  bool modal = false;      // a dialog is open: keys belong to it

  const AppState& state() const { return frame.state; }
  const TraceStore& store() const { return *frame.state.store; }
  ImDrawList* draw() const { return ImGui::GetWindowDrawList(); }
  void push(Command command) const { frame.commands.push(std::move(command)); }
  int utc_offset_minutes() const { return state().utc ? 0 : frame.host.utc_offset_minutes(); }
};

inline ImVec2 corner0(Rect rect) { return {rect.x0, rect.y0}; }
inline ImVec2 corner1(Rect rect) { return {rect.x1, rect.y1}; }

void fill(const Ui& ui, Rect rect, Color color, float radius = 0);
void outline(const Ui& ui, Rect rect, Color color, float radius = 0, float thickness = 1);
void hairline_below(const Ui& ui, Rect rect);  // along the rectangle's bottom edge
void hairline_right(const Ui& ui, Rect rect);
void push_clip(const Ui& ui, Rect rect);
void pop_clip(const Ui& ui);
bool mouse_in(Rect rect);  // and not hidden by a dialog or clip of another window

// True when no text is being typed and no dialog wants the keys.
bool keys_are_free(const Ui& ui);

}  // namespace spanorama
