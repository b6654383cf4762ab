// SPDX-License-Identifier: MIT
// Tests of src/platform/gl/renderer.cpp and of shaders/: pixels, at one and two device px per CSS px.
#include "platform/gl/renderer.h"

#include "gl_world.h"
#include "platform/native/font_loader_native.h"
#include "platform/native/text_engine_native.h"
#include "support/catch.h"
#include "ui/paint.h"

using support::GlWorld;
using support::Pixel;

namespace {

constexpr Pixel white{255, 255, 255}, red{255, 0, 0};
constexpr ui::Colour red_colour = 0xff0000ff;

// A GlWorld with a font, the text engine, and Paint for each frame.
struct Canvas {
  GlWorld gl;
  platform::LineAtlas atlas;
  platform::TextEngineNative text;
  float scale;

  explicit Canvas(float s = 1) : gl(64, 48, s), text(atlas, s), scale(s) {
    platform::add_native_font(*ImGui::GetIO().Fonts, 15);
  }
  template <class Draw>
  void paint(Draw draw, uint32_t clear = 0xffffffff) {
    atlas.next_frame();
    gl.draw(
        [&](ImDrawList& list) {
          ui::Paint paint(list, text, scale, 0);
          draw(paint);
        },
        clear);
  }
  int count(Pixel colour) const {
    int found = 0;
    for (int y = 0; y < gl.height; ++y) {
      for (int x = 0; x < gl.width; ++x) found += gl.at(x, y) == colour;
    }
    return found;
  }
};

}  // namespace

TEST_CASE("the ground has exactly the colour asked for", "[platform][gl]") {
  Canvas c;
  c.paint([](ui::Paint&) {}, 0x12345678);
  CHECK(c.gl.at(0, 0) == Pixel{0x12, 0x34, 0x56});
  CHECK(c.gl.at(63, 47) == Pixel{0x12, 0x34, 0x56});
}

TEST_CASE("a rectangle on whole pixels has hard edges", "[platform][gl]") {
  for (int scale : {1, 2}) {
    Canvas c(static_cast<float>(scale));
    c.paint([](ui::Paint& p) { p.fill({10, 8, 20, 12}, red_colour); });
    INFO(scale);
    CHECK(c.count(red) == 20 * 12 * scale * scale);
    CHECK(c.count(white) == (64 * 48 - 20 * 12) * scale * scale);
    CHECK(c.gl.at(10 * scale, 8 * scale) == red);
    CHECK(c.gl.at(10 * scale - 1, 8 * scale) == white);
    CHECK(c.gl.at(30 * scale - 1, 20 * scale - 1) == red);
    CHECK(c.gl.at(30 * scale, 20 * scale - 1) == white);
  }
}

TEST_CASE("corners are round where they have a radius, and only there", "[platform][gl]") {
  Canvas c(2);
  c.paint([](ui::Paint& p) {
    p.fill({10, 10, 30, 30}, red_colour, {.top_left = 10, .bottom_right = 5});
  });
  const int left = 20, top = 20, right = 79, bottom = 79;
  CHECK(c.gl.at(left, top) == white);
  CHECK(c.gl.at(right, top) == red);
  CHECK(c.gl.at(left, bottom) == red);
  CHECK(c.gl.at(right, bottom) == white);
  CHECK(c.gl.at(left + 20, top) == red);  // where the arc of 10 CSS px begins
  CHECK(c.gl.at(left, top + 20) == red);
  // 20 - 20 / sqrt(2) = 5.9 px in, the diagonal meets the arc.
  CHECK(c.gl.at(left + 5, top + 5) == white);
  CHECK(c.gl.at(left + 6, top + 6) == red);
  // On the arc pixels are covered in part.
  int partly = 0;
  for (int x = left; x < left + 20; ++x) {
    for (int y = top; y < top + 20; ++y) partly += c.gl.at(x, y) != white && c.gl.at(x, y) != red;
  }
  CHECK(partly > 10);
  CHECK(partly < 60);
}

TEST_CASE("a radius too large makes a circle of the right size", "[platform][gl]") {
  Canvas c;
  c.paint([](ui::Paint& p) { p.circle(32, 24, 16, red_colour); });
  double cover = 0;
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 64; ++x) cover += (255 - c.gl.at(x, y)[1]) / 255.0;
  }
  CHECK(cover == Approx(3.14159 * 16 * 16).epsilon(0.01));
  CHECK(c.gl.at(32, 8) != white);
  CHECK(c.gl.at(32, 7) == white);
  CHECK(c.gl.at(16, 24) != white);
  CHECK(c.gl.at(15, 24) == white);
}

TEST_CASE("a stroke lies inside the edge, as wide as asked for", "[platform][gl]") {
  for (int scale : {1, 2}) {
    Canvas c(static_cast<float>(scale));
    c.paint([](ui::Paint& p) { p.stroke({10, 10, 20, 20}, red_colour, 1); });
    INFO(scale);
    CHECK(c.count(red) == (20 * 20 - 18 * 18) * scale * scale);
    CHECK(c.count(white) == (64 * 48 - 20 * 20 + 18 * 18) * scale * scale);
  }
}

TEST_CASE("a shadow fades evenly and ends where it should", "[platform][gl]") {
  Canvas c;
  c.paint([](ui::Paint& p) { p.shadow({20, 16, 24, 16}, 0x000000ff, 8); });
  CHECK(c.gl.at(32, 7) == white);  // 8 px outside the edge, and a pixel
  int before = 255;
  for (int y = 8; y <= 24; ++y) {
    const int now = c.gl.at(32, y)[0];
    CHECK(now <= before);
    before = now;
  }
  CHECK(before < 8);
  CHECK(c.gl.at(32, 15)[0] == Approx(128).margin(20));  // half at the edge
}

TEST_CASE("colours blend by straight alpha", "[platform][gl]") {
  Canvas c;
  c.paint([](ui::Paint& p) { p.fill({0, 0, 64, 48}, 0xff000080); });
  const Pixel half = c.gl.at(30, 30);
  CHECK(half[0] == 255);
  CHECK(half[1] == Approx(127).margin(1));
  CHECK(half[2] == half[1]);
}

TEST_CASE("text stands on whole pixels, wherever it is put", "[platform][gl]") {
  for (float scale : {1.0f, 2.0f}) {
    Canvas c(scale);
    const auto layout = c.text.layout({.text = "Hi"});
    auto drawn_at = [&](float x, float y) {
      c.paint([&](ui::Paint& p) { p.text(layout, x, y, 0x000000ff); });
      return c.gl.pixels;
    };
    const auto exact = drawn_at(10, 10);
    CHECK(c.count(white) < 64 * 48 * scale * scale - 20);
    CHECK(c.count({0, 0, 0}) > 0);  // stems are black, not grey
    CHECK(drawn_at(10 + 0.3f / scale, 10 - 0.3f / scale) == exact);
    CHECK(drawn_at(11, 10) != exact);
  }
}

TEST_CASE("the quads of a line are put on whole pixels by the shader alone", "[platform][gl]") {
  Canvas c;
  const auto layout = c.text.layout({.text = "Hi"});
  std::vector<uint8_t> pixels[2];
  for (int i = 0; i < 2; ++i) {
    c.atlas.next_frame();
    c.gl.draw([&](ImDrawList& list) {
      {
        ui::Paint paint(list, c.text, 1, 0);
        paint.text(layout, 10, 10, 0x000000ff);
      }
      for (ImDrawVert& vertex : list.VtxBuffer) vertex.pos.x += i == 0 ? 0 : 0.4f;
    });
    pixels[i] = c.gl.pixels;
  }
  CHECK(pixels[0] == pixels[1]);
}

TEST_CASE("emoji keep their colours whatever the text's colour", "[platform][gl]") {
  Canvas c;
  const auto layout = c.text.layout({.text = "\U0001F34E", .style = base::TextStyle::Emoji});
  c.paint([&](ui::Paint& p) { p.text(layout, 10, 4, 0x000000ff); });
  int reddish = 0;
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 64; ++x) reddish += c.gl.at(x, y)[0] > 150 && c.gl.at(x, y)[1] < 90;
  }
  CHECK(reddish > 50);  // a red apple
}

TEST_CASE("shapes and lines of one page are one draw call", "[platform][gl]") {
  Canvas c;
  const auto one = c.text.layout({.text = "one"}), two = c.text.layout({.text = "two"});
  c.paint([&](ui::Paint& p) {
    p.fill({0, 0, 10, 10}, red_colour);
    p.text(one, 0, 0, 0x000000ff);
    p.fill({10, 0, 10, 10}, red_colour);
    p.text(two, 0, 20, 0x000000ff);
    p.circle(40, 40, 5, red_colour);
  });
  CHECK(c.gl.renderer.draw_calls() == 1);
}

TEST_CASE("ImGui's own triangles are cut to their clip rectangle", "[platform][gl]") {
  for (int scale : {1, 2}) {
    Canvas c(static_cast<float>(scale));
    c.gl.draw([](ImDrawList& list) {
      list.PushClipRect(ImVec2(5, 6), ImVec2(20, 16));
      list.AddRectFilled(ImVec2(0, 0), ImVec2(64, 48), IM_COL32(255, 0, 0, 255));
      list.PopClipRect();
    });
    INFO(scale);
    CHECK(c.count(red) == 15 * 10 * scale * scale);
    CHECK(c.gl.at(5 * scale, 6 * scale) == red);
    CHECK(c.gl.at(5 * scale - 1, 6 * scale) == white);
    CHECK(c.gl.at(20 * scale, 6 * scale) == white);
  }
}

TEST_CASE("letters that ImGui bakes later reach its texture", "[platform][gl]") {
  Canvas c;
  auto draw = [&](const char* text) {
    c.gl.draw([&](ImDrawList& list) { list.AddText(ImVec2(5, 5), IM_COL32(0, 0, 0, 255), text); });
    int dark = 0;
    for (int y = 0; y < 48; ++y) {
      for (int x = 0; x < 64; ++x) dark += c.gl.at(x, y)[0] < 128;
    }
    return dark;
  };
  CHECK(draw("l") > 5);
  CHECK(draw("W\u05e9\u4f60") > 30);
  // A larger font makes the atlas grow: a new texture, and the old one goes.
  c.gl.draw([&](ImDrawList& list) {
    for (int size = 20; size < 120; size += 20) {
      list.AddText(nullptr, static_cast<float>(size), ImVec2(0, 0), IM_COL32(0, 0, 0, 255),
                   "WMQ@%&ABCDEFGHIJKLNOPRSTUVXYZ");
    }
  });
  CHECK(draw("l") > 5);
  CHECK(draw("W") > 10);
  CHECK(glGetError() == GL_NO_ERROR);
}

TEST_CASE("a picture too large for 16-bit indices is whole", "[platform][gl]") {
  Canvas c;
  c.gl.draw([](ImDrawList& list) {
    for (int i = 0; i < 30'000; ++i) {
      list.AddRectFilled(ImVec2(0, 0), ImVec2(1, 1), IM_COL32(0, 255, 0, 255));
    }
    list.AddRectFilled(ImVec2(10, 10), ImVec2(20, 20), IM_COL32(255, 0, 0, 255));
  });
  CHECK(c.count(red) == 100);
}

TEST_CASE("after a lost context the same frame is drawn again", "[platform][gl]") {
  Canvas c;
  const auto layout = c.text.layout({.text = "Hi"});
  auto draw = [&] {
    c.atlas.next_frame();
    c.gl.draw([&](ImDrawList& list) {
      list.AddText(ImVec2(30, 20), IM_COL32(0, 0, 0, 255), "gone");
      ui::Paint paint(list, c.text, 1, 0);
      paint.fill({2, 2, 10, 10}, red_colour, ui::all_corners(4));
      paint.text(layout, 10, 10, 0x000000ff);
    });
  };
  draw();
  const auto before = c.gl.pixels;
  c.gl.renderer.forget();
  c.atlas.forget();
  draw();  // nothing to draw with, and no harm done
  CHECK(c.gl.renderer.draw_calls() == 0);
  REQUIRE(c.gl.renderer.create());
  draw();
  CHECK(c.gl.pixels == before);
  CHECK(glGetError() == GL_NO_ERROR);
}
