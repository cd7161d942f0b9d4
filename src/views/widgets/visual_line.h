// The line of a text field that holds right-to-left letters. Dear ImGui's editor keeps the bytes in order and would draw
// them so; here the line, the caret and the selection stand as they are read, and mouse and arrows mean what is seen.
#pragma once

#include <string_view>

#include "views/widgets/line_text.h"

struct ImGuiInputTextCallbackData;
struct ImGuiInputTextState;

namespace spanorama {

class VisualLine {
 public:
  // `inner`: of the field without its padding. `cursor`: a byte of the text; the line is moved so that it is in view.
  // The text must outlive it. O(bytes).
  VisualLine(TextStyle style, float size, Rect inner, std::string_view text, std::size_t cursor);

  // Where the caret before byte `at` stands on the screen.
  float caret_x(std::size_t at) const;
  std::size_t offset_at(float screen_x) const;
  // The next place of the caret to the left or right of what is seen; the same one at the ends.
  std::size_t beside(std::size_t at, bool to_the_right) const;
  // With caret and selection where `state` is given.
  void draw(const Ui& ui, Rect clip, const ImGuiInputTextState* state) const;

 private:
  bool reads_right_to_left(std::size_t at) const;

  std::string_view text_;
  Rect inner_;
  float size_ = 0;
  std::vector<TextRun> runs_;
  LineText line_;
  float x0_ = 0;  // of the line on the screen
};

// Of the editor, before it took this frame's input.
struct EditorBefore {
  int cursor = 0, anchor = 0;
};
// In the editor's callback: puts cursor and selection where the mouse and the arrows point on the screen. `pressed_at`
// keeps the byte at which a drag began.
void steer_by_sight(const VisualLine& line, const EditorBefore& before, int& pressed_at,
                    ImGuiInputTextCallbackData& data);

}  // namespace spanorama
