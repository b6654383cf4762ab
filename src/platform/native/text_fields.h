// SPDX-License-Identifier: MIT
// Text entry of the native program: ImGui's fields, laid over the places where the views ask for one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace platform {

// What a view asks for; see ui::Field. Positions in CSS px.
struct FieldPlace {
  std::string_view id;
  float x = 0, y = 0, width = 0, height = 0;
  float line_height = 0;
  std::string_view value;
  uint32_t version = 0;
  std::string_view placeholder;
  bool is_multiline = false, is_secret = false, wants_focus = false;
};

// 0xRRGGBBAA
struct FieldColours {
  uint32_t text = 0, placeholder = 0, selection = 0;
};

class FieldEvents {
 public:
  virtual ~FieldEvents() = default;
  virtual void field_changed(std::string_view id, std::string_view value) = 0;
  // The version the field has afterwards: when it grew, what was typed was taken over.
  // The version the field has now, empty; 0: it is not empty.
  virtual uint32_t field_submitted(std::string_view id, std::string_view value) = 0;
};

class TextFields {
 public:
  // Between ImGui::NewFrame and ImGui::Render.
  void draw(const std::vector<FieldPlace>& places, const FieldColours& colours, float font_size);
  // What happened in the fields; after the frame, since it may change what the next one shows. True when anything
  // did.
  bool report(FieldEvents& events);
  // As if someone had typed: replaces what the field holds, or presses Enter in it. False when there is no such
  // field on screen.
  bool type(std::string_view id, std::string_view text);
  bool submit(std::string_view id);

 private:
  struct Field {
    std::string text;
    uint32_t version = 0;
    bool is_new = true;
    bool is_shown = false;
    bool was_changed = false, was_submitted = false;
    bool wants_focus = false, wants_reload = false;
    bool was_sent_focus = false;  // the cursor goes to the end when it arrives
  };
  void draw_one(const FieldPlace& place, Field& field, const FieldColours& colours);
  std::map<std::string, Field, std::less<>> fields_;
};

}  // namespace platform
