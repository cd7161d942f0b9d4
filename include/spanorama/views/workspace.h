// The whole screen: reads the state, draws, pushes commands. Holds only what is a matter of the screen: scroll
// positions, hover, sizes of panels, text being typed, zoom animations.
//
//   Workspace workspace;
//   each frame, between ImGui::NewFrame and ImGui::Render:
//     bool more = workspace.draw(application.frame(), renderer);
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/app/application.h"
#include "spanorama/render/renderer.h"
#include "spanorama/views/rects.h"

namespace spanorama {

struct WorkspaceOptions {
  bool reduced_motion = false;  // no easing
  bool touch = false;           // targets of 44 points also on wide screens
};

class Workspace {
 public:
  Workspace();
  ~Workspace();

  // Fills ImGui::GetIO().DisplaySize. True while an animation runs and another frame must follow at once.
  // The renderer and the batches made here are used again by callbacks until the frame's draw data is rendered.
  bool draw(const FrameContext& frame, Renderer& renderer);

  // Why draw() wanted another frame: something moves, or answers are not ready, which Derived::work() goes on with.
  bool animates() const;
  bool unfinished() const;

  // Texts are laid out anew by the next frame, as characters are known that were not.
  void forget_text_layouts();

  void set_options(WorkspaceOptions options);
  const RectRegistry& rects() const;

  // What the open command palette offers, for screen readers; empty while it is closed. And which line is chosen.
  std::vector<std::string> palette_lines(const AppState& state) const;
  std::size_t palette_chosen() const;

  // Sizes of panels and what is folded, as one line to keep between visits. Junk is ignored.
  std::string layout_text() const;
  void set_layout_text(std::string_view text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace spanorama
