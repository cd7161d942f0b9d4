// Links: everything that another person, another tab or the desktop program needs to see the same thing.
//
//   #v=1&src=…&f=…&view=traces&by=…&sort=…&trace=…&span=…&tab=timeline&t=<start>..<end>&cmp=…&look=…&theme=…
//
// Values are percent-encoded; `src` repeats. Ids, never rows. Credentials in URLs are dropped when printing.
// parse(print(x)) == x; links of older forms are upgraded step by step (app/link_upgrade.h); unknown keys are kept and
// reported, values that cannot be read are reported; junk gives the default.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spanorama/app/state.h"

namespace spanorama {

struct DeepLink {
  int version = 1;
  std::vector<std::string> sources;
  std::string filter;
  SortOrder sort;
  ListView view = ListView::traces;
  FieldRef group_by = AppState{}.group_by;
  TraceId trace;
  SpanId span;
  DetailTab tab = DetailTab::timeline;
  std::optional<TimeRange> visible_time;
  TraceId compared;
  TraceView look;
  ThemeChoice theme = ThemeChoice::system;
  std::vector<std::pair<std::string, std::string>> unknown;  // keys that no version knows: kept and printed
  std::vector<std::string> unread;  // "tab=nowhere": known keys whose values cannot be read; told, not printed
  friend bool operator==(const DeepLink&, const DeepLink&) = default;
};

// `text` is a whole URL, a fragment with or without '#', or a query with ?url=.
DeepLink parse_link(std::string_view text);
// The fragment without '#'. Values that are as they are by default are left out.
std::string print(const DeepLink& link);
DeepLink link_of(const AppState& state);
// The URL without user and password and without query parameters whose names say that they are secrets (token, key,
// signature, ...).
std::string without_credentials(std::string_view url);

}  // namespace spanorama
