// Where the dialects keep the metadata that people attach to a trace: a prefix before the key, or a JSON object.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/model/trace_store.h"

namespace spanorama::query {

// The attribute keys of a store that may hold one metadata entry.
struct MetadataKeys {
  std::vector<KeyId> whole;    // the attribute's value is the entry's
  std::vector<KeyId> objects;  // the attribute's value is a JSON object; the entry is a member or a path into it
};
MetadataKeys metadata_keys(const TraceStore& store, std::string_view key);

// The values of `key` in JSON text, as text: strings as they are, else JSON; each item of an array by itself. A dotted
// key is a member of that name or a path. Empty for text that is no object. O(size of json).
std::vector<std::string> json_entry(std::string_view json, std::string_view key);

}  // namespace spanorama::query
