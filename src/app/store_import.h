// Takes a .spano file as it is pushed: the store's bytes are used where they lie, or kept when they do not stay there.
// Long values are not kept: the host reads them again when they are looked at.
#pragma once

#include <memory>
#include <vector>

#include "spanorama/base/bytes.h"
#include "spanorama/base/result.h"
#include "spanorama/model/store_file.h"

namespace spanorama {

class StoreImport {
 public:
  // False when the file cannot be opened: finish() says why.
  bool push(ByteSpan chunk);
  // Bytes that come next and are not wanted; they count as pushed.
  std::uint64_t skip();
  Result<std::shared_ptr<const TraceStore>> finish(std::uint32_t source_id);
  // After finish(): see kept_report.h.
  ByteSpan report() const { return report_; }
  // All bytes lie in memory that `owner` keeps.
  static Result<std::shared_ptr<const TraceStore>> open(std::shared_ptr<const void> owner, ByteSpan whole,
                                                        std::uint32_t source_id);
  static ByteSpan report_of(ByteSpan whole);  // of a file that open() took

 private:
  // The part of the chunk, which begins at `offset_`, that lies in [begin, end).
  ByteSpan part_of(ByteSpan chunk, std::uint64_t begin, std::uint64_t end) const;
  void keep(ByteSpan chunk);

  std::vector<std::byte> head_, report_, footer_;
  std::shared_ptr<std::vector<std::byte>> store_ = std::make_shared<std::vector<std::byte>>();
  StoreFileLayout layout_;
  bool has_layout_ = false;
  std::uint64_t offset_ = 0;
  Result<void> problem_;
};

}  // namespace spanorama
