// SPDX-License-Identifier: MIT
// Tests of src/app/blank_font.cpp: ImGui runs whole frames without any font file.
#include "app/blank_font.h"

#include <imgui.h>
#include <imgui_internal.h>

#include "support/catch.h"

namespace {

struct Context {
  ImGuiContext* context = ImGui::CreateContext();
  Context() {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.DisplaySize = ImVec2(640, 480);
    io.DisplayFramebufferScale = ImVec2(2, 2);
    io.DeltaTime = 1.0f / 60;
    app::add_blank_font(*io.Fonts);
  }
  ~Context() { ImGui::DestroyContext(context); }
};

}  // namespace

TEST_CASE("frames run headless with a font that has no letters", "[app][font]") {
  Context context;
  for (int frame = 0; frame < 3; ++frame) {
    ImGui::NewFrame();
    ImGui::GetBackgroundDrawList()->AddRectFilled(ImVec2(10, 10), ImVec2(20, 20), 0xffffffff);
    ImGui::Render();
    ImDrawData* data = ImGui::GetDrawData();
    REQUIRE(data->Valid);
    REQUIRE(data->TotalVtxCount == 4);
  }
}

TEST_CASE("every letter of the blank font is half as wide as it is high", "[app][font]") {
  Context context;
  ImGui::NewFrame();
  REQUIRE(ImGui::CalcTextSize("abcd").x == Approx(4 * ImGui::GetFontSize() / 2));
  ImGui::EndFrame();
}

TEST_CASE("an emoji does not make the blank font's tables grow to its code point", "[app][font]") {
  Context context;
  ImGui::NewFrame();
  ImGui::CalcTextSize("\xf0\x9f\x98\x80 \xe4\xbd\xa0");
  ImGui::EndFrame();
  REQUIRE(ImGui::GetFontBaked()->IndexLookup.Size < 0x2100);
}
