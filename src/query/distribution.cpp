#include "query/distribution.h"

#include <algorithm>
#include <cmath>

namespace spanorama {
namespace {

double log_ratio(const Distribution& d) { return std::log(static_cast<double>(d.high) / static_cast<double>(d.low)); }

}  // namespace

std::int64_t value_at(const Distribution& d, double share) {
  if (share <= 0 || d.low <= 0) return d.low;
  if (share >= 1) return d.high;
  const double value = static_cast<double>(d.low) * std::exp(log_ratio(d) * share);
  return std::clamp(static_cast<std::int64_t>(std::llround(value)), d.low, d.high);
}

double share_of(const Distribution& d, std::int64_t value) {
  if (value <= d.low || d.low <= 0 || d.high <= d.low) return 0;
  if (value >= d.high) return 1;
  return std::log(static_cast<double>(value) / static_cast<double>(d.low)) / log_ratio(d);
}

Distribution query::distribution_of(const std::vector<std::int64_t>& values, const RowSet& rows, std::size_t bins) {
  Distribution out;
  rows.for_each([&](std::uint32_t row) {
    const std::int64_t value = values[row];
    if (value <= 0) return;  // kUnknown too
    out.low = out.low == 0 ? value : std::min(out.low, value);
    out.high = std::max(out.high, value);
  });
  if (out.high == 0 || bins == 0) return out;
  out.bins.assign(bins, 0);
  const double scale = out.high > out.low ? static_cast<double>(bins) / log_ratio(out) : 0;
  const double log_low = std::log(static_cast<double>(out.low));
  rows.for_each([&](std::uint32_t row) {
    const std::int64_t value = values[row];
    if (value == kUnknown || value < 0) return;
    const double at = value == 0 ? 0 : (std::log(static_cast<double>(value)) - log_low) * scale;
    ++out.bins[std::min(bins - 1, static_cast<std::size_t>(std::max(0.0, at)))];
  });
  return out;
}

}  // namespace spanorama
