// A conversation ready to be drawn: one part for a trace, one per trace for a session.
#pragma once

#include <cstdint>
#include <vector>

#include "spanorama/app/conversations.h"

namespace spanorama {

struct TalkPart {
  TraceRow trace;
  Nanos idle;                          // since the trace before it
  std::vector<ShownMessage> repeated;  // shown by earlier parts
  std::vector<ShownMessage> messages;
  std::vector<SpanRow> aside;  // calls whose answers are not in it
  SpanRow last;                // the call that is shown
};

struct Talk {
  std::vector<TalkPart> parts;       // those with messages
  std::uint32_t session_traces = 0;  // of the session that the trace belongs to; 0 for none
  bool waiting = false;              // payloads are on their way: it is read again when they have come
};

// A longer session is shown around the trace: so many traces before it and as many after it.
inline constexpr std::uint32_t kMostSessionTraces = 50;

}  // namespace spanorama
