// SPDX-License-Identifier: MIT
// What comes onto the list of conversations and goes from it, and the sentence above it.
#include "support/catch.h"
#include "support/model_driver.h"

using support::ModelDriver;

namespace {

constexpr std::string_view garden = "garden@rooms.example.com";

}  // namespace

TEST_CASE("a room that was left, or never joined, can be taken off the list",
          "[model][conversations]") {
  ModelDriver driver;
  driver.log_in();
  SECTION("left") {
    driver.act(model::OpenAddress{std::string(garden), true});
    driver.event(session::RoomJoined{driver.jid(garden), "alice"});
    driver.receive("garden@rooms.example.com/bob", "hello", "m1");
    driver.act(model::RemoveConversation{driver.jid(garden)});
    CHECK(driver.model.conversation(driver.jid(garden)) != nullptr);  // we are in it
    driver.act(model::LeaveRoom{driver.jid(garden)});
  }
  SECTION("never joined") {
    driver.act(model::OpenAddress{std::string(garden), true});
    driver.act(model::RemoveConversation{driver.jid(garden)});
    CHECK(driver.model.conversation(driver.jid(garden)) != nullptr);  // it may still let us in
    driver.send(garden, "early");
    driver.event(session::RoomJoinFailed{driver.jid(garden), {}});
  }
  driver.lose_connection();
  const uint64_t names = driver.model.names_version();
  driver.act(model::RemoveConversation{driver.jid(garden)});
  CHECK(driver.model.conversation(driver.jid(garden)) == nullptr);
  CHECK_FALSE(driver.model.open().has_value());
  CHECK(driver.model.names_version() != names);
  driver.commands.clear();
  driver.come_online();
  CHECK(driver.all<session::JoinRoom>().empty());
  driver.act(model::RemoveConversation{driver.jid(garden)});  // and there is nothing to remove
}

TEST_CASE("a notice goes with the next success of what it complains about",
          "[model][conversations]") {
  ModelDriver driver;
  driver.log_in();
  const auto kind = [&] { return driver.model.notice().kind; };
  driver.act(model::OpenAddress{"not an address @", false});
  CHECK(kind() == model::Notice::Kind::BadAddress);
  driver.act(model::OpenAddress{"bob@example.com", false});
  CHECK(kind() == model::Notice::Kind::None);
  driver.act(model::AddContact{"not an address @", ""});
  CHECK(kind() == model::Notice::Kind::BadAddress);
  driver.act(model::AddContact{"bob@example.com", ""});
  CHECK(kind() == model::Notice::Kind::None);
  const xmpp::Jid bob = driver.jid("bob@example.com");
  driver.event(session::RosterRequestFailed{bob, {}});
  driver.event(session::RosterItemChanged{{.jid = driver.jid("carol@example.com")}});
  CHECK(kind() == model::Notice::Kind::RosterRefused);
  driver.event(session::RosterItemChanged{{.jid = bob}});
  CHECK(kind() == model::Notice::Kind::None);
  driver.event(session::RosterRequestFailed{bob, {}});
  driver.event(session::RosterItemRemoved{bob});
  CHECK(kind() == model::Notice::Kind::None);
  driver.event(session::RosterRequestFailed{{}, {}});
  driver.event(session::RosterLoaded{});
  CHECK(kind() == model::Notice::Kind::None);
  driver.lose_connection();
  driver.act(model::AddContact{"bob@example.com", ""});
  CHECK(kind() == model::Notice::Kind::NotConnected);
  driver.come_online();
  CHECK(kind() == model::Notice::Kind::None);
}
