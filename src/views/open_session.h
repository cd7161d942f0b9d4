// From a trace to what was said in all traces of its session.
#pragma once

#include "views/memory.h"
#include "views/ui.h"

namespace spanorama {

inline void open_session(Ui& ui) {
  ui.memory.whole_session = true;
  ui.push(SelectTab{DetailTab::conversation});
}

}  // namespace spanorama
