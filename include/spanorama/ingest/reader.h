// From bytes to span records. A reader takes chunks cut anywhere, keeps what straddles a boundary, appends what it
// understood to a SpanBatch and counts what it did not in the report.
//
//   SourceReport report;
//   auto reader = make_reader(sniff_format(first_bytes), {batch, source, report});
//   while (chunk) reader->push(chunk);
//   reader->finish();
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "spanorama/base/bytes.h"
#include "spanorama/base/result.h"
#include "spanorama/model/import_report.h"
#include "spanorama/model/span_batch.h"

namespace spanorama {

// Places where one reader can stop and another go on, so that a large source can be read in pieces at the same time.
enum class ReadPoint : std::uint8_t {
  elsewhere,      // in the middle of something
  source_start,   // nothing was read yet
  between,        // behind a whole document or message
  resource_list,  // inside the list of an OTLP JSON document that holds its resources, before one of them
  span_list,      // inside one scope of OTLP, before one of its spans: goes on with a ReadHead
};

// What stands before a list of spans and counts for all of them.
struct ReadHead {
  std::string resource, scope;                // as they stand in the source: JSON objects or protobuf messages
  std::string resource_schema, scope_schema;  // JSON values, where they were told before the list
  // Of protobuf: where the messages end, from the outermost on.
  std::array<std::uint64_t, 3> ends{};
};
// Schema URLs that were told behind a list, which may be read by others than the one that sees them. Empty: not told.
struct LateSchemas {
  std::string resource, scope;
};

// What a reader writes to. All three outlive the reader.
struct ReadTarget {
  SpanBatch& batch;
  SourceRow source;  // row in batch.sources; payloads and records refer to it
  SourceReport& report;
  // Without them spans get no facts, types, tags or previews: what the benchmark compares with.
  bool dialects = true;
  // Facts are kept; values of attributes, previews and fields that are no OTLP are not.
  bool metadata_only = false;
  // Place of the first byte in the source: not zero for the second file of an archive.
  std::uint64_t first_offset = 0;
  // How many bytes will come, as far as anybody knows; 0: unknown. Once a part was read, tables get room for the rest, which
  // saves copying them as they grow.
  std::uint64_t expected_bytes = 0;
  // Where another reader stopped, and what its records_here() said; the report's format must be the one it found.
  ReadPoint from = ReadPoint::source_start;
  std::uint64_t first_record = 0;
  std::shared_ptr<const ReadHead> head = nullptr;  // for ReadPoint::span_list
};

class Reader {
 public:
  virtual ~Reader() = default;
  // Between two calls the batch is consistent: every span in it is whole. An Error means that nothing more can be
  // read from this source (what was read stays). O(chunk), plus the open record being scanned again at most twice.
  virtual Result<void> push(ByteSpan chunk) = 0;
  // Says what was left unfinished (truncated source).
  virtual Result<void> finish() = 0;

  // Instead of finish(): nothing more will come, and nothing is said of what is unfinished.
  virtual void stop() {}

  // Where the bytes pushed so far end, if a reader made with that as `from` would go on as this one would.
  virtual ReadPoint point() const { return ReadPoint::elsewhere; }
  // Lines or messages that lie before that point, for numbers in issues.
  virtual std::uint64_t records_here() const { return 0; }

  // At ReadPoint::span_list: what a reader needs to go on there.
  virtual std::shared_ptr<const ReadHead> head() const { return nullptr; }
  // What became of the list that this reader began in.
  struct GivenList {
    bool open = false, resource_open = false;  // it, and its resource, have not ended
    LateSchemas late;                          // told behind it
    ResourceRow resource;                      // rows in the batch that its spans have
    ScopeRow scope;
  };
  virtual GivenList given_list() const { return {}; }
  // For a reader that left a list to others: what these found behind it. Nothing is pushed any more.
  virtual void settle_late(const LateSchemas&) {}
};

// Of files of prompts or prices, which are kept whole.
inline constexpr std::size_t kMostSideFileBytes = 4 * 1024 * 1024;

// Looks at the first bytes (1 kB is enough unless the start is white space); never at names.
// `unknown` when it is none of ours; then reason, if given, gets a sentence on what it looks like.
Format sniff_format(ByteSpan first_bytes, std::string* reason = nullptr);

// Never null; for Format::unknown a reader whose push fails with a sentence.
std::unique_ptr<Reader> make_reader(Format format, ReadTarget target);

}  // namespace spanorama
