// Spans of a lane put together by stretches of time, once per trace.
#pragma once

#include "spanorama/layout/timeline.h"

namespace spanorama {

// For lanes whose other members are there. None for traces that are quick to fold as they are. O(spans).
std::vector<LaneBuckets> lane_buckets(const DepthLanes& lanes);

// The coarsest whose stretches are no longer than 2^shift ns; null when there is none.
const LaneBuckets* buckets_for(const DepthLanes& lanes, int shift);

// `other` comes behind `bucket` in the same lane.
void put_together(LaneBucket& bucket, const LaneBucket& other);

}  // namespace spanorama
