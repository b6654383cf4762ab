// SPDX-License-Identifier: MIT
// The line atlas: shelves of gl/shelves.h, and a texture for each of their pages.
#include "platform/gl/line_atlas.h"

#include <vector>

#include "platform/gl/gl_api.h"
#include "platform/gl/shelves.h"

namespace platform {
namespace {

uint32_t make_page() {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  // Texels are device pixels, drawn one to one: nothing is ever filtered.
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, atlas_page_size, atlas_page_size, 0, GL_RGBA,
               GL_UNSIGNED_BYTE, nullptr);
  return texture;
}

}  // namespace

struct LineAtlas::State {
  Shelves shelves{atlas_page_size, atlas_max_pages};
  std::vector<uint32_t> textures;  // by page; 0 until something lives there

  AtlasSlot at(const ShelfSlot& slot) {
    const auto page = static_cast<size_t>(slot.page);
    if (textures.size() <= page) textures.resize(page + 1);
    if (textures[page] == 0) textures[page] = make_page();
    return {textures[page], slot.x, slot.y, slot.width, slot.height};
  }
};

LineAtlas::LineAtlas() : state_(std::make_unique<State>()) {}

LineAtlas::~LineAtlas() {
  for (GLuint texture : state_->textures) {
    if (texture != 0) glDeleteTextures(1, &texture);
  }
}

std::optional<AtlasSlot> LineAtlas::find(const std::string& key) {
  auto slot = state_->shelves.find(key);
  if (!slot) return std::nullopt;
  return state_->at(*slot);
}

std::optional<AtlasSlot> LineAtlas::allocate(const std::string& key, int width, int height) {
  auto slot = state_->shelves.allocate(key, width, height);
  if (!slot) return std::nullopt;
  return state_->at(*slot);
}

void LineAtlas::upload(const AtlasSlot& slot, const uint8_t* rgba) {
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, slot.texture);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  glTexSubImage2D(GL_TEXTURE_2D, 0, slot.x, slot.y, slot.width, slot.height, GL_RGBA,
                  GL_UNSIGNED_BYTE, rgba);
}

void LineAtlas::next_frame() { state_->shelves.next_frame(); }

void LineAtlas::clear() { state_->shelves.clear(); }

void LineAtlas::forget() {
  state_->shelves.clear();
  state_->textures.clear();
}

size_t LineAtlas::bytes() const {
  size_t pages = 0;
  for (uint32_t texture : state_->textures) pages += texture != 0;
  return pages * atlas_page_size * atlas_page_size * 4;
}

}  // namespace platform
