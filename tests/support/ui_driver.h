// SPDX-License-Identifier: MIT
// A whole interface without a window: headless ImGui, the fake text engine, a model fed with facts. Tests press
// items by their id and read the semantics list, never pixels.
#pragma once

#include <imgui.h>

#include <optional>
#include <string>
#include <vector>

#include "app/blank_font.h"
#include "model/effects.h"
#include "model/model.h"
#include "support/fake_text_engine.h"
#include "support/fixed_random.h"
#include "ui/ui.h"

namespace support {

// 2026-11-22T20:43:00Z, a Sunday.
inline constexpr base::Wall test_wall{base::Duration(1795380180000)};

class UiDriver {
 public:
  explicit UiDriver(float width = 1000, float height = 700) : context_(ImGui::CreateContext()) {
    viewport.width = width;
    viewport.height = height;
    now.wall = test_wall;
    now.steady = base::Steady(base::Duration(1'000'000));
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().LogFilename = nullptr;
    ImGui::GetIO().BackendFlags |=
        ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
    app::add_blank_font(*ImGui::GetIO().Fonts);
  }
  ~UiDriver() {
    ImGui::SetCurrentContext(context_);
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    }
    ImGui::DestroyContext(context_);
  }
  UiDriver(const UiDriver&) = delete;
  UiDriver& operator=(const UiDriver&) = delete;

  // Facts and wishes go straight to the model, wishes to that of their account.
  void event(const session::Event& fact, model::AccountId account = 0) {
    base::Env env{now, random};
    take(of(account).apply(fact, env));
  }
  void act(const model::Action& action) {
    base::Env env{now, random};
    take(of(action.account).apply(action, env));
  }
  void act(const std::vector<model::Action>& actions) {
    for (const model::Action& action : actions) act(action);
  }

  // One frame. What ImGui would send to the GPU is summed up in `draw_calls`.
  ui::FrameResult frame() {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(viewport.width, viewport.height);
    io.DisplayFramebufferScale = ImVec2(viewport.scale, viewport.scale);
    io.DeltaTime = 1.0f / 60;
    ImGui::NewFrame();
    result = ui.draw(models(), text, viewport, now, *ImGui::GetBackgroundDrawList());
    ImGui::Render();
    draw_calls = 0;
    vertices.clear();
    for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) {
      for (const ImDrawCmd& command : list->CmdBuffer) draw_calls += command.ElemCount > 0 ? 1 : 0;
      vertices.insert(vertices.end(), list->VtxBuffer.begin(), list->VtxBuffer.end());
    }
    for (ImTextureData* texture : *ImGui::GetDrawData()->Textures) {
      if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(1);
      if (texture->Status != ImTextureStatus_OK) texture->SetStatus(ImTextureStatus_OK);
    }
    return result;
  }
  // Frames until nothing moves any more; how many it took.
  int settle(int most = 20) {
    for (int i = 1; i <= most; ++i) {
      const ui::FrameResult last = frame();
      if (!last.next_frame || *last.next_frame > now.steady) return i;
    }
    return most + 1;
  }

  const ui::Item* item(std::string_view id) const { return ui.semantics().find(id); }
  bool has(std::string_view id) const { return item(id) != nullptr; }
  // As a pointer would: in the middle of the item, on whatever lies on top there. Then a frame.
  bool press(std::string_view id) {
    const ui::Item* wanted = item(id);
    if (wanted == nullptr) return false;
    const float x = wanted->rect.x + wanted->rect.width / 2;
    const float y = wanted->rect.y + wanted->rect.height / 2;
    const ui::Item* found = ui.semantics().hit(x, y);
    if (found != wanted) return false;
    act(ui.pressed(x, y));
    settle();
    return true;
  }
  void type(std::string_view id, std::string_view value) {
    act(ui.field_changed(id, value));
    settle();
  }
  void submit(std::string_view id, std::string_view value) {
    act(ui.field_submitted(id, value));
    settle();
  }
  std::string dump() const { return ui::dump(ui.semantics()); }
  // All texts of the frame, in order, for searching in.
  std::string words() const {
    std::string out;
    for (const ui::Item& item : ui.semantics().items()) {
      for (const ui::TextPiece& piece : item.texts) out += piece.text + "\n";
    }
    return out;
  }

  ui::Models models() const {
    ui::Models out = {&model};
    if (second) out.push_back(&*second);
    return out;
  }

  model::Model& of(model::AccountId account) { return account == 0 ? model : second.value(); }
  // Somebody who is logged in already logs in with another account.
  void log_in_also(const std::string& address);

  // A person who is logged in, with three contacts and a room.
  void log_in();
  void receive(const std::string& from, const std::string& body, const std::string& id = "",
               model::AccountId account = 0);

  FakeTextEngine text;
  model::Model model{model::Settings{.domain = "example.com"}};
  std::optional<model::Model> second;  // of another account, where there is one
  ui::Ui ui;
  ui::Viewport viewport;
  base::Now now;
  FixedRandom random{7};
  ui::FrameResult result;
  int draw_calls = 0;
  std::vector<ImDrawVert> vertices;
  std::vector<session::Command> commands;  // what the model asked for, in order

 private:
  void take(model::Effects effects) {
    for (session::Command& command : effects.commands) commands.push_back(std::move(command));
  }

  ImGuiContext* context_;
};

inline xmpp::Jid jid(std::string_view text) { return *xmpp::Jid::parse(text); }

}  // namespace support
