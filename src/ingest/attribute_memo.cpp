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

RawValue AttributeMemo::value_of(const Known& known, const char* encoded, PayloadEncoding texts) {
  RawValue value;
  switch (known.row.type()) {
    case ValueType::string:
      value.kind = RawKind::text;
      value.encoding = texts;
      value.raw = {encoded + known.text_at, known.text_size};
      break;
    case ValueType::int32:
      value.kind = RawKind::integer;
      value.integer = static_cast<std::int32_t>(known.row.value);
      break;
    default:
      value.kind = RawKind::boolean;
      value.flag = known.row.value != 0;
      break;
  }
  return value;
}

}  // namespace spanorama
