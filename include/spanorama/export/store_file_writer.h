// A store written as a .spano file (model/store_file.h), with its long values read from their sources, at once or in
// slices between other work:
//
//   StoreFileWriter writer(store);
//   while (writer.write(payloads, 1 << 20, piece) == StoreFileWriter::State::more) other_work();
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "spanorama/base/bytes.h"
#include "spanorama/base/result.h"
#include "spanorama/model/import_report.h"
#include "spanorama/model/payload_text.h"
#include "spanorama/model/store_file.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

// False from `piece`: nothing more is wanted.
using FilePiece = std::function<bool(ByteSpan)>;

class StoreFileWriter {
 public:
  // Keeps the store. O(payloads and attributes).
  // `report`: of what was read into it.
  explicit StoreFileWriter(std::shared_ptr<const TraceStore> store, const ImportReport& report = {});
  ~StoreFileWriter();
  StoreFileWriter(const StoreFileWriter&) = delete;
  StoreFileWriter& operator=(const StoreFileWriter&) = delete;

  // Of the whole file.
  std::uint64_t file_bytes() const { return layout_.file_bytes(); }

  enum class State : std::uint8_t { more, done, failed };
  // Gives the next bytes of the file in order, about that many; values come as they are read, large ones in parts.
  // After `failed`, what was given is no whole file: problem() says why, and is empty where `piece` wanted no more.
  State write(PayloadSource& payloads, std::size_t about_bytes, const FilePiece& piece);
  const std::string& problem() const { return problem_; }

 private:
  void pack_values(ColumnViews& columns);
  State give(ByteSpan bytes, const FilePiece& piece, ByteSum& sum);
  State give_value(PayloadSource& payloads, std::size_t most, const FilePiece& piece);

  std::shared_ptr<const TraceStore> store_;
  std::vector<Payload> moved_;     // payloads as places in the file
  std::vector<std::byte> packed_;  // the same as a column
  std::vector<Source> sources_;
  std::vector<std::byte> report_;
  StoreFileLayout layout_;
  std::vector<std::vector<std::byte>> small_;  // pieces of the blob that do not lie in the store
  std::vector<ByteSpan> parts_;                // header, blob and padding, in order
  std::size_t next_part_ = 0, part_at_ = 0;
  std::size_t next_value_ = 0;
  std::uint64_t value_at_ = 0;
  ByteSum store_sum_, values_sum_;
  std::uint64_t given_ = 0;  // by the present call
  std::string problem_;
};

// The file at once. An error when a value is not there any more: what was given is then no whole file. O(bytes).
Result<void> write_store_file(const std::shared_ptr<const TraceStore>& store, PayloadSource& payloads,
                              const FilePiece& piece, const ImportReport& report = {});

}  // namespace spanorama
