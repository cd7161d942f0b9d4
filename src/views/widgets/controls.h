// Buttons, chips, tabs, check marks, splitters, text inputs, tooltips: small, flat, drawn by hand.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "views/widgets/icons.h"
#include "views/widgets/press.h"
#include "views/widgets/text.h"

namespace spanorama {

bool icon_button(Ui& ui, std::string_view name, Rect rect, Icon which, std::string_view tip, bool active = false);

enum class ButtonKind : std::uint8_t { quiet, outlined, primary };
float button_width(const Ui& ui, std::string_view label, bool with_icon = false);
bool text_button(Ui& ui, std::string_view name, Rect rect, std::string_view label, ButtonKind kind,
                 std::optional<Icon> which = std::nullopt);

// Text with a dim label in front, on a raised ground. Cuts its width off the left of `row`; nothing when it does
// not fit any more.
void badge(Ui& ui, Rect& row, std::string_view label, std::string_view value, Color value_color);

// Underlined tabs from the left; the index that was chosen, if any. Names are prefix + label in lower case.
std::optional<int> tab_row(Ui& ui, std::string_view prefix, Rect row, std::span<const std::string_view> labels,
                           int current);

// A square with a check mark.
void check_box(Ui& ui, Rect rect, bool checked, bool hovered);

// A hairline that can be dragged; true with the movement in points while it is.
bool splitter(Ui& ui, std::string_view name, Rect line, bool vertical, float& moved);

struct InputOptions {
  std::string_view hint;
  TextStyle style = kBody;
  bool bare = false;    // no ground and no frame of its own
  bool focus = false;   // take the keyboard now
  bool secret = false;  // shown as dots
  InputEdit* edit = nullptr;
};
struct InputResult {
  bool changed = false, entered = false, active = false;
};
InputResult text_input(Ui& ui, std::string_view name, Rect rect, std::string& text, InputOptions options);

struct TipLine {
  std::string_view label;
  std::string value;
};
// Beside the pointer, above everything. Lines with an empty label are titles.
void tooltip(Ui& ui, std::span<const TipLine> lines);
void tooltip(Ui& ui, std::string_view sentence);

}  // namespace spanorama
