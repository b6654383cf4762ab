// SPDX-License-Identifier: MIT
// The small parts, as far as no view's test looks at them.
#include "ui/widgets.h"

#include "support/canvas.h"
#include "support/catch.h"
#include "support/ui_driver.h"

namespace {

// What a view function gets, with nothing in it.
struct Stage {
  support::Canvas canvas;
  model::Model model;
  ui::TextCache cache;
  ui::Paint paint{canvas.list, canvas.text, 1, 7};
  ui::Viewport viewport;
  ui::ViewState view;
  ui::FrameResult result;
  ui::Models models{&model};
  ui::Frame f{model,    models,      canvas.text, cache, paint, view.semantics, ui::light_theme(),
              viewport, base::Now(), view,        result};

  Stage() { cache.begin_frame(canvas.text); }
  ~Stage() { cache.clear(canvas.text); }
};

}  // namespace

TEST_CASE("unread counts are words for those who listen", "[ui][widgets]") {
  CHECK(ui::unread_words(1) == "1 unread message");
  CHECK(ui::unread_words(250) == "250 unread messages");
}

TEST_CASE("a badge is a disc that grows, and stops counting at 99", "[ui][widgets]") {
  Stage stage;
  ui::Item item;
  CHECK(ui::badge(stage.f, 100, 0, 3, item) == 20);
  CHECK(item.texts.back().text == "3");
  CHECK(ui::badge(stage.f, 100, 0, 100, item) == 3 * 8 + 12);
  CHECK(item.texts.back().text == "99+");
}

TEST_CASE("each availability differs by more than its colour", "[ui][widgets]") {
  using xmpp::Availability;
  const auto quads = [](Availability availability) {
    Stage stage;
    ui::presence_dot(stage.f, 0, 0, 48, availability, 0xffffffff);
    return stage.paint.quads();
  };
  CHECK(quads(Availability::Offline) == 0);
  CHECK(quads(Availability::Available) == 2);
  CHECK(quads(Availability::Away) == 3);
  CHECK(quads(Availability::DoNotDisturb) == 3);
}

TEST_CASE("a disabled button is declared and cannot be pressed", "[ui][widgets]") {
  Stage stage;
  ui::button(stage.f, {.id = "a",
                       .name = "Save",
                       .rect = {0, 0, 100, 40},
                       .is_disabled = true,
                       .activation = ui::CloseDialog{}});
  REQUIRE(stage.view.semantics.find("a") != nullptr);
  CHECK(stage.view.semantics.find("a")->is_disabled);
  CHECK(stage.view.semantics.hit(50, 20) == nullptr);
}

TEST_CASE("a thumb shows where one is and never leaves its track", "[ui][widgets]") {
  for (double begin : {-0.5, 0.0, 0.3, 0.9, 2.0}) {
    Stage stage;
    ui::scroll_thumb(stage.f, {0, 100, 200, 300}, begin, 0.1);
    REQUIRE(stage.canvas.list.VtxBuffer.Size == 4);
    for (const ImDrawVert& vertex : stage.canvas.list.VtxBuffer) {
      CHECK(vertex.pos.y >= 100);
      CHECK(vertex.pos.y <= 400);
    }
  }
  Stage stage;
  ui::scroll_thumb(stage.f, {0, 100, 200, 300}, 0, 1);
  CHECK(stage.canvas.list.VtxBuffer.Size == 0);
}
