#include "main/desktop/cli_output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "spanorama/base/utf8.h"

namespace spanorama {

Output::Output() {
  // A closed pipe is then seen as a failing write, and ends the work in good order.
  std::signal(SIGPIPE, SIG_IGN);
  terminal_ = ::isatty(STDOUT_FILENO) == 1;
  winsize size{};
  if (terminal_ && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) columns_ = size.ws_col;
}

bool Output::line(std::string_view text) {
  if (!open_) return false;
  open_ = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fputc('\n', stdout) != EOF;
  if (terminal_) flush();
  return open_;
}

void Output::flush() { open_ = std::fflush(stdout) == 0 && open_; }

void complain(std::string_view sentence) {
  const std::string line = "spanorama: " + without_controls(sentence) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

std::string without_controls(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t c = next_code_point(text, at);
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
      clean += ' ';
    else if (c == 0xfffd)
      append_utf8(clean, c);
    else
      clean.append(text.substr(from, at - from));
  }
  return clean;
}

}  // namespace spanorama
