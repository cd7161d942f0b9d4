#include "spanorama/model/string_table.h"

#include "spanorama/base/hash.h"

namespace spanorama {

StringInterner::StringInterner() : offsets_{0, 0}, slots_(64), seed_(table_seed()) {}

StringId StringInterner::intern(std::string_view text) {
  if (text.empty()) return {};
  const std::uint64_t hash = hash64(text, seed_);
  const auto high = static_cast<std::uint32_t>(hash >> 32);
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].id != 0; at = (at + 1) & mask)
    if (slots_[at].hash_high == high && view({slots_[at].id}) == text) return {slots_[at].id};
  const std::uint32_t id = size();
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  offsets_.push_back(bytes_.size());
  slots_[at] = {id, high};
  if (std::uint64_t{size()} * 2 > slots_.size()) grow();
  return {id};
}

StringId StringInterner::find(std::string_view text) const {
  if (text.empty()) return {};
  const std::uint64_t hash = hash64(text, seed_);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at].id != 0; at = (at + 1) & mask)
    if (view({slots_[at].id}) == text) return {slots_[at].id};
  return {};
}

void StringInterner::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.id == 0) continue;
    std::size_t at = hash64(view({slot.id}), seed_) & mask;
    while (slots_[at].id != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace spanorama
