// Standard output of the command line: lines, and whether somebody still reads them.
#pragma once

#include <string>
#include <string_view>

namespace spanorama {

class Output {
 public:
  Output();
  // Writes the text and a line break. False when the reader is gone: nothing more needs to be made then.
  bool line(std::string_view text);
  void flush();
  bool open() const { return open_; }

  bool is_terminal() const { return terminal_; }
  // Character cells a line; 0 when there is no terminal and so no limit.
  int columns() const { return columns_; }

 private:
  bool open_ = true;
  bool terminal_ = false;
  int columns_ = 0;
};

// "spanorama: sentence" on standard error, control characters made harmless.
void complain(std::string_view sentence);

// Control characters become spaces: traces are other people's text, and a terminal obeys escape sequences.
std::string without_controls(std::string_view text);

}  // namespace spanorama
