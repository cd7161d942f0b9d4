// The text of a message that looks as nearly all writers write it, without taking its JSON apart:
//
//   "role":"user","parts":[{"type":"text","content":"…"}]}      "role":"assistant","content":"…"}
//
// White space between the tokens is fine, and so is JSON inside one JSON string (`\"role\"`). The end of the text is not
// looked for once the preview is full. Whatever looks otherwise in the slightest is left to MessageScan, which gives the
// same text.
#pragma once

#include <string_view>

#include "squeezed_text.h"

namespace spanorama {

// `json` begins at the quote of `"role"` of a user's message (with `layers` 1 at the backslash before it). Appends the
// message's text; false when the message is not of this form, and then `text` may hold a part of it. O(preview).
bool usual_user_message(std::string_view json, int layers, SqueezedText& text);

// `json` is a list with one message of a model, or the message alone, and nothing behind it. As above.
bool usual_answer(std::string_view json, int layers, SqueezedText& text);

}  // namespace spanorama
