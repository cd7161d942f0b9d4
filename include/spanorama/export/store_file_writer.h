// A store written as a .spano file (model/store_file.h), with its long values read from their sources.
#pragma once

#include <functional>

#include "spanorama/base/bytes.h"
#include "spanorama/base/result.h"
#include "spanorama/model/payload_text.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// Gives the file's bytes in order, the columns as they lie and each value as it is read; stops when `piece` is false. An
// error when a value is not there any more: what was given is then no whole file. O(bytes).
Result<void> write_store_file(const TraceStore& store, PayloadSource& payloads,
                              const std::function<bool(ByteSpan)>& piece);

}  // namespace spanorama
