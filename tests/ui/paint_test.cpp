// SPDX-License-Identifier: MIT
// Quads: one texture, cut exactly at the clip, attributes as the renderer reads them.
#include "ui/paint.h"

#include "support/canvas.h"
#include "support/catch.h"

using support::Canvas;
using support::FakeTextEngine;

namespace {

constexpr uint64_t quads_bit = uint64_t{1} << 32;

}  // namespace

TEST_CASE("a shape carries its size, corners and colour", "[ui][paint]") {
  Canvas canvas;
  ui::Paint paint(canvas.list, canvas.text, 1, 7);
  paint.fill({10, 20, 30, 40}, 0x11223344, {1, 2, 3, 4});
  REQUIRE(canvas.list.VtxBuffer.Size == 4);
  const ImDrawVert& vertex = canvas.list.VtxBuffer[0];
  CHECK(vertex.kind == 1);
  CHECK(vertex.half_size[0] == 15);
  CHECK(vertex.half_size[1] == 20);
  CHECK(vertex.radii == 0x04030201);
  CHECK(vertex.col == IM_COL32(0x11, 0x22, 0x33, 0x44));
  CHECK(vertex.border == 0);
  // A pixel around for the antialiased edge; uv counts from the centre.
  CHECK(vertex.pos.x == 9);
  CHECK(vertex.uv.x == -16);
  CHECK(canvas.list.VtxBuffer[2].uv.y == 21);
}

TEST_CASE("text and shapes share one draw call", "[ui][paint]") {
  Canvas canvas;
  const base::TextLayout layout = canvas.text.layout({.text = "hello"});
  {
    ui::Paint paint(canvas.list, canvas.text, 1, FakeTextEngine::page);
    for (int i = 0; i < 10; ++i) {
      paint.fill({0, 0, 10, 10}, 0xffffffff);
      paint.text(layout, 0, 0, 0x000000ff);
      paint.segment(0, 0, 10, 10, 2, 0xffffffff);
    }
    CHECK(paint.page() == FakeTextEngine::page);
  }
  CHECK(canvas.calls() == 1);
  for (const ImDrawCmd& command : canvas.list.CmdBuffer) {
    if (command.ElemCount > 0) CHECK(command.TexRef._TexID == (quads_bit | FakeTextEngine::page));
  }
}

TEST_CASE("shapes before any text have the bit alone", "[ui][paint]") {
  Canvas canvas;
  {
    ui::Paint paint(canvas.list, canvas.text, 1, 0);
    paint.fill({0, 0, 10, 10}, 0xffffffff);
  }
  CHECK(canvas.list.CmdBuffer[0].TexRef._TexID == quads_bit);
}

TEST_CASE("what is outside the clip is not there, what crosses it ends on it", "[ui][paint]") {
  Canvas canvas;
  ui::Paint paint(canvas.list, canvas.text, 2, 7);
  paint.push_clip({0, 0, 50.2f, 50});  // snapped to half px
  paint.fill({60, 60, 10, 10}, 0xffffffff);
  CHECK(canvas.list.VtxBuffer.Size == 0);
  paint.fill({40, 10, 20, 20}, 0xffffffff);
  REQUIRE(canvas.list.VtxBuffer.Size == 4);
  float right = 0, u = 0;
  for (const ImDrawVert& vertex : canvas.list.VtxBuffer) {
    if (vertex.pos.x > right) {
      right = vertex.pos.x;
      u = vertex.uv.x;
    }
  }
  CHECK(right == 50);
  CHECK(u == Approx(0));  // the middle of the shape
  // A nested clip never widens.
  paint.push_clip({0, 0, 500, 20});
  CHECK(paint.clip().width == 50);
  CHECK(paint.clip().height == 20);
  paint.pop_clip();
  CHECK(paint.clip().height == 50);
}

TEST_CASE("slanted strokes are cut to polygons within the clip", "[ui][paint]") {
  Canvas canvas;
  ui::Paint paint(canvas.list, canvas.text, 1, 7);
  paint.push_clip({10, 10, 20, 20});
  for (int i = -20; i < 60; i += 3) {
    paint.segment(static_cast<float>(i), -5, 40, static_cast<float>(i), 7, 0xffffffff);
    paint.triangle(0, 0, static_cast<float>(i), 50, 50, 0, 0xffffffff);
  }
  CHECK(canvas.list.VtxBuffer.Size > 0);
  for (const ImDrawVert& vertex : canvas.list.VtxBuffer) {
    CHECK(vertex.pos.x >= 10);
    CHECK(vertex.pos.x <= 30);
    CHECK(vertex.pos.y >= 10);
    CHECK(vertex.pos.y <= 30);
  }
}

TEST_CASE("a line that is not ready leaves a bar and a wish", "[ui][paint]") {
  Canvas canvas;
  const base::TextLayout layout = canvas.text.layout({.text = "hello"});
  canvas.text.set_raster_budget(0);
  ui::Paint paint(canvas.list, canvas.text, 1, 7);
  paint.text(layout, 0, 0, 0x000000ff);
  CHECK(paint.has_pending_text());
  CHECK(canvas.list.VtxBuffer.Size == 4);
  CHECK(canvas.list.VtxBuffer[0].kind == 1);
}

TEST_CASE("colours fade and mix", "[ui][paint]") {
  CHECK(ui::faded(0x102030ff, 0.5f) == 0x10203080);
  CHECK(ui::faded(0x10203080, 2) == 0x10203080);
  CHECK(ui::mixed(0x000000ff, 0xffffffff, 0.5f) == 0x808080ff);
  CHECK(ui::mixed(0x102030ff, 0xffffffff, 0) == 0x102030ff);
}
