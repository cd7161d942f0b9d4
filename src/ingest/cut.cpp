#include "spanorama/ingest/cut.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

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

// Documents that begin a line, else resources in the list of one large document.
class JsonCuts final : public CutFinder {
 public:
  Cut last_cut(ByteSpan chunk) override {
    const std::string_view text = text_of(chunk);
    for (int tries = 0; tries < 2; ++tries) {
      const std::size_t at = by_resource_ ? last_resource(text) : last_document(text);
      if (at != std::string_view::npos) return {at, by_resource_ ? ReadPoint::resource_list : ReadPoint::between};
      by_resource_ = !by_resource_;
    }
    return {};
  }

 private:
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

// Hops from message to message by their lengths; a bare message is cut between its fields.
class ProtoCuts final : public CutFinder {
 public:
  explicit ProtoCuts(Format format) : format_(format) {}

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
      if (head_bytes_ == 0) cut = {at, ReadPoint::between};
      head_[head_bytes_++] = text[at++];
      if (head_complete()) {
        head_bytes_ = 0;
      } else {
        lost_ = lost_ || head_bytes_ == sizeof head_;
      }
    }
    return lost_ ? Cut{} : cut;
  }

 private:
  // Fills in how far it is to the next head once this one is whole.
  bool head_complete() {
    const char* p = head_;
    const char* end = head_ + head_bytes_;
    if (format_ == Format::otlp_proto_be32) {
      if (head_bytes_ < 4) return false;
      for (int i = 0; i < 4; ++i) to_pass_ = to_pass_ << 8 | static_cast<unsigned char>(head_[i]);
      return true;
    }
    std::uint64_t tag = (1u << 3) | static_cast<unsigned>(ProtoWire::length), length = 0;
    if (format_ == Format::otlp_proto && !whole(read_varint(p, end, tag))) return false;
    switch (static_cast<ProtoWire>(tag & 7)) {
      case ProtoWire::fixed64: to_pass_ = 8; return true;
      case ProtoWire::fixed32: to_pass_ = 4; return true;
      case ProtoWire::varint: return whole(read_varint(p, end, length));
      case ProtoWire::length:
        if (!whole(read_varint(p, end, length))) return false;
        to_pass_ = length;
        return true;
      default: lost_ = true; return false;
    }
  }
  bool whole(VarintState state) {
    lost_ = lost_ || state == VarintState::broken;
    return state == VarintState::ok;
  }

  Format format_;
  std::uint64_t to_pass_ = 0;  // bytes up to the next head
  char head_[24];              // what has come of it: a tag and a length
  std::size_t head_bytes_ = 0;
  bool lost_ = false;
};

}  // namespace

std::unique_ptr<CutFinder> make_cut_finder(Format format) {
  switch (format) {
    case Format::otlp_json:
    case Format::otlp_json_lines: return std::make_unique<JsonCuts>();
    case Format::otlp_proto:
    case Format::otlp_proto_delimited:
    case Format::otlp_proto_be32: return std::make_unique<ProtoCuts>(format);
    default: return std::make_unique<NoCuts>();
  }
}

}  // namespace spanorama
