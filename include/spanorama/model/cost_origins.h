// What several costs together come from.
//
//   CostOrigins origins;
//   for (...) origins.add(facts.cost_microcents, facts.cost_source);
//   sum.cost_source = origins.joined();
#pragma once

#include <cstdint>

#include "spanorama/base/time.h"
#include "spanorama/model/vocabulary.h"

namespace spanorama {

struct CostOrigins {
  bool reported = false, estimated = false, unknown = false;

  // An unknown cost makes the sum partial.
  void add(std::int64_t microcents, CostSource source) {
    if (microcents == kUnknown) {
      unknown = true;
      return;
    }
    unknown |= source == CostSource::partial;
    estimated |= source == CostSource::estimated || source == CostSource::mixed;
    reported |= source != CostSource::estimated;
  }
  CostSource joined() const {
    if (!reported && !estimated) return CostSource::none;
    if (unknown) return CostSource::partial;
    if (reported && estimated) return CostSource::mixed;
    return reported ? CostSource::reported : CostSource::estimated;
  }
};

}  // namespace spanorama
