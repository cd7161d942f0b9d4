#include "spanorama/analysis/completion.h"

#include <algorithm>

namespace spanorama {
namespace {

UnixTime last_activity(const Trace& trace, UnixTime now, Activity activity) {
  UnixTime end{0};
  if (__builtin_add_overflow(trace.start.ns, trace.duration.count, &end.ns)) end.ns = INT64_MAX;
  if (activity.arrival.ns != 0) end = activity.live ? activity.arrival : std::min(end, activity.arrival);
  return std::min(end, now);  // clocks differ: an end in the future has just been
}

}  // namespace

std::string_view name_of(Completion completion) {
  switch (completion) {
    case Completion::complete: return "complete";
    case Completion::running: return "running";
    case Completion::incomplete: break;
  }
  return "incomplete";
}

CompletionState completion_of(const Trace& trace, UnixTime now, Activity activity, Nanos window) {
  const Completion quiet =
      trace.root_missing || trace.orphan_count != 0 ? Completion::incomplete : Completion::complete;
  if (now.ns == 0) return {quiet, {}};
  // From the end of the window backwards, as ends may lie anywhere in the range.
  const UnixTime last = last_activity(trace, now, activity);
  std::int64_t over = 0;
  if (__builtin_add_overflow(last.ns, window.count, &over)) over = INT64_MAX;
  return over > now.ns ? CompletionState{Completion::running, Nanos{over - now.ns}} : CompletionState{quiet, {}};
}

}  // namespace spanorama
