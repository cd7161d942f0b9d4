// Pictures on the graphics card, by the ids that app/pictures.h gave them. What is not drawn for a while goes away.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <list>
#include <memory>

#include "spanorama/base/media.h"

namespace spanorama {

class ShownPictures {
 public:
  ShownPictures();
  ~ShownPictures();
  ShownPictures(const ShownPictures&) = delete;
  ShownPictures& operator=(const ShownPictures&) = delete;

  // Once a frame, before any is drawn.
  void begin_frame();
  // To be drawn in this frame. The pixels are copied the first time.
  ImTextureRef texture(std::uint64_t id, const Picture& picture);

 private:
  struct Texture;
  std::list<std::unique_ptr<Texture>> textures_;
};

}  // namespace spanorama
