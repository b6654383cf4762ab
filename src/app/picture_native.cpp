// SPDX-License-Identifier: MIT
// A frame of a whole ImGui context. See picture.h.
#include <imgui.h>

#include "app/blank_font.h"
#include "app/picture.h"

namespace app {

struct Picture::State {
  ImGuiContext* context = ImGui::CreateContext();
};

// The interface uses ImGui for its draw list and its frame, never for windows of ImGui's own look.
Picture::Picture() : state_(std::make_unique<State>()) {
  ImGui::SetCurrentContext(state_->context);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;  // it would write names of conversations to disk
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
  io.Fonts->TexMaxWidth = 2048;
  io.Fonts->TexMaxHeight = 2048;
}

Picture::~Picture() { ImGui::DestroyContext(state_->context); }

ImDrawList& Picture::begin(const ui::Viewport& viewport) {
  ImGui::SetCurrentContext(state_->context);
  ImGuiIO& io = ImGui::GetIO();
  if (io.Fonts->Fonts.empty()) add_blank_font(*io.Fonts);
  io.DisplaySize = ImVec2(viewport.width, viewport.height);
  io.DisplayFramebufferScale = ImVec2(viewport.scale, viewport.scale);
  io.DeltaTime =
      1.0f / 60;  // ImGui's own animations are not used; a constant keeps frames deterministic
  ImGui::NewFrame();
  return *ImGui::GetBackgroundDrawList();
}

void Picture::end() { ImGui::Render(); }

ImDrawData& Picture::data() {
  ImGui::SetCurrentContext(state_->context);
  return *ImGui::GetDrawData();
}

}  // namespace app
