// Messages with roles and parts as people read them: in the content of a span and in a conversation.
#pragma once

#include <string_view>

#include "spanorama/model/content.h"
#include "views/ui.h"

namespace spanorama {

struct Column {
  float x, y, width;
};
// Each draws at (x, y) and moves y below what it drew. `name` keeps texts apart for selection and folding.
void draw_message(Ui& ui, Column& column, std::string_view name, const Message& message);
// A row that unfolds what stands below it: true while it is open.
bool fold_row(Ui& ui, Column& column, const std::string& name, std::string_view title);
// A heading with a button that copies `copied` when it is not empty.
void draw_heading(Ui& ui, Column& column, std::string_view name, std::string_view title, std::string_view copied = {});
// One whose text to copy is only made when it is wanted: true when its button was pressed.
bool draw_copy_heading(Ui& ui, Column& column, std::string_view name, std::string_view title);
// "temperature  0.2": a press copies the value. One that does not fit stands below its label, folded when it is long.
struct NamedValueLook {
  TextStyle label = kSmall, value = kSmall;  // of one that fits
  float label_width = 0;                     // 0: the usual one
};
void draw_named_value(Ui& ui, Column& column, const std::string& name, std::string_view label, std::string_view value,
                      const NamedValueLook& look = {});
// Markdown, or JSON in the mono face or as a tree; the first 64 kB with "show all".
void draw_text_block(Ui& ui, Column& column, std::string_view name, std::string_view text, Color color);
// What a JSON text is part of: the filter asks for members of metadata by their paths, for other values as texts.
enum class JsonOrigin : std::uint8_t { text, metadata };
// On a ground of its own; long JSON and metadata as a tree.
void draw_code_block(Ui& ui, Column& column, std::string_view name, std::string_view text,
                     JsonOrigin origin = JsonOrigin::text);

bool looks_like_json(std::string_view text);
// Re-indented by hand, tolerant of anything: broken JSON comes out with its brackets on lines of their own. O(size).
std::string pretty_json(std::string_view text);

}  // namespace spanorama
