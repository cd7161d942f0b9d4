#include "query/list_work.h"

#include <algorithm>
#include <bit>
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

namespace query {

// The bin by the value's leading bits, so that a logarithm is taken only where a bin ends among values that share them:
// for a few of a hundred values.
struct DistributionWork::FineBins {
  static constexpr unsigned kBits = 6;  // behind the leading one
  static constexpr std::size_t kCount = (64 - kBits) << kBits;
  static constexpr std::uint32_t kMixed = UINT32_MAX;

  // Values below 2^6 stand for themselves; others by the place of their leading bit and the six behind it.
  static std::size_t index_of(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    if (bits < (1u << kBits)) return static_cast<std::size_t>(bits);
    const auto shift = static_cast<unsigned>(63 - std::countl_zero(bits)) - kBits;
    return (std::size_t{shift} << kBits) + static_cast<std::size_t>(bits >> shift);
  }
  static std::int64_t first_of(std::size_t index) {
    if (index < (2u << kBits)) return static_cast<std::int64_t>(index);
    const std::size_t shift = (index >> kBits) - 1;
    return static_cast<std::int64_t>(((index & ((1u << kBits) - 1)) | (1u << kBits)) << shift);
  }
  static std::int64_t last_of(std::size_t index) { return index + 1 < kCount ? first_of(index + 1) - 1 : INT64_MAX; }
};

std::size_t DistributionWork::bin_of(std::int64_t value) const {
  const double at = value == 0 ? 0 : (std::log(static_cast<double>(value)) - log_low_) * scale_;
  return std::min(bins_ - 1, static_cast<std::size_t>(std::max(0.0, at)));
}

bool DistributionWork::step(const TimeIsUp& up) {
  if (fine_.empty()) {
    const auto widen = [this](std::uint32_t row) {
      const std::int64_t value = values_[row];
      if (value <= 0) return;  // kUnknown too
      out_.low = out_.low == 0 ? value : std::min(out_.low, value);
      out_.high = std::max(out_.high, value);
    };
    if (!slices_.step(up, widen)) return false;
    if (out_.high == 0 || bins_ == 0) return true;
    out_.bins.assign(bins_, 0);
    scale_ = out_.high > out_.low ? static_cast<double>(bins_) / log_ratio(out_) : 0;
    log_low_ = std::log(static_cast<double>(out_.low));
    fine_.assign(FineBins::kCount, FineBins::kMixed);
    for (std::size_t i = 0; i < FineBins::kCount; ++i) {
      const std::size_t first = bin_of(FineBins::first_of(i)), last = bin_of(FineBins::last_of(i));
      if (first == last) fine_[i] = static_cast<std::uint32_t>(first);
    }
    slices_.begin_again();
  }
  return slices_.step(up, [this](std::uint32_t row) {
    const std::int64_t value = values_[row];
    if (value == kUnknown || value < 0) return;
    const std::uint32_t bin = fine_[FineBins::index_of(value)];
    ++out_.bins[bin == FineBins::kMixed ? bin_of(value) : bin];
  });
}

}  // namespace query
}  // namespace spanorama
