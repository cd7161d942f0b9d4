#include <utility>

#include "app/update.h"

namespace spanorama {

void apply(UpdateContext& c, const SaveTraces& command) {
  std::vector<TraceRow> traces;
  if (command.which == SaveTraces::Which::open) {
    if (const TraceRow row = c.derived.trace_row(c.state); row.valid()) traces.push_back(row);
  } else {
    for (const TraceRow row : c.derived.list(c.state))
      if (command.which == SaveTraces::Which::passing || c.state.marked.has(c.state.store->trace(row).id))
        traces.push_back(row);
  }
  if (!c.saver.start(c.state.store, std::move(traces), command.format)) show_notice(c.state, c.saver.sentence());
}

void apply(UpdateContext&, const KeepSaving&) {}

}  // namespace spanorama
