// SPDX-License-Identifier: MIT
// Tests of src/platform/native/screenshot.cpp: the file holds what was drawn, the right way up.
#include "platform/native/screenshot.h"

#include <cairo.h>

#include <cstdio>
#include <string>

#include "../gl/gl_world.h"
#include "app/blank_font.h"
#include "support/catch.h"

TEST_CASE("a picture is written as it was drawn", "[platform][gl]") {
  support::GlWorld gl(40, 30, 2);
  app::add_blank_font(*ImGui::GetIO().Fonts);
  ImDrawData& data = gl.imgui.frame([](ImDrawList& list) {
    list.AddRectFilled(ImVec2(0, 0), ImVec2(10, 5), IM_COL32(255, 0, 0, 255));
  });
  char file[] = "/tmp/parlance-screenshot-XXXXXX";
  const int made = mkstemp(file);
  REQUIRE(made >= 0);
  REQUIRE_FALSE(platform::save_screenshot(gl.renderer, data, 0x0000ffff, file));
  cairo_surface_t* picture = cairo_image_surface_create_from_png(file);
  REQUIRE(cairo_image_surface_get_width(picture) == 80);
  REQUIRE(cairo_image_surface_get_height(picture) == 60);
  auto pixel = [&](int x, int y) {
    const auto* row =
        cairo_image_surface_get_data(picture) + y * cairo_image_surface_get_stride(picture);
    return reinterpret_cast<const uint32_t*>(row)[x] & 0xffffff;
  };
  CHECK(pixel(0, 0) == 0xff0000);
  CHECK(pixel(19, 9) == 0xff0000);
  CHECK(pixel(20, 9) == 0x0000ff);
  CHECK(pixel(0, 59) == 0x0000ff);
  cairo_surface_destroy(picture);
  std::remove(file);
}

TEST_CASE("a file that cannot be written is said in a sentence", "[platform][gl]") {
  support::GlWorld gl;
  app::add_blank_font(*ImGui::GetIO().Fonts);
  ImDrawData& data = gl.imgui.frame([](ImDrawList&) {});
  const auto error = platform::save_screenshot(gl.renderer, data, 0, "/nowhere/at/all.png");
  REQUIRE(error);
  CHECK(error->detail.find("/nowhere/at/all.png") != std::string::npos);
}
