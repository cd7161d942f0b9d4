// Messages and their parts as members of JSON objects.
#pragma once

#include <string_view>

#include "app/json_writer.h"
#include "spanorama/model/content.h"

namespace spanorama {

// Left out when empty.
void write_optional(JsonWriter& out, std::string_view name, std::string_view value);
// As JSON where it is JSON, else as text; null when empty.
void write_optional_json(JsonWriter& out, std::string_view name, std::string_view json);
// The members of an object that the caller opens and closes: type, name, call_id, arguments, text.
void write_part_fields(JsonWriter& out, const MessagePart& part);

}  // namespace spanorama
