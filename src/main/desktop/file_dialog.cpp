#include "main/desktop/file_dialog.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string_view>

namespace spanorama {

namespace {

constexpr int kLookAroundMs = 200;

bool is_installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path;
  while (!rest.empty()) {
    const std::size_t colon = rest.find(':');
    const std::string folder(rest.substr(0, colon));
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return true;
    rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
  }
  return false;
}

// The pipe's text until the program ends or `cancel` is set; then the program is ended too.
std::string read_all(int descriptor, pid_t child, const std::atomic<bool>& cancel) {
  std::string text;
  char buffer[4096];
  for (;;) {
    pollfd waiting{descriptor, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, kLookAroundMs);
    if (cancel) {
      ::kill(child, SIGTERM);
      return {};
    }
    if (ready == 0) continue;
    const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
    if (got <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

// What the program prints; nothing when it does not start.
std::optional<std::string> output_of(std::vector<std::string> words, const std::atomic<bool>& cancel) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const bool started = ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ) == 0;
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  std::string text;
  if (started) {
    text = read_all(ends[0], child, cancel);
    ::waitpid(child, nullptr, 0);
  }
  ::close(ends[0]);
  if (!started) return std::nullopt;
  return text;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end != 0) lines.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return lines;
}

}  // namespace

FileDialogAnswer ask_for_files(const std::atomic<bool>& cancel) {
  const std::vector<std::string> dialogs[] = {
      {"zenity", "--file-selection", "--multiple", "--separator=\n", "--title=Open traces"},
      {"kdialog", "--getopenfilename", "--multiple", "--separate-output", "--title", "Open traces", "."},
      {"yad", "--file", "--multiple", "--separator=\n", "--title=Open traces"},
  };
  for (const auto& dialog : dialogs) {
    if (!is_installed(dialog[0])) continue;
    if (const auto text = output_of(dialog, cancel)) return {true, lines_of(*text)};
  }
  return {false, {}};
}

bool desktop_prefers_dark() {
  if (!is_installed("gsettings")) return true;
  const std::atomic<bool> never = false;
  const auto text = output_of({"gsettings", "get", "org.gnome.desktop.interface", "color-scheme"}, never);
  return !text || text->find("light") == std::string::npos;
}

}  // namespace spanorama
