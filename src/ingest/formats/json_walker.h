// Walks down JSON of any format to its records without having more than one of them whole. A format says for every
// value whether to pass it over, walk into it or read it; objects may follow one another, pretty-printed or one a line.
//
//   Plan plan(level, key, ahead) override { return key == "spans" ? walk_into(kSpans) : skip(); }
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../record_builder.h"
#include "../window.h"
#include "json_reader.h"
#include "spanorama/base/json_cursor.h"
#include "spanorama/ingest/reader.h"

namespace spanorama {

class JsonWalker : public Reader {
 public:
  explicit JsonWalker(ReadTarget target, std::uint64_t max_record_bytes = kMaxRecordBytes);
  Result<void> push(ByteSpan chunk) final;
  Result<void> finish() final;

 protected:
  enum class Do : std::uint8_t { skip, walk, read, wait };
  struct Plan {
    Do what = Do::skip;
    std::uint8_t into = 0;  // the level walked into, or the kind of record
  };
  static constexpr std::uint8_t kRoot = 0;  // level of whole documents
  static Plan skip() { return {}; }
  static Plan walk_into(std::uint8_t level) { return {Do::walk, level}; }
  static Plan read_as(std::uint8_t kind) { return {Do::read, kind}; }
  static Plan wait() { return {Do::wait, 0}; }

  // `ahead` begins at the value and may be cut off anywhere; wait() when it is too short to tell. `key` is empty in
  // lists and for documents.
  virtual Plan plan(std::uint8_t level, std::string_view key, std::string_view ahead) = 0;
  // Reads one value; false when the cursor failed, which may happen several times for a value that arrives in pieces.
  virtual bool read(std::uint8_t kind, JsonCursor& json) = 0;
  virtual void entered(std::uint8_t) {}
  virtual void left(std::uint8_t) {}  // also when the source breaks off
  virtual void ended() {}             // of the source
  // Whether the source may end inside an outermost list of this level, as if it were closed.
  virtual bool ends_open(std::uint8_t) const { return false; }

  RecordBuilder& builder() { return builder_; }

 private:
  enum class Expect : std::uint8_t { value, value_or_end, key, key_or_end, colon, comma_or_end };
  enum class Step : std::uint8_t { more, wait };
  enum class RecordState : std::uint8_t { none, attempt, scanning, discarding };
  struct Frame {
    std::uint8_t level;
    bool list;
    Expect expect;
  };

  void work();
  Step step();
  Step step_document(char next);
  Step step_member(char next);
  Step step_key();
  Step step_value();
  Step step_record();
  Step step_resync();
  Step attempt();
  Step enter(std::uint8_t level);
  Step leave();
  void leave_all();
  void value_done();
  bool try_read(JsonCursor& json);
  Step broken(const char* where);
  bool skip_space(char& next);
  Step pass(std::size_t bytes);

  RecordBuilder builder_;
  ByteWindow window_;
  std::uint64_t max_record_bytes_;
  std::vector<Frame> stack_;
  std::string key_;
  JsonValueSkipper skipper_;
  RecordState record_state_ = RecordState::none;
  std::uint8_t record_kind_ = 0;
  std::uint64_t scanned_bytes_ = 0;  // of the open record, by the skipper
  std::uint64_t next_attempt_bytes_ = 0;
  std::uint64_t documents_ = 0;
  bool resync_ = false;
  bool garbage_ = false;
  bool content_seen_ = false;
};

}  // namespace spanorama
