// The `spanorama` program: a window, or with a verb a command line that prints and exits.
#include <cstdio>
#include <string>
#include <vector>

#include "main/desktop/cli_args.h"
#include "main/desktop/cli_output.h"
#include "main/desktop/cli_verbs.h"

namespace {

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

int run(const spanorama::CommandLine& line) {
  using spanorama::Verb;
  switch (line.verb) {
    case Verb::help: print(spanorama::usage_text()); return spanorama::kExitAllRead;
    case Verb::version: print("spanorama " SPANORAMA_VERSION "\n"); return spanorama::kExitAllRead;
    case Verb::window:
      spanorama::complain("this build has no window yet; name a verb such as traces, or see spanorama --help");
      return spanorama::kExitWrongUsage;
    default: return spanorama::run_verb(line);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto line = spanorama::parse_command_line(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
  if (!line) {
    spanorama::complain(line.error().message);
    return spanorama::kExitWrongUsage;
  }
  return run(line.value());
}
