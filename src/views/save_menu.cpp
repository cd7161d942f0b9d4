#include "views/save_menu.h"

#include <array>

#include "views/widgets/menu.h"

namespace spanorama {

void save_menu(Ui& ui, std::string_view name, Rect rect, SaveTraces::Which which, std::string_view tip) {
  constexpr std::array<Format, 3> kFormats = {Format::otlp_json, Format::otlp_json_lines, Format::otlp_proto};
  const std::array<MenuItem, 4> items = {
      {{"Save as", false, 0, true}, {"OTLP JSON"}, {"OTLP JSON Lines"}, {"OTLP protobuf"}}};
  const auto chosen = menu_button(ui, name, rect, Icon::download, tip, items);
  if (!chosen || *chosen == 0) return;
  ui.memory.open_menu.clear();
  ui.push(SaveTraces{which, kFormats[*chosen - 1]});
}

}  // namespace spanorama
