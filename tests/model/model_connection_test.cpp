// SPDX-License-Identifier: MIT
// The account's states, and what survives which of them.
#include "support/catch.h"
#include "support/model_driver.h"

using model::Connection;
using support::ModelDriver;

TEST_CASE("a login name alone gets the deployer's domain", "[model][login]") {
  ModelDriver driver("example.com");
  driver.act(model::LogIn{"  alice ", base::Secret("x")});
  REQUIRE(driver.all<session::Connect>().size() == 1);
  CHECK(driver.all<session::Connect>()[0].account.text() == "alice@example.com");
  CHECK(driver.model.account().connection == Connection::Connecting);
}

TEST_CASE("staying signed in is the person's wish, or that of whoever started the program",
          "[model][login]") {
  const bool is_asked = GENERATE(false, true), is_set = GENERATE(false, true);
  ModelDriver driver;
  driver.model = model::Model(model::Settings{.domain = "example.com", .stays = is_set});
  driver.act(model::LogIn{.address = "alice", .password = base::Secret("x"), .stay = is_asked});
  REQUIRE(driver.all<session::Connect>().size() == 1);
  CHECK(driver.all<session::Connect>()[0].stay == (is_asked || is_set));
}

TEST_CASE("an address that is none fails before anything is sent", "[model][login]") {
  const std::string address = GENERATE("", "   ", "@", "a@b@c", "example.org/", "alice@", "a b@c");
  ModelDriver driver("");
  driver.act(model::LogIn{address, base::Secret("x")});
  CHECK(driver.commands.empty());
  CHECK(driver.model.account().connection == Connection::Failed);
  CHECK(driver.model.account().problem.failure == stream::Failure::BadAddress);
}

TEST_CASE("a name without a domain fails when there is no deployer's", "[model][login]") {
  ModelDriver driver("");
  driver.act(model::LogIn{"alice", base::Secret("x")});
  CHECK(driver.commands.empty());
  CHECK(driver.model.account().problem.failure == stream::Failure::BadAddress);
}

TEST_CASE("the first login shows its steps, a later one shows reconnecting", "[model][login]") {
  ModelDriver driver;
  driver.act(model::LogIn{"alice@example.com", base::Secret("x")});
  driver.event(session::StatusChanged{stream::Connecting{}});
  CHECK(driver.model.account().connection == Connection::Connecting);
  driver.event(session::StatusChanged{stream::Authenticating{}});
  CHECK(driver.model.account().connection == Connection::Authenticating);
  driver.come_online();
  CHECK(driver.model.account().connection == Connection::Online);
  CHECK(driver.model.account().full_jid.text() == "alice@example.com/web");
  driver.lose_connection();
  CHECK(driver.model.account().connection == Connection::Reconnecting);
  REQUIRE(driver.model.account().next_attempt.has_value());
  for (stream::Status step :
       {stream::Status(stream::Connecting{}), stream::Status(stream::Authenticating{})}) {
    driver.event(session::StatusChanged{step});
    CHECK(driver.model.account().connection == Connection::Reconnecting);
    CHECK_FALSE(driver.model.account().next_attempt.has_value());
  }
}

TEST_CASE("names of states are those of data-status", "[model][login]") {
  CHECK(model::name_of(Connection::Offline) == "offline");
  CHECK(model::name_of(Connection::Connecting) == "connecting");
  CHECK(model::name_of(Connection::Authenticating) == "authenticating");
  CHECK(model::name_of(Connection::Online) == "online");
  CHECK(model::name_of(Connection::Reconnecting) == "reconnecting");
  CHECK(model::name_of(Connection::Failed) == "failed");
}

TEST_CASE("while reconnecting everything stays on screen", "[model][login]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid("bob@example.com"), .name = "Bob"}}});
  driver.receive("bob@example.com/x", "hello");
  driver.act(model::EditDraft{driver.jid("bob@example.com"), "half a sen"});
  driver.lose_connection();
  CHECK(driver.model.roster().contacts.size() == 1);
  CHECK(driver.with("bob@example.com").timeline.size() == 1);
  CHECK(driver.with("bob@example.com").draft == "half a sen");
  driver.act(model::RetryConnection{});
  CHECK(driver.all<session::RetryNow>().size() == 1);
}

TEST_CASE("a failed session keeps the conversations for the same person", "[model][login]") {
  ModelDriver driver;
  driver.log_in();
  driver.send("bob@example.com", "not lost");
  driver.event(session::StatusChanged{stream::Failed{{.failure = stream::Failure::Replaced}}});
  CHECK(driver.model.account().connection == Connection::Failed);
  driver.act(model::LogIn{"alice@example.com", base::Secret("x")});
  CHECK(driver.with("bob@example.com").timeline.size() == 1);
}

TEST_CASE("another person finds nothing of the one before", "[model][login]") {
  ModelDriver driver;
  driver.log_in();
  driver.send("bob@example.com", "private");
  driver.event(session::StatusChanged{stream::Failed{{.failure = stream::Failure::Replaced}}});
  driver.act(model::LogIn{"mallory@example.com", base::Secret("x")});
  CHECK(driver.model.conversations().empty());
  CHECK(driver.model.roster().contacts.empty());
}

TEST_CASE("logging out wipes everything, drafts too", "[model][login]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid("bob@example.com")}}});
  driver.act(model::EditDraft{driver.jid("bob@example.com"), "draft"});
  driver.act(model::OpenConversation{driver.jid("bob@example.com")});
  driver.act(model::LogOut{});
  CHECK(driver.all<session::Disconnect>().size() == 1);
  CHECK(driver.model.conversations().empty());
  CHECK(driver.model.roster().contacts.empty());
  CHECK_FALSE(driver.model.roster().is_loaded);
  CHECK_FALSE(driver.model.open().has_value());
  CHECK(driver.model.account().jid.empty());
  CHECK(driver.model.account().connection == Connection::Offline);
}

TEST_CASE("logging in while connected ends the session first", "[model][login]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::LogIn{"alice@example.com", base::Secret("x")});
  REQUIRE(driver.commands.size() == 2);
  CHECK(base::holds<session::Disconnect>(driver.commands[0]));
  CHECK(base::holds<session::Connect>(driver.commands[1]));
}

TEST_CASE("our availability is said at once, and again on the next session", "[model][presence]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::SetAvailability{xmpp::Availability::Away, "lunch"});
  REQUIRE(driver.all<session::SetPresence>().size() == 1);
  CHECK(driver.all<session::SetPresence>()[0].availability == xmpp::Availability::Away);
  CHECK(driver.all<session::SetPresence>()[0].status == "lunch");
  driver.lose_connection();
  driver.come_online();
  REQUIRE(driver.all<session::SetPresence>().size() == 2);
  CHECK(driver.all<session::SetPresence>()[1].status == "lunch");
}

TEST_CASE("an availability chosen while the connection is away is said once when it is back",
          "[model][presence]") {
  ModelDriver driver;
  driver.log_in();
  driver.lose_connection();
  driver.act(model::SetAvailability{xmpp::Availability::DoNotDisturb, ""});
  CHECK(driver.all<session::SetPresence>().empty());
  const auto resume = [](ModelDriver& which) {
    which.event(session::StatusChanged{stream::Resumed{which.jid("alice@example.com/web")}});
  };
  SECTION("in the same page") {}
  SECTION("in the page that was loaded anew") {
    model::Model back;
    REQUIRE(back.restore(driver.model.save()));
    driver.model = std::move(back);
    driver.revive();
  }
  SECTION("on a new session") {
    driver.come_online();
    CHECK(driver.all<session::SetPresence>().size() == 1);
    driver.commands.clear();
    resume(driver);
    CHECK(driver.all<session::SetPresence>().empty());
    return;
  }
  resume(driver);
  REQUIRE(driver.all<session::SetPresence>().size() == 1);
  CHECK(driver.all<session::SetPresence>()[0].availability == xmpp::Availability::DoNotDisturb);
  resume(driver);
  CHECK(driver.all<session::SetPresence>().size() == 1);
}

TEST_CASE("who wants to be unseen stays unseen on the next session", "[model][presence]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::SetAvailability{xmpp::Availability::Offline, ""});
  CHECK(driver.all<session::SetPresence>().size() == 1);
  driver.lose_connection();
  driver.come_online();
  CHECK(driver.all<session::SetPresence>().size() == 1);
}

TEST_CASE("an availability chosen before the first session begins it", "[model][presence]") {
  ModelDriver driver;
  driver.act(model::LogIn{"alice@example.com", base::Secret("secret")});
  driver.act(model::SetAvailability{xmpp::Availability::Away, ""});
  driver.come_online();
  REQUIRE(driver.all<session::SetPresence>().size() == 1);
  CHECK(driver.all<session::SetPresence>()[0].availability == xmpp::Availability::Away);
}

TEST_CASE("a login begins with the availability that the screen shows", "[model][presence]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::SetAvailability{xmpp::Availability::Away, "lunch"});
  driver.act(model::LogOut{});
  driver.commands.clear();
  driver.act(model::LogIn{"alice@example.com", base::Secret("secret")});
  driver.come_online();
  REQUIRE(driver.all<session::SetPresence>().size() == 1);
  CHECK(driver.all<session::SetPresence>()[0].availability == xmpp::Availability::Available);
  CHECK(driver.all<session::SetPresence>()[0].status.empty());
}

TEST_CASE("a session that has ended for good leaves nobody online", "[model][presence]") {
  ModelDriver driver;
  driver.log_in();
  const xmpp::Jid bob = driver.jid("bob@example.com");
  driver.event(session::RosterLoaded{{{.jid = bob, .subscription = xmpp::Subscription::Both}}});
  driver.event(session::PresenceChanged{bob.with_resource("phone"), xmpp::Availability::Available});
  driver.lose_connection();  // it may go on yet
  CHECK_FALSE(driver.model.roster().contacts.at(bob).resources.empty());
  driver.event(session::StatusChanged{stream::Failed{{.failure = stream::Failure::Replaced}}});
  CHECK(driver.model.roster().contacts.at(bob).resources.empty());
}

TEST_CASE("a resumed session reloads nothing and sends what waited", "[model][login]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{
      {{.jid = driver.jid("bob@example.com"), .subscription = xmpp::Subscription::Both}}});
  driver.event(
      session::PresenceChanged{driver.jid("bob@example.com/x"), xmpp::Availability::Available});
  driver.lose_connection();
  driver.send("bob@example.com", "waits");
  CHECK(driver.all<session::SendMessage>().empty());
  driver.event(session::StatusChanged{stream::Resumed{driver.jid("alice@example.com/web")}});
  CHECK(driver.all<session::SendMessage>().size() == 1);
  CHECK(driver.model.roster().contacts.begin()->second.availability() ==
        xmpp::Availability::Available);
}
