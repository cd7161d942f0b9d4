// What the tabs of the span detail show.
#pragma once

#include "spanorama/app/span_parts.h"
#include "views/messages.h"
#include "views/ui.h"

namespace spanorama {

// The selected span, or a part of it, as JSON into the clipboard.
void copy_span_part(Ui& ui, SpanPart part);

void draw_span_content(Ui& ui, Rect area, SpanRow span);
// Messages one below the other, with their roles where there are several.
std::string template_text(const std::vector<PromptMessage>& messages);
// A row that unfolds what is known of the prompt behind a call; nothing for other steps.
void draw_span_prompt(Ui& ui, Column& column, const SpanContent& content, SpanRow span);
void draw_span_metadata(Ui& ui, Rect area, SpanRow span);
void draw_span_attributes(Ui& ui, Rect area, SpanRow span);
void draw_span_events(Ui& ui, Rect area, SpanRow span);

}  // namespace spanorama
