// Commands of the backend dialog. Answers come back as BackendAnswer; while the dialog was closed or another
// address was typed they change only what they are about.
#include "app/update.h"

namespace spanorama {

namespace {

// The state as it is when an answer comes, no longer waiting, with a message or none.
BackendState answered(const AppState& state, std::string message) {
  BackendState next = state.backend;
  next.busy = false;
  next.message = std::move(message);
  return next;
}

void wait_for_answer(AppState& state) {
  state.backend.busy = true;
  state.backend.message.clear();
}

std::string services_message(const std::vector<std::string>& services) {
  return services.empty() ? "Connected, but the store knows no service yet." : std::string();
}

}  // namespace

void apply(UpdateContext& c, const ShowBackend& command) { c.state.backend.open = command.open; }

void apply(UpdateContext& c, const BackendConnect& command) {
  c.state.backend.url = command.url;
  c.state.backend.services.clear();
  c.state.backend.hits.clear();
  c.connector.reset();
  const Result<std::string> base = backend_base_url(command.url);
  if (!base) {
    c.state.backend.message = base.error().message;
    return;
  }
  wait_for_answer(c.state);
  c.connector = make_jaeger_connector(c.host, base.value());
  // The connector forgets its callbacks when it goes, and lives no longer than the state and the queue.
  c.connector->probe([&state = c.state, &commands = c.commands](Result<std::vector<std::string>> services) {
    BackendState next = answered(state, services ? services_message(services.value()) : services.error().message);
    if (services) next.services = std::move(services).value();
    if (!next.services.empty()) next.service = next.services.front();
    commands.push(BackendAnswer{std::move(next)});
  });
}

void apply(UpdateContext& c, const BackendSearch& command) {
  c.state.backend.service = command.service;
  if (c.connector == nullptr) {
    c.state.backend.message = "Connect to a store first.";
    return;
  }
  wait_for_answer(c.state);
  BackendQuery query;
  query.service = command.service;
  c.connector->search(query, [&state = c.state, &commands = c.commands](Result<Connector::Hits> hits) {
    BackendState next = answered(state, hits ? std::string() : hits.error().message);
    next.hits = hits ? std::move(hits).value() : Connector::Hits();
    if (next.hits.empty() && next.message.empty()) next.message = "No traces of this service in the last 24 hours.";
    commands.push(BackendAnswer{std::move(next)});
  });
}

void apply(UpdateContext& c, const BackendFetch& command) {
  if (c.connector == nullptr) return;
  wait_for_answer(c.state);
  c.connector->fetch(command.trace, [trace = command.trace, &state = c.state, &commands = c.commands,
                                     &host = c.host](Result<Connector::Body> body) {
    BackendState next = answered(state, body ? std::string() : body.error().message);
    commands.push(BackendAnswer{std::move(next)});
    if (!body) return;
    host.open_body(body.value().name, body.value().link, std::move(body.value().text));
    commands.push(SelectTrace{trace});
    commands.push(ShowBackend{false});
  });
}

void apply(UpdateContext& c, const BackendAnswer& command) {
  const bool open = c.state.backend.open;
  c.state.backend = command.state;
  c.state.backend.open = open;
}

}  // namespace spanorama
