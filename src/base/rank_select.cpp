#include "spanorama/base/rank_select.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace spanorama {

namespace {

constexpr std::size_t kBins = 4096, kChunk = 16'384;
constexpr std::size_t kFew = 16'384;  // are ranked at once

}  // namespace

std::size_t nearest_rank(std::size_t count, double p) {
  constexpr double kRounding = 1e-9;  // 99.9 % of 1000 is rank 999 although the product is a little more
  const double clamped = p > 0 ? std::min(p, 100.0) : 0;  // also for NaN
  const double rank = std::ceil(clamped * static_cast<double>(count) / 100 - kRounding);
  return rank < 1 ? 0 : std::min(count, static_cast<std::size_t>(rank)) - 1;
}

RankSelect::RankSelect(std::vector<std::int64_t> values, const std::vector<std::size_t>& ranks)
    : empty_(values.empty()), answers_(ranks.size()) {
  Part all;
  all.values = std::move(values);
  for (std::size_t i = 0; i < ranks.size(); ++i) all.wanted.push_back({ranks[i], i});
  if (!all.values.empty() && !all.wanted.empty()) parts_.push_back(std::move(all));
}

bool RankSelect::step(const TimeIsUp& up) {
  while (!parts_.empty()) {
    if (answer_at_once(parts_.back())) {
      parts_.pop_back();
    } else if (!step_part(up)) {
      return false;
    }
    if (!parts_.empty() && up && up()) return false;
  }
  return true;
}

bool RankSelect::answer_at_once(Part& part) {
  if (part.values.size() > kFew) return false;
  for (const Wanted& wanted : part.wanted) {
    const auto at = part.values.begin() + static_cast<std::ptrdiff_t>(wanted.rank);
    std::nth_element(part.values.begin(), at, part.values.end());
    answers_[wanted.answer] = *at;
  }
  return true;
}

bool RankSelect::step_part(const TimeIsUp& up) {
  Part& part = parts_.back();
  const std::vector<std::int64_t>& values = part.values;
  if (part.phase == Part::Phase::bounds) {
    const auto widen = [&](std::size_t i) {
      part.low = std::min(part.low, values[i]);
      part.high = std::max(part.high, values[i]);
    };
    if (!use_sliced(next_, values.size(), kChunk, up, widen)) return false;
    begin_count(part);
    part.phase = Part::Phase::count;
  }
  if (part.phase == Part::Phase::count) {
    if (!use_sliced(next_, values.size(), kChunk, up, [&](std::size_t i) { ++counts_[bin_of(part, values[i])]; }))
      return false;
    begin_collect(part);
    part.phase = Part::Phase::collect;
  }
  const auto collect = [&](std::size_t i) {
    const std::int32_t child = child_of_bin_[bin_of(part, values[i])];
    if (child >= 0) children_[static_cast<std::size_t>(child)].values.push_back(values[i]);
  };
  if (!use_sliced(next_, values.size(), kChunk, up, collect)) return false;
  next_ = 0;
  parts_.pop_back();
  for (Part& child : children_) parts_.push_back(std::move(child));
  children_.clear();
  return true;
}

void RankSelect::begin_count(const Part& part) {
  next_ = 0;
  const std::uint64_t range = static_cast<std::uint64_t>(part.high) - static_cast<std::uint64_t>(part.low);
  const auto bits = static_cast<unsigned>(64 - std::countl_zero(range));
  shift_ = bits > 12 ? bits - 12 : 0;  // 12 bits: kBins
  counts_.assign(kBins, 0);
}

// A bin with a rank becomes a part of its own; where a bin holds one value only, that is the answer.
void RankSelect::begin_collect(Part& part) {
  next_ = 0;
  child_of_bin_.assign(kBins, -1);
  std::sort(part.wanted.begin(), part.wanted.end(), [](const Wanted& a, const Wanted& b) { return a.rank < b.rank; });
  std::size_t before = 0, at = 0;
  for (std::size_t bin = 0; bin < kBins && at < part.wanted.size(); before += counts_[bin++]) {
    const std::size_t end = before + counts_[bin];
    if (part.wanted[at].rank >= end) continue;
    if (shift_ == 0) {
      for (; at < part.wanted.size() && part.wanted[at].rank < end; ++at)
        answers_[part.wanted[at].answer] =
            static_cast<std::int64_t>(static_cast<std::uint64_t>(part.low) + static_cast<std::uint64_t>(bin));
      continue;
    }
    child_of_bin_[bin] = static_cast<std::int32_t>(children_.size());
    Part& child = children_.emplace_back();
    child.values.reserve(counts_[bin]);
    for (; at < part.wanted.size() && part.wanted[at].rank < end; ++at)
      child.wanted.push_back({part.wanted[at].rank - before, part.wanted[at].answer});
  }
  if (children_.empty()) next_ = part.values.size();  // all answered: nothing is to be collected
}

}  // namespace spanorama
