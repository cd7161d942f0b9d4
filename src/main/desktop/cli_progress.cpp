#include "main/desktop/cli_progress.h"

#include <unistd.h>

#include <cstdio>
#include <string>

#include "main/desktop/cli_output.h"
#include "main/desktop/cli_table.h"
#include "spanorama/base/format.h"

namespace spanorama {
namespace {
constexpr auto kQuietStart = std::chrono::milliseconds(500);
constexpr auto kInterval = std::chrono::milliseconds(100);
constexpr std::size_t kNameWidth = 40;
}  // namespace

ProgressLine::ProgressLine(bool wanted)
    : started_(Clock::now()), shown_at_(started_), wanted_(wanted && ::isatty(STDERR_FILENO) == 1) {}

void ProgressLine::show(std::string_view name, std::uint64_t bytes, std::uint64_t total) {
  const Clock::time_point now = Clock::now();
  if (!wanted_ || now - started_ < kQuietStart || now - shown_at_ < kInterval) return;
  shown_at_ = now;
  visible_ = true;
  std::string line = "\r\x1b[K" + cut_to_width(without_controls(name), kNameWidth) + ": " + text_from_bytes(bytes);
  if (total != 0) line += " of " + text_from_bytes(total);
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void ProgressLine::clear() {
  if (visible_) std::fputs("\r\x1b[K", stderr);
  visible_ = false;
}

}  // namespace spanorama
