// SPDX-License-Identifier: MIT
// A frame of nothing but a draw list. See picture.h. ImDrawListSharedData is in imgui_internal.h (ImGui 1.92).
#include <imgui.h>
#include <imgui_internal.h>

#include "app/picture.h"

namespace app {

struct Picture::State {
  ImDrawListSharedData shared;
  ImDrawList list{&shared};
  ImDrawData data;
  ui::Viewport viewport;
};

Picture::Picture() : state_(std::make_unique<State>()) {
  state_->shared.InitialFlags = ImDrawListFlags_AllowVtxOffset;
}

Picture::~Picture() = default;

ImDrawList& Picture::begin(const ui::Viewport& viewport) {
  state_->viewport = viewport;
  ImDrawList& list = state_->list;
  list._ResetForNewFrame();
  // There is no font atlas and so no texture of ImGui's: ui/paint.h names one for each of its quads.
  list.PushTexture(ImTextureRef());
  list.PushClipRect(ImVec2(0, 0), ImVec2(viewport.width, viewport.height));
  return list;
}

void Picture::end() {
  ImDrawList& list = state_->list;
  list.PopClipRect();
  list.PopTexture();
  list._PopUnusedDrawCmd();
  ImDrawData& data = state_->data;
  data.Clear();
  data.Valid = true;
  data.DisplaySize = ImVec2(state_->viewport.width, state_->viewport.height);
  data.FramebufferScale = ImVec2(state_->viewport.scale, state_->viewport.scale);
  data.AddDrawList(&list);
}

ImDrawData& Picture::data() { return state_->data; }

}  // namespace app
