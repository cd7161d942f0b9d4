#include "attribute_memo.h"

#include <cstring>

namespace spanorama {

void AttributeMemo::saw(std::string_view encoded, Attribute row, std::string_view text) {
  if (print_ == 0) return;
  const std::uint32_t at = place_of(print_);
  if (prints_[at] != print_) {
    prints_[at] = print_;  // what the slot holds stays: it is compared before it is believed
    return;
  }
  Known& slot = slots_[at];
  slot.row = row;
  slot.size = static_cast<std::uint8_t>(encoded.size());
  slot.text_at = text.empty() ? 0 : static_cast<std::uint8_t>(text.data() - encoded.data());
  slot.text_size = static_cast<std::uint8_t>(text.size());
  std::memcpy(slot.bytes, encoded.data(), encoded.size());
}

}  // namespace spanorama
