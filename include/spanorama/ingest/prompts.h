// Prompt files: templates by name and version, as prompt stores hand them out.
//
//   {"prompt_id": "…", "name": "support", "version": 3, "content": "Answer {{question}}", "is_production": true}
//
// or a list of such, or {"prompts": […]}; `content` (also `template`, `prompt`, `messages`) is a text or a list of
// {"role", "content"}. Versions may stand in a list `versions` of their prompt.
#pragma once

#include <string_view>
#include <vector>

#include "spanorama/base/result.h"
#include "spanorama/model/prompt_template.h"

namespace spanorama {

inline constexpr std::size_t kMostPromptFileBytes = 4 * 1024 * 1024;

// Entries without a name or content are left out; the error says what was expected when none is left. O(size).
Result<std::vector<PromptVersion>> read_prompts(std::string_view json);

// The members of a JSON object as names and texts, in order; empty when it is none.
std::vector<TemplateVariable> read_variables(std::string_view json);

// A recorded template: JSON messages with roles, or one text without a role. O(size).
std::vector<PromptMessage> read_template(std::string_view text);

}  // namespace spanorama
