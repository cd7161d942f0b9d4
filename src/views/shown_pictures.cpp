#include "views/shown_pictures.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cstring>

namespace spanorama {
namespace {

constexpr int kFramesUnseen = 120;

}  // namespace

// Dear ImGui's backend makes, remakes and drops what belongs to a registered ImTextureData.
struct ShownPictures::Texture {
  explicit Texture(std::uint64_t picture_id, const Picture& picture) : id(picture_id) {
    data.Create(ImTextureFormat_RGBA32, picture.width_px, picture.height_px);
    std::memcpy(data.Pixels, picture.rgba.data(), picture.rgba.size());
    data.UseColors = true;
    data.SetStatus(ImTextureStatus_WantCreate);
    ImGui::RegisterUserTexture(&data);
  }
  ~Texture() {
    if (ImGui::GetCurrentContext() == nullptr) return;
    ImGui::UnregisterUserTexture(&data);
    ImGui::GetPlatformIO().Textures.find_erase(&data);  // else the backend finds it there when it shuts down
  }
  Texture(const Texture&) = delete;
  Texture& operator=(const Texture&) = delete;

  std::uint64_t id;
  ImTextureData data;
  int unseen = 0;
  bool going = false;
};

ShownPictures::ShownPictures() = default;
ShownPictures::~ShownPictures() = default;

void ShownPictures::begin_frame() {
  textures_.remove_if([](const auto& t) { return t->going && t->data.Status == ImTextureStatus_Destroyed; });
  for (const auto& texture : textures_) {
    // A graphics context that was lost took the texture along.
    if (!texture->going && texture->data.Status == ImTextureStatus_Destroyed)
      texture->data.SetStatus(ImTextureStatus_WantCreate);
    if (++texture->unseen < kFramesUnseen || texture->going) continue;
    texture->going = true;
    texture->data.UnusedFrames = 1;
    texture->data.SetStatus(ImTextureStatus_WantDestroy);
  }
}

ImTextureRef ShownPictures::texture(std::uint64_t id, const Picture& picture) {
  auto found =
      std::find_if(textures_.begin(), textures_.end(), [&](const auto& t) { return t->id == id && !t->going; });
  if (found == textures_.end()) found = textures_.insert(textures_.end(), std::make_unique<Texture>(id, picture));
  (*found)->unseen = 0;
  return (*found)->data.GetTexRef();
}

}  // namespace spanorama
