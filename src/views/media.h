// Pictures, sounds and files that a message holds. What lies elsewhere is named and never fetched.
#pragma once

#include <string>

#include "spanorama/model/content.h"
#include "views/messages.h"

namespace spanorama {

// Draws below column.y and moves it. A press on a picture shows it as wide as there is room, and back.
void draw_media(Ui& ui, Column& column, const std::string& name, const MessagePart& part);

}  // namespace spanorama
