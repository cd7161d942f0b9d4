#include "spanorama/app/pictures.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "spanorama/base/format.h"
#include "spanorama/base/hash.h"

namespace spanorama {
namespace {

constexpr std::size_t kMostEncodedBytes = 32u << 20;
constexpr std::uint64_t kMostPixels = 64'000'000;  // of the picture as it is; a phone's camera has 12 to 50 million
constexpr double kMostSide = 1536;                 // of what is decoded for the screen
constexpr std::size_t kMostKeptBytes = 64u << 20;
constexpr std::size_t kMostKept = 64;

std::uint64_t sample_of(std::string_view text) {
  constexpr std::size_t kParts = 8, kPartBytes = 32;
  std::uint64_t hash = text.size();
  for (std::size_t i = 0; i <= kParts; ++i) {
    const std::size_t at = (text.size() - std::min(text.size(), kPartBytes)) / kParts * i;
    hash = hash64(text.substr(at, kPartBytes), hash);
  }
  return hash;
}

std::string size_text(PictureSize size) {
  return std::to_string(size.width_px) + " × " + std::to_string(size.height_px) + " pixels";
}

std::size_t bytes_of(const Pictures::Entry& entry) { return entry.picture ? entry.picture->rgba.size() : 0; }

}  // namespace

std::shared_ptr<const Pictures::Entry> Pictures::of(std::string_view text, std::string_view type) {
  const Key key{text.data(), text.size(), sample_of(text)};
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) { return kept.key == key; });
  if (found != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, found);
    return kept_.front().entry;
  }
  Media media = media_from(text, type, kMostEncodedBytes);
  auto entry = std::make_shared<Entry>();
  entry->id = next_id_++;
  entry->type = std::move(media.type);
  entry->address = std::move(media.address);
  entry->encoded_bytes = media.bytes.size();
  kept_.push_front({key, entry});
  forget_old();
  if (media.too_large) {
    entry->problem = "It has more than " + text_from_bytes(kMostEncodedBytes) + " and is not shown.";
  } else if (!media.bytes.empty() && entry->type.starts_with("image/")) {
    decode(entry, std::move(media.bytes));
  }
  return entry;
}

void Pictures::decode(const std::shared_ptr<Entry>& entry, std::string bytes) {
  const std::optional<PictureSize> size = picture_size(bytes);
  if (!size || size->width_px == 0 || size->height_px == 0) {
    entry->problem = "Its bytes do not begin as a PNG, JPEG, GIF or WebP picture does.";
    return;
  }
  entry->size = *size;
  if (std::uint64_t{size->width_px} * size->height_px > kMostPixels) {
    entry->problem = "It says that it has " + size_text(*size) + ": too many to be shown.";
    return;
  }
  const double shrink = std::min(1.0, kMostSide / std::max(size->width_px, size->height_px));
  const auto side = [&](std::uint32_t px) { return std::max(1, static_cast<int>(std::lround(px * shrink))); };
  const bool asked = host_.decode_picture(
      std::move(bytes), entry->type, side(size->width_px), side(size->height_px), [entry](std::optional<Picture> made) {
        if (made && made->rgba.size() == std::size_t{4} * static_cast<std::size_t>(made->width_px) *
                                             static_cast<std::size_t>(made->height_px)) {
          entry->picture = std::make_shared<const Picture>(std::move(*made));
        } else {
          entry->problem = "It is damaged, or of a kind that cannot be decoded here.";
        }
      });
  if (!asked) entry->problem = "Pictures of this kind cannot be decoded here.";
}

void Pictures::forget_old() {
  std::size_t bytes = 0, count = 0;
  for (auto at = kept_.begin(); at != kept_.end(); ++count) {
    bytes += bytes_of(*at->entry);
    const bool keep = count == 0 || (count < kMostKept && bytes <= kMostKeptBytes);
    at = keep ? std::next(at) : kept_.erase(at);
  }
}

}  // namespace spanorama
