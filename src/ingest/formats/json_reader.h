// OTLP/JSON in all its wrappings: one object, an array of requests, objects one after another (pretty-printed or one a
// line), inside {"result":…}, {"trace":…} or {"batches":…}. A small state machine walks down to the records; each
// resource, scope and span is then read in one pass.
//
//   documents → [request_list →] request → resource_list → resource → scope_list → scope → span_list → record
//
// Requests with logs are walked into the same way (resourceLogs, scopeLogs, logRecords).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../window.h"
#include "json_records.h"
#include "spanorama/ingest/reader.h"

namespace spanorama {

inline constexpr std::uint64_t kMaxRecordBytes = 256'000'000;

class JsonReader final : public Reader {
 public:
  explicit JsonReader(ReadTarget target, std::uint64_t max_record_bytes = kMaxRecordBytes);
  Result<void> push(ByteSpan chunk) override;
  Result<void> finish() override;
  ReadPoint point() const override;
  std::uint64_t records_here() const override;
  std::shared_ptr<const ReadHead> head() const override;
  GivenList given_list() const override;
  void settle_late(const LateSchemas& late) override { builder_.settle(late); }

 private:
  // Containers that are walked into. `request` objects also take the members of one ResourceSpans, which some
  // exporters write one a line.
  enum class Level : std::uint8_t {
    request_list,
    request,
    resource_list,
    resource,
    scope_list,
    scope,
    span_list,
    log_list
  };
  enum class Expect : std::uint8_t { value, value_or_end, key, key_or_end, colon, comma_or_end };
  enum class Member : std::uint8_t {
    unknown,
    requests,
    wrapper,
    resources,
    resource_record,
    scopes,
    scope_record,
    spans,
    schema,
    metrics,
    logs,
  };
  enum class Step : std::uint8_t { more, wait };
  enum class RecordState : std::uint8_t { none, attempt, scanning, discarding };
  struct Frame {
    Level level;
    Expect expect;
    Member member = Member::unknown;
  };

  void go_on_from(const ReadTarget& target);
  void read_head(const ReadHead& head);
  bool in_span_list() const;
  void keep_for_head(std::string_view value);
  bool counts_lines() const { return builder_.report().format == Format::otlp_json_lines; }
  void work();
  Step step();
  Step step_document();
  Step step_member();
  Step step_record();
  Step step_resync();
  Step value();
  Step begin_record(Member kind);
  Step attempt_record();
  bool record_is_broken(const char* end, const char*& where);
  Step enter(Level level, char bracket);
  Step leave();
  void value_done();
  Member member_of(Level level, std::string_view key) const;
  bool read_record(JsonCursor& json);
  Step broken(const char* where);
  void discard(const IssueKind& kind, std::string_view detail);
  static bool tells_of_otlp(Member member) {
    return member == Member::resources || member == Member::scopes || member == Member::spans ||
           member == Member::metrics || member == Member::logs;
  }
  void document_done();
  void number_record();
  bool skip_space(char& next);
  bool in_list() const { return list_level(stack_.back().level); }
  static bool list_level(Level level) {
    return level == Level::request_list || level == Level::resource_list || level == Level::scope_list ||
           level == Level::span_list || level == Level::log_list;
  }

  RecordBuilder builder_;
  JsonRecords records_;
  ByteWindow window_;
  std::uint64_t max_record_bytes_;
  std::vector<Frame> stack_;
  JsonValueSkipper skipper_;
  ReadHead head_;  // of what is open
  bool head_too_large_ = false;
  GivenList given_;
  RecordState record_state_ = RecordState::none;
  Member record_ = Member::unknown;
  std::uint64_t scanned_bytes_ = 0;  // of the open record, by the skipper
  std::uint64_t next_attempt_bytes_ = 0;
  std::uint64_t documents_ = 0;
  std::uint64_t line_ = 1;
  bool first_documents_seen_ = false;  // by the reader before this one
  bool document_known_ = false;        // the open document held something of OTLP
  std::string other_keys_;             // names of its first members, for a message
  bool resync_ = false;
  bool garbage_ = false;
  bool content_seen_ = false;
  bool broken_in_line_ = false;
};

}  // namespace spanorama
