// SPDX-License-Identifier: MIT
// Tests of src/platform/native/font_loader_native.cpp: letters of any script, code point by code point.
#include "platform/native/font_loader_native.h"

#include "support/catch.h"
#include "support/imgui_frame.h"

namespace {

const ImFontGlyph* glyph_of(ImWchar code_point) {
  return ImGui::GetFontBaked()->FindGlyphNoFallback(code_point);
}

}  // namespace

TEST_CASE("letters of many scripts have pixels and a width", "[platform][font]") {
  support::ImGuiFrame imgui;
  platform::add_native_font(*ImGui::GetIO().Fonts, 15);
  imgui.frame([](ImDrawList&) {
    for (ImWchar letter : {0x41, 0xe4, 0x5d0, 0x645, 0x928, 0x4f60}) {
      const ImFontGlyph* glyph = glyph_of(letter);
      INFO(letter);
      REQUIRE(glyph);
      CHECK(glyph->Visible);
      CHECK(glyph->AdvanceX > 2);
      CHECK(glyph->X1 > glyph->X0);
      CHECK(glyph->Y1 > glyph->Y0);
      CHECK(glyph->Y0 > -4);
      CHECK(glyph->Y1 < 19);
      CHECK_FALSE(glyph->Colored);
    }
    const ImFontGlyph* space = glyph_of(' ');
    REQUIRE(space);
    CHECK_FALSE(space->Visible);
    CHECK(space->AdvanceX > 2);
  });
}

TEST_CASE("emoji keep their colours", "[platform][font]") {
  support::ImGuiFrame imgui;
  platform::add_native_font(*ImGui::GetIO().Fonts, 15);
  imgui.frame([](ImDrawList&) {
    const ImFontGlyph* glyph = glyph_of(0x1F600);
    REQUIRE(glyph);
    CHECK(glyph->Colored);
    CHECK(glyph->AdvanceX > 10);
  });
}

TEST_CASE("a code point no font has, or nobody types, falls back", "[platform][font]") {
  support::ImGuiFrame imgui;
  platform::add_native_font(*ImGui::GetIO().Fonts, 15);
  imgui.frame([](ImDrawList&) { CHECK(glyph_of(0x10FFFD) == nullptr); });
}

TEST_CASE("at twice the density letters are as wide, with twice the pixels", "[platform][font]") {
  float advance[2], texels[2];
  for (int i = 0; i < 2; ++i) {
    support::ImGuiFrame imgui(400, 300, static_cast<float>(i + 1));
    platform::add_native_font(*ImGui::GetIO().Fonts, 15);
    imgui.frame([&](ImDrawList&) {
      const ImFontGlyph* glyph = glyph_of('W');
      REQUIRE(glyph);
      advance[i] = glyph->AdvanceX;
      texels[i] =
          (glyph->U1 - glyph->U0) * static_cast<float>(ImGui::GetIO().Fonts->TexData->Width);
    });
  }
  CHECK(advance[1] == Approx(advance[0]).margin(0.1));
  CHECK(texels[1] == Approx(2 * texels[0]).margin(2));
}
