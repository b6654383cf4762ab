// SPDX-License-Identifier: MIT
// Tests of src/platform/gl/line_atlas.cpp: slots are rectangles of real textures.
#include "platform/gl/line_atlas.h"

#include <vector>

#include "gl_world.h"
#include "support/catch.h"

TEST_CASE("what was uploaded to a slot is in the texture there", "[platform][gl][atlas]") {
  support::GlWorld gl;
  platform::LineAtlas atlas;
  CHECK(atlas.bytes() == 0);
  REQUIRE(atlas.allocate("first", 5, 3));
  const auto slot = atlas.allocate("second", 2, 2);
  REQUIRE(slot);
  CHECK(atlas.bytes() == size_t{16} << 20);
  const std::vector<uint8_t> texels{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  atlas.upload(*slot, texels.data());
  std::vector<uint8_t> page(static_cast<size_t>(platform::atlas_page_size) *
                            platform::atlas_page_size * 4);
  glBindTexture(GL_TEXTURE_2D, slot->texture);
  glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, page.data());
  for (int y = 0; y < 2; ++y) {
    for (int i = 0; i < 8; ++i) {
      const size_t at =
          static_cast<size_t>((slot->y + y) * platform::atlas_page_size + slot->x) * 4;
      CHECK(page[at + static_cast<size_t>(i)] == texels[static_cast<size_t>(y * 8 + i)]);
    }
  }
  CHECK(glGetError() == GL_NO_ERROR);
}

TEST_CASE("a forgotten atlas makes new textures", "[platform][gl][atlas]") {
  support::GlWorld gl;
  platform::LineAtlas atlas;
  const auto before = atlas.allocate("a", 10, 10);
  REQUIRE(before);
  atlas.clear();
  CHECK_FALSE(atlas.find("a"));
  CHECK(atlas.bytes() > 0);
  atlas.forget();
  CHECK(atlas.bytes() == 0);
  const auto after = atlas.allocate("a", 10, 10);
  REQUIRE(after);
  CHECK(after->texture != 0);
  CHECK(after->texture != before->texture);
}
