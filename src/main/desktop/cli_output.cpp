#include "main/desktop/cli_output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "spanorama/base/utf8.h"

namespace spanorama {

Output::Output(std::FILE* file, WrittenPacking packing) : file_(file) {
  if (packing != WrittenPacking::none)
    packer_ = std::make_unique<Packer>(packing, [this](ByteSpan packed) { return put(text_of(packed)); });
  // A closed pipe is then seen as a failing write, and ends the work in good order.
  std::signal(SIGPIPE, SIG_IGN);
  terminal_ = ::isatty(::fileno(file_)) == 1;
  winsize size{};
  if (terminal_ && ::ioctl(::fileno(file_), TIOCGWINSZ, &size) == 0) columns_ = size.ws_col;
}

bool Output::line(std::string_view text) {
  if (!open_) return false;
  if (packer_) return bytes(text) && bytes("\n");
  note(put(text) && std::fputc('\n', file_) != EOF);
  if (terminal_) flush();
  return open_;
}

bool Output::bytes(std::string_view text) {
  if (packer_) return open_ && packer_->add(bytes_of(text));
  return open_ && put(text);
}

bool Output::put(std::string_view text) { return note(std::fwrite(text.data(), 1, text.size(), file_) == text.size()); }

void Output::finish() {
  if (open_ && packer_) packer_->finish();
  flush();
}

void Output::flush() {
  if (open_) note(std::fflush(file_) == 0);
}

bool Output::note(bool written) {
  if (!written && open_) error_ = errno;
  open_ = open_ && written;
  return open_;
}

std::string Output::problem() const { return error_ == 0 || error_ == EPIPE ? "" : std::strerror(error_); }

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
