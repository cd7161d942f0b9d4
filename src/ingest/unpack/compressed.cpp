// gzip and zstd: one stream of bytes in, one out.
#include <zlib.h>
#include <zstd.h>

#include <algorithm>

#include "stage.h"

namespace spanorama {

namespace {

constexpr std::size_t kOutBytes = 256 * 1024;

class GzipStage final : public UnpackStage {
 public:
  GzipStage(UnpackShared& shared, std::string name, int layer)
      : shared_(shared), next_(make_detect_stage(shared, std::move(name), layer)), out_(kOutBytes) {
    good_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  ~GzipStage() override { inflateEnd(&stream_); }

  bool push(ByteSpan bytes) override {
    if (!good_) return false;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    while (stream_.avail_in > 0 && !passed_) {
      if (ended_ && !begin_another()) continue;
      if (!step()) return good_ = false;
    }
    return true;
  }

  void finish() override {
    if (good_ && !ended_) shared_.problem("The gzip data breaks off before its end: what came before is kept.");
    next_->finish();
  }

 private:
  // Files put one behind the other are one file; zeros and anything else behind the end are let be.
  bool begin_another() {
    if (*stream_.next_in == 0) {
      ++stream_.next_in;
      --stream_.avail_in;
      return false;
    }
    passed_ = *stream_.next_in != 0x1f;
    if (passed_) return false;
    inflateReset(&stream_);
    ended_ = false;
    return true;
  }

  bool step() {
    stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
    stream_.avail_out = static_cast<uInt>(out_.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    const std::size_t got = out_.size() - stream_.avail_out;
    if (got > 0 && (!shared_.allow(got) || !next_->push({out_.data(), got}))) return false;
    if (result == Z_STREAM_END) ended_ = true;
    if (result == Z_OK || result == Z_STREAM_END || (result == Z_BUF_ERROR && stream_.avail_in == 0)) return true;
    const std::string why = stream_.msg != nullptr ? stream_.msg : "damaged";
    shared_.problem("The gzip data is damaged (" + why + "): what came before is kept.");
    return false;
  }

  UnpackShared& shared_;
  std::unique_ptr<UnpackStage> next_;
  std::vector<std::byte> out_;
  z_stream stream_{};
  bool good_ = false, ended_ = false, passed_ = false;
};

class ZstdStage final : public UnpackStage {
 public:
  ZstdStage(UnpackShared& shared, std::string name, int layer)
      : shared_(shared),
        next_(make_detect_stage(shared, std::move(name), layer)),
        out_(kOutBytes),
        stream_(ZSTD_createDStream()) {}
  ~ZstdStage() override { ZSTD_freeDStream(stream_); }

  bool push(ByteSpan bytes) override {
    if (!good_ || stream_ == nullptr) return false;
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    for (bool full = false; in.pos < in.size || full;) {
      ZSTD_outBuffer out{out_.data(), out_.size(), 0};
      const std::size_t result = ZSTD_decompressStream(stream_, &out, &in);
      if (out.pos > 0 && (!shared_.allow(out.pos) || !next_->push({out_.data(), out.pos}))) return good_ = false;
      if (ZSTD_isError(result) != 0) {
        shared_.problem(std::string("The zstd data is damaged (") + ZSTD_getErrorName(result) +
                        "): what came before is kept.");
        return good_ = false;
      }
      open_ = result != 0;
      full = out.pos == out.size;
    }
    return true;
  }

  void finish() override {
    if (good_ && open_) shared_.problem("The zstd data breaks off before its end: what came before is kept.");
    next_->finish();
  }

 private:
  UnpackShared& shared_;
  std::unique_ptr<UnpackStage> next_;
  std::vector<std::byte> out_;
  ZSTD_DStream* stream_;
  bool good_ = true, open_ = true;
};

}  // namespace

std::unique_ptr<UnpackStage> make_gzip_stage(UnpackShared& shared, std::string name, int layer) {
  return std::make_unique<GzipStage>(shared, std::move(name), layer);
}
std::unique_ptr<UnpackStage> make_zstd_stage(UnpackShared& shared, std::string name, int layer) {
  return std::make_unique<ZstdStage>(shared, std::move(name), layer);
}

}  // namespace spanorama
