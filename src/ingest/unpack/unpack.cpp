#include "spanorama/ingest/unpack.h"

#include <algorithm>
#include <utility>

#include "stage.h"

namespace spanorama {

namespace {

constexpr std::size_t kDetectBytes = 512;

class LeafStage final : public UnpackStage {
 public:
  explicit LeafStage(UnpackShared& shared) : shared_(shared) {}
  bool push(ByteSpan bytes) override {
    if (bytes.empty()) return true;
    if (!shared_.events.bytes(bytes)) shared_.stopped = true;
    return !shared_.stopped;
  }
  void finish() override {}

 private:
  UnpackShared& shared_;
};

class DetectStage final : public UnpackStage {
 public:
  DetectStage(UnpackShared& shared, std::string name, int layer)
      : shared_(shared), name_(std::move(name)), layer_(layer) {}

  bool push(ByteSpan bytes) override {
    if (next_) return next_->push(bytes);
    const std::size_t kept = std::min(bytes.size(), kDetectBytes - head_.size());
    head_.insert(head_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(kept));
    if (head_.size() < kDetectBytes) return true;
    return decide() && next_->push(bytes.subspan(kept));
  }

  void finish() override {
    if (!next_ && !head_.empty()) decide();
    if (next_) next_->finish();
  }

 private:
  bool decide() {
    const Packing packing = layer_ < shared_.limits.max_layers ? packing_of(head_) : Packing::none;
    switch (packing) {
      case Packing::gzip: next_ = make_gzip_stage(shared_, name_, layer_ + 1); break;
      case Packing::zstd: next_ = make_zstd_stage(shared_, name_, layer_ + 1); break;
      case Packing::framed_zstd: next_ = make_framed_zstd_stage(shared_, name_, layer_ + 1); break;
      case Packing::zip: next_ = make_zip_stage(shared_, name_, layer_ + 1); break;
      case Packing::tar: next_ = make_tar_stage(shared_, name_, layer_ + 1); break;
      case Packing::none: next_ = std::make_unique<LeafStage>(shared_); break;
    }
    const std::vector<std::byte> head = std::exchange(head_, {});
    return next_->push(head);
  }

  UnpackShared& shared_;
  std::string name_;
  int layer_;
  std::vector<std::byte> head_;
  std::unique_ptr<UnpackStage> next_;
};

}  // namespace

bool UnpackShared::allow(std::uint64_t bytes) {
  bytes_out += bytes;
  if (bytes_out > limits.max_bytes) {
    problem("More than " + std::to_string(limits.max_bytes >> 20) +
            " MiB came out of it: unpacking stopped there; what had come out is kept.");
    stopped = true;
  } else if (bytes_out > limits.ratio_from_bytes &&
             bytes_out / std::max<std::uint64_t>(bytes_in, 1) > limits.max_ratio) {
    problem("It grows to more than " + std::to_string(limits.max_ratio) +
            " times its size, as no traces do: unpacking stopped; what had come out is kept.");
    stopped = true;
  }
  return !stopped;
}

std::unique_ptr<UnpackStage> make_detect_stage(UnpackShared& shared, std::string name, int layer) {
  return std::make_unique<DetectStage>(shared, std::move(name), layer);
}

bool is_litter(std::string_view member) {
  const std::size_t slash = member.rfind('/');
  const std::string_view base = slash == std::string_view::npos ? member : member.substr(slash + 1);
  return base.empty() || base == ".DS_Store" || base.substr(0, 2) == "._" || member.substr(0, 9) == "__MACOSX/";
}

std::unique_ptr<UnpackStage> begin_member(UnpackShared& shared, const std::string& archive, const std::string& member,
                                          int layer) {
  if (++shared.members > shared.limits.max_members) {
    shared.problem("It holds more than " + std::to_string(shared.limits.max_members) +
                   " files: the ones before are kept, the rest was left.");
    shared.stopped = true;
    return nullptr;
  }
  const std::string name = archive + "/" + member;
  if (shared.events.member) shared.events.member(name);
  return make_detect_stage(shared, name, layer);
}

Packing packing_of(ByteSpan first_bytes) {
  const std::string_view bytes = text_of(first_bytes);
  if (bytes.substr(0, 3) == "\x1F\x8B\x08") return Packing::gzip;
  if (bytes.substr(0, 4) == "\x28\xB5\x2F\xFD") return Packing::zstd;
  if (bytes.size() > 8 && bytes[0] >= 0 && bytes[0] < 0x20 && bytes.substr(4, 4) == "\x28\xB5\x2F\xFD")
    return Packing::framed_zstd;
  if (bytes.substr(0, 4) == "PK\x03\x04") return Packing::zip;
  if (bytes.size() >= 512 && bytes.substr(257, 5) == "ustar") return Packing::tar;
  return Packing::none;
}

std::string_view name_of(Packing packing) {
  constexpr std::string_view kNames[] = {"plain", "gzip", "zstd", "zstd", "zip", "tar"};
  return kNames[static_cast<std::size_t>(packing)];
}

struct Unpacker::Impl {
  UnpackShared shared;
  std::unique_ptr<UnpackStage> first;
};

Unpacker::Unpacker(std::string name, UnpackEvents events, UnpackLimits limits) : impl_(std::make_unique<Impl>()) {
  impl_->shared.events = std::move(events);
  impl_->shared.limits = limits;
  impl_->first = make_detect_stage(impl_->shared, std::move(name), 0);
}

Unpacker::~Unpacker() = default;

bool Unpacker::push(ByteSpan chunk) {
  // In pieces, so that the count of bytes that went in is near what came out of them.
  constexpr std::size_t kPiece = 64 * 1024;
  for (std::size_t at = 0; at < chunk.size() && !impl_->shared.stopped; at += kPiece) {
    const ByteSpan piece = chunk.subspan(at, std::min(kPiece, chunk.size() - at));
    impl_->shared.bytes_in += piece.size();
    if (!impl_->first->push(piece)) return false;
  }
  return !impl_->shared.stopped;
}

void Unpacker::finish() { impl_->first->finish(); }
const std::vector<UnpackProblem>& Unpacker::problems() const { return impl_->shared.problems; }

}  // namespace spanorama
