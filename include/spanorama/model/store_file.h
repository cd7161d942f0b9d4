// A sealed store in a file of its own (.spano), with the long values that lay in its sources, so that it needs no other
// file. It is used where it lies, nothing is read again.
//
//   +--------+-------+-------------+--------+--------+
//   | header | store | long values | report | footer |
//   | 64     | blob, see store_blob.cpp, then the values one behind the other, what was said while reading; footer: 32
//   +--------+-------+-------------+--------+--------+
//
//   header  magic[8] version[4] 0[4] store offset, store bytes, values offset, values bytes, report bytes [8 each] sum of these[8]
//   footer  sum of the store[8], sum of the values[8], sum of both[8], end magic[8]
//
// Numbers are little-endian. Payloads of the store are places in this file. The sums find damage, not intent: what lies
// in the store is checked in full before it is used (see store_check.h).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "spanorama/base/bytes.h"
#include "spanorama/base/result.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

inline constexpr std::uint64_t kStoreFileHeaderBytes = 64, kStoreFileFooterBytes = 32;

struct StoreFileLayout {
  std::uint64_t store_offset = 0, store_bytes = 0, values_offset = 0, values_bytes = 0;
  std::uint64_t report_bytes = 0;  // of what was said while reading (kept_report.h)
  std::uint64_t report_offset() const { return values_offset + values_bytes; }
  std::uint64_t file_bytes() const { return report_offset() + report_bytes + kStoreFileFooterBytes; }
};

struct StoreFileSums {
  std::uint64_t store = 0, values = 0;
};

// A sum over bytes that come in pieces; where the pieces end makes no difference.
class ByteSum {
 public:
  void add(ByteSpan bytes);
  std::uint64_t value() const;

 private:
  std::vector<std::byte> open_;  // less than a block
  std::uint64_t sum_ = 0, bytes_ = 0;
};

bool is_store_file(ByteSpan first_bytes);

StoreFileLayout store_file_layout(std::uint64_t store_bytes, std::uint64_t values_bytes,
                                  std::uint64_t report_bytes = 0);
std::array<std::byte, kStoreFileHeaderBytes> store_file_header(const StoreFileLayout& layout);
std::array<std::byte, kStoreFileFooterBytes> store_file_footer(const StoreFileSums& sums);

// From the header's bytes; an error for a file of another version, or a damaged one.
Result<StoreFileLayout> read_store_file_header(ByteSpan header);

// The store whose bytes these are, in place; `owner` keeps them. `source_id` is the number that the file got in this run:
// its long values are asked for by it. `file_bytes`: how long the file is. O(bytes of the store).
struct StoreFileParts {
  StoreFileLayout layout;
  ByteSpan store, footer;
  std::uint64_t file_bytes = 0;
};
Result<std::shared_ptr<const TraceStore>> open_store_file(std::shared_ptr<const void> owner,
                                                          const StoreFileParts& parts, std::uint32_t source_id);

// Whether the long values are as they were written. O(bytes of the file).
bool store_file_values_intact(ByteSpan file);

}  // namespace spanorama
