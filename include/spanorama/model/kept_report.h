// What was said while sources were read, kept with the store that was made of them (.spano) and told again when it is opened.
#pragma once

#include <cstddef>
#include <vector>

#include "spanorama/base/bytes.h"
#include "spanorama/model/import_report.h"

namespace spanorama {

// Numbers of records and the issues of every source that has any; nothing where there was nothing to say.
std::vector<std::byte> kept_report(const ImportReport& report);

// Adds what was kept to the report of the source that holds it: each issue with its place in the source it was found in, whose
// name it tells. Of bytes that are not what was written nothing is taken; false then.
bool tell_kept(ByteSpan kept, SourceReport& report);
// Whether the issue was found by an earlier reading.
bool was_kept(const Issue& issue);

}  // namespace spanorama
