#include "query/distribution.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace spanorama {
namespace {

double log_ratio(const Distribution& d) { return std::log(static_cast<double>(d.high) / static_cast<double>(d.low)); }

// The bin by the value's leading bits, so that a logarithm is taken only where a bin ends among values that share them:
// for a few of a hundred values.
class FineBins {
 public:
  template <class BinOf>
  explicit FineBins(BinOf&& bin_of) : bin_(kCount, kMixed) {
    for (std::size_t i = 0; i < kCount; ++i) {
      const std::size_t first = bin_of(first_of(i)), last = bin_of(last_of(i));
      if (first == last) bin_[i] = static_cast<std::uint32_t>(first);
    }
  }
  template <class BinOf>
  std::size_t find(std::int64_t value, BinOf&& bin_of) const {
    const std::uint32_t bin = bin_[index_of(value)];
    return bin == kMixed ? bin_of(value) : bin;
  }

 private:
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

  std::vector<std::uint32_t> bin_;
};

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
  const auto bin_of = [&](std::int64_t value) {
    const double at = value == 0 ? 0 : (std::log(static_cast<double>(value)) - log_low) * scale;
    return std::min(bins - 1, static_cast<std::size_t>(std::max(0.0, at)));
  };
  const FineBins fine(bin_of);
  rows.for_each([&](std::uint32_t row) {
    const std::int64_t value = values[row];
    if (value != kUnknown && value >= 0) ++out.bins[fine.find(value, bin_of)];
  });
  return out;
}

}  // namespace spanorama
