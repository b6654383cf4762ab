// SPDX-License-Identifier: MIT
// Where rasterised lines live: shelves of one height on square pages, least recently used shelves
// are given up. Pure bookkeeping plus the GL textures of the pages; who rasterises decides what is
// uploaded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace platform {

inline constexpr int atlas_page_size = 2048;  // texels; a page is 16 MiB of RGBA
inline constexpr int atlas_max_pages = 4;

struct AtlasSlot {
  uint32_t texture = 0;  // GL name of the page
  int x = 0, y = 0;      // texels
  int width = 0, height = 0;
};

class LineAtlas {
 public:
  LineAtlas();
  ~LineAtlas();
  // The slot of a line drawn before; marks it as used in this frame.
  std::optional<AtlasSlot> find(const std::string& key);
  // Room for a new line; gives up what was not used for longest, but nothing of the current frame.
  // Absent when even that does not help (or the line is larger than a page).
  std::optional<AtlasSlot> allocate(const std::string& key, int width, int height);
  // Fills a slot: rows from the top, straight alpha, four bytes a texel. The web uploads a canvas
  // instead.
  void upload(const AtlasSlot& slot, const uint8_t* rgba);
  void next_frame();
  // Everything is stale (device pixel ratio, fonts): slots are given up, textures kept.
  void clear();
  // The GL context is gone: textures too.
  void forget();
  size_t bytes() const;  // of all pages

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace platform
