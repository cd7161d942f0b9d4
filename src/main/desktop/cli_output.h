// Standard output of the command line, or a file: lines, and whether somebody still reads them.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "spanorama/export/packer.h"

namespace spanorama {

class Output {
 public:
  explicit Output(std::FILE* file = stdout, WrittenPacking packing = WrittenPacking::none);
  // Writes the text and a line break. False when the reader is gone: nothing more needs to be made then.
  bool line(std::string_view text);
  // The text as it is.
  bool bytes(std::string_view text);
  void flush();
  // Everything was written: what is packed has its end. Nothing may follow.
  void finish();
  bool open() const { return open_; }
  // Why not, where that is not because the reader went away: no room, for instance. Empty while all is well.
  std::string problem() const;

  bool is_terminal() const { return terminal_; }
  // Character cells a line; 0 when there is no terminal and so no limit.
  int columns() const { return columns_; }

 private:
  std::FILE* file_;
  bool open_ = true;
  int error_ = 0;
  std::unique_ptr<Packer> packer_;
  bool put(std::string_view text);
  bool note(bool written);
  bool terminal_ = false;
  int columns_ = 0;
};

// "spanorama: sentence" on standard error, control characters made harmless.
void complain(std::string_view sentence);

// Control characters become spaces: traces are other people's text, and a terminal obeys escape sequences.
std::string without_controls(std::string_view text);

}  // namespace spanorama
