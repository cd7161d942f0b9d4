// The events of one step by what they are: what was checked, observed, routed, enforced and said about it, and the others.
//
//   const StepEvents events = step_events(store, span);
//   for (std::uint32_t row : events.controls[std::size_t(ControlKind::guardrail)]) show(store.columns().event_rows[row]);
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "spanorama/model/trace_store.h"

namespace spanorama {

enum class ControlKind : std::uint8_t { guardrail, observe, route, comply, feedback, count };
// What events of that kind are called.
std::string_view name_of(ControlKind kind);

struct StepEvents {
  // Rows of events in their order.
  std::array<std::vector<std::uint32_t>, static_cast<std::size_t>(ControlKind::count)> controls;
  std::vector<std::uint32_t> others;
  std::uint32_t unseen = 0;  // of very many the last are not looked at
  bool any_control() const;
};

// O(events), at most 20,000 of them.
StepEvents step_events(const TraceStore& store, SpanRow span);

}  // namespace spanorama
