// Where a large source can be cut into pieces that several readers read at the same time.
//
// A cut is a guess: it is looked for much faster than reading would find it. Whoever reads the piece before it must
// compare the guess with Reader::point() at its end.
#pragma once

#include <cstddef>
#include <memory>

#include "spanorama/base/bytes.h"
#include "spanorama/ingest/reader.h"

namespace spanorama {

struct Cut {
  std::size_t at = 0;                      // bytes before it
  ReadPoint point = ReadPoint::elsewhere;  // where a reader of these bytes will be; elsewhere: there is no cut
  bool found() const { return point != ReadPoint::elsewhere; }
};

class CutFinder {
 public:
  virtual ~CutFinder() = default;
  // The last cut in the next bytes of the source. Protobuf: O(messages of the outermost level); JSON: usually a look
  // at the last record, at worst O(chunk).
  virtual Cut last_cut(ByteSpan chunk) = 0;
};

// Never null; for formats that are read in one piece only, one that finds nothing. Has to be given every byte from the
// source's first on. Protobuf messages of more than `large_bytes` are cut inside.
std::unique_ptr<CutFinder> make_cut_finder(Format format, std::uint64_t large_bytes = 16 << 20);

}  // namespace spanorama
