// Commands of asking for a filter. An answer is only shown; it becomes the filter by SetFilterText, as any other.
#include "app/filter_asker.h"
#include "app/update.h"

namespace spanorama {

void apply(UpdateContext& c, const AskFilter& command) {
  AskState& ask = c.state.ask;
  ask.question = command.question;
  ask.proposal.clear();
  ask.problem.clear();
  ask.busy = true;
  ++ask.revision;
  AskHints hints = ask_hints(*c.state.store, c.host.now());
  hints.values = command.values;
  c.asker.ask(command.endpoint, command.question, std::move(hints));
}

void apply(UpdateContext& c, const StopAsking&) {
  c.asker.stop();
  c.state.ask.busy = false;
}

void apply(UpdateContext& c, const AskAnswered& command) {
  AskState& ask = c.state.ask;
  if (!ask.busy || command.question != ask.question) return;  // it was stopped meanwhile
  ask.busy = false;
  ask.proposal = command.proposal;
  ask.problem = command.problem;
  ++ask.revision;
}

}  // namespace spanorama
