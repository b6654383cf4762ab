// SPDX-License-Identifier: MIT
// Dialogs: what they ask of the model, and that nothing typed is lost when it is no good.
#include "ui/dialog_view.h"

#include "support/catch.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

namespace {

template <class T>
std::vector<T> all(const UiDriver& driver) {
  std::vector<T> out;
  for (const session::Command& command : driver.commands) {
    if (const T* wish = std::get_if<T>(&command)) out.push_back(*wish);
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
