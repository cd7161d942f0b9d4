// A sentence that comes up at the bottom and goes by itself.
#include <cmath>

#include "views/panels.h"
#include "views/sizes.h"
#include "views/widgets/text.h"

namespace spanorama {

namespace {

constexpr double kShownSeconds = 3.2, kFadeSeconds = 0.18;

}  // namespace

void draw_notice(Ui& ui, Rect screen) {
  Memory& memory = ui.memory;
  if (memory.notice_revision != ui.state().notice_revision) {
    memory.notice_revision = ui.state().notice_revision;
    memory.notice_since = memory.now;
  }
  const double age = memory.now - memory.notice_since;
  const std::string& text = ui.state().notice;
  if (text.empty() || memory.notice_revision == 0 || age > kShownSeconds) return;
  ui.animating = true;
  const double in = memory.options.reduced_motion ? 1 : std::min(1.0, age / kFadeSeconds);
  const double out = memory.options.reduced_motion ? 1 : std::min(1.0, (kShownSeconds - age) / kFadeSeconds);
  const auto strength = static_cast<float>(std::min(in, out));
  const float width = std::min(screen.width() - 32, std::ceil(text_width(ui, text, kBody)) + 32);
  const float y = screen.y1 - kStatusBarHeight - 52 + (1 - strength) * 8;
  const Rect box{screen.center_x() - width * 0.5f, y, screen.center_x() + width * 0.5f, y + 36};
  ImGui::SetNextWindowPos(corner0(box));
  ImGui::SetNextWindowSize({box.width(), box.height()});
  ImGui::Begin("##notice", nullptr,
               ImGuiWindowFlags_Tooltip | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoDecoration |
                   ImGuiWindowFlags_NoBackground);
  fill(ui, box, with_alpha(ui.color.dark ? ui.color.text : ui.color.text, 0.96f * strength), 8);
  text_in(ui, inset(box, 16, 0), text, with_alpha(ui.color.panel, strength), aligned(kBody, Align::center));
  ui.rects.add("notice", {box.x0, box.y0, box.width(), box.height()});
  ImGui::End();
}

}  // namespace spanorama
