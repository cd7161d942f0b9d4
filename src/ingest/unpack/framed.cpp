// What the collector's file exporter writes with compression: messages that are zstd each on its own, behind their
// length in four bytes, the highest first. Comes out as the same framing without zstd, or as JSON Lines.
#include <zstd.h>

#include <algorithm>

#include "stage.h"

namespace spanorama {

namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;
constexpr std::size_t kMostMessageBytes = std::size_t{512} << 20;

class FramedZstdStage final : public UnpackStage {
 public:
  FramedZstdStage(UnpackShared& shared, std::string name, int layer)
      : shared_(shared), next_(make_detect_stage(shared, std::move(name), layer)), stream_(ZSTD_createDStream()) {}
  ~FramedZstdStage() override { ZSTD_freeDStream(stream_); }

  bool push(ByteSpan bytes) override {
    while (!bytes.empty() && good_) {
      if (length_.size() < 4) {
        length_.push_back(bytes.front());
        bytes = bytes.subspan(1);
        if (length_.size() == 4) begin();
        continue;
      }
      const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
      unpack(bytes.first(now));
      bytes = bytes.subspan(now);
      left_ -= now;
      if (good_ && left_ == 0) end_message();
    }
    return good_ && !shared_.stopped;
  }

  void finish() override {
    if (good_ && !length_.empty())
      shared_.problem("The last message breaks off before its end: the ones before are kept.");
    next_->finish();
  }

 private:
  void begin() {
    left_ = 0;
    for (const std::byte b : length_) left_ = (left_ << 8) | std::to_integer<std::uint64_t>(b);
    message_.clear();
    ZSTD_initDStream(stream_);
    if (left_ == 0) length_.clear();
  }

  bool fail(std::string detail) {
    shared_.problem(std::move(detail));
    return good_ = false;
  }

  void unpack(ByteSpan bytes) {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    for (bool full = false; in.pos < in.size || full;) {
      const std::size_t before = message_.size();
      message_.resize(before + kPieceBytes);
      ZSTD_outBuffer out{message_.data() + before, kPieceBytes, 0};
      const std::size_t result = ZSTD_decompressStream(stream_, &out, &in);
      message_.resize(before + out.pos);
      full = out.pos == kPieceBytes;
      if (ZSTD_isError(result) != 0) {
        fail(std::string("A message's zstd data is damaged (") + ZSTD_getErrorName(result) +
             "): the messages before are kept.");
        return;
      }
      if (!shared_.allow(out.pos)) {
        good_ = false;
        return;
      }
      if (message_.size() > kMostMessageBytes) {
        fail("A message is larger than 512 MiB: the ones before are kept.");
        return;
      }
    }
  }

  void end_message() {
    length_.clear();
    if (message_.empty()) return;
    const bool json = message_[0] == '{' || message_[0] == '[';
    if (!json) {
      std::string frame;
      for (int shift = 24; shift >= 0; shift -= 8) frame.push_back(static_cast<char>(message_.size() >> shift));
      good_ = next_->push(bytes_of(frame));
    } else if (message_.back() != '\n') {
      message_.push_back('\n');
    }
    good_ = good_ && next_->push(bytes_of(message_));
  }

  UnpackShared& shared_;
  std::unique_ptr<UnpackStage> next_;
  ZSTD_DStream* stream_;
  std::vector<std::byte> length_;
  std::uint64_t left_ = 0;
  std::string message_;
  bool good_ = true;
};

}  // namespace

std::unique_ptr<UnpackStage> make_framed_zstd_stage(UnpackShared& shared, std::string name, int layer) {
  return std::make_unique<FramedZstdStage>(shared, std::move(name), layer);
}

}  // namespace spanorama
