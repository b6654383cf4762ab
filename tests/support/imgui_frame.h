// SPDX-License-Identifier: MIT
// An ImGui context without window and GPU, for tests of what draws with ImGui.
#pragma once

#include <imgui.h>
#include <imgui_internal.h>

namespace support {

class ImGuiFrame {
 public:
  explicit ImGuiFrame(float width = 400, float height = 300, float scale = 1)
      : context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendFlags |=
        ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
    io.DisplaySize = ImVec2(width, height);
    io.DisplayFramebufferScale = ImVec2(scale, scale);
    io.ConfigInputTrickleEventQueue = false;  // all of a test's input belongs to the next frame
  }
  ~ImGuiFrame() { ImGui::DestroyContext(context_); }
  ImGuiFrame(const ImGuiFrame&) = delete;
  ImGuiFrame& operator=(const ImGuiFrame&) = delete;

  // One frame with what `draw` draws.
  template <class Draw>
  ImDrawData& frame(Draw draw) {
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    draw(*ImGui::GetBackgroundDrawList());
    ImGui::Render();
    return *ImGui::GetDrawData();
  }

 private:
  ImGuiContext* context_;
};

}  // namespace support
