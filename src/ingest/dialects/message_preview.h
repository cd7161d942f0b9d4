// A line of readable text out of content in any shape: the last user message, the answer, the arguments of a tool. Looks
// at a few kilobytes at the right end, tolerates JSON that is cut off, and never builds a tree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "../raw_value.h"
#include "squeezed_text.h"

namespace spanorama {

enum class PreviewOf : std::uint8_t {
  last_user,  // of a list of messages, the last one by a user
  answer,     // of a list of messages, the last one that has text
  values,     // of any JSON, its values with their names: "city: Paris, days: 3"
};

// Into `out`, which is empty before and stays so when nothing readable was found. Plain text is taken as it is.
void make_preview(SqueezedText& out, const RawValue& value, PreviewOf what);

// The number of elements of a JSON list, a structured list or a JSON list in text; -1 when it is none. O(size).
int element_count(const RawValue& value);

}  // namespace spanorama
