// Boxes and ticks as lines of text.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "spanorama/layout/timeline.h"

namespace spanorama::test {

inline std::string number(float value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", static_cast<double>(value));
  return text;
}

inline std::string picture(const TraceStore& store, const std::vector<SpanBox>& boxes) {
  std::string text = "\n";
  for (const SpanBox& box : boxes) {
    text += "lane=" + std::to_string(box.lane) + " " + std::string(store.text(store.columns().name[box.row.value]));
    text += " x=" + number(box.x0_px) + ".." + number(box.x1_px);
    if (box.first_token_px >= 0) text += " first_token=" + number(box.first_token_px);
    if (box.folded != 0) text += " folded=" + std::to_string(box.folded);
    if (box.error) text += " error";
    text += '\n';
  }
  return text;
}

inline std::string picture(const std::vector<Tick>& ticks) {
  std::string text;
  for (const Tick& tick : ticks) text += (text.empty() ? "" : " | ") + number(tick.x_px) + " " + tick.label;
  return text;
}

}  // namespace spanorama::test
