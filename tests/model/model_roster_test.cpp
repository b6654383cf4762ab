// SPDX-License-Identifier: MIT
// Contacts, presence and subscription requests. RFC 6121 sections 2 to 4.
#include "support/catch.h"
#include "support/model_driver.h"

using support::ModelDriver;
using xmpp::Availability;
using xmpp::Subscription;

namespace {

constexpr std::string_view bob = "bob@example.com";

void load(ModelDriver& driver) {
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid(bob),
                                       .name = "Bob",
                                       .subscription = Subscription::Both,
                                       .groups = {"Friends"}}}});
}

const model::Contact& contact(const ModelDriver& driver, std::string_view address) {
  return driver.model.roster().contacts.at(driver.jid(address));
}

}  // namespace

TEST_CASE("presence of each client is kept until it goes", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  driver.event(session::PresenceChanged{driver.jid("bob@example.com/a"), Availability::Away, "x"});
  driver.event(session::PresenceChanged{driver.jid("bob@example.com/b"), Availability::Chat});
  CHECK(contact(driver, bob).resources.size() == 2);
  driver.event(session::PresenceChanged{driver.jid("bob@example.com/b"), Availability::Offline});
  CHECK(contact(driver, bob).availability() == Availability::Away);
  driver.event(session::PresenceChanged{driver.jid(bob), Availability::Offline});
  CHECK(contact(driver, bob).availability() == Availability::Offline);
}

TEST_CASE("presence of people who are no contacts is nobody's", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  driver.event(session::PresenceChanged{driver.jid("eve@example.com/a"), Availability::Available});
  CHECK(driver.model.roster().contacts.size() == 1);
}

TEST_CASE("a new session forgets presence, reloading the roster alone does not",
          "[model][roster]") {
  ModelDriver driver;
  load(driver);
  driver.event(session::PresenceChanged{driver.jid("bob@example.com/a"), Availability::Away});
  driver.event(session::RosterLoaded{{{.jid = driver.jid(bob), .name = "Robert"}}});
  CHECK(contact(driver, bob).availability() == Availability::Away);
  CHECK(driver.model.display_name(driver.jid(bob)) == "Robert");
  driver.come_online();
  CHECK(contact(driver, bob).availability() == Availability::Offline);
}

TEST_CASE("roster pushes add, change and remove", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  const uint64_t names = driver.model.names_version();
  driver.event(session::RosterItemChanged{{.jid = driver.jid("carol@example.com")}});
  CHECK(driver.model.roster().contacts.size() == 2);
  CHECK(driver.model.names_version() > names);
  driver.event(session::PresenceChanged{driver.jid("bob@example.com/a"), Availability::Away});
  driver.event(session::RosterItemChanged{
      {.jid = driver.jid(bob), .name = "B", .subscription = Subscription::From}});
  CHECK(contact(driver, bob).item.name == "B");
  // They no longer let us see them.
  CHECK(contact(driver, bob).availability() == Availability::Offline);
  driver.event(session::RosterItemRemoved{driver.jid(bob)});
  CHECK(driver.model.roster().contacts.size() == 1);
}

TEST_CASE("who asks to be a contact is a name until answered", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  const xmpp::Jid eve = driver.jid("eve@example.com");
  const uint64_t before = driver.model.names_version();
  driver.event(session::SubscriptionRequested{eve, "hi"});
  const uint64_t asked = driver.model.names_version();
  CHECK(asked > before);
  driver.event(session::SubscriptionRequested{eve, "hi again"});
  CHECK(driver.model.names_version() == asked);
  driver.act(model::AnswerRequest{eve, false});
  CHECK(driver.model.names_version() > asked);
}

TEST_CASE("adding a contact asks for their presence and opens the conversation",
          "[model][roster]") {
  ModelDriver driver;
  load(driver);
  driver.act(model::AddContact{" dora ", "Dora"});
  REQUIRE(driver.all<session::SetRosterItem>().size() == 1);
  CHECK(driver.all<session::SetRosterItem>()[0].jid.text() == "dora@example.com");
  CHECK(driver.all<session::SetRosterItem>()[0].name == "Dora");
  CHECK(driver.all<session::RequestSubscription>().size() == 1);
  CHECK(driver.model.open() == driver.jid("dora@example.com"));
  driver.act(model::AddContact{"a@b@c", ""});
  CHECK(driver.all<session::SetRosterItem>().size() == 1);
  CHECK(driver.model.notice().kind == model::Notice::Kind::BadAddress);
}

TEST_CASE("renaming keeps the groups", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  driver.act(model::RenameContact{driver.jid(bob), "Bobby"});
  REQUIRE(driver.all<session::SetRosterItem>().size() == 1);
  CHECK(driver.all<session::SetRosterItem>()[0].groups == std::vector<std::string>{"Friends"});
  driver.act(model::RenameContact{driver.jid(bob), "Bob"});  // as it is
  driver.act(model::RenameContact{driver.jid("nobody@example.com"), "x"});
  CHECK(driver.all<session::SetRosterItem>().size() == 1);
  driver.act(model::RemoveContact{driver.jid(bob)});
  CHECK(driver.all<session::RemoveRosterItem>().size() == 1);
}

TEST_CASE("without a connection the roster is left alone, and it is said", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  driver.event(session::SubscriptionRequested{driver.jid("eve@example.com"), ""});
  driver.lose_connection();
  driver.commands.clear();
  driver.act(model::AddContact{"dora@example.com", ""});
  driver.act(model::RemoveContact{driver.jid(bob)});
  driver.act(model::AnswerRequest{driver.jid("eve@example.com"), true});
  CHECK(driver.commands.empty());
  CHECK(driver.model.notice().kind == model::Notice::Kind::NotConnected);
  CHECK(driver.model.roster().requests.size() == 1);
}

TEST_CASE("a request waits for its answer and is there once", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  const auto eve = driver.jid("eve@example.com");
  driver.event(session::SubscriptionRequested{eve, "hi"});
  driver.event(session::SubscriptionRequested{eve, "hi again"});
  REQUIRE(driver.model.roster().requests.size() == 1);
  CHECK(driver.model.roster().requests[0].message == "hi again");
  driver.act(model::AnswerRequest{eve, true});
  CHECK(driver.model.roster().requests.empty());
  REQUIRE(driver.all<session::AnswerSubscription>().size() == 1);
  CHECK(driver.all<session::AnswerSubscription>()[0].approve);
  CHECK(driver.all<session::RequestSubscription>().size() == 1);
}

TEST_CASE("declining asks for nothing, approving a contact asks nothing again", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  driver.event(session::SubscriptionRequested{driver.jid("eve@example.com"), ""});
  driver.act(model::AnswerRequest{driver.jid("eve@example.com"), false});
  driver.event(session::SubscriptionRequested{driver.jid(bob), ""});
  driver.act(model::AnswerRequest{driver.jid(bob), true});
  CHECK(driver.all<session::AnswerSubscription>().size() == 2);
  CHECK(driver.all<session::RequestSubscription>().empty());
}

TEST_CASE("a request answered elsewhere goes with the roster push", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  driver.event(session::SubscriptionRequested{driver.jid("eve@example.com"), ""});
  driver.event(session::RosterItemChanged{
      {.jid = driver.jid("eve@example.com"), .subscription = Subscription::From}});
  CHECK(driver.model.roster().requests.empty());
}

TEST_CASE("requests and clients are bounded", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  for (int i = 0; i < 500; ++i) {
    driver.event(session::SubscriptionRequested{
        driver.jid("e" + std::to_string(i) + "@example.com"), std::string(5000, 'x')});
    driver.event(session::PresenceChanged{driver.jid(bob).with_resource(std::to_string(i)),
                                          Availability::Available, std::string(5000, 'x')});
  }
  CHECK(driver.model.roster().requests.size() == 200);
  CHECK(driver.model.roster().requests[0].message.size() == 1024);
  CHECK(contact(driver, bob).resources.size() == 100);
  CHECK(contact(driver, bob).status().size() == 1024);
}

TEST_CASE("a refused change of the roster is a notice", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  driver.event(
      session::RosterRequestFailed{driver.jid(bob), {.condition = xmpp::Condition::NotAllowed}});
  CHECK(driver.model.notice().kind == model::Notice::Kind::RosterRefused);
  CHECK(driver.model.notice().subject == bob);
}

TEST_CASE("an answer closes the open request", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  driver.event(
      session::RosterItemChanged{{.jid = driver.jid("dora@example.com"), .is_pending = true}});
  driver.event(session::SubscriptionAnswered{driver.jid("dora@example.com"), false});
  CHECK_FALSE(contact(driver, "dora@example.com").item.is_pending);
}

TEST_CASE("a status of 1024 bytes is kept, of a longer one its beginning", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  for (const size_t size : {size_t{1024}, size_t{1025}}) {
    driver.event(session::PresenceChanged{driver.jid("bob@example.com/a"), Availability::Away,
                                          std::string(size, 'x')});
    CHECK(contact(driver, bob).resources.at("a").status.size() == 1024);
  }
}

TEST_CASE("a contact has a hundred clients, and not one more", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  for (int i = 0; i < 101; ++i) {
    driver.event(session::PresenceChanged{driver.jid("bob@example.com/" + std::to_string(i)),
                                          Availability::Away});
  }
  const auto& resources = contact(driver, bob).resources;
  CHECK(resources.size() == 100);
  CHECK(resources.count("99") == 1);
  CHECK(resources.count("100") == 0);
  driver.event(session::PresenceChanged{driver.jid("bob@example.com/99"), Availability::Chat});
  CHECK(resources.at("99").availability == Availability::Chat);
}

TEST_CASE("two hundred people may ask at once, and not one more", "[model][roster]") {
  ModelDriver driver;
  load(driver);
  for (int i = 0; i < 201; ++i) {
    driver.event(session::SubscriptionRequested{
        driver.jid("eve" + std::to_string(i) + "@example.com"), std::string(1025, 'x')});
  }
  const auto& requests = driver.model.roster().requests;
  REQUIRE(requests.size() == 200);
  CHECK(requests.back().from.text() == "eve199@example.com");
  CHECK(requests.back().message.size() == 1024);
}

// ---- the roster and its version (RFC 6121 2.6) ----

namespace {

session::RosterLoaded loaded(const ModelDriver& driver, std::vector<std::string> addresses,
                             std::string version = "") {
  session::RosterLoaded out{.items = {}, .version = std::move(version)};
  for (const std::string& address : addresses) {
    out.items.push_back({.jid = driver.jid(address), .subscription = xmpp::Subscription::From});
  }
  return out;
}

}  // namespace

TEST_CASE("a session begins with the roster, then presence, then rooms", "[model][roster]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{"garden@rooms.example.com", true});
  driver.event(loaded(driver, {"bob@example.com"}, "v1"));
  driver.commands.clear();
  driver.come_online();
  REQUIRE(driver.commands.size() >= 4);
  const auto* watchers = base::get_if<session::KnowWatchers>(&driver.commands[0]);
  REQUIRE(watchers != nullptr);
  CHECK(watchers->watchers == std::set<xmpp::Jid>{driver.jid("bob@example.com")});
  const auto* load = base::get_if<session::LoadRoster>(&driver.commands[1]);
  REQUIRE(load != nullptr);
  CHECK(load->version == "v1");
  CHECK(base::holds<session::SetPresence>(driver.commands[2]));
  CHECK(base::holds<session::JoinRoom>(driver.commands[3]));
}

TEST_CASE("a push makes a new version, but not before the roster has come", "[model][roster]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(loaded(driver, {"bob@example.com"}, "v1"));
  driver.event(session::RosterItemChanged{{.jid = driver.jid("carol@example.com")}, "v2"});
  CHECK(driver.model.roster().version == "v2");
  driver.come_online();
  driver.event(session::RosterItemRemoved{driver.jid("carol@example.com"), "v4"});
  CHECK(driver.model.roster().version == "v2");
  driver.event(session::RosterUnchanged{});
  CHECK(driver.model.roster().contacts.size() == 1);
  driver.event(session::RosterItemRemoved{driver.jid("bob@example.com"), "v5"});
  CHECK(driver.model.roster().version == "v5");
}

TEST_CASE("a roster that did not come before the page was left is asked for again",
          "[model][roster]") {
  ModelDriver driver;
  driver.log_in();
  const bool has_come = GENERATE(false, true);
  if (has_come) driver.event(loaded(driver, {"bob@example.com"}));
  ModelDriver next;
  REQUIRE(next.model.restore(driver.model.save()));
  next.revive();
  CHECK(next.all<session::KnowWatchers>().size() == (has_come ? 1 : 0));
  next.event(session::StatusChanged{stream::Resumed{next.jid("alice@example.com/web")}});
  CHECK(next.all<session::LoadRoster>().size() == (has_come ? 0 : 1));
}

TEST_CASE("a roster has fifty thousand contacts, and not one more", "[model][roster]") {
  ModelDriver driver;
  driver.log_in();
  session::RosterLoaded many;
  for (int i = 0; i <= 50'000; ++i) {
    many.items.push_back({.jid = driver.jid("a" + std::to_string(i) + "@b")});
  }
  driver.event(many);
  const auto& contacts = driver.model.roster().contacts;
  CHECK(contacts.size() == 50'000);
  driver.event(session::RosterItemChanged{{.jid = driver.jid("one.more@b")}});
  CHECK(contacts.size() == 50'000);
  driver.event(session::RosterItemChanged{{.jid = driver.jid("a7@b"), .name = "Seven"}});
  CHECK(contacts.at(driver.jid("a7@b")).item.name == "Seven");
}

TEST_CASE("each guest has a roster of their own", "[model][roster]") {
  ModelDriver driver;
  driver.act(model::LogIn{.address = "example.com", .is_anonymous = true});
  driver.event(session::StatusChanged{stream::Fresh{driver.jid("g1@example.com/x")}});
  driver.event(loaded(driver, {"bob@example.com"}, "v1"));
  driver.event(session::StatusChanged{stream::Fresh{driver.jid("g2@example.com/x")}});
  CHECK(driver.model.roster().contacts.empty());
  CHECK(driver.all<session::LoadRoster>().back().version.empty());
}
