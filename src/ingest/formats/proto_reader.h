// OTLP protobuf: one TracesData (or export request) message, or many with a length before each. Walks into the
// messages that hold spans without having them whole; resources, scopes and spans are read when all their bytes are
// there, which their length says beforehand.
//
//   frame length │ TracesData { 1: ResourceSpans { 1: Resource  2: ScopeSpans { 1: scope  2: Span } } }
#pragma once

#include <cstdint>
#include <vector>

#include "../window.h"
#include "json_reader.h"
#include "proto_records.h"
#include "spanorama/ingest/reader.h"

namespace spanorama {

class ProtoReader final : public Reader {
 public:
  // `format` is one of the three protobuf formats.
  ProtoReader(ReadTarget target, Format format, std::uint64_t max_record_bytes = kMaxRecordBytes);
  Result<void> push(ByteSpan chunk) override;
  Result<void> finish() override;
  ReadPoint point() const override;
  std::uint64_t records_here() const override { return first_record_ + records_done_; }
  std::shared_ptr<const ReadHead> head() const override;
  GivenList given_list() const override;
  void settle_late(const LateSchemas& late) override { builder_.settle(late); }

 private:
  enum class Level : std::uint8_t { traces, resource_spans, scope_spans };
  enum class Step : std::uint8_t { more, wait };
  struct Frame {
    Level level;
    std::uint64_t end;  // offset in the source
  };

  void read_head(const ReadHead& head);
  bool in_span_list() const;
  void work();
  Step step();
  Step step_frame();
  Step frame_length(std::uint64_t& length, const char*& p);  // moves p behind the length
  Step step_field();
  Step enter(Level level, std::uint64_t length, const char* body);
  Step record(Level level, std::uint32_t number, std::uint64_t length, const char* body);
  void fetch_next(std::string_view message) const;
  bool read_record(Level level, std::uint32_t number, std::string_view message);
  Step pass(std::uint64_t bytes, const char* from);
  Step damaged();
  void leave();
  void count_record();

  RecordBuilder builder_;
  ProtoRecords records_;
  ByteWindow window_;
  Format format_;
  std::uint64_t max_record_bytes_;
  std::uint64_t first_record_ = 0, records_done_ = 0;  // messages before this reader's first, and its own
  std::vector<Frame> stack_;
  ReadHead head_;  // of what is open; not its ends
  bool head_too_large_ = false;
  GivenList given_;
  std::uint64_t to_pass_ = 0;  // bytes still to be skipped
  std::uint64_t open_groups_ = 0;
  bool lost_ = false;  // damaged, and nothing says where to go on
};

}  // namespace spanorama
