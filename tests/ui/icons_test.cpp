// SPDX-License-Identifier: MIT
// Every icon draws something, within its grid, at every size.
#include "ui/icons.h"

#include "support/canvas.h"
#include "support/catch.h"

TEST_CASE("every icon stays within its square", "[ui][icons]") {
  const float size = GENERATE(13.0f, 22.0f, 34.0f);
  for (int i = 0; i <= static_cast<int>(ui::Icon::Chat); ++i) {
    support::Canvas canvas;
    ui::Paint paint(canvas.list, canvas.text, 1, 7);
    ui::draw_icon(paint, static_cast<ui::Icon>(i), 100, 100, size, 0xffffffff);
    CAPTURE(i, size);
    CHECK(canvas.list.VtxBuffer.Size >= 8);
    // Half the size, the stroke's half, and a pixel for its edge, on the diagonal.
    const float reach = size / 2 + size / 10 + 2;
    for (const ImDrawVert& vertex : canvas.list.VtxBuffer) {
      CHECK(std::abs(vertex.pos.x - 100) <= reach);
      CHECK(std::abs(vertex.pos.y - 100) <= reach);
      CHECK(vertex.kind == 1);
    }
  }
}
