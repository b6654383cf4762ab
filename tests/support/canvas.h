// SPDX-License-Identifier: MIT
// A draw list without a window, for what paints.
#pragma once

#include <imgui.h>

#include "support/fake_text_engine.h"

namespace support {

struct ImGuiWorld {
  ImGuiContext* context = ImGui::CreateContext();
  ImGuiWorld() = default;
  ImGuiWorld(const ImGuiWorld&) = delete;
  ImGuiWorld& operator=(const ImGuiWorld&) = delete;
  ~ImGuiWorld() { ImGui::DestroyContext(context); }
};

struct Canvas {
  ImGuiWorld world;
  ImDrawList list{ImGui::GetDrawListSharedData()};
  FakeTextEngine text;

  Canvas() {
    list._ResetForNewFrame();
    list.PushClipRect(ImVec2(0, 0), ImVec2(1000, 1000));
  }
  int calls() {
    int count = 0;
    for (const ImDrawCmd& command : list.CmdBuffer) count += command.ElemCount > 0 ? 1 : 0;
    return count;
  }
};

}  // namespace support
