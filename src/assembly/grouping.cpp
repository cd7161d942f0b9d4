#include "assembly/grouping.h"

#include "spanorama/base/hash.h"

namespace spanorama::assembly {
namespace {

// Trace id -> dense number, open addressing at most half full.
class TraceNumbers {
 public:
  std::uint32_t number_of(const TraceId& id) {
    if (!ids_.empty() && ids_[last_] == id) return last_;  // records of a trace tend to stand together
    if (ids_.size() * 2 >= slots_.size()) grow();
    std::uint32_t& slot = slots_[find(id)];
    if (slot == 0) {
      ids_.push_back(id);
      slot = static_cast<std::uint32_t>(ids_.size());
    }
    return last_ = slot - 1;
  }
  std::vector<TraceId> take_ids() { return std::move(ids_); }

 private:
  std::size_t find(const TraceId& id) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>(mix64(id.lo ^ mix64(id.hi ^ seed_))) & mask;
    while (slots_[at] != 0 && !(ids_[slots_[at] - 1] == id)) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, 0);
    for (std::uint32_t i = 0; i < ids_.size(); ++i) slots_[find(ids_[i])] = i + 1;
  }

  std::vector<TraceId> ids_;
  std::vector<std::uint32_t> slots_;  // number + 1; 0: free
  std::uint32_t last_ = 0;
  std::uint64_t seed_ = table_seed();
};

}  // namespace

TraceGroups group_by_trace(std::span<const RecordRef> records) {
  TraceGroups groups;
  TraceNumbers numbers;
  groups.trace_of.reserve(records.size());
  for (const RecordRef& ref : records) groups.trace_of.push_back(numbers.number_of(ref.record->trace_id));
  groups.ids = numbers.take_ids();

  groups.begin.assign(groups.ids.size() + 1, 0);
  for (std::uint32_t trace : groups.trace_of) ++groups.begin[trace + 1];
  for (std::size_t t = 1; t < groups.begin.size(); ++t) groups.begin[t] += groups.begin[t - 1];
  std::vector<std::uint32_t> next(groups.begin.begin(), groups.begin.end() - 1);
  groups.records.resize(records.size());
  for (std::uint32_t r = 0; r < groups.trace_of.size(); ++r) groups.records[next[groups.trace_of[r]]++] = r;
  return groups;
}

}  // namespace spanorama::assembly
