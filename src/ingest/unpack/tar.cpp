// tar: 512-byte headers, each followed by a file's bytes. ustar, pax paths and GNU long names.
#include <algorithm>
#include <cstring>

#include "stage.h"

namespace spanorama {

namespace {

constexpr std::size_t kBlock = 512, kMostNameBytes = 64 * 1024;

class TarStage final : public UnpackStage {
 public:
  TarStage(UnpackShared& shared, std::string name, int layer)
      : shared_(shared), archive_(std::move(name)), layer_(layer) {}

  bool push(ByteSpan bytes) override {
    while (!bytes.empty() && !ended_ && !shared_.stopped) {
      if (left_ > 0) {
        const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
        take(bytes.first(now));
        bytes = bytes.subspan(now);
        continue;
      }
      const std::size_t now = std::min(kBlock - header_.size(), bytes.size());
      header_.append(text_of(bytes.first(now)));
      bytes = bytes.subspan(now);
      if (header_.size() == kBlock) begin();
    }
    return !shared_.stopped;
  }

  void finish() override {
    if (member_) member_->finish();
    if (!ended_ && (data_left_ > 0 || !header_.empty()))
      shared_.problem("The tar archive breaks off inside " + (shown_.empty() ? "a header" : shown_) +
                      ": what came before is kept.");
  }

 private:
  enum class Use : std::uint8_t { skip, file, long_name, pax };

  std::string_view field(std::size_t at, std::size_t size) const {
    const std::string_view raw = std::string_view(header_).substr(at, size);
    return raw.substr(0, raw.find('\0'));
  }

  // Octal digits, or base 256 when the first bit is set.
  std::uint64_t number(std::size_t at, std::size_t size) const {
    std::uint64_t value = 0;
    const auto first = static_cast<unsigned char>(header_[at]);
    for (std::size_t i = 0; i < size; ++i) {
      const auto c = static_cast<unsigned char>(header_[at + i]);
      if ((first & 0x80) != 0)
        value = (value << 8) | (i == 0 ? c & 0x7fu : c);
      else if (c >= '0' && c <= '7')
        value = value * 8 + (c - '0');
    }
    return value;
  }

  void begin() {
    if (header_.find_first_not_of('\0') == std::string::npos) {
      ended_ = true;
      return;
    }
    if (std::string_view(header_).substr(257, 5) != "ustar") {
      shared_.problem("The tar archive is damaged behind " + (shown_.empty() ? "its start" : shown_) +
                      ": what came before is kept.");
      ended_ = true;
      return;
    }
    data_left_ = number(124, 12);
    left_ = data_left_ > UINT64_MAX - kBlock ? UINT64_MAX : (data_left_ + kBlock - 1) / kBlock * kBlock;
    const char type = header_[156];
    use_ = type == 'L' ? Use::long_name : type == 'x' ? Use::pax : type == '0' || type == '\0' ? Use::file : Use::skip;
    if (use_ == Use::long_name || use_ == Use::pax) name_bytes_.clear();
    if (use_ == Use::file) begin_file();
    header_.clear();
    if (left_ == 0) end_data();
  }

  void begin_file() {
    const std::string_view prefix = field(345, 155);
    shown_ = !next_name_.empty() ? next_name_
             : prefix.empty()    ? std::string(field(0, 100))
                                 : std::string(prefix) + "/" + std::string(field(0, 100));
    next_name_.clear();
    if (is_litter(shown_))
      use_ = Use::skip;
    else
      member_ = begin_member(shared_, archive_, shown_, layer_);
  }

  void take(ByteSpan bytes) {
    const auto data = static_cast<std::size_t>(std::min<std::uint64_t>(data_left_, bytes.size()));
    data_left_ -= data;
    left_ -= bytes.size();
    if (data > 0) {
      if (use_ == Use::file && member_) member_->push(bytes.first(data));
      if ((use_ == Use::long_name || use_ == Use::pax) && name_bytes_.size() < kMostNameBytes)
        name_bytes_.append(text_of(bytes.first(data)));
    }
    if (left_ == 0) end_data();
  }

  void end_data() {
    if (use_ == Use::file && member_) {
      member_->finish();
      member_.reset();
    }
    if (use_ == Use::long_name) next_name_ = name_bytes_.substr(0, name_bytes_.find('\0'));
    if (use_ == Use::pax) {
      const std::size_t path = name_bytes_.find(" path=");
      if (path != std::string::npos) next_name_ = name_bytes_.substr(path + 6, name_bytes_.find('\n', path) - path - 6);
    }
  }

  UnpackShared& shared_;
  std::string archive_;
  int layer_;
  std::string header_, shown_, next_name_, name_bytes_;
  std::uint64_t left_ = 0, data_left_ = 0;  // of the present entry, with and without padding
  Use use_ = Use::skip;
  bool ended_ = false;
  std::unique_ptr<UnpackStage> member_;
};

}  // namespace

std::unique_ptr<UnpackStage> make_tar_stage(UnpackShared& shared, std::string name, int layer) {
  return std::make_unique<TarStage>(shared, std::move(name), layer);
}

}  // namespace spanorama
