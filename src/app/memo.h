// A remembered result and what it was made from.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "spanorama/model/rows.h"

namespace spanorama {

// One comparison per question, one computation per change.
template <class Key, class Value>
class Memo {
 public:
  template <class Compute>
  const Value& get(const Key& key, Compute&& compute) {
    if (!key_ || !(*key_ == key)) {
      value_ = compute();
      key_ = key;
    }
    return value_;
  }
  void forget() { key_.reset(); }

 private:
  std::optional<Key> key_;
  Value value_{};
};

struct TraceKey {
  std::uint64_t store_revision = 0;
  TraceRow trace;
  friend bool operator==(const TraceKey&, const TraceKey&) = default;
};

}  // namespace spanorama
