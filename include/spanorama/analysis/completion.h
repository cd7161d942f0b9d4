// Whether more of a trace may come: it counts as whole once nothing has come for a while.
#pragma once

#include <cstdint>
#include <string_view>

#include "spanorama/base/time.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// A trace is waited for this long after its last activity, if nothing else is set.
inline constexpr Nanos kQuietWindow{300 * kNanosPerSecond};

enum class Completion : std::uint8_t {
  complete,    // quiet, and whole
  running,     // the quiet window is not over: more may come
  incomplete,  // quiet, but spans are missing: the root, or parents that are named
};
std::string_view name_of(Completion completion);

// When a trace was last heard of. `arrival`: when its newest span came (a span that was known already is none); zero if
// unknown. From a file, spans come long after they ended: there the earlier of arrival and latest end counts.
struct Activity {
  UnixTime arrival;
  bool live = false;
};

struct CompletionState {
  Completion state = Completion::complete;
  Nanos left;  // running: until the window is over; each new span starts it anew
};

// Without a clock (`now` zero) nothing is running. At exactly `window` after the last activity the window is over.
CompletionState completion_of(const Trace& trace, UnixTime now, Activity activity = {}, Nanos window = kQuietWindow);

}  // namespace spanorama
