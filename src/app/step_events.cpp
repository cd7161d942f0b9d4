#include "spanorama/app/step_events.h"

#include <algorithm>

namespace spanorama {

namespace {

constexpr std::uint32_t kMostLooked = 20'000;
constexpr std::array<std::string_view, static_cast<std::size_t>(ControlKind::count)> kNames = {
    "guardrail", "observe", "route", "comply", "feedback"};

}  // namespace

std::string_view name_of(ControlKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

bool StepEvents::any_control() const {
  return std::any_of(controls.begin(), controls.end(), [](const auto& rows) { return !rows.empty(); });
}

StepEvents step_events(const TraceStore& store, SpanRow span) {
  StepEvents out;
  const Range events = store.columns().events[span.value];
  const std::uint32_t looked = std::min(events.count, kMostLooked);
  out.unseen = events.count - looked;
  for (std::uint32_t row = events.begin; row < events.begin + looked; ++row) {
    const std::string_view name = store.text(store.columns().event_rows[row].name);
    const auto kind = std::find(kNames.begin(), kNames.end(), name);
    (kind == kNames.end() ? out.others : out.controls[static_cast<std::size_t>(kind - kNames.begin())]).push_back(row);
  }
  return out;
}

}  // namespace spanorama
