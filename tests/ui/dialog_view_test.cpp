// SPDX-License-Identifier: MIT
// Dialogs: what they ask of the model, and that nothing typed is lost when it is no good.
#include "ui/dialog_view.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

namespace {

template <class T>
std::vector<T> all(const UiDriver& driver) {
  std::vector<T> out;
  for (const session::Command& command : driver.commands) {
    if (const T* wish = base::get_if<T>(&command)) out.push_back(*wish);
  }
  return out;
}

}  // namespace

TEST_CASE("a contact is added by address and name", "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  REQUIRE(driver.press("add-contact"));
  CHECK(driver.item("dialog")->role == ui::Role::Dialog);
  CHECK(driver.item("dialog/address")->field->is_address);
  CHECK(driver.item("dialog/address")->field->wants_focus);
  driver.type("dialog/address", "dora");
  driver.type("dialog/name", "Dora");
  REQUIRE(driver.press("dialog/confirm"));
  CHECK_FALSE(driver.has("dialog"));
  REQUIRE(all<session::SetRosterItem>(driver).size() == 1);
  CHECK(all<session::SetRosterItem>(driver)[0].jid == jid("dora@example.com"));
  CHECK(all<session::SetRosterItem>(driver)[0].name == "Dora");
  CHECK(driver.model.open() == jid("dora@example.com"));
}

TEST_CASE("an address that is none keeps the dialog and what was typed", "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  REQUIRE(driver.press("add-contact"));
  REQUIRE(driver.press("dialog/confirm"));
  CHECK(driver.words().find("Enter an address first.") != std::string::npos);
  driver.type("dialog/address", "a@b@c");
  CHECK_FALSE(driver.has("dialog/problem"));
  driver.submit("dialog/address", "a@b@c");
  REQUIRE(driver.has("dialog"));
  CHECK(driver.item("dialog/problem")->role == ui::Role::Alert);
  CHECK(driver.item("dialog/address")->field->value == "a@b@c");
  CHECK(driver.commands.empty());
  REQUIRE(driver.press("dialog/cancel"));
  CHECK_FALSE(driver.has("dialog"));
}

TEST_CASE("without a connection a dialog keeps what was typed", "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  REQUIRE(driver.press("add-contact"));
  driver.type("dialog/address", "dora@example.com");
  driver.event(session::StatusChanged{stream::Suspended{{}, driver.now.steady}});
  driver.settle();
  REQUIRE(driver.press("dialog/confirm"));
  CHECK(driver.words().find("You are not connected.") != std::string::npos);
  CHECK(driver.item("dialog/address")->field->value == "dora@example.com");
}

TEST_CASE("Enter in the field joins a room", "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  REQUIRE(driver.press("join-room"));
  driver.submit("dialog/address", "garden@rooms.example.com");
  CHECK_FALSE(driver.has("dialog"));
  REQUIRE(all<session::JoinRoom>(driver).size() == 1);
  CHECK(all<session::JoinRoom>(driver)[0].room == jid("garden@rooms.example.com"));
}

TEST_CASE("a contact is renamed and removed, with a question first", "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  driver.act(driver.ui.activate("contact/bob@example.com", true));
  driver.settle();
  CHECK(driver.item("dialog/name")->field->value == "Bob Baker");
  driver.submit("dialog/name", "Bobby");
  REQUIRE(all<session::SetRosterItem>(driver).size() == 1);
  CHECK(all<session::SetRosterItem>(driver)[0].name == "Bobby");
  driver.act(driver.ui.activate("contact/bob@example.com", true));
  driver.settle();
  REQUIRE(driver.press("dialog/remove"));
  CHECK(driver.words().find("Remove Bob Baker?") != std::string::npos);
  CHECK(all<session::RemoveRosterItem>(driver).empty());
  REQUIRE(driver.press("dialog/confirm"));
  CHECK(all<session::RemoveRosterItem>(driver).size() == 1);
}

TEST_CASE("a room is left from its menu, a stranger is added from theirs", "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{"garden@rooms.example.com", true});
  driver.event(session::RoomJoined{jid("garden@rooms.example.com"), "alice"});
  driver.settle();
  REQUIRE(driver.press("contact-menu"));
  CHECK_FALSE(driver.has("dialog/remove"));
  REQUIRE(driver.press("dialog/leave"));
  CHECK_FALSE(driver.has("dialog"));
  CHECK(all<session::LeaveRoom>(driver).size() == 1);
  // Where one is not in, there is nothing to leave.
  REQUIRE(driver.press("contact-menu"));
  CHECK_FALSE(driver.has("dialog/leave"));
  driver.event(session::StatusChanged{stream::Suspended{{}, driver.now.steady}});
  driver.settle();
  REQUIRE(driver.press("dialog/remove"));
  CHECK(driver.words().find("its messages leave this device") != std::string::npos);
  REQUIRE(driver.press("dialog/confirm"));
  CHECK_FALSE(driver.has("dialog"));
  CHECK_FALSE(driver.has("contact/garden@rooms.example.com"));
  CHECK(driver.words().find("Pick a conversation") != std::string::npos);
  driver.event(session::StatusChanged{stream::Fresh{jid("alice@example.com/web")}});
  driver.receive("eve@far.example/x", "hello");
  driver.act(model::OpenConversation{jid("eve@far.example")});
  driver.settle();
  REQUIRE(driver.press("contact-menu"));
  REQUIRE(driver.press("dialog/add"));
  CHECK(all<session::SetRosterItem>(driver).size() == 1);
}

TEST_CASE("the account's dialog sets availability and logs out", "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  driver.settle();
  REQUIRE(driver.press("account"));
  REQUIRE(driver.press("dialog/away"));
  CHECK(driver.has("dialog"));
  CHECK(driver.item("dialog/away")->is_current);
  CHECK(all<session::SetPresence>(driver).size() == 1);
  REQUIRE(driver.press("dialog/log-out"));
  CHECK_FALSE(driver.has("dialog"));
  CHECK(driver.has("login"));
  CHECK(driver.model.account().connection == model::Connection::Offline);
}

TEST_CASE("below a dialog nothing is reached, and fields are drawn by us", "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.act(model::EditDraft{jid("bob@example.com"), "half"});
  driver.settle();
  REQUIRE(driver.press("add-contact"));
  CHECK(driver.item("composer/bob@example.com")->is_disabled);
  CHECK(driver.item("search")->is_disabled);
  CHECK_FALSE(driver.item("dialog/address")->is_disabled);
  const ui::Item* contact = driver.item("contact/carol@example.com");
  const ui::Item* hit = driver.ui.semantics().hit(contact->rect.x + 5, contact->rect.y + 5);
  REQUIRE(hit != nullptr);
  CHECK(hit->id == "dialog-scrim");
  driver.act(driver.ui.pressed(contact->rect.x + 5, contact->rect.y + 5));
  driver.settle();
  CHECK_FALSE(driver.has("dialog"));
  CHECK(driver.model.open() == jid("bob@example.com"));
  CHECK_FALSE(driver.item("composer/bob@example.com")->is_disabled);
}

namespace {

bool is_inside(const ui::Rect& inner, const ui::Rect& outer) {
  return inner.x >= outer.x - 0.5f && inner.y >= outer.y - 0.5f &&
         inner.x + inner.width <= outer.x + outer.width + 0.5f &&
         inner.y + inner.height <= outer.y + outer.height + 0.5f;
}

// The ids of what Tab reaches in the dialog.
std::vector<std::string> stops(const UiDriver& driver) {
  std::vector<std::string> out;
  for (const ui::Item& item : driver.ui.semantics().items()) {
    if (item.parent == "dialog" && (item.activation || item.field)) out.push_back(item.id);
  }
  return out;
}

}  // namespace

TEST_CASE("dialogs and menus scroll in a window of 320×300, with every button reachable",
          "[ui][dialog]") {
  UiDriver driver(320, 300);
  driver.log_in();
  const xmpp::Jid room = jid("garden@rooms.example.com");
  driver.act(model::OpenAddress{room.text(), true});
  driver.event(session::RoomJoined{room, "alice"});
  const std::vector<std::vector<std::string>> ways = {
      {"account"},
      {"add-contact"},
      {"join-room"},
      {"contact/bob@example.com", "contact-menu"},
      {"contact/bob@example.com", "contact-menu", "dialog/remove"},
      {"contact/" + room.text(), "contact-menu"}};
  const ui::Rect window = {0, 0, 320, 300};
  for (const std::vector<std::string>& way : ways) {
    driver.act(model::CloseConversation{});
    driver.settle();
    for (const std::string& step : way) {
      driver.act(driver.ui.activate(step));
      driver.settle();
    }
    REQUIRE(driver.has("dialog"));
    CHECK(is_inside(driver.item("dialog")->rect, window));
    for (const std::string& id : stops(driver)) {
      CAPTURE(id);
      // As the page does when the focus comes to something that is not in view.
      for (int turns = 0; turns < 20; ++turns) {
        if (is_inside(driver.item(id)->rect, driver.item("dialog")->rect)) break;
        const bool is_below = driver.item(id)->rect.y > 100;
        CHECK(driver.ui.scrolled(160, 150, 0, is_below ? 50.0f : -50.0f));
        driver.settle();
      }
      const ui::Rect rect = driver.item(id)->rect;
      CHECK(is_inside(rect, driver.item("dialog")->rect));
      if (driver.item(id)->field) continue;
      CHECK(driver.ui.semantics().hit(rect.x + rect.width / 2, rect.y + rect.height / 2) ==
            driver.item(id));
    }
    CHECK(driver.ui.key("dialog", "Escape").empty());
  }
}

TEST_CASE("what does not scroll in a dialog is left to the page around", "[ui][dialog]") {
  UiDriver driver(320, 300);
  driver.log_in();
  driver.settle();
  REQUIRE(driver.press("account"));
  CHECK_FALSE(driver.ui.scrolled(160, 150, 0, -10));
  CHECK(driver.ui.key("dialog", "End").empty());
  driver.settle();
  CHECK_FALSE(driver.ui.scrolled(160, 150, 0, 10));
  CHECK(driver.ui.key("dialog", "PageUp").empty());
  driver.settle();
  CHECK(driver.ui.scrolled(160, 150, 0, 10));
  driver.viewport.height = 700;
  driver.settle();
  CHECK_FALSE(driver.ui.scrolled(160, 150, 0, 10));
}

TEST_CASE("buttons that do not fit side by side have a row each", "[ui][dialog]") {
  UiDriver driver(150, 600);
  driver.log_in();
  driver.settle();
  driver.act(driver.ui.activate("contact/bob@example.com"));
  driver.settle();
  driver.act(driver.ui.activate("contact-menu"));
  driver.settle();
  float bottom = 0;
  for (const char* id : {"dialog/remove", "dialog/cancel", "dialog/confirm"}) {
    const ui::Rect rect = driver.item(id)->rect;
    CHECK(rect.y >= bottom);
    CHECK(is_inside(rect, driver.item("dialog")->rect));
    bottom = rect.y + rect.height;
  }
}

TEST_CASE("Tab follows the screen", "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  const xmpp::Jid room = jid("garden@rooms.example.com");
  driver.act(model::OpenAddress{room.text(), true});
  driver.event(session::RoomJoined{room, "alice"});
  driver.settle();
  const auto check = [&] {
    const ui::Item* before = nullptr;
    for (const ui::Item& item : driver.ui.semantics().items()) {
      if (!item.activation && !item.field) continue;
      if (before != nullptr && before->parent == item.parent) {
        const bool is_same_row = item.rect.y < before->rect.y + before->rect.height &&
                                 before->rect.y < item.rect.y + item.rect.height;
        CAPTURE(before->id, item.id);
        CHECK((is_same_row ? item.rect.x >= before->rect.x : item.rect.y >= before->rect.y));
      }
      before = &item;
    }
  };
  check();
  for (const char* id : {"account", "contact-menu", "join-room", "add-contact"}) {
    driver.act(driver.ui.activate(id));
    driver.settle();
    check();
    CHECK(driver.ui.key("", "Escape").empty());
    driver.settle();
  }
}

TEST_CASE("which of two contacts of one name is removed is asked with the address",
          "[ui][dialog]") {
  UiDriver driver;
  driver.log_in();
  const std::string name = "Bob Baker of the house with the long name at the corner";
  for (const char* address : {"bob@example.com", "bob@other.example"}) {
    driver.event(session::RosterItemChanged{{.jid = jid(address), .name = name}});
  }
  driver.settle();
  driver.act(driver.ui.activate("contact/bob@other.example", true));
  driver.settle();
  CHECK(driver.item("dialog")->name == name + " (\u2068bob@other.example\u2069)");
  CHECK(driver.item("dialog/person")->texts[2].text == "bob@other.example");
  REQUIRE(driver.press("dialog/remove"));
  const ui::Item* title = driver.item("dialog/title");
  CHECK(title->name == "Remove " + name + " (\u2068bob@other.example\u2069)?");
  // All of it is seen.
  CHECK(title->rect.height > 24);
  CHECK(title->texts[0].max_lines == 0);
  REQUIRE(driver.press("dialog/confirm"));
  REQUIRE(all<session::RemoveRosterItem>(driver).size() == 1);
  CHECK(all<session::RemoveRosterItem>(driver)[0].jid == jid("bob@other.example"));
}
