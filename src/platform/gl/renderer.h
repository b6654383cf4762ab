// SPDX-License-Identifier: MIT
// Draws an ImGui frame with OpenGL 3.3 or WebGL2: ImGui's own triangles, and our quads (line
// textures and signed-distance shapes) with the second program. Honours ImGui 1.92's texture
// contract.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

struct ImDrawData;

namespace platform {

// ImTextureID of line atlas pages: this bit plus the GL texture's name. Tells our quads from
// ImGui's triangles. The bit alone, without a name, is for shapes: they need no page and are drawn
// together with whatever page comes next to them.
inline constexpr uint64_t atlas_page_bit = uint64_t{1} << 32;

class Renderer {
 public:
  Renderer();
  ~Renderer();  // needs the context of create() to be current, unless forget() came after it
  // Makes the GL objects in the current context. False when the shaders do not compile; error()
  // says why. Call again after a context was restored.
  bool create();
  const std::string& error() const;
  // The context is gone: forget the names without deleting anything.
  void forget();
  // Clears the bound framebuffer to `clear_colour` (0xRRGGBBAA) and draws. Expects no GL state and
  // leaves its own.
  void draw(ImDrawData& data, uint32_t clear_colour);
  // Draw calls of the last frame.
  int draw_calls() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace platform
