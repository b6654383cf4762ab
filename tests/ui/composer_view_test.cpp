// SPDX-License-Identifier: MIT
// Where a message is written.
#include "ui/composer_view.h"

#include "session/event.h"
#include "support/catch.h"
#include "support/ui_driver.h"

using support::jid;
using support::UiDriver;

namespace {

constexpr const char* field = "composer/bob@example.com";

}  // namespace

TEST_CASE("the field grows with what is written, up to eight lines", "[ui][composer]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  const float one = driver.item(field)->rect.height;
  driver.type(field, "one\ntwo");
  CHECK(driver.item(field)->rect.height == one + 21);
  driver.type(field, "one\ntwo\n");
  CHECK(driver.item(field)->rect.height == one + 42);
  driver.type(field, std::string(400, 'x'));
  CHECK(driver.item(field)->rect.height > one + 42);
  std::string many;
  for (int i = 0; i < 100; ++i) many += "line\n";
  driver.type(field, many);
  CHECK(driver.item(field)->rect.height == one + 7 * 21);
  driver.type(field, "");
  CHECK(driver.item(field)->rect.height == one);
}

TEST_CASE("sending is possible when there is something to send", "[ui][composer]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  CHECK(driver.item("send")->is_disabled);
  driver.type(field, "  \n ");
  CHECK(driver.item("send")->is_disabled);
  driver.type(field, "hello");
  CHECK_FALSE(driver.item("send")->is_disabled);
  REQUIRE(driver.press("send"));
  CHECK(driver.item(field)->field->value.empty());
  CHECK(driver.item("send")->is_disabled);
  CHECK(driver.words().find("hello") != std::string::npos);
}

TEST_CASE("what was submitted is taken over at once", "[ui][composer]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  const uint32_t before = driver.ui.field_version(driver.models(), field);
  CHECK(before == driver.item(field)->field->version);
  driver.act(driver.ui.field_submitted(field, "hello"));
  CHECK(driver.ui.field_version(driver.models(), field) == before + 1);
  // Nothing but space stays where it is.
  driver.act(driver.ui.field_submitted(field, "   "));
  CHECK(driver.ui.field_version(driver.models(), field) == before + 1);
}

TEST_CASE("outside a room there is a way back in, and the reason", "[ui][composer]") {
  UiDriver driver;
  driver.log_in();
  const xmpp::Jid room = jid("garden@rooms.example.com");
  driver.act(model::OpenAddress{room.text(), true});
  driver.event(session::RoomJoinFailed{room, {.condition = xmpp::Condition::Forbidden}});
  driver.settle();
  CHECK_FALSE(driver.has("composer/garden@rooms.example.com"));
  CHECK(driver.words().find("You are banned from this room.") != std::string::npos);
  REQUIRE(driver.press("join-again"));
  CHECK(driver.has("composer/garden@rooms.example.com"));
  driver.event(session::RoomJoined{room, "alice"});
  driver.event(session::RoomLeft{.room = room, .reason = "be nice"});
  driver.settle();
  CHECK(driver.words().find("You are no longer in this room. The reason given: “be nice”") !=
        std::string::npos);
}

TEST_CASE("a destroyed room shows where it goes on, and nobody goes there by himself",
          "[ui][composer]") {
  UiDriver driver;
  driver.log_in();
  const xmpp::Jid room = jid("garden@rooms.example.com");
  driver.act(model::OpenAddress{room.text(), true});
  driver.event(session::RoomJoined{room, "alice"});
  driver.commands.clear();
  std::string reason;
  for (int i = 0; i < 30; ++i) reason += "moved away ";
  driver.event(session::RoomLeft{.room = room,
                                 .departure = xmpp::Departure::Destroyed,
                                 .reason = reason,
                                 .actor = "Bob",
                                 .alternate = jid("park@rooms.example.com")});
  driver.settle();
  const std::string words = driver.words();
  CHECK(words.find("This room was closed for good.") != std::string::npos);
  CHECK(words.find("This was done by “Bob”.") != std::string::npos);
  CHECK(words.find("park@rooms.example.com") != std::string::npos);
  CHECK(driver.commands.empty());
  // All of the sentence has its place.
  const ui::Item* problem = driver.item("room-problem");
  CHECK(problem->rect.height > 72 - 24);
  CHECK(driver.item("timeline")->rect.y + driver.item("timeline")->rect.height <= problem->rect.y);
  REQUIRE(driver.press("join-alternate"));
  CHECK(driver.model.open() == jid("park@rooms.example.com"));
}

TEST_CASE("a taken name and a needed password come with the place to give them",
          "[ui][composer][dialog]") {
  UiDriver driver;
  driver.log_in();
  const xmpp::Jid room = jid("garden@rooms.example.com");
  driver.act(model::OpenAddress{room.text(), true});
  const auto last_join = [&] {
    session::JoinRoom out;
    for (const session::Command& command : driver.commands) {
      if (const auto* join = base::get_if<session::JoinRoom>(&command)) out = *join;
    }
    return out;
  };
  const auto refuse = [&](xmpp::Condition condition) {
    driver.event(session::RoomJoinFailed{room, {.condition = condition}});
    driver.settle();
  };
  refuse(xmpp::Condition::Conflict);
  CHECK(driver.words().find("is called “alice” already") != std::string::npos);
  REQUIRE(driver.press("enter-room"));
  CHECK(driver.item("dialog/name")->field->value == "alice");
  CHECK_FALSE(driver.has("dialog/password"));
  driver.type("dialog/name", "");
  REQUIRE(driver.press("dialog/confirm"));
  CHECK(driver.has("dialog/problem"));
  driver.submit("dialog/name", "Alice B.");
  CHECK_FALSE(driver.has("dialog"));
  CHECK(last_join().nick == "Alice B.");
  CHECK(last_join().password.empty());
  refuse(xmpp::Condition::NotAuthorized);
  CHECK(driver.words().find("This room has a password.") != std::string::npos);
  REQUIRE(driver.press("enter-room"));
  CHECK(driver.item("dialog/name")->field->value == "Alice B.");
  CHECK(driver.item("dialog/password")->field->is_secret);
  driver.submit("dialog/password", "cauldronburn");
  CHECK(last_join().nick == "Alice B.");
  CHECK(last_join().password.reveal() == "cauldronburn");
  // What was typed is nowhere afterwards.
  refuse(xmpp::Condition::NotAuthorized);
  REQUIRE(driver.press("enter-room"));
  CHECK(driver.item("dialog/password")->field->value.empty());
  REQUIRE(driver.press("dialog/confirm"));
  CHECK(last_join().password.empty());
}

TEST_CASE("two contacts of one name are told apart by their addresses in the composer",
          "[ui][composer]") {
  UiDriver driver;
  driver.log_in();
  driver.event(session::RosterItemChanged{{.jid = jid("eve@other.example"), .name = "Bob Baker"}});
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  const std::string label = "Message Bob Baker (\u2068bob@example.com\u2069)";
  CHECK(driver.item(field)->name == label);
  CHECK(driver.item(field)->field->placeholder == label);
  // A narrow field has no room for both.
  driver.viewport.width = 320;
  driver.settle();
  CHECK(driver.item(field)->name == label);
  CHECK(driver.item(field)->field->placeholder == "Message bob@example.com");
  // Nor has a narrower one for all of the address, and it is one line.
  driver.viewport.width = 280;
  driver.settle();
  CHECK(driver.item(field)->rect.width == 22 * 8);
  CHECK(driver.item(field)->field->placeholder == "Message bob@example.…");
  driver.event(session::RosterItemChanged{{.jid = jid("eve@other.example"), .name = "Eve"}});
  driver.settle();
  CHECK(driver.item(field)->name == "Message Bob Baker");
  CHECK(driver.item(field)->field->placeholder == "Message Bob Baker");
}

// ---- changing what was said ----

TEST_CASE(
    "the last message of ours is changed by the arrow or its button, and the way out is shown",
    "[ui][composer][corrections]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  CHECK_FALSE(driver.has("edit"));
  driver.submit(field, "yonder airlock");
  REQUIRE(driver.has("edit"));
  const float height = driver.item(field)->rect.height;
  if (GENERATE(true, false)) {
    driver.act(driver.ui.key(field, "ArrowUp"));
    driver.settle();
  } else {
    REQUIRE(driver.press("edit"));
  }
  CHECK(driver.item(field)->field->value == "yonder airlock");
  CHECK_FALSE(driver.has("edit"));
  REQUIRE(driver.has("editing"));
  CHECK(driver.item(field)->rect.height == height);
  CHECK(driver.item("editing")->rect.y < driver.item(field)->rect.y);
  SECTION("and sent") {
    driver.submit(field, "yonder window");
    CHECK(driver.words().find("yonder window") != std::string::npos);
    CHECK(driver.words().find("airlock") == std::string::npos);
  }
  SECTION("and left as it was, by Escape") {
    driver.act(driver.ui.key(field, "Escape"));
    driver.settle();
  }
  SECTION("and left as it was, by the button") { REQUIRE(driver.press("cancel-edit")); }
  CHECK_FALSE(driver.has("editing"));
  CHECK(driver.item(field)->field->value.empty());
  CHECK(driver.model.open() == jid("bob@example.com"));
}

TEST_CASE("what was being written comes back when a change is sent",
          "[ui][composer][corrections]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  driver.submit(field, "first");
  driver.type(field, "half a");
  REQUIRE(driver.press("edit"));
  driver.submit(field, "changed");
  // The control is not emptied: the next frame says with what it is filled.
  CHECK(driver.ui.field_version(driver.models(), field) == 0);
  CHECK(driver.item(field)->field->value == "half a");
}

TEST_CASE("a message that no frame has shown yet comes back by the arrow, too",
          "[ui][composer][corrections]") {
  UiDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{jid("bob@example.com")});
  driver.settle();
  driver.act(driver.ui.field_submitted(field, "yonder airlock"));
  driver.act(driver.ui.key(field, "ArrowUp"));
  CHECK(driver.model.conversation(jid("bob@example.com"))->draft == "yonder airlock");
  driver.act(driver.ui.key(field, "Escape"));
  CHECK_FALSE(driver.model.conversation(jid("bob@example.com"))->editing);
}
