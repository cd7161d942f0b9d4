// What of the screen's memory outlives it: columns of tables, saved views, entered queries, own prices and whom to ask for a
// filter (without keys), as words
// behind the layout.
#pragma once

#include <string>
#include <string_view>

#include "views/memory.h"

namespace spanorama {

// " tables=NAME&DENSE&TOTAL&columns&ID~WIDTH…;… saved=NAME&FILTER&SORT&VIEW;… asked=QUERY;… ask=URL&MODEL&VALUES prices=FILE", each part percent-encoded; nothing when there is nothing.
std::string memory_text(const Memory& memory);
void read_memory_text(Memory& memory, std::string_view text);

}  // namespace spanorama
