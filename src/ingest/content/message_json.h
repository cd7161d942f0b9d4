// Messages out of JSON of any of the known shapes: the parts form, OpenAI's, Anthropic's and Bedrock's blocks, Gemini's
// contents, Vercel's parts, LangChain's serialised messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "spanorama/ingest/content.h"

namespace spanorama {

using Json = nlohmann::ordered_json;

// Discarded when `text` is no JSON, larger than 8 MB or deeper than a stack can bear.
Json parsed_json(std::string_view text);
// Text of strings as it is, of anything else its JSON.
std::string json_text(const Json& value);
// The member's text; empty when it is absent or null.
std::string member_text(const Json& object, const char* name);

// Appends the messages that `value` holds; false when it holds none. `role` is for messages that name none.
bool append_messages(std::vector<Message>& out, const Json& value, std::string_view role);
// Appends one content: a string, a part, or a list of parts.
void append_parts(std::vector<MessagePart>& out, const Json& content);

}  // namespace spanorama
