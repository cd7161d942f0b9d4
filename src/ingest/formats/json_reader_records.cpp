// Records as they come in windows: read at once where they are whole, else scanned until they are.
#include "../issues.h"
#include "json_reader.h"

namespace spanorama {

// A value that is read whole (or, unknown, only passed over).
JsonReader::Step JsonReader::begin_record(Member kind) {
  record_ = kind;
  scanned_bytes_ = 0;
  skipper_.start();
  record_state_ = kind == Member::unknown ? RecordState::discarding : RecordState::attempt;
  return Step::more;
}

void JsonReader::discard(const IssueKind& kind, std::string_view detail) {
  if (window_.begin() != window_.end() && *window_.begin() != 'n') builder_.issue(kind, window_.begin(), detail);
  begin_record(Member::unknown);
}

bool JsonReader::read_record(JsonCursor& json) {
  builder_.begin_record();
  bool ok = true;
  switch (record_) {
    case Member::spans: ok = records_.span(json); break;
    case Member::logs: ok = records_.log(json); break;
    case Member::resource_record: ok = records_.resource(json); break;
    case Member::scope_record: ok = records_.scope(json); break;
    default: ok = records_.schema_url(json, stack_.back().level == Level::scope); break;
  }
  if (ok) {
    builder_.keep_record();
  } else {
    builder_.drop_record();
  }
  return ok;
}

JsonReader::Step JsonReader::attempt_record() {
  JsonCursor json(window_.begin(), window_.end());
  if (read_record(json)) {
    keep_for_head({window_.begin(), static_cast<std::size_t>(json.position() - window_.begin())});
    window_.consume_to(json.position());
    record_state_ = RecordState::none;
    value_done();
    return Step::more;
  }
  if (json.failure() == JsonFailure::broken) return broken(json.position());
  record_state_ = RecordState::scanning;
  next_attempt_bytes_ = 2 * window_.size();
  return Step::more;
}

// The skipper only counts brackets: a mistake inside the record shows when it is parsed.
bool JsonReader::record_is_broken(const char* end, const char*& where) {
  JsonCursor json(window_.begin(), end);
  if (read_record(json)) return false;
  where = json.position();
  return json.failure() == JsonFailure::broken;
}

JsonReader::Step JsonReader::step_record() {
  if (record_state_ == RecordState::attempt) return attempt_record();
  const char* from = window_.begin() + (record_state_ == RecordState::scanning ? scanned_bytes_ : 0);
  const char* stop = skipper_.feed(from, window_.end());
  if (skipper_.failed()) {
    const char* where = stop;
    if (record_state_ == RecordState::discarding) {
      window_.consume_to(stop);  // what was passed over is gone in any case, wherever chunks are cut
    } else if (!record_is_broken(stop + 1, where)) {
      where = stop;
    }
    return broken(where);
  }
  if (record_state_ == RecordState::discarding) {
    window_.consume_to(stop);
    if (!skipper_.done()) return Step::wait;
    record_state_ = RecordState::none;
    value_done();
    return Step::more;
  }
  scanned_bytes_ = static_cast<std::uint64_t>(stop - window_.begin());
  if (scanned_bytes_ > max_record_bytes_) {
    builder_.issue(issues::kRecordTooLarge, window_.begin());
    window_.consume_to(stop);
    record_state_ = RecordState::discarding;
    return Step::more;
  }
  if (!skipper_.done()) {
    const char* where = nullptr;
    if (scanned_bytes_ < next_attempt_bytes_) return Step::wait;
    next_attempt_bytes_ = 2 * scanned_bytes_;
    return record_is_broken(window_.end(), where) ? broken(where) : Step::wait;
  }
  // A bare scalar is only whole for the cursor with what ends it.
  JsonCursor json(window_.begin(), stop == window_.end() ? stop : stop + 1);
  if (!read_record(json)) return broken(json.position());
  keep_for_head({window_.begin(), static_cast<std::size_t>(json.position() - window_.begin())});
  window_.consume_to(json.position());
  record_state_ = RecordState::none;
  value_done();
  return Step::more;
}

}  // namespace spanorama
