// SPDX-License-Identifier: MIT
// What can be asked of the model.
#include "model/model.h"

#include "support/catch.h"
#include "support/model_driver.h"

using support::ModelDriver;

TEST_CASE("typed addresses are completed like a person means them", "[model]") {
  ModelDriver driver("work.example");
  const auto complete = [&](std::string_view typed) {
    const std::optional<xmpp::Jid> jid = driver.model.complete_address(typed);
    return jid ? jid->text() : std::string("none");
  };
  CHECK(complete("bob") == "bob@work.example");
  CHECK(complete("  bob@other.example\n") == "bob@other.example");
  CHECK(complete("other.example") == "other.example");
  CHECK(complete("xmpp:bob@other.example?message") == "bob@other.example");
  CHECK(complete("") == "none");
  CHECK(complete("   ") == "none");
  CHECK(complete("a@b@c") == "none");
  CHECK(complete("what?@rooms.example/who?") == "what?@rooms.example/who?");
  CHECK(complete("mailto:o'brien@other.example\u200B") == "o\\27brien@other.example");
  CHECK(complete("xmpp:o'brien") == "o\\27brien@work.example");
  CHECK(complete("xmpp:") == "none");
  driver.act(model::LogIn{"alice@home.example", base::Secret("x")});
  CHECK(complete("bob") == "bob@home.example");
}

TEST_CASE("links and names with an apostrophe can be logged in with", "[model]") {
  const auto login = [](std::string_view typed, bool is_anonymous = false) {
    const auto jid = model::login_address(typed, "work.example", is_anonymous);
    return jid ? jid->text() : std::string("none");
  };
  CHECK(login("xmpp:bob@other.example") == "bob@other.example");
  CHECK(login("bob@other.example\u200B") == "bob@other.example");
  CHECK(login("o'brien") == "o\\27brien@work.example");
  CHECK(login("bob@other.example/phone") == "bob@other.example");
  CHECK(login("john.doe") == "john.doe@work.example");
  CHECK(login("") == "none");
  CHECK(login("bob@") == "none");
  CHECK(login("", true) == "work.example");
  CHECK(login("other.example", true) == "other.example");
  CHECK_FALSE(model::login_address("bob", ""));
  CHECK(model::login_address("bob@other.example", "")->text() == "bob@other.example");
}

TEST_CASE("a name alone names a room, whatever link it came in", "[model]") {
  CHECK(model::Model::is_room_name("what?"));
  CHECK(model::Model::is_room_name(" xmpp:garden?join"));
  CHECK_FALSE(model::Model::is_room_name("garden@rooms.example"));
  CHECK_FALSE(model::Model::is_room_name("xmpp:"));
  CHECK_FALSE(model::Model::is_room_name(" \u200B"));
}

TEST_CASE("every change is seen in the version", "[model]") {
  ModelDriver driver;
  const uint64_t before = driver.model.version();
  driver.event(session::ServerFeatures{{"urn:xmpp:ping"}});
  CHECK(driver.model.version() > before);
  CHECK(driver.model.server_features() == std::vector<std::string>{"urn:xmpp:ping"});
}

TEST_CASE("a stranger is called by the local part of their address", "[model]") {
  ModelDriver driver;
  CHECK(driver.model.display_name(driver.jid("eve@example.com")) == "eve");
  CHECK(driver.model.display_name(driver.jid("example.com")) == "example.com");
  CHECK(driver.model.display_name(driver.jid("o\\27brien@example.com")) == "o'brien");
  driver.event(session::RosterLoaded{{{.jid = driver.jid("d\\27artagnan@example.com")}}});
  CHECK(driver.model.display_name(driver.jid("d\\27artagnan@example.com")) == "d'artagnan");
}
