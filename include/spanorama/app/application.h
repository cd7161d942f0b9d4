// The program without its window: state, derived data, and the one place where commands are applied.
#pragma once

#include <memory>
#include <string>

#include "spanorama/app/commands.h"
#include "spanorama/app/connector.h"
#include "spanorama/app/derived.h"
#include "spanorama/app/host.h"
#include "spanorama/app/state.h"
#include "spanorama/app/trace_saver.h"

namespace spanorama {

class FilterAsker;

// What a frame may see and say. Views get this and nothing else.
struct FrameContext {
  const AppState& state;
  Derived& derived;
  CommandQueue& commands;
  Host& host;  // for reading (now, zone); asking goes through commands
};

class Application {
 public:
  explicit Application(Host& host);
  ~Application();

  // Applies what is queued; true when anything changed and a frame is due. Afterwards the host's link is what the
  // state says: a new entry after a selection, else the present one replaced.
  bool update();
  CommandQueue& commands() { return commands_; }
  const AppState& state() const { return state_; }
  Derived& derived() { return derived_; }
  const TraceSaver& saver() const { return saver_; }
  FrameContext frame() { return {state_, derived_, commands_, host_}; }

 private:
  bool apply_commands();
  Host& host_;
  AppState state_;
  Derived derived_;
  CommandQueue commands_;
  TraceSaver saver_;
  std::unique_ptr<Connector> connector_;  // of state_.backend.url
  std::unique_ptr<FilterAsker> asker_;
  std::string link_;  // as last told to the host
};

}  // namespace spanorama
