// SPDX-License-Identifier: MIT
// Tests of src/platform/native/text_fields.cpp with ImGui's real fields, headless.
#include "platform/native/text_fields.h"

#include <utility>

#include "app/blank_font.h"
#include "support/catch.h"
#include "support/imgui_frame.h"

using platform::FieldPlace;

namespace {

struct Fields : platform::FieldEvents {
  support::ImGuiFrame imgui;
  platform::TextFields fields;
  std::vector<FieldPlace> places;
  std::vector<std::pair<std::string, std::string>> changed, submitted;
  uint32_t version_after = 0;

  Fields() { app::add_blank_font(*ImGui::GetIO().Fonts); }

  void field_changed(std::string_view id, std::string_view value) override {
    changed.emplace_back(id, value);
  }
  uint32_t field_submitted(std::string_view id, std::string_view value) override {
    submitted.emplace_back(id, value);
    return version_after;
  }

  void frame() {
    imgui.frame([&](ImDrawList&) { fields.draw(places, {}, 15); });
    fields.report(*this);
  }
  void frames(int count) {
    for (int i = 0; i < count; ++i) frame();
  }
  void click(float x, float y) {
    ImGui::GetIO().AddMousePosEvent(x, y);
    frame();
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    frame();
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    frame();
  }
  void type(const char* text) {
    ImGui::GetIO().AddInputCharactersUTF8(text);
    frame();
  }
  void press(ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(key, true);
    frame();
    ImGui::GetIO().AddKeyEvent(key, false);
    frames(2);
  }
};

FieldPlace place(std::string_view id, float y) {
  return {.id = id, .x = 10, .y = y, .width = 200, .height = 30, .line_height = 21};
}

}  // namespace

TEST_CASE("what is typed into a field is reported, letter by letter of any script",
          "[platform][field]") {
  Fields f;
  f.places = {place("a", 10), place("b", 60)};
  f.frame();
  f.click(50, 75);
  f.type("\u05e9\u05dc");
  f.type("\U0001F600");
  REQUIRE(f.changed.size() == 2);
  CHECK(f.changed[0] == std::pair<std::string, std::string>("b", "\u05e9\u05dc"));
  CHECK(f.changed[1].second == "\u05e9\u05dc\U0001F600");
}

TEST_CASE("a field that wants focus has it when it appears", "[platform][field]") {
  Fields f;
  f.places = {place("a", 10), place("b", 60)};
  f.places[1].wants_focus = true;
  f.frames(3);
  f.type("x");
  REQUIRE(f.changed.size() == 1);
  CHECK(f.changed[0].first == "b");
}

TEST_CASE("Enter submits, and what was taken over leaves the field", "[platform][field]") {
  for (const bool is_multiline : {false, true}) {
    Fields f;
    f.places = {place("a", 10)};
    f.places[0].wants_focus = true;
    f.places[0].is_multiline = is_multiline;
    f.frames(3);
    f.type("hello");
    f.version_after = 1;
    f.press(ImGuiKey_Enter);
    REQUIRE(f.submitted.size() == 1);
    CHECK(f.submitted[0] == std::pair<std::string, std::string>("a", "hello"));
    f.places[0].version = 1;
    f.changed.clear();
    f.frame();
    f.type("again");  // the field kept the focus
    REQUIRE(f.changed.size() == 1);
    CHECK(f.changed[0].second == "again");
  }
}

TEST_CASE("what was not taken over stays in the field", "[platform][field]") {
  Fields f;
  f.places = {place("a", 10)};
  f.places[0].wants_focus = true;
  f.frames(3);
  f.type("hello");
  f.press(ImGuiKey_Enter);  // the version does not grow
  f.type("!");
  CHECK(f.changed.back().second.find("hello") == 0);
}

TEST_CASE("a line break within a field of several lines is text", "[platform][field]") {
  Fields f;
  f.places = {place("a", 10)};
  f.places[0].is_multiline = f.places[0].wants_focus = true;
  f.frames(3);
  f.type("one\ntwo");  // what the window sends for Shift+Enter
  REQUIRE(f.changed.size() == 1);
  CHECK(f.changed[0].second == "one\ntwo");
  CHECK(f.submitted.empty());
}

TEST_CASE("a newer version replaces the text, also while it is edited", "[platform][field]") {
  Fields f;
  f.places = {place("a", 10)};
  f.places[0].wants_focus = true;
  f.places[0].value = "draft";
  f.frames(3);
  f.type("x");
  REQUIRE(f.changed.size() == 1);
  CHECK(f.changed[0].second.find("draft") != std::string::npos);
  f.changed.clear();
  f.places[0].value = "other";
  f.places[0].version = 7;
  f.frames(2);
  CHECK(f.changed.empty());  // the views know what they asked for
  f.type("!");
  REQUIRE(f.changed.size() == 1);
  CHECK(f.changed[0].second == "other!");
}

TEST_CASE("a longer text than the field began with is kept whole", "[platform][field]") {
  Fields f;
  f.places = {place("a", 10)};
  f.places[0].wants_focus = true;
  f.frames(3);
  std::string all;
  for (int i = 0; i < 50; ++i) {
    f.type("0123456789");
    all += "0123456789";
  }
  CHECK(f.changed.back().second == all);
}

TEST_CASE("scripts type and submit without a keyboard", "[platform][field]") {
  Fields f;
  f.places = {place("a", 10)};
  f.frame();
  CHECK_FALSE(f.fields.type("b", "x"));
  CHECK_FALSE(f.fields.submit("b"));
  CHECK(f.fields.type("a", "typed"));
  CHECK(f.fields.submit("a"));
  f.frame();
  REQUIRE(f.changed.size() == 1);
  CHECK(f.changed[0].second == "typed");
  REQUIRE(f.submitted.size() == 1);
  f.places.clear();
  f.frame();
  CHECK_FALSE(f.fields.type("a", "gone"));
}
