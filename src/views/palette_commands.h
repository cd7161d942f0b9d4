// What the command palette can do: a list of everything that a key or a button does, with its key.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "views/ui.h"

namespace spanorama {

struct PaletteCommand {
  std::string_view title, keys;
  bool (*offered)(const Ui&);
  void (*run)(Ui&);
};
std::span<const PaletteCommand> palette_commands();

// Ctrl+K or Cmd+K opens and closes it; presses the key of a command that was chosen. Before anything is drawn.
void palette_keys(Ui& ui);
// Opens it, or closes it.
void toggle_palette(Ui& ui);
// One text for each offered line, for screen readers.
std::vector<std::string> palette_texts(const PaletteMemory& palette, const TraceStore& store);

}  // namespace spanorama
