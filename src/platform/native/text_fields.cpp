// SPDX-License-Identifier: MIT
// ImGui::InputText without any of ImGui's looks: the views draw frame and ground.
#include "platform/native/text_fields.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <utility>

#include "base/secret.h"

namespace platform {
namespace {

ImVec4 to_imgui(uint32_t rgba) {
  auto channel = [&](int shift) { return static_cast<float>(rgba >> shift & 0xff) / 255; };
  return {channel(24), channel(16), channel(8), channel(0)};
}

// FNV-1a: labels must not hold what users or peers wrote.
int id_of(std::string_view text) {
  uint32_t hash = 2166136261u;
  for (char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619u;
  return static_cast<int>(hash);
}

int grow(ImGuiInputTextCallbackData* data) {
  if (data->EventFlag != ImGuiInputTextFlags_CallbackResize) return 0;
  auto& text = *static_cast<std::string*>(data->UserData);
  text.resize(static_cast<size_t>(data->BufTextLen));
  data->Buf = text.data();
  return 0;
}

}  // namespace

void TextFields::draw(const std::vector<FieldPlace>& places, const FieldColours& colours,
                      float font_size) {
  for (auto& [id, field] : fields_) field.is_shown = false;
  constexpr ImGuiWindowFlags bare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground |
                                    ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                    ImGuiWindowFlags_NoScrollWithMouse;
  const ImVec4 clear(0, 0, 0, 0);
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, 6);
  ImGui::PushStyleColor(ImGuiCol_FrameBg, clear);
  ImGui::PushStyleColor(ImGuiCol_NavCursor, clear);
  ImGui::PushStyleColor(ImGuiCol_ScrollbarBg, clear);
  ImGui::PushStyleColor(ImGuiCol_Text, to_imgui(colours.text));
  ImGui::PushStyleColor(ImGuiCol_TextDisabled, to_imgui(colours.placeholder));
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, to_imgui(colours.selection));
  ImGui::PushStyleColor(ImGuiCol_ScrollbarGrab, to_imgui(colours.selection));
  ImGui::Begin("fields", nullptr, bare);
  ImGui::PushFont(nullptr, font_size);
  for (const FieldPlace& place : places) {
    auto found = fields_.find(place.id);
    if (found == fields_.end()) found = fields_.emplace(std::string(place.id), Field{}).first;
    draw_one(place, found->second, colours);
  }
  ImGui::PopFont();
  ImGui::End();
  ImGui::PopStyleColor(7);
  ImGui::PopStyleVar(4);
  for (auto it = fields_.begin(); it != fields_.end();) {
    // What happened in a field that is gone is still to be told.
    const bool is_over = !it->second.is_shown && !it->second.was_changed;
    if (is_over) base::wipe(it->second.text);  // it may have been a password
    it = is_over ? fields_.erase(it) : std::next(it);
  }
}

void TextFields::draw_one(const FieldPlace& place, Field& field, const FieldColours& colours) {
  field.is_shown = true;
  ImGui::PushID(id_of(place.id));
  const ImGuiID widget = ImGui::GetID("##text");
  if (field.is_new || field.version != place.version) {
    field.text = place.value;
    field.version = place.version;
    field.wants_reload = true;
  }
  if (field.wants_reload) {
    if (ImGuiInputTextState* state = ImGui::GetInputTextState(widget)) {
      state->ReloadUserBufAndMoveToEnd();
    }
    field.wants_reload = false;
  }
  if ((field.is_new && place.wants_focus) || field.wants_focus) {
    ImGui::SetKeyboardFocusHere();
    field.was_sent_focus = true;
  }
  field.is_new = field.wants_focus = false;

  const float line = ImGui::GetFontSize();
  const ImVec2 at(place.x, place.y), size(place.width, place.height);
  // One line stands in the middle; several begin where the TextEngine would put the first.
  const float middle = std::max(0.0f, (place.height - line) / 2);
  const float above =
      place.is_multiline ? std::min(middle, (place.line_height - line) / 2) : middle;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, above));
  ImGui::SetCursorScreenPos(at);
  ImGuiInputTextFlags flags =
      ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_EnterReturnsTrue;
  if (place.is_secret) flags |= ImGuiInputTextFlags_Password;
  if (place.is_multiline) flags |= ImGuiInputTextFlags_CtrlEnterForNewLine;
  const std::string before = field.text;
  bool is_submitted;
  if (place.is_multiline) {
    is_submitted = ImGui::InputTextMultiline("##text", field.text.data(), field.text.capacity() + 1,
                                             size, flags, grow, &field.text);
  } else {
    ImGui::SetNextItemWidth(size.x);
    is_submitted = ImGui::InputText("##text", field.text.data(), field.text.capacity() + 1, flags,
                                    grow, &field.text);
  }
  ImGui::PopStyleVar();
  if (ImGui::IsItemActive() && std::exchange(field.was_sent_focus, false)) {
    // ImGui would select everything: the next letter would replace a draft.
    if (ImGuiInputTextState* state = ImGui::GetInputTextState(widget)) {
      state->ReloadUserBufAndMoveToEnd();
    }
  }
  if (field.text.empty() && !place.placeholder.empty()) {
    const std::string hint(place.placeholder);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.PushClipRect(at, ImVec2(at.x + size.x, at.y + size.y), true);
    list.AddText(ImVec2(at.x, at.y + above),
                 ImGui::ColorConvertFloat4ToU32(to_imgui(colours.placeholder)), hint.data(),
                 hint.data() + hint.size());
    list.PopClipRect();
  }
  ImGui::PopID();
  if (field.text != before) field.was_changed = true;
  if (is_submitted) field.was_submitted = field.wants_focus = true;
}

bool TextFields::type(std::string_view id, std::string_view text) {
  auto found = fields_.find(id);
  if (found == fields_.end() || !found->second.is_shown) return false;
  Field& field = found->second;
  field.text = text;
  field.was_changed = field.wants_reload = true;
  return true;
}

bool TextFields::submit(std::string_view id) {
  auto found = fields_.find(id);
  if (found == fields_.end() || !found->second.is_shown) return false;
  found->second.was_submitted = true;
  return true;
}

bool TextFields::report(FieldEvents& events) {
  bool did_anything = false;
  for (auto& [id, field] : fields_) {
    const bool was_changed = std::exchange(field.was_changed, false);
    const bool was_submitted = std::exchange(field.was_submitted, false);
    did_anything |= was_changed || was_submitted;
    if (was_changed) events.field_changed(id, field.text);
    if (!was_submitted) continue;
    const uint32_t version = events.field_submitted(id, field.text);
    if (version == 0 || version == field.version) continue;
    field.version = version;
    field.text.clear();
    field.wants_reload = true;
  }
  return did_anything;
}

}  // namespace platform
