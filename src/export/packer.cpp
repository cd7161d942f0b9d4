#include "spanorama/export/packer.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace spanorama {

namespace {

constexpr std::size_t kOutBytes = 1 << 17;
// Traces shrink to about a tenth at either level; higher ones take several times as long for a few percent.
constexpr int kGzipLevel = 6, kZstdLevel = 3;
constexpr int kGzipWindowBits = 15 + 16;  // 16: with gzip's header and checksum

struct Ending {
  std::string_view text;
  WrittenPacking packing;
};
constexpr Ending kEndings[] = {
    {".gz", WrittenPacking::gzip}, {".zst", WrittenPacking::zstd}, {".zstd", WrittenPacking::zstd}};

}  // namespace

WrittenPacking packing_of_name(std::string_view name) {
  for (const Ending& ending : kEndings)
    if (name.ends_with(ending.text)) return ending.packing;
  return WrittenPacking::none;
}

std::string_view unpacked_name(std::string_view name) {
  for (const Ending& ending : kEndings)
    if (name.ends_with(ending.text)) return name.substr(0, name.size() - ending.text.size());
  return name;
}

struct Packer::Stream {
  virtual ~Stream() = default;
  // Packs all of it; at the `last` ends the stream. False when the sink refused.
  virtual bool pack(ByteSpan bytes, bool last, const std::function<bool(ByteSpan)>& sink) = 0;
};

struct Packer::Gzip final : Packer::Stream {
  Gzip() { good = deflateInit2(&state, kGzipLevel, Z_DEFLATED, kGzipWindowBits, 8, Z_DEFAULT_STRATEGY) == Z_OK; }
  ~Gzip() override { deflateEnd(&state); }
  bool pack(ByteSpan bytes, bool last, const std::function<bool(ByteSpan)>& sink) override {
    do {
      const ByteSpan part = bytes.first(std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max()));
      bytes = bytes.subspan(part.size());
      if (!pack_part(part, last && bytes.empty(), sink)) return false;
    } while (!bytes.empty());
    return true;
  }
  bool pack_part(ByteSpan part, bool last, const std::function<bool(ByteSpan)>& sink) {
    if (!good) return false;
    state.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(part.data()));  // zlib only reads it
    state.avail_in = static_cast<uInt>(part.size());
    do {
      state.next_out = reinterpret_cast<Bytef*>(out.data());
      state.avail_out = static_cast<uInt>(out.size());
      deflate(&state, last ? Z_FINISH : Z_NO_FLUSH);
      const std::size_t packed = out.size() - state.avail_out;
      if (packed != 0 && !sink(ByteSpan(out).first(packed))) return false;
    } while (state.avail_out == 0);
    return true;
  }
  z_stream state{};
  std::vector<std::byte> out = std::vector<std::byte>(kOutBytes);
  bool good = false;
};

struct Packer::Zstd final : Packer::Stream {
  Zstd() {
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, kZstdLevel);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  }
  ~Zstd() override { ZSTD_freeCCtx(context); }
  bool pack(ByteSpan bytes, bool last, const std::function<bool(ByteSpan)>& sink) override {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    while (true) {
      ZSTD_outBuffer to{out.data(), out.size(), 0};
      const std::size_t left = ZSTD_compressStream2(context, &to, &in, last ? ZSTD_e_end : ZSTD_e_continue);
      if (ZSTD_isError(left) != 0) return false;
      if (to.pos != 0 && !sink(ByteSpan(out).first(to.pos))) return false;
      if (last ? left == 0 : in.pos == in.size) return true;
    }
  }
  ZSTD_CCtx* context = ZSTD_createCCtx();
  std::vector<std::byte> out = std::vector<std::byte>(kOutBytes);
};

Packer::Packer(WrittenPacking packing, std::function<bool(ByteSpan)> sink) : sink_(std::move(sink)) {
  if (packing == WrittenPacking::gzip) stream_ = std::make_unique<Gzip>();
  if (packing == WrittenPacking::zstd) stream_ = std::make_unique<Zstd>();
}

Packer::~Packer() = default;

bool Packer::add(ByteSpan bytes) {
  if (!ok_ || bytes.empty()) return ok_;
  ok_ = stream_ ? stream_->pack(bytes, false, sink_) : sink_(bytes);
  return ok_;
}

bool Packer::finish() {
  if (!ok_ || std::exchange(finished_, true)) return ok_;
  if (stream_) ok_ = stream_->pack({}, true, sink_);
  return ok_;
}

}  // namespace spanorama
