// SPDX-License-Identifier: MIT
// Where a message is written.
#include "ui/composer_view.h"

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
  const uint32_t before = driver.ui.field_version(driver.model, field);
  CHECK(before == driver.item(field)->field->version);
  driver.act(driver.ui.field_submitted(field, "hello"));
  CHECK(driver.ui.field_version(driver.model, field) == before + 1);
  // Nothing but space stays where it is.
  driver.act(driver.ui.field_submitted(field, "   "));
  CHECK(driver.ui.field_version(driver.model, field) == before + 1);
}

TEST_CASE("outside a room there is a way back in, and the reason", "[ui][composer]") {
  UiDriver driver;
  driver.log_in();
  const xmpp::Jid room = jid("garden@rooms.example.com");
  driver.act(model::OpenAddress{room.text(), true});
  driver.event(session::RoomJoinFailed{room, {.condition = xmpp::Condition::NotAuthorized}});
  driver.settle();
  CHECK_FALSE(driver.has("composer/garden@rooms.example.com"));
  CHECK(driver.words().find("You have to log in or give a password for this.") !=
        std::string::npos);
  REQUIRE(driver.press("join-again"));
  CHECK(driver.has("composer/garden@rooms.example.com"));
  driver.event(session::RoomJoined{room, "alice"});
  driver.event(session::RoomLeft{room, "be nice", false});
  driver.settle();
  CHECK(driver.words().find("You are no longer in this room: “be nice”") != std::string::npos);
}
