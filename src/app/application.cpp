#include "spanorama/app/application.h"

#include "app/update.h"
#include "spanorama/app/deep_link.h"

namespace spanorama {

Application::Application(Host& host) : host_(host), derived_(host) {}
Application::~Application() = default;

bool Application::update() {
  if (commands_.empty()) return false;
  UpdateContext context{state_, derived_, commands_, host_, connector_};
  for (const Command& command : commands_.take()) {
    std::visit([&](const auto& one) { apply(context, one); }, command);
    ++state_.revision;
  }
  std::string link = print(link_of(state_));
  if (link == link_) return true;
  if (!context.from_history) host_.set_link(link, context.push_link);
  link_ = std::move(link);
  return true;
}

}  // namespace spanorama
