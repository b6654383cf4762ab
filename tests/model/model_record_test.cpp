// SPDX-License-Identifier: MIT
// What is on screen comes back after a reload, or nothing does.
#include <algorithm>

#include "base/record.h"
#include "support/catch.h"
#include "support/model_driver.h"

using model::MessageState;
using support::ModelDriver;

namespace {

constexpr const char* bob = "bob@example.com";
constexpr const char* garden = "garden@conference.example.com";
constexpr const char* closed = "closed@conference.example.com";

// A bit of everything.
ModelDriver lively() {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid(bob),
                                       .name = "Bob",
                                       .subscription = xmpp::Subscription::Both,
                                       .groups = {"Friends"}}}});
  driver.event(session::PresenceChanged{driver.jid("bob@example.com/phone"),
                                        xmpp::Availability::Away, "brb", -5});
  driver.receive("bob@example.com/phone", "hello");
  driver.send(bob, "one");
  driver.send(bob, "two");
  driver.act(model::EditDraft{driver.jid(bob), "half a sen"});
  driver.act(model::OpenAddress{.address = garden, .join = true});
  driver.event(session::RoomJoined{driver.jid(garden), "alice"});
  driver.event(session::OccupantChanged{driver.jid("garden@conference.example.com/eve"),
                                        xmpp::Availability::Chat});
  driver.event(session::RoomSubjectChanged{driver.jid(garden), "flowers"});
  driver.act(model::OpenAddress{.address = closed, .join = true});
  driver.event(session::RoomJoined{driver.jid(closed), "alice"});
  driver.event(session::RoomLeft{driver.jid(closed), xmpp::Departure::Destroyed, "moved", "eve",
                                 driver.jid(garden)});
  return driver;
}

}  // namespace

TEST_CASE("what is on screen comes back from the record", "[model][record]") {
  ModelDriver driver = lively();
  const std::string record = driver.model.save();
  model::Model back;
  REQUIRE(back.restore(record));
  CHECK(back.account().jid == driver.model.account().jid);
  CHECK(back.account().connection == model::Connection::Reconnecting);
  CHECK(back.account().was_online);
  CHECK(back.roster().contacts.at(driver.jid(bob)).item ==
        driver.model.roster().contacts.at(driver.jid(bob)).item);
  CHECK(back.roster().contacts.at(driver.jid(bob)).availability() == xmpp::Availability::Away);
  CHECK(back.roster().contacts.at(driver.jid(bob)).resources.at("phone").priority == -5);
  CHECK(back.open() == driver.model.open());
  REQUIRE(back.conversations().size() == driver.model.conversations().size());
  for (const auto& [jid, before] : driver.model.conversations()) {
    const model::Conversation& after = back.conversations().at(jid);
    CHECK(after.draft == before.draft);
    CHECK(after.unread == before.unread);
    CHECK(after.last_activity == before.last_activity);
    REQUIRE(after.timeline.size() == before.timeline.size());
    for (size_t i = 0; i < before.timeline.size(); ++i) {
      CHECK(after.timeline.messages()[i].body == before.timeline.messages()[i].body);
      CHECK(after.timeline.messages()[i].id == before.timeline.messages()[i].id);
      CHECK(after.timeline.messages()[i].state == before.timeline.messages()[i].state);
      CHECK(after.timeline.messages()[i].sent == before.timeline.messages()[i].sent);
    }
  }
  const model::Room& room = *back.conversations().at(driver.jid(garden)).room;
  CHECK(room.nick == "alice");
  CHECK(room.subject == "flowers");
  CHECK(room.occupants.at("eve") == xmpp::Availability::Chat);
  const model::Room::Ending& ending = back.conversations().at(driver.jid(closed)).room->ending;
  CHECK(ending.departure == xmpp::Departure::Destroyed);
  CHECK(ending.reason == "moved");
  CHECK(ending.actor == "eve");
  CHECK(ending.alternate == driver.jid(garden));
  // And once more, to the byte.
  CHECK(back.save() == record);
}

TEST_CASE("a damaged record restores nothing", "[model][record]") {
  ModelDriver driver = lively();
  const std::string record = driver.model.save();
  for (size_t size = 0; size < record.size(); size += 7) {
    model::Model back;
    CHECK_FALSE(back.restore(std::string_view(record).substr(0, size)));
    CHECK(back.account().jid.empty());
    CHECK(back.conversations().empty());
  }
}

namespace {

// As another version would have written it: that section has another name.
std::string without(const std::string& record, std::string_view section) {
  base::RecordReader in(record, "model 5");
  base::RecordWriter out("model 5");
  size_t found = 0;
  while (in.has_more()) {
    const std::string_view name = in.text();
    found += name == section ? 1 : 0;
    out.text(name == section ? "of another version" : name).text(in.text());
  }
  CHECK(found == 1);
  return out.take();
}

}  // namespace

TEST_CASE("what another version wrote otherwise is lost by itself, and never what was written",
          "[model][record]") {
  ModelDriver driver = lively();
  driver.lose_connection();
  driver.send(bob, "still to be sent");
  const std::string record = driver.model.save();
  for (const char* section : {"roster 1", "conversations 1", "archives 1", "notes 1", "screen 1"}) {
    INFO(section);
    model::Model back;
    REQUIRE(back.restore(without(record, section)));
    CHECK(back.account().jid == driver.model.account().jid);
    const model::Conversation* conversation = back.conversation(driver.jid(bob));
    REQUIRE(conversation != nullptr);
    const model::Message& last = conversation->timeline.messages().back();
    CHECK(last.body == "still to be sent");
    CHECK(last.state == MessageState::Queued);
    // Whatever comes now is numbered above.
    CHECK(back.save().size() > 100);
    const bool has_contacts = !back.roster().contacts.empty();
    CHECK(has_contacts == (std::string_view(section) != "roster 1"));
  }
  // The rows themselves are a section, too; and without an account there is nothing.
  model::Model back;
  REQUIRE(back.restore(without(record, "rows 1")));
  CHECK(back.conversation(driver.jid(bob))->timeline.empty());
  model::Model none;
  CHECK_FALSE(none.restore(without(record, "account 1")));
}

TEST_CASE("of a long history the newest is kept, and all that waits", "[model][record]") {
  ModelDriver driver;
  driver.log_in();
  driver.send(bob, "still to be sent");
  for (int i = 0; i < 3000; ++i) driver.receive("bob@example.com/x", std::string(1000, 'x'));
  const std::string record = driver.model.save();
  CHECK(record.size() < 1'500'000);
  model::Model back;
  REQUIRE(back.restore(record));
  const auto& messages = back.conversations().at(driver.jid(bob)).timeline.messages();
  CHECK(messages.size() == 501);
  CHECK(messages.front().body == "still to be sent");
}

TEST_CASE("a message the session lost goes out again under its id, in its place",
          "[model][record]") {
  ModelDriver driver;
  driver.log_in();
  driver.send(bob, "one");
  const std::string id = driver.last(bob).id;
  driver.event(session::MessageSent{driver.jid(bob), id});
  driver.event(session::MessageUnsent{driver.jid(bob), id});
  CHECK(driver.last(bob).state == MessageState::Queued);
  driver.event(session::MessageSent{driver.jid(bob), id});
  driver.event(session::MessageAcknowledged{driver.jid(bob), id});
  CHECK(driver.last(bob).state == MessageState::Acknowledged);
  // The server has it: nothing takes it back.
  driver.event(session::MessageUnsent{driver.jid(bob), id});
  CHECK(driver.last(bob).state == MessageState::Acknowledged);
}
