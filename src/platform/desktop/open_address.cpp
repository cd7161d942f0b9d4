#include "platform/desktop/open_address.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>
#include <utility>

extern char** environ;

namespace spanorama {

bool open_with_desktop(const std::string& address, std::function<void()> failed) {
#ifdef __APPLE__
  const char* program = "open";
#else
  const char* program = "xdg-open";
#endif
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::string argument = address;
  char* const arguments[] = {const_cast<char*>(program), argument.data(), nullptr};
  pid_t child = 0;
  const bool started = ::posix_spawnp(&child, program, &actions, nullptr, arguments, environ) == 0;
  posix_spawn_file_actions_destroy(&actions);
  if (!started) return false;
  std::thread([child, failed = std::move(failed)] {
    int status = 0;
    const bool known = ::waitpid(child, &status, 0) == child;
    if (known && WIFEXITED(status) && WEXITSTATUS(status) != 0 && failed) failed();
  }).detach();
  return true;
}

}  // namespace spanorama
