#include "spanorama/app/application.h"

#include "app/filter_asker.h"
#include "app/update.h"
#include "spanorama/app/deep_link.h"

namespace spanorama {

namespace {

// Of each frame, for a file that is being written.
constexpr double kSavingSeconds = 0.01;

}  // namespace

Application::Application(Host& host)
    : host_(host), derived_(host), saver_(host), asker_(std::make_unique<FilterAsker>(host, commands_)) {}
Application::~Application() = default;

bool Application::update() {
  bool changed = apply_commands();
  if (!saver_.busy()) return changed;
  if (saver_.work(kSavingSeconds)) commands_.push(KeepSaving{});
  if (saver_.busy()) return changed;
  show_notice(state_, saver_.sentence());
  return true;
}

bool Application::apply_commands() {
  if (commands_.empty()) return false;
  UpdateContext context{state_, derived_, commands_, host_, connector_, saver_, *asker_};
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
