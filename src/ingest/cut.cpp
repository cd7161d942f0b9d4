#include "spanorama/ingest/cut.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "spanorama/base/json_cursor.h"
#include "spanorama/base/proto_wire.h"

namespace spanorama {
namespace {

class NoCuts final : public CutFinder {
 public:
  Cut last_cut(ByteSpan) override { return {}; }
};

// The last byte before `at` that is no white space; 0 when there is none.
char solid_before(std::string_view text, std::size_t at) {
  while (at > 0 && JsonCursor::is_space(text[at - 1])) --at;
  return at > 0 ? text[at - 1] : '\0';
}

// Documents that begin a line, else resources in the list of one large document, else the spans of one.
class JsonCuts final : public CutFinder {
 public:
  Cut last_cut(ByteSpan chunk) override {
    const std::string_view text = text_of(chunk);
    for (int tries = 0; tries < 2; ++tries) {
      const std::size_t at = by_resource_ ? last_resource(text) : last_document(text);
      if (at != std::string_view::npos) return {at, by_resource_ ? ReadPoint::resource_list : ReadPoint::between};
      by_resource_ = !by_resource_;
    }
    const std::size_t at = last_span(text);
    return at == std::string_view::npos ? Cut{} : Cut{at, ReadPoint::span_list};
  }

 private:
  // The last one that is whole: links begin as spans do, but have no times.
  static std::size_t last_span(std::string_view text) {
    constexpr std::string_view kKey = "\"trace";  // traceId or trace_id
    constexpr int kMostTries = 4000;
    int tries = 0;
    for (std::size_t at = text.rfind(kKey); at != std::string_view::npos && at > 0; at = text.rfind(kKey, at - 1)) {
      std::size_t brace = at;
      while (brace > 0 && JsonCursor::is_space(text[brace - 1])) --brace;
      if (brace == 0 || text[--brace] != '{' || solid_before(text, brace) != ',') continue;
      if (begins_span(text.substr(brace))) return brace;
      if (++tries == kMostTries) break;
    }
    return std::string_view::npos;
  }
  static bool begins_span(std::string_view text) {
    JsonCursor json(text.data(), text.data() + text.size());
    JsonString key;
    if (!json.take('{')) return false;
    for (bool first = true; json.next_member(first, key);) {
      if (key.raw == "startTimeUnixNano" || key.raw == "start_time_unix_nano") return true;
      if (!json.skip_value()) return false;
    }
    return false;
  }

  static std::size_t last_document(std::string_view text) {
    for (std::size_t at = text.rfind('\n'); at != std::string_view::npos && at > 0; at = text.rfind('\n', at - 1))
      if (at + 1 < text.size() && text[at + 1] == '{' && solid_before(text, at) == '}') return at + 1;
    return std::string_view::npos;
  }

  static std::size_t last_resource(std::string_view text) {
    constexpr std::string_view kKey = "\"resource\"";
    for (std::size_t at = text.rfind(kKey); at != std::string_view::npos && at > 0; at = text.rfind(kKey, at - 1)) {
      std::size_t brace = at;
      while (brace > 0 && JsonCursor::is_space(text[brace - 1])) --brace;
      if (brace == 0 || text[--brace] != '{') continue;
      if (solid_before(text, brace) == ',') return brace;
    }
    return std::string_view::npos;
  }

  bool by_resource_ = false;  // what was found the last time
};

// Hops from message to message by their lengths. A bare message is cut between its fields; large messages are gone into,
// down to the spans of one scope.
class ProtoCuts final : public CutFinder {
 public:
  ProtoCuts(Format format, std::uint64_t large_bytes) : format_(format), large_bytes_(large_bytes) {}

  Cut last_cut(ByteSpan chunk) override {
    const std::string_view text = text_of(chunk);
    Cut cut;
    std::size_t at = 0;
    while (!lost_ && at < text.size()) {
      if (to_pass_ != 0) {
        const std::uint64_t hop = std::min<std::uint64_t>(to_pass_, text.size() - at);
        to_pass_ -= hop;
        at += hop;
        continue;
      }
      if (head_bytes_ == 0) {
        while (!inside_.empty() && offset_ + at >= inside_.back()) inside_.pop_back();
        head_at_ = at;
        head_here_ = true;
      }
      head_[head_bytes_++] = text[at++];
      if (head_complete(offset_ + at)) {
        head_bytes_ = 0;
        if (head_here_ && point_before_ != ReadPoint::elsewhere) cut = {head_at_, point_before_};
      } else {
        lost_ = lost_ || head_bytes_ == sizeof head_;
      }
    }
    // A head that has only begun here: its first byte is a place as well where it is one for any head.
    if (head_bytes_ != 0 && head_here_ && inside_.empty()) cut = {head_at_, ReadPoint::between};
    head_here_ = false;
    offset_ += text.size();
    return lost_ ? Cut{} : cut;
  }

 private:
  // How many messages are open around what can be a span: those of delimited ones are one more.
  std::size_t level() const { return inside_.size() + (format_ == Format::otlp_proto ? 1 : 0); }

  // Fills in how far it is to the next head once this one, which ends at `end_offset`, is whole.
  bool head_complete(std::uint64_t end_offset) {
    const char* p = head_;
    const char* end = head_ + head_bytes_;
    point_before_ = inside_.empty() ? ReadPoint::between : ReadPoint::elsewhere;
    if (level() == 0) return frame_head_complete(p, end, end_offset);
    std::uint64_t tag = 0, length = 0;
    if (!whole(read_varint(p, end, tag))) return false;
    switch (static_cast<ProtoWire>(tag & 7)) {
      case ProtoWire::fixed64: to_pass_ = 8; return true;
      case ProtoWire::fixed32: to_pass_ = 4; return true;
      case ProtoWire::varint: return whole(read_varint(p, end, length));
      case ProtoWire::length:
        if (!whole(read_varint(p, end, length))) return false;
        enter_or_pass(tag >> 3, length, end_offset);
        return true;
      default: lost_ = true; return false;
    }
  }
  bool frame_head_complete(const char* p, const char* end, std::uint64_t end_offset) {
    std::uint64_t length = 0;
    if (format_ == Format::otlp_proto_be32) {
      if (head_bytes_ < 4) return false;
      for (int i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(head_[i]);
    } else if (!whole(read_varint(p, end, length))) {
      return false;
    }
    enter_or_pass(1, length, end_offset);
    return true;
  }
  void enter_or_pass(std::uint64_t number, std::uint64_t length, std::uint64_t end_offset) {
    constexpr std::size_t kTraces = 1, kResourceSpans = 2, kScopeSpans = 3;
    const bool is_list = level() == 0 || (level() == kTraces && number == 1) ||
                         (level() == kResourceSpans && (number == 2 || number == 1000));
    if (level() == kScopeSpans && number == 2) point_before_ = ReadPoint::span_list;
    if (is_list && length > large_bytes_ && length < UINT64_MAX - end_offset)
      inside_.push_back(end_offset + length);
    else
      to_pass_ = length;
  }
  bool whole(VarintState state) {
    lost_ = lost_ || state == VarintState::broken;
    return state == VarintState::ok;
  }

  Format format_;
  std::uint64_t large_bytes_;
  std::vector<std::uint64_t> inside_;  // where the messages end that were gone into
  std::uint64_t offset_ = 0;           // of the chunk
  std::uint64_t to_pass_ = 0;          // bytes up to the next head
  char head_[24];                      // what has come of it: a tag and a length
  std::size_t head_bytes_ = 0, head_at_ = 0;
  bool head_here_ = false;  // it began in this chunk, at head_at_
  ReadPoint point_before_ = ReadPoint::elsewhere;
  bool lost_ = false;
};

}  // namespace

std::unique_ptr<CutFinder> make_cut_finder(Format format, std::uint64_t large_bytes) {
  switch (format) {
    case Format::otlp_json:
    case Format::otlp_json_lines: return std::make_unique<JsonCuts>();
    case Format::otlp_proto:
    case Format::otlp_proto_delimited:
    case Format::otlp_proto_be32: return std::make_unique<ProtoCuts>(format, large_bytes);
    default: return std::make_unique<NoCuts>();
  }
}

}  // namespace spanorama
