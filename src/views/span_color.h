// The colour of a step's bar, by what was chosen: its type, its service, how it ended, or how much it took.
#pragma once

#include <array>
#include <string_view>

#include "views/ui.h"

namespace spanorama {

// Looks up what the choice needs once a frame, then answers for many steps.
class SpanColors {
 public:
  explicit SpanColors(Ui& ui);
  Color of(SpanRow span) const;

 private:
  Color heat(std::int64_t value, std::int64_t most) const;

  const TraceStore& store_;
  const Palette& color_;
  ColorBy by_;
  StepMaxima maxima_;
  std::array<Color, kObservationTypeCount> of_type_;
};

// Three quarters of the greatest and more stands out, from half on less so.
Color heat_color(const Palette& color, double share);
// Told apart by eight hues, by the service's name.
Color service_color(std::string_view service, bool dark);
std::string_view name_of(ColorBy by);

}  // namespace spanorama
