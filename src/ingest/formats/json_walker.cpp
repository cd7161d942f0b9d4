#include "json_walker.h"

#include <cstring>

#include "../issues.h"

namespace spanorama {

namespace {

constexpr std::size_t kMaxFrames = 24;
constexpr std::size_t kMaxKeyBytes = 4096;

std::string_view excerpt(const char* p, const char* end) {
  return {p, static_cast<std::size_t>(end - p < 40 ? end - p : 40)};
}

}  // namespace

JsonWalker::JsonWalker(ReadTarget target, std::uint64_t max_record_bytes)
    : builder_(target), max_record_bytes_(max_record_bytes) {
  window_.start_at(target.first_offset);
}

Result<void> JsonWalker::push(ByteSpan chunk) {
  builder_.report().bytes += chunk.size();
  window_.push(text_of(chunk), [this] { work(); });
  return {};
}

void JsonWalker::work() {
  do {
    builder_.set_window(window_.begin(), window_.offset());
  } while (step() == Step::more);
}

JsonWalker::Step JsonWalker::step() {
  if (record_state_ != RecordState::none) return step_record();
  if (resync_) return step_resync();
  char next = 0;
  if (!skip_space(next)) return Step::wait;
  builder_.set_window(window_.begin(), window_.offset());
  return stack_.empty() ? step_document(next) : step_member(next);
}

bool JsonWalker::skip_space(char& next) {
  const char* p = window_.begin();
  while (p != window_.end() && JsonCursor::is_space(*p)) ++p;
  window_.consume_to(p);
  if (p == window_.end()) return false;
  next = *p;
  return true;
}

JsonWalker::Step JsonWalker::pass(std::size_t bytes) {
  window_.consume_to(window_.begin() + bytes);
  return Step::more;
}

JsonWalker::Step JsonWalker::step_document(char next) {
  builder_.set_record_number(documents_ + 1);
  if (next == '{' || next == '[') {
    content_seen_ = true;
    key_.clear();
    return step_value();
  }
  const bool harmless = next == '\x1E' || next == ',' || next == '\xEF' || next == '\xBB' || next == '\xBF';
  if (content_seen_ && !harmless) return broken(window_.begin());
  if (!harmless && !garbage_) builder_.issue(issues::kGarbageBefore, window_.begin());
  garbage_ = garbage_ || !harmless;
  return pass(1);
}

JsonWalker::Step JsonWalker::step_value() {
  const std::uint8_t level = stack_.empty() ? kRoot : stack_.back().level;
  const Plan next = plan(level, key_, {window_.begin(), static_cast<std::size_t>(window_.size())});
  switch (next.what) {
    case Do::wait: return Step::wait;
    case Do::walk:
      if (*window_.begin() == '{' || *window_.begin() == '[') return enter(next.into);
      break;
    case Do::read:
    case Do::skip: break;
  }
  record_kind_ = next.into;
  scanned_bytes_ = 0;
  skipper_.start();
  record_state_ = next.what == Do::read ? RecordState::attempt : RecordState::discarding;
  return Step::more;
}

JsonWalker::Step JsonWalker::enter(std::uint8_t level) {
  if (stack_.size() >= kMaxFrames) {
    builder_.issue(issues::kTooDeep, window_.begin());
    skipper_.start();
    record_state_ = RecordState::discarding;
    return Step::more;
  }
  const bool list = *window_.begin() == '[';
  stack_.push_back({level, list, list ? Expect::value_or_end : Expect::key_or_end});
  entered(level);
  return pass(1);
}

JsonWalker::Step JsonWalker::leave() {
  const std::uint8_t level = stack_.back().level;
  stack_.pop_back();
  left(level);
  value_done();
  return pass(1);
}

void JsonWalker::leave_all() {
  for (; !stack_.empty(); stack_.pop_back()) left(stack_.back().level);
}

void JsonWalker::value_done() {
  if (!stack_.empty()) {
    stack_.back().expect = Expect::comma_or_end;
    return;
  }
  ++documents_;
  ++builder_.report().records;
}

JsonWalker::Step JsonWalker::step_member(char next) {
  Frame& top = stack_.back();
  const bool closing = next == (top.list ? ']' : '}');
  switch (top.expect) {
    case Expect::value_or_end:
    case Expect::key_or_end:
      if (closing) return leave();
      top.expect = top.list ? Expect::value : Expect::key;
      return Step::more;
    case Expect::comma_or_end:
      if (closing) return leave();
      if (next != ',') return broken(window_.begin());
      // A comma before the end is not JSON, but harmless.
      top.expect = top.list ? Expect::value_or_end : Expect::key_or_end;
      return pass(1);
    case Expect::colon:
      if (next != ':') return broken(window_.begin());
      top.expect = Expect::value;
      return pass(1);
    case Expect::value: return step_value();
    case Expect::key: break;
  }
  return step_key();
}

JsonWalker::Step JsonWalker::step_key() {
  JsonCursor json(window_.begin(), window_.end());
  JsonString key;
  if (!json.string(key)) return json.failure() == JsonFailure::broken ? broken(json.position()) : Step::wait;
  key_.assign(key.raw.substr(0, kMaxKeyBytes));
  stack_.back().expect = Expect::colon;
  window_.consume_to(json.position());
  return Step::more;
}

bool JsonWalker::try_read(JsonCursor& json) {
  builder_.begin_record();
  const bool whole = read(record_kind_, json);
  whole ? builder_.keep_record() : builder_.drop_record();
  return whole;
}

JsonWalker::Step JsonWalker::attempt() {
  JsonCursor json(window_.begin(), window_.end());
  if (try_read(json)) {
    record_state_ = RecordState::none;
    value_done();
    window_.consume_to(json.position());
    return Step::more;
  }
  if (json.failure() == JsonFailure::broken) return broken(json.position());
  record_state_ = RecordState::scanning;
  next_attempt_bytes_ = 2 * window_.size();
  return Step::more;
}

JsonWalker::Step JsonWalker::step_record() {
  if (record_state_ == RecordState::attempt) return attempt();
  const bool scanning = record_state_ == RecordState::scanning;
  const char* stop = skipper_.feed(window_.begin() + (scanning ? scanned_bytes_ : 0), window_.end());
  if (skipper_.failed()) {
    // Where the parser would have stopped, so that the place does not depend on how the bytes came.
    JsonCursor json(window_.begin(), stop + 1);
    const bool earlier = scanning && !try_read(json) && json.failure() == JsonFailure::broken;
    return broken(earlier ? json.position() : stop);
  }
  if (!scanning) {
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
  if (!skipper_.done() && scanned_bytes_ < next_attempt_bytes_) return Step::wait;
  next_attempt_bytes_ = 2 * scanned_bytes_;
  // A bare scalar is only whole for the cursor with what ends it.
  const bool more_at_hand = skipper_.done() && stop != window_.end();
  JsonCursor json(window_.begin(), stop + (more_at_hand ? 1 : 0));
  if (!try_read(json)) {
    const bool open = !skipper_.done() && json.failure() == JsonFailure::cut_off;
    return open ? Step::wait : broken(json.position());
  }
  record_state_ = RecordState::none;
  value_done();
  window_.consume_to(json.position());
  return Step::more;
}

// Not JSON from here on: looks for the next line that starts with a bracket, from the open record's start, because a
// missing quote may have swallowed a line.
JsonWalker::Step JsonWalker::broken(const char* where) {
  builder_.issue(issues::kBrokenJson, where, excerpt(where, window_.end()));
  if (!stack_.empty() || record_state_ != RecordState::none) {
    ++documents_;
    ++builder_.report().records;
  }
  leave_all();
  if (record_state_ != RecordState::none && window_.size() != 0) pass(1);
  record_state_ = RecordState::none;
  resync_ = true;
  return Step::more;
}

JsonWalker::Step JsonWalker::step_resync() {
  const char* p = window_.begin();
  if (p == window_.end()) return Step::wait;
  if (window_.previous() == '\n' && (*p == '{' || *p == '[')) {
    resync_ = false;
    return Step::more;
  }
  const auto* line_feed = static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(window_.end() - p)));
  window_.consume_to(line_feed == nullptr ? window_.end() : line_feed + 1);
  return line_feed == nullptr ? Step::wait : Step::more;
}

Result<void> JsonWalker::finish() {
  builder_.set_window(window_.begin(), window_.offset());
  while (record_state_ == RecordState::scanning) {
    JsonCursor json(window_.begin(), window_.end());
    if (try_read(json) || json.failure() != JsonFailure::broken) break;
    broken(json.position());
    work();
  }
  const bool between = record_state_ == RecordState::none && window_.size() == 0;
  if (between && stack_.size() == 1 && stack_.back().list && ends_open(stack_.back().level)) leave_all();
  const bool open = !stack_.empty() || record_state_ != RecordState::none || (!resync_ && window_.size() != 0);
  if (open) {
    builder_.issue(issues::kTruncated, window_.begin());
    ++builder_.report().records;
    leave_all();
  } else if (!content_seen_) {
    builder_.issue(issues::kEmptySource, window_.begin());
  }
  if (content_seen_ && builder_.report().spans == 0 && builder_.report().issues.empty())
    builder_.issue(issues::kNoSpans, window_.begin());
  ended();
  return {};
}

}  // namespace spanorama
