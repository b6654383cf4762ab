// SPDX-License-Identifier: MIT
// Draws an ImGui frame with OpenGL 3.3 or WebGL2: ImGui's own triangles, and our quads (line textures and
// signed-distance shapes) with the second program. Honours ImGui 1.92's texture contract.
#pragma once

#include <cstdint>
#include <memory>

struct ImDrawData;

namespace platform {

// ImTextureID of line atlas pages: this bit plus the GL texture's name. Tells our quads from ImGui's triangles.
inline constexpr uint64_t atlas_page_bit = uint64_t{1} << 32;

class Renderer {
 public:
  Renderer();   // needs a current context; create() makes the GL objects
  ~Renderer();
  // False when the shaders do not compile; the log line says why. Call again after a context was restored.
  bool create();
  // The context is gone: forget the names without deleting anything.
  void forget();
  // Clears to `clear_colour` (0xRRGGBBAA) and draws.
  void draw(ImDrawData& data, uint32_t clear_colour);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace platform
