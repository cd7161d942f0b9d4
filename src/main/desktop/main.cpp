// The `spanorama` program: a window, or with a verb a command line that prints and exits.
#include <cstdio>
#include <string>
#include <vector>

#include "main/desktop/cli_args.h"
#include "main/desktop/cli_output.h"
#include "main/desktop/cli_verbs.h"
#include "main/desktop/cli_views.h"
#include "main/desktop/window_args.h"
#include "spanorama/app/deep_link.h"

namespace {

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

// -f and --sort of a window are what a link would carry.
std::string link_of(const spanorama::CommandLine& line) {
  spanorama::DeepLink link;
  link.filter = line.filter_text;
  link.sort = line.sort;
  return link == spanorama::DeepLink{} ? "" : "#" + spanorama::print(link);
}

int run(const spanorama::CommandLine& line) {
  using spanorama::Verb;
  switch (line.verb) {
    case Verb::help: print(spanorama::usage_text()); return spanorama::kExitAllRead;
    case Verb::version: print("spanorama " SPANORAMA_VERSION "\n"); return spanorama::kExitAllRead;
    case Verb::window:
      return spanorama::run_window({line.sources, link_of(line), {line.metadata_only, line.most_memory}});
    default: return spanorama::run_verb(line);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (spanorama::asks_for_window(arguments)) return spanorama::run_window_program(arguments);
  const auto line = spanorama::parse_command_line(arguments);
  if (!line) {
    spanorama::complain(line.error().message);
    return spanorama::kExitWrongUsage;
  }
  spanorama::CommandLine whole = line.value();
  if (const std::string mistake = spanorama::use_view(whole); !mistake.empty()) {
    spanorama::complain(mistake);
    return spanorama::kExitWrongUsage;
  }
  return run(whole);
}
