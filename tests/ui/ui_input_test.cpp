// SPDX-License-Identifier: MIT
// The user's hands: hovering, pressing, keys, fields.
#include "support/catch.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

TEST_CASE("moving the pointer asks for a frame only when something changes", "[ui][input]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  const ui::Rect bob = driver.item("contact/bob@example.com")->rect;
  const ui::Rect carol = driver.item("contact/carol@example.com")->rect;
  CHECK(driver.ui.pointer_moved(bob.x + 20, bob.y + 20));
  CHECK_FALSE(driver.ui.pointer_moved(bob.x + 21, bob.y + 20));
  CHECK(driver.ui.pointer_moved(carol.x + 20, carol.y + 20));
  CHECK(driver.ui.pointer_left());
  CHECK_FALSE(driver.ui.pointer_left());
}

TEST_CASE("what slides under a resting pointer is hovered", "[ui][input]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  const ui::Rect bob = driver.item("contact/bob@example.com")->rect;
  driver.ui.pointer_moved(bob.x + 20, bob.y + 20);
  driver.settle();
  CHECK(driver.item("contact/bob@example.com")->background == driver.ui.theme().surface_hover);
  driver.receive("carol@example.com/x", "up");
  CHECK(driver.frame().next_frame.has_value());
  driver.settle();
  CHECK(driver.item("contact/bob@example.com")->background == driver.ui.theme().surface_side);
}

TEST_CASE("pressing nothing does nothing", "[ui][input]") {
  UiDriver driver;
  CHECK(driver.ui.pressed(5, 5).empty());
  CHECK(driver.ui.activate("nothing").empty());
  CHECK(driver.ui.field_changed("nothing", "x").empty());
  CHECK(driver.ui.field_submitted("composer/nobody@example.com", "x").empty());
  CHECK(driver.ui.key("", "PageUp").empty());
  driver.ui.scrolled(5, 5, 0, 100);
  driver.log_in();
  driver.settle();
  CHECK(driver.ui.field_submitted("composer/nobody@example.com", "x").empty());
  CHECK(driver.ui.field_submitted("dialog/address", "x").empty());
}

TEST_CASE("Escape closes the dialog, then on a phone the conversation", "[ui][input]") {
  UiDriver driver(360, 640);
  driver.log_in();
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  REQUIRE(driver.press("contact-menu"));
  driver.act(driver.ui.key("", "Escape"));
  driver.settle();
  CHECK_FALSE(driver.has("dialog"));
  CHECK(driver.model.open().has_value());
  driver.act(driver.ui.key("", "Escape"));
  driver.settle();
  CHECK_FALSE(driver.model.open().has_value());
  // With two panes it stays open.
  driver.viewport.width = 1000;
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  driver.act(driver.ui.key("", "Escape"));
  CHECK(driver.model.open().has_value());
}

TEST_CASE("logging out leaves nothing typed behind", "[ui][input]") {
  UiDriver driver;
  driver.settle();
  driver.type("login/address", "alice@example.com");
  driver.type("login/password", "secret");
  driver.log_in();
  driver.type("search", "bob");
  driver.settle();
  REQUIRE(driver.press("account"));
  REQUIRE(driver.press("dialog/log-out"));
  CHECK(driver.item("login/address")->field->value.empty());
  CHECK(driver.ui.field_submitted("login/address", "").size() == 1);
  driver.log_in();
  driver.settle();
  CHECK(driver.item("search")->field->value.empty());
}

TEST_CASE("a wheel over a dialog moves nothing below it", "[ui][input]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid("bob@example.com")});
  for (int i = 0; i < 100; ++i) driver.receive("bob@example.com/x", "line");
  driver.settle();
  REQUIRE(driver.press("add-contact"));
  const std::string first = driver.result.painted.first;
  driver.ui.scrolled(600, 300, 0, -500);
  driver.settle();
  CHECK(driver.result.painted.first == first);
}

TEST_CASE("a wheel at the end of the log or of the list is left to the page around",
          "[ui][input]") {
  UiDriver driver;
  driver.log_in();
  CHECK_FALSE(driver.ui.scrolled(100, 400, 0, 60));  // a short list
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.receive("bob@example.com/x", "line");
  driver.settle();
  CHECK_FALSE(driver.ui.scrolled(600, 300, 0, -60));  // a short log
  for (int i = 0; i < 100; ++i) driver.receive("bob@example.com/x", "line");
  driver.settle();
  CHECK_FALSE(driver.ui.scrolled(600, 300, 0, 60));
  CHECK_FALSE(driver.ui.scrolled(600, 300, 60, 0));
  CHECK(driver.ui.scrolled(600, 300, 0, -60));
  driver.settle();
  CHECK(driver.ui.scrolled(600, 300, 0, 60));
  CHECK(driver.ui.key("", "Home").empty());
  driver.settle();
  CHECK_FALSE(driver.ui.scrolled(600, 300, 0, -60));
  CHECK(driver.ui.scrolled(600, 300, 0, 60));
  CHECK_FALSE(driver.ui.scrolled(600, 5, 0, 60));  // the conversation's head
}
