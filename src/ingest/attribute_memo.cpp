#include "attribute_memo.h"

#include <cstring>

namespace spanorama {

void AttributeMemo::saw(std::string_view encoded, Attribute row, std::string_view text) {
  if (print_ == 0) return;
  Known& slot = slots_[place_of(print_)];
  if (slot.print != print_) {
    slot.print = print_;
    slot.size = 0;
    return;
  }
  slot.row = row;
  slot.size = static_cast<std::uint8_t>(encoded.size());
  slot.text_at = text.empty() ? 0 : static_cast<std::uint8_t>(text.data() - encoded.data());
  slot.text_size = static_cast<std::uint8_t>(text.size());
  std::memcpy(slot.bytes, encoded.data(), encoded.size());
}

}  // namespace spanorama
