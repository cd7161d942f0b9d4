// zip, read from its start by the headers in front of each file, so that it need not be there to its end. Stored and
// deflated files, ZIP64 sizes, sizes that only follow the data.
#include <zlib.h>

#include <algorithm>

#include "stage.h"

namespace spanorama {

namespace {

constexpr std::size_t kHeader = 30, kOutBytes = 256 * 1024;
constexpr std::uint32_t kFileSignature = 0x04034b50, kDescriptorSignature = 0x08074b50;
constexpr std::uint32_t kUnknown32 = 0xffffffff;

class ZipStage final : public UnpackStage {
 public:
  ZipStage(UnpackShared& shared, std::string name, int layer)
      : shared_(shared), archive_(std::move(name)), layer_(layer), out_(kOutBytes) {
    good_ = inflateInit2(&stream_, -15) == Z_OK;
  }
  ~ZipStage() override { inflateEnd(&stream_); }

  bool push(ByteSpan bytes) override {
    while (!bytes.empty() && state_ != State::ended && good_ && !shared_.stopped) {
      switch (state_) {
        case State::header: bytes = take_header(bytes); break;
        case State::data: bytes = take_data(bytes); break;
        case State::descriptor: bytes = take_descriptor(bytes); break;
        case State::ended: break;
      }
    }
    return good_ && !shared_.stopped;
  }

  void finish() override {
    if (member_) member_->finish();
    if (good_ && (state_ == State::data || (state_ == State::header && !header_.empty())))
      shared_.problem("The zip archive breaks off inside " + (shown_.empty() ? "its start" : shown_) +
                      ": what came before is kept.");
  }

 private:
  enum class State : std::uint8_t { header, data, descriptor, ended };
  enum class Use : std::uint8_t { skip, stored, deflated };

  std::uint64_t number(std::size_t at, std::size_t size) const {
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = (value << 8) | static_cast<unsigned char>(header_[at + i]);
    return value;
  }

  ByteSpan take_header(ByteSpan bytes) {
    const std::size_t wanted =
        header_.size() < kHeader ? kHeader : kHeader + static_cast<std::size_t>(number(26, 2) + number(28, 2));
    const std::size_t now = std::min(bytes.size(), wanted - header_.size());
    header_.append(text_of(bytes.first(now)));
    bytes = bytes.subspan(now);
    if (header_.size() >= 4 && number(0, 4) != kFileSignature) {
      state_ = State::ended;  // the directory at the end
      return bytes;
    }
    if (header_.size() >= kHeader && header_.size() == kHeader + number(26, 2) + number(28, 2)) begin();
    return bytes;
  }

  void begin() {
    const std::uint64_t flags = number(6, 2), method = number(8, 2);
    packed_left_ = number(18, 4);
    follows_ = (flags & 8) != 0;
    const auto name_size = static_cast<std::size_t>(number(26, 2));
    shown_ = header_.substr(kHeader, name_size);
    const bool long_sizes = packed_left_ == kUnknown32 || number(22, 4) == kUnknown32;
    if (long_sizes) packed_left_ = long_size(kHeader + name_size);
    wide_descriptor_ = long_sizes;
    use_ = method == 0 ? Use::stored : method == 8 ? Use::deflated : Use::skip;
    bool readable = true;
    if ((flags & 1) != 0) readable = refuse("is encrypted");
    if (readable && use_ == Use::skip) readable = refuse("is packed with a method other than deflate");
    if (readable && follows_ && use_ == Use::stored && packed_left_ == 0)
      readable = refuse("does not say how long it is");
    if (!readable && follows_ && packed_left_ == 0) {
      good_ = false;  // nobody can tell where the next file begins
      return;
    }
    if (readable && is_litter(shown_)) readable = false;
    if (!readable && use_ != Use::deflated) use_ = Use::skip;
    if (readable) member_ = begin_member(shared_, archive_, shown_, layer_);
    if (use_ == Use::deflated) inflateReset(&stream_);
    header_.clear();
    state_ = State::data;
    if (packed_left_ == 0 && !(follows_ && use_ == Use::deflated)) end_data();
  }

  bool refuse(const char* why) {
    shared_.problem(shown_ + " in the zip archive " + why + ": it was passed over.");
    use_ = Use::skip;
    return false;
  }

  // The packed size in the ZIP64 field, behind the unpacked one.
  std::uint64_t long_size(std::size_t at) const {
    while (at + 4 <= header_.size()) {
      const auto size = static_cast<std::size_t>(number(at + 2, 2));
      if (number(at, 2) == 1 && size >= 16 && at + 20 <= header_.size()) return number(at + 12, 8);
      at += 4 + size;
    }
    return number(18, 4);
  }

  ByteSpan take_data(ByteSpan bytes) {
    if (use_ == Use::deflated) return take_deflated(bytes);
    const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(packed_left_, bytes.size()));
    if (use_ == Use::stored && member_ && shared_.allow(now)) member_->push(bytes.first(now));
    packed_left_ -= now;
    if (packed_left_ == 0) end_data();
    return bytes.subspan(now);
  }

  ByteSpan take_deflated(ByteSpan bytes) {
    const ByteSpan part =
        follows_ ? bytes : bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(packed_left_, bytes.size())));
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(part.data()));
    stream_.avail_in = static_cast<uInt>(part.size());
    int result = Z_OK;
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
      stream_.avail_out = static_cast<uInt>(out_.size());
      result = inflate(&stream_, Z_NO_FLUSH);
      const std::size_t got = out_.size() - stream_.avail_out;
      if (got > 0 && member_ && (!shared_.allow(got) || !member_->push({out_.data(), got}))) {
        if (shared_.stopped) return {};
        member_.reset();
      }
    } while (result == Z_OK && (stream_.avail_in > 0 || stream_.avail_out == 0));
    const std::size_t used = part.size() - stream_.avail_in;
    packed_left_ -= follows_ ? 0 : used;
    if (result == Z_STREAM_END) {
      if (follows_) packed_left_ = 0;
      if (packed_left_ > 0)
        use_ = Use::skip;  // what stands behind the end of the data
      else
        end_data();
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      shared_.problem(shown_ + " in the zip archive is damaged: what came before is kept.");
      good_ = false;
      return {};
    } else if (!follows_ && packed_left_ == 0) {
      shared_.problem(shown_ + " in the zip archive ends before its data does: what came before is kept.");
      end_data();
    }
    return bytes.subspan(used);
  }

  void end_data() {
    if (member_) member_->finish();
    member_.reset();
    descriptor_.clear();
    state_ = follows_ ? State::descriptor : State::header;
  }

  // Checksum and sizes, with a signature in front or not, in four bytes or eight.
  ByteSpan take_descriptor(ByteSpan bytes) {
    const auto wanted = [this] {
      if (descriptor_.size() < 4) return std::size_t{4};
      std::uint32_t first = 0;
      for (std::size_t i = 4; i-- > 0;) first = (first << 8) | static_cast<unsigned char>(descriptor_[i]);
      return std::size_t{wide_descriptor_ ? 20u : 12u} + (first == kDescriptorSignature ? 4u : 0u);
    };
    while (!bytes.empty() && descriptor_.size() < wanted()) {
      const std::size_t now = std::min(bytes.size(), wanted() - descriptor_.size());
      descriptor_.append(text_of(bytes.first(now)));
      bytes = bytes.subspan(now);
    }
    if (descriptor_.size() >= 4 && descriptor_.size() == wanted()) state_ = State::header;
    return bytes;
  }

  UnpackShared& shared_;
  std::string archive_;
  int layer_;
  std::vector<std::byte> out_;
  z_stream stream_{};
  State state_ = State::header;
  Use use_ = Use::skip;
  bool good_ = false, follows_ = false, wide_descriptor_ = false;
  std::string header_, shown_, descriptor_;
  std::uint64_t packed_left_ = 0;
  std::unique_ptr<UnpackStage> member_;
};

}  // namespace

std::unique_ptr<UnpackStage> make_zip_stage(UnpackShared& shared, std::string name, int layer) {
  return std::make_unique<ZipStage>(shared, std::move(name), layer);
}

}  // namespace spanorama
