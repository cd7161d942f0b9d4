// What a log record brings along that the span it is put to does not say itself: resource and scope that are not the span's
// are attributes of the event, `resource.KEY`, `scope.name`, `scope.version` and `scope.KEY`; and one that named no span says so
// in `log.attached_to`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "assembly/join.h"

namespace spanorama::assembly {

struct LogOrigin {
  ResourceRow resource;
  ScopeRow scope;
  bool of_trace = false;
};

class LogOrigins {
 public:
  explicit LogOrigins(Joined& joined) : joined_(joined), columns_(joined.columns) {}
  // The event's attributes and these behind them: new rows, or `own` where there is nothing to add. O(attributes).
  Range added(Range own, const LogOrigin& origin, std::uint32_t span);

 private:
  void add_resource(const Resource& resource);
  void add_scope(const Scope& scope);
  void add_all(std::string_view prefix, Range attributes);
  void add_text(std::string_view key, StringId text);
  bool same(Range a, Range b) const;
  KeyId key(std::string_view text);

  Joined& joined_;
  OwnedColumns& columns_;
  std::unordered_map<std::uint32_t, KeyId> key_of_;  // by StringId; filled when the first is asked for
};

}  // namespace spanorama::assembly
