// search.wasm: looks for a condition's texts in values as they lie in a source. web/search_worker.js calls these functions.
#include <emscripten/emscripten.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "spanorama/query/value_search.h"

namespace {

struct Hit {
  std::uint32_t place, times;
};

struct Worker {
  std::optional<spanorama::ValueSearch> search;
  std::vector<char> room;
  std::vector<Hit> found;
};

// The one instance of this worker; exported functions have nowhere else to keep it.
Worker& worker() {
  static Worker instance;
  return instance;
}

struct Value {
  std::uint32_t offset, length, encoding;
};

}  // namespace

extern "C" {

// One text condition in the filter language.
EMSCRIPTEN_KEEPALIVE void search_query(const char* text) {
  worker().search.reset();
  const auto filter = spanorama::parse_filter(text);
  if (filter && filter.value().conditions.size() == 1 && spanorama::looks_into_values(filter.value().conditions[0]))
    worker().search.emplace(filter.value().conditions[0]);
}

// Memory for the next block.
EMSCRIPTEN_KEEPALIVE char* search_room(std::uint32_t bytes) {
  if (worker().room.size() < bytes) worker().room.resize(bytes);
  return worker().room.data();
}

// Searches the values of the block in the room; how many pass. search_found() tells which, and how often where `counts`
// asks for that.
EMSCRIPTEN_KEEPALIVE std::uint32_t search_values(const Value* values, std::uint32_t count, int counts) {
  Worker& self = worker();
  self.found.clear();
  const std::string_view block(self.room.data(), self.room.size());
  for (std::uint32_t i = 0; i < count && self.search; ++i) {
    const Value& value = values[i];
    if (value.offset > block.size() || value.length > block.size() - value.offset) continue;
    const auto encoding = static_cast<spanorama::PayloadEncoding>(value.encoding);
    const std::string_view raw = block.substr(value.offset, value.length);
    const std::uint32_t times = counts != 0                           ? self.search->count(encoding, raw)
                                : self.search->matches(encoding, raw) ? 1u
                                                                      : 0u;
    if (times > 0) self.found.push_back({i, times});
  }
  return static_cast<std::uint32_t>(self.found.size());
}
EMSCRIPTEN_KEEPALIVE const Hit* search_found() { return worker().found.data(); }

}  // extern "C"

int main() { return 0; }
