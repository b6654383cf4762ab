// SPDX-License-Identifier: MIT
// Tests of src/app/blank_font.cpp: ImGui runs whole frames without any font file.
#include "app/blank_font.h"

#include "support/catch.h"
#include "support/imgui_frame.h"

TEST_CASE("frames run headless with a font that has no letters", "[app][font]") {
  support::ImGuiFrame imgui(640, 480, 2);
  app::add_blank_font(*ImGui::GetIO().Fonts);
  for (int frame = 0; frame < 3; ++frame) {
    const ImDrawData& data = imgui.frame(
        [](ImDrawList& list) { list.AddRectFilled(ImVec2(10, 10), ImVec2(20, 20), 0xffffffff); });
    REQUIRE(data.Valid);
    REQUIRE(data.TotalVtxCount == 4);
  }
}

TEST_CASE("every letter of the blank font is half as wide as it is high", "[app][font]") {
  support::ImGuiFrame imgui;
  app::add_blank_font(*ImGui::GetIO().Fonts);
  imgui.frame([](ImDrawList&) {
    CHECK(ImGui::CalcTextSize("abcd").x == Approx(4 * ImGui::GetFontSize() / 2));
  });
}
