#include "json_reader.h"

#include <cstring>
#include <iterator>

#include "../issues.h"

namespace spanorama {

namespace {

// Keys and links of this many wrappers are walked into; files in the wild have one or two.
constexpr std::size_t kMaxFrames = 24;

// Of an object of another shape, so much of its members' names goes into the message.
constexpr std::size_t kShownKeyBytes = 60;

// Bytes of a place, for a message.
std::string_view excerpt(const char* p, const char* end) {
  return {p, static_cast<std::size_t>(end - p < 40 ? end - p : 40)};
}

}  // namespace

JsonReader::JsonReader(ReadTarget target, std::uint64_t max_record_bytes)
    : builder_(target), records_(builder_), max_record_bytes_(max_record_bytes) {
  window_.start_at(target.first_offset);
  if (target.from != ReadPoint::source_start) go_on_from(target);
}

void JsonReader::go_on_from(const ReadTarget& target) {
  content_seen_ = first_documents_seen_ = true;
  (counts_lines() ? line_ : documents_) += target.first_record;
  number_record();
  if (target.from == ReadPoint::span_list && target.head) read_head(*target.head);
  if (target.from != ReadPoint::resource_list) return;
  document_known_ = true;
  stack_.push_back({Level::request, Expect::value, Member::resources});
  stack_.push_back({Level::resource_list, Expect::value_or_end});
}

// As a document that stops where the spans begin.
void JsonReader::read_head(const ReadHead& head) {
  const auto schema = [](const std::string& url) { return url.empty() ? url : "\"schemaUrl\":" + url + ","; };
  const std::string text = "{\"resourceSpans\":[{\"resource\":" + head.resource + "," + schema(head.resource_schema) +
                           "\"scopeSpans\":[{\"scope\":" + head.scope + "," + schema(head.scope_schema) + "\"spans\":[";
  const std::uint64_t line = line_, first_byte = window_.offset();
  builder_.begin_head();
  window_.push(text, [this] { work(); });
  builder_.end_head();
  window_.start_at(first_byte);
  line_ = line;
  given_.open = given_.resource_open = true;
  given_.resource = builder_.open_resource();
  given_.scope = builder_.open_scope();
}

bool JsonReader::in_span_list() const {
  constexpr Level kWay[] = {Level::request,    Level::resource_list, Level::resource,
                            Level::scope_list, Level::scope,         Level::span_list};
  if (stack_.size() != std::size(kWay) || stack_.back().expect != Expect::value_or_end) return false;
  for (std::size_t i = 0; i < stack_.size(); ++i)
    if (stack_[i].level != kWay[i]) return false;
  return !head_too_large_ && builder_.open_head_is_whole();
}

std::shared_ptr<const ReadHead> JsonReader::head() const { return std::make_shared<const ReadHead>(head_); }

Reader::GivenList JsonReader::given_list() const {
  GivenList list = given_;
  list.late = builder_.late_schemas();
  return list;
}

void JsonReader::keep_for_head(std::string_view value) {
  constexpr std::size_t kMostBytes = 1 << 16;
  const bool of_scope = stack_.back().level == Level::scope;
  std::string* const to = record_ == Member::resource_record ? &head_.resource
                          : record_ == Member::scope_record  ? &head_.scope
                          : record_ != Member::schema        ? nullptr
                          : of_scope                         ? &head_.scope_schema
                                                             : &head_.resource_schema;
  if (to == nullptr) return;
  head_too_large_ = head_too_large_ || value.size() > kMostBytes;
  to->assign(value.substr(0, kMostBytes));
}

ReadPoint JsonReader::point() const {
  if (record_state_ != RecordState::none || resync_ || window_.size() != 0 || !content_seen_)
    return ReadPoint::elsewhere;
  // Before the second document it is not known whether each has a line of its own.
  if (stack_.empty()) return documents_ > 1 || first_documents_seen_ ? ReadPoint::between : ReadPoint::elsewhere;
  const bool in_resources = stack_.size() == 2 && stack_[0].level == Level::request &&
                            stack_[0].member == Member::resources && stack_[1].level == Level::resource_list &&
                            stack_[1].expect == Expect::value_or_end;
  if (in_resources) return ReadPoint::resource_list;
  return in_span_list() ? ReadPoint::span_list : ReadPoint::elsewhere;
}

std::uint64_t JsonReader::records_here() const { return counts_lines() ? line_ - 1 : documents_; }

Result<void> JsonReader::push(ByteSpan chunk) {
  builder_.report().bytes += chunk.size();
  window_.push(text_of(chunk), [this] { work(); });
  return {};
}

void JsonReader::work() {
  builder_.set_window(window_.begin(), window_.offset());
  while (step() == Step::more) builder_.set_window(window_.begin(), window_.offset());
}

JsonReader::Step JsonReader::step() {
  if (record_state_ != RecordState::none) return step_record();
  if (resync_) return step_resync();
  if (stack_.empty()) return step_document();
  return step_member();
}

void JsonReader::number_record() { builder_.set_record_number(counts_lines() ? line_ : documents_ + 1); }

// Passes white space; false when the window is used up.
bool JsonReader::skip_space(char& next) {
  const char* p = window_.begin();
  for (; p != window_.end() && JsonCursor::is_space(*p); ++p) {
    if (*p == '\n') {
      ++line_;
      broken_in_line_ = false;
    }
  }
  window_.consume_to(p);
  if (p == window_.end()) return false;
  next = *p;
  return true;
}

JsonReader::Step JsonReader::step_document() {
  char next = 0;
  if (!skip_space(next)) return Step::wait;
  builder_.set_window(window_.begin(), window_.offset());
  if (documents_ == 1 && line_ == 2 && !first_documents_seen_) builder_.report().format = Format::otlp_json_lines;
  number_record();
  if (next == '{' || next == '[') {
    content_seen_ = true;
    document_known_ = false;
    other_keys_.clear();
    return enter(next == '{' ? Level::request : Level::request_list, next);
  }
  if (content_seen_) {
    if (next == ',') {  // objects joined by commas
      window_.consume_to(window_.begin() + 1);
      return Step::more;
    }
    return broken(window_.begin());
  }
  // Byte order mark, record separators and whatever else stands before the first bracket.
  const char* p = window_.begin();
  const bool harmless = next == '\x1E' || next == '\xEF' || next == '\xBB' || next == '\xBF';
  if (harmless && !garbage_) {  // byte by byte, so that what follows is judged wherever a chunk ends
    window_.consume_to(p + 1);
    return Step::more;
  }
  if (!garbage_) {
    garbage_ = true;
    builder_.issue(issues::kGarbageBefore, p);
  }
  while (p != window_.end() && *p != '{' && *p != '[') {
    if (*p == '\n') ++line_;
    ++p;
  }
  window_.consume_to(p);
  return Step::more;
}

JsonReader::Step JsonReader::enter(Level level, char bracket) {
  char next = 0;
  if (!skip_space(next)) return Step::wait;
  if (next != bracket) {
    discard(issues::kWrongType, "expected another kind of value");
    return Step::more;
  }
  if (stack_.size() >= kMaxFrames) {
    discard(issues::kTooDeep, {});
    return Step::more;
  }
  window_.consume_to(window_.begin() + 1);
  if (level == Level::request || level == Level::resource) {
    builder_.begin_resource_spans();
    head_ = {};
    head_too_large_ = false;
  }
  if (level == Level::scope) {
    builder_.begin_scope_spans();
    head_.scope = head_.scope_schema = {};
  }
  stack_.push_back({level, list_level(level) ? Expect::value_or_end : Expect::key_or_end});
  return Step::more;
}

JsonReader::Step JsonReader::leave() {
  window_.consume_to(window_.begin() + 1);
  const Level level = stack_.back().level;
  if (level == Level::resource || level == Level::request) builder_.end_resource_spans();
  if (level == Level::span_list) given_.open = false;
  if (level == Level::resource) given_.resource_open = false;
  stack_.pop_back();
  value_done();
  return Step::more;
}

void JsonReader::value_done() {
  if (stack_.empty()) {
    document_done();
  } else {
    stack_.back().expect = Expect::comma_or_end;
  }
}

void JsonReader::document_done() {
  ++documents_;
  ++builder_.report().records;
  if (!document_known_) builder_.issue(issues::kOtherShape, window_.begin(), "members " + other_keys_);
}

JsonReader::Step JsonReader::step_member() {
  char next = 0;
  if (!skip_space(next)) return Step::wait;
  builder_.set_window(window_.begin(), window_.offset());
  Frame& top = stack_.back();
  const char closing = in_list() ? ']' : '}';
  switch (top.expect) {
    case Expect::value_or_end:
    case Expect::key_or_end:
      if (next == closing) return leave();
      top.expect = top.expect == Expect::key_or_end ? Expect::key : Expect::value;
      return Step::more;
    case Expect::comma_or_end:
      if (next == closing) return leave();
      if (next != ',') return broken(window_.begin());
      window_.consume_to(window_.begin() + 1);
      // A comma before the end is not JSON, but harmless.
      top.expect = in_list() ? Expect::value_or_end : Expect::key_or_end;
      return Step::more;
    case Expect::colon:
      if (next != ':') return broken(window_.begin());
      window_.consume_to(window_.begin() + 1);
      top.expect = Expect::value;
      return Step::more;
    case Expect::value: return value();
    case Expect::key: break;
  }
  JsonCursor json(window_.begin(), window_.end());
  JsonString key;
  if (!json.string(key)) {
    if (json.failure() == JsonFailure::broken) return broken(json.position());
    return Step::wait;
  }
  top.member = member_of(top.level, key.raw);
  if (top.level == Level::request && other_keys_.size() < kShownKeyBytes && key.raw.size() < kShownKeyBytes)
    other_keys_.append(other_keys_.empty() ? "" : ", ").append(key.raw);
  top.expect = Expect::colon;
  window_.consume_to(json.position());
  return Step::more;
}

JsonReader::Member JsonReader::member_of(Level level, std::string_view key) const {
  const bool request = level == Level::request;
  if (request) {
    if (key == "resourceSpans" || key == "resource_spans" || key == "batches" || key == "resourceLogs" ||
        key == "resource_logs")
      return Member::resources;
    if (key == "result" || key == "trace") return Member::wrapper;
    if (key == "resourceMetrics" || key == "resource_metrics") return Member::metrics;
  }
  if (request || level == Level::resource) {
    if (key == "resource") return Member::resource_record;
    if (key == "scopeSpans" || key == "scope_spans" || key == "instrumentationLibrarySpans" ||
        key == "instrumentation_library_spans" || key == "scopeLogs" || key == "scope_logs" ||
        key == "instrumentationLibraryLogs" || key == "instrumentation_library_logs")
      return Member::scopes;
    if (key == "schemaUrl" || key == "schema_url") return Member::schema;
  }
  if (level == Level::scope) {
    if (key == "spans") return Member::spans;
    if (key == "logRecords" || key == "log_records" || key == "logs") return Member::logs;
    if (key == "scope" || key == "instrumentationLibrary" || key == "instrumentation_library")
      return Member::scope_record;
    if (key == "schemaUrl" || key == "schema_url") return Member::schema;
  }
  return Member::unknown;
}

JsonReader::Step JsonReader::value() {
  switch (stack_.back().level) {
    case Level::request_list: return enter(Level::request, '{');
    case Level::resource_list: return enter(Level::resource, '{');
    case Level::scope_list: return enter(Level::scope, '{');
    case Level::span_list: return begin_record(Member::spans);
    case Level::log_list: return begin_record(Member::logs);
    case Level::request:
    case Level::resource:
    case Level::scope: break;
  }
  const char next = *window_.begin();
  const Member member = stack_.back().member;
  if (tells_of_otlp(member)) document_known_ = true;
  if (next == 'n') return begin_record(Member::unknown);  // null
  switch (member) {
    case Member::wrapper: return enter(next == '[' ? Level::request_list : Level::request, next == '[' ? '[' : '{');
    case Member::resources: return enter(Level::resource_list, '[');
    case Member::scopes: return enter(Level::scope_list, '[');
    case Member::spans: return enter(Level::span_list, '[');
    case Member::metrics: builder_.issue(issues::kMetricsSkipped, window_.begin()); break;
    case Member::logs: return enter(Level::log_list, '[');
    case Member::requests:
    case Member::resource_record:
    case Member::scope_record:
    case Member::schema: return begin_record(member);
    case Member::unknown: break;
  }
  return begin_record(Member::unknown);
}

// Not JSON from here on: looks for the next line that starts an object. The open record is looked through from its
// start, because a missing quote may have swallowed a line.
JsonReader::Step JsonReader::broken(const char* where) {
  number_record();
  if (!broken_in_line_) builder_.issue(issues::kBrokenJson, where, excerpt(where, window_.end()));
  broken_in_line_ = true;
  if (!stack_.empty()) {
    builder_.end_resource_spans();
    ++documents_;
    ++builder_.report().records;
  }
  stack_.clear();
  given_.open = given_.resource_open = false;
  record_state_ = RecordState::none;
  resync_ = true;
  return Step::more;
}

JsonReader::Step JsonReader::step_resync() {
  const char* p = window_.begin();
  if (p == window_.end()) return Step::wait;
  if (window_.previous() == '\n' && (*p == '{' || *p == '[')) {
    resync_ = false;
    return Step::more;
  }
  // A bracket that did not start a line is passed, everything up to the line's end as well.
  const auto* line_feed = static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(window_.end() - p)));
  if (line_feed == nullptr) {
    window_.consume_to(window_.end());
    return Step::wait;
  }
  ++line_;
  broken_in_line_ = false;
  window_.consume_to(line_feed + 1);
  return Step::more;
}

Result<void> JsonReader::finish() {
  builder_.set_window(window_.begin(), window_.offset());
  const char* where = nullptr;
  while (record_state_ == RecordState::scanning && record_is_broken(window_.end(), where)) {
    broken(where);
    work();
  }
  if (!stack_.empty() || (record_state_ != RecordState::none && !resync_)) {
    builder_.issue(issues::kTruncated, window_.begin());
    builder_.end_resource_spans();
    ++builder_.report().records;
    stack_.clear();
  } else if (!content_seen_) {
    builder_.issue(issues::kEmptySource, window_.begin());
  }
  return {};
}

}  // namespace spanorama
