#include "proto_reader.h"

#include <algorithm>

#include "../issues.h"
#include "spanorama/base/fetch.h"

namespace spanorama {

namespace {

constexpr std::uint64_t kEndUnknown = UINT64_MAX;

bool looks_compressed(std::string_view bytes) {
  return bytes.substr(0, 2) == "\x1F\x8B" || bytes.substr(0, 4) == "\x28\xB5\x2F\xFD";
}

}  // namespace

ProtoReader::ProtoReader(ReadTarget target, Format format, std::uint64_t max_record_bytes)
    : builder_(target),
      records_(builder_),
      format_(format),
      max_record_bytes_(max_record_bytes),
      first_record_(target.first_record) {
  window_.start_at(target.first_offset);
  if (target.from == ReadPoint::span_list && target.head) read_head(*target.head);
  if (target.from != ReadPoint::between || format != Format::otlp_proto) return;
  builder_.set_record_number(records_here() + 1);
  stack_.push_back({Level::traces, kEndUnknown});
}

// A bare message has no end of its own: it is between two of its resources.
ReadPoint ProtoReader::point() const {
  const std::size_t open = format_ == Format::otlp_proto ? 1 : 0;
  if (window_.size() != 0 || to_pass_ != 0 || open_groups_ != 0 || lost_) return ReadPoint::elsewhere;
  if (stack_.size() == open) return ReadPoint::between;
  return in_span_list() ? ReadPoint::span_list : ReadPoint::elsewhere;
}

bool ProtoReader::in_span_list() const {
  return stack_.size() == 3 && stack_.back().level == Level::scope_spans && window_.offset() < stack_.back().end &&
         !head_too_large_ && builder_.open_head_is_whole();
}

std::shared_ptr<const ReadHead> ProtoReader::head() const {
  auto head = std::make_shared<ReadHead>(head_);
  for (std::size_t i = 0; i < head->ends.size() && i < stack_.size(); ++i) head->ends[i] = stack_[i].end;
  return head;
}

Reader::GivenList ProtoReader::given_list() const {
  GivenList list = given_;
  list.late = builder_.late_schemas();
  return list;
}

void ProtoReader::read_head(const ReadHead& head) {
  builder_.set_record_number(records_here() + 1);
  builder_.begin_head();
  builder_.begin_resource_spans();
  builder_.set_window(head.resource.data(), 0);
  records_.resource(head.resource);
  if (!head.resource_schema.empty()) records_.schema_url(head.resource_schema, false);
  builder_.begin_scope_spans();
  builder_.set_window(head.scope.data(), 0);
  records_.scope(head.scope);
  if (!head.scope_schema.empty()) records_.schema_url(head.scope_schema, true);
  builder_.end_head();
  head_ = head;
  stack_ = {{Level::traces, head.ends[0]}, {Level::resource_spans, head.ends[1]}, {Level::scope_spans, head.ends[2]}};
  given_.open = given_.resource_open = true;
  given_.resource = builder_.open_resource();
  given_.scope = builder_.open_scope();
}

Result<void> ProtoReader::push(ByteSpan chunk) {
  builder_.report().bytes += chunk.size();
  window_.push(text_of(chunk), [this] { work(); });
  return {};
}

void ProtoReader::work() {
  Step next = Step::more;
  while (next == Step::more) {
    builder_.set_window(window_.begin(), window_.offset());
    next = step();
  }
}

ProtoReader::Step ProtoReader::step() {
  if (lost_) {
    window_.consume_to(window_.end());
    return Step::wait;
  }
  if (to_pass_ != 0) {
    const std::uint64_t now = std::min(to_pass_, window_.size());
    to_pass_ -= now;
    window_.consume_to(window_.begin() + now);
    if (to_pass_ != 0) return Step::wait;
  }
  while (!stack_.empty() && window_.offset() >= stack_.back().end) leave();
  return stack_.empty() ? step_frame() : step_field();
}

void ProtoReader::leave() {
  if (open_groups_ != 0) {
    open_groups_ = 0;
    builder_.issue(issues::kBrokenProto, window_.begin(), "a group has no end");
  }
  const Level level = stack_.back().level;
  if (level == Level::resource_spans) builder_.end_resource_spans();
  given_.open = given_.open && level != Level::scope_spans;
  given_.resource_open = given_.resource_open && level != Level::resource_spans;
  stack_.pop_back();
  if (stack_.empty()) count_record();
}

void ProtoReader::count_record() {
  ++builder_.report().records;
  ++records_done_;
}

ProtoReader::Step ProtoReader::frame_length(std::uint64_t& length, const char*& p) {
  if (format_ == Format::otlp_proto_be32) {
    if (window_.size() < 4) return Step::wait;
    length = 0;
    for (int i = 0; i < 4; ++i) length = (length << 8) | static_cast<unsigned char>(*p++);
    return Step::more;
  }
  switch (read_varint(p, window_.end(), length)) {
    case VarintState::cut_off: return Step::wait;
    case VarintState::broken:
      lost_ = true;
      builder_.issue(issues::kBrokenProto, window_.begin(), "a message length is no varint");
      return Step::wait;
    case VarintState::ok: break;
  }
  return Step::more;
}

ProtoReader::Step ProtoReader::step_frame() {
  if (window_.size() == 0) return Step::wait;
  builder_.set_record_number(records_here() + 1);
  if (format_ == Format::otlp_proto) {
    stack_.push_back({Level::traces, kEndUnknown});
    return Step::more;
  }
  std::uint64_t length = 0;
  const char* body = window_.begin();
  if (frame_length(length, body) == Step::wait) return Step::wait;
  if (length > kEndUnknown / 2) return damaged();
  const auto at_hand = static_cast<std::uint64_t>(window_.end() - body);
  if (at_hand < std::min<std::uint64_t>(length, 4)) return Step::wait;
  if (looks_compressed({body, static_cast<std::size_t>(std::min(at_hand, length))})) {
    builder_.issue(issues::kCompressedFrame, body);
    count_record();
    return pass(length, body);
  }
  window_.consume_to(body);
  stack_.push_back({Level::traces, window_.offset() + length});
  return Step::more;
}

// Nothing more can be made of the open message: goes on behind it where its end is known.
ProtoReader::Step ProtoReader::damaged() {
  builder_.issue(issues::kBrokenProto, window_.begin());
  open_groups_ = 0;
  if (stack_.empty() || stack_.front().end == kEndUnknown) {
    while (!stack_.empty()) leave();
    lost_ = true;
    return Step::more;
  }
  const std::uint64_t end = stack_.front().end;
  while (!stack_.empty()) leave();
  to_pass_ = end > window_.offset() ? end - window_.offset() : 0;
  return Step::more;
}

ProtoReader::Step ProtoReader::pass(std::uint64_t bytes, const char* from) {
  window_.consume_to(from);
  to_pass_ = bytes;
  return Step::more;
}

ProtoReader::Step ProtoReader::step_field() {
  const char* p = window_.begin();
  const Frame top = stack_.back();
  const std::uint64_t left = top.end - window_.offset();
  const char* end = p + std::min(left, window_.size());
  const bool at_hand = left <= window_.size();
  if (p == end) return Step::wait;
  if (stack_.size() == 1 && left == 0) return Step::more;
  std::uint64_t tag = 0, value = 0;
  auto varint = [&](std::uint64_t& out) { return read_varint(p, end, out); };
  VarintState state = varint(tag);
  const auto type = static_cast<ProtoWire>(tag & 7);
  const std::uint64_t number = tag >> 3;
  const bool length = type == ProtoWire::length;
  if (state == VarintState::ok && (length || type == ProtoWire::varint)) state = varint(value);
  if (state == VarintState::cut_off && !at_hand) return Step::wait;
  if (state != VarintState::ok || number == 0 || number > 0x1FFFFFFF) return damaged();
  const std::uint64_t room = left - static_cast<std::uint64_t>(p - window_.begin());
  switch (type) {
    case ProtoWire::varint: return pass(0, p);
    case ProtoWire::fixed64: return room < 8 ? damaged() : pass(8, p);
    case ProtoWire::fixed32: return room < 4 ? damaged() : pass(4, p);
    case ProtoWire::start_group: ++open_groups_; return pass(0, p);
    case ProtoWire::end_group:
      if (open_groups_ == 0) return damaged();
      --open_groups_;
      return pass(0, p);
    case ProtoWire::length: break;
    default: return damaged();
  }
  if (value > room) return damaged();
  if (open_groups_ != 0) return pass(value, p);
  if (top.level == Level::traces && number == 1) return enter(Level::resource_spans, value, p);
  if (top.level == Level::resource_spans && (number == 2 || number == 1000)) return enter(Level::scope_spans, value, p);
  const bool known = top.level != Level::traces && number <= 3;
  return known ? record(top.level, static_cast<std::uint32_t>(number), value, p) : pass(value, p);
}

ProtoReader::Step ProtoReader::enter(Level level, std::uint64_t length, const char* body) {
  window_.consume_to(body);
  stack_.push_back({level, window_.offset() + length});
  if (level == Level::resource_spans) {
    builder_.begin_resource_spans();
    head_ = {};
    head_too_large_ = false;
  }
  if (level == Level::scope_spans) {
    builder_.begin_scope_spans();
    head_.scope = head_.scope_schema = {};
  }
  return Step::more;
}

ProtoReader::Step ProtoReader::record(Level level, std::uint32_t number, std::uint64_t length, const char* body) {
  if (length > max_record_bytes_) {
    builder_.issue(issues::kRecordTooLarge, window_.begin());
    return pass(length, body);
  }
  if (length > static_cast<std::uint64_t>(window_.end() - body)) return Step::wait;
  const std::string_view message{body, static_cast<std::size_t>(length)};
  fetch_next(message);
  builder_.begin_record();
  if (read_record(level, number, message)) {
    builder_.keep_record();
  } else {
    builder_.drop_record();
    builder_.issue(issues::kBrokenProto, body);
  }
  return pass(0, body + length);
}

// Long texts are jumped over, which no processor foretells: without this a reader waits for memory most of its time. The next
// record is taken to be as long as this one. Short ones are read from end to end, which processors do foretell.
void ProtoReader::fetch_next(std::string_view message) const {
  constexpr std::size_t kLeastBytes = 1024, kMostBytes = 8192;
  if (message.size() < kLeastBytes) return;
  const char* next = message.data() + message.size();
  const auto left = static_cast<std::size_t>(window_.end() - next);
  fetch_lines({next, std::min({left, message.size(), kMostBytes})});
}

bool ProtoReader::read_record(Level level, std::uint32_t number, std::string_view message) {
  const bool of_scope = level == Level::scope_spans;
  if (number != 2) {
    constexpr std::size_t kMostBytes = 1 << 16;
    std::string& kept = number == 3 ? (of_scope ? head_.scope_schema : head_.resource_schema)
                                    : (of_scope ? head_.scope : head_.resource);
    head_too_large_ = head_too_large_ || message.size() > kMostBytes;
    kept.assign(message.substr(0, kMostBytes));
  }
  if (number == 3) {
    records_.schema_url(message, of_scope);
    return true;
  }
  if (level == Level::resource_spans) return records_.resource(message);
  if (number == 1) return records_.scope(message);
  return is_log_record(message) ? records_.log(message) : records_.span(message);
}

Result<void> ProtoReader::finish() {
  builder_.set_window(window_.begin(), window_.offset());
  const bool open = !stack_.empty() && stack_.back().end != kEndUnknown;
  if (builder_.report().bytes == 0) {
    builder_.issue(issues::kEmptySource, window_.begin());
  } else if (!lost_ && (open || window_.size() != 0 || to_pass_ != 0)) {
    builder_.issue(issues::kTruncated, window_.begin());
  }
  while (!stack_.empty()) leave();
  return {};
}

}  // namespace spanorama
