// SPDX-License-Identifier: MIT
// The outbox, the history that comes back, and what happens when nothing can be stored. src/README.md, G1 and G4.
#include "model/store_records.h"
#include "support/catch.h"
#include "support/store_life.h"

using base::StoreTrouble;
using model::MessageState;
using support::Disk;

namespace {

constexpr const char* romeo = "romeo@example.net";
constexpr const char* own_store = "alice@example.com";

struct Life : support::StoreLife {
  using StoreLife::StoreLife;
  // What the protocol side makes of a wish to send.
  void sent(const std::string& id) { event(session::MessageSent{jid(romeo), id, true}); }
  void acknowledged(const std::string& id) { event(session::MessageAcknowledged{jid(romeo), id}); }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a message leaves when its outbox record is safe, and not before", "[model][store]") {
  Disk disk;
  Life life(disk, 'a');
  life.begin();
  life.send(romeo, "first");
  CHECK(life.last(romeo).state == MessageState::Saving);
  CHECK(life.all<session::SendMessage>().empty());
  life.settle();
  CHECK(life.last(romeo).state == MessageState::Queued);
  REQUIRE(life.all<session::SendMessage>().size() == 1);
  CHECK(life.all<session::SendMessage>()[0].content.body == "first");
}

TEST_CASE("before the store is open, what is typed waits and leaves in the order of typing",
          "[model][store]") {
  Disk disk;
  Life life(disk, 'a');
  life.log_in();
  life.send(romeo, "first");
  life.send(romeo, "second");
  CHECK(life.all<session::SendMessage>().empty());
  life.settle();
  const auto sent = life.all<session::SendMessage>();
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].content.body == "first");
  CHECK(sent[1].content.body == "second");
}

TEST_CASE("what was not acknowledged when the page died is taken up by the next one, once",
          "[model][store]") {
  Disk disk;
  std::string id;
  {
    Life life(disk, 'a');
    life.begin();
    life.send(romeo, "first");
    life.send(romeo, "second");
    life.settle();
    id = life.last(romeo).id;
    life.sent(life.with(romeo).timeline.messages()[0].id);
    life.acknowledged(life.with(romeo).timeline.messages()[0].id);
    life.settle();
  }
  Life next(disk, 'b');
  next.begin();
  CHECK(next.bodies(romeo) == Texts{"first", "second"});
  CHECK(next.with(romeo).timeline.messages()[0].state == MessageState::Acknowledged);
  const model::Message& waiting = next.last(romeo);
  CHECK(waiting.id == id);
  CHECK(waiting.is_uncertain);
  CHECK(waiting.state == MessageState::Queued);
  // The archive is asked first.
  CHECK(next.all<session::SendMessage>().empty());
  REQUIRE(next.all<session::ReadArchive>().size() == 1);
  next.event(session::ArchiveRead{next.jid("alice@example.com"), true});
  const auto sent = next.all<session::SendMessage>();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].id == id);
  next.sent(id);
  next.acknowledged(id);
  next.settle();
  Life third(disk, 'c');
  third.begin();
  CHECK(third.all<session::SendMessage>().empty());
  CHECK(third.bodies(romeo) == Texts{"first", "second"});
}

TEST_CASE("what was left to be sent is sent although the outbox is the last to be read",
          "[model][store]") {
  Disk disk;
  {
    Life life(disk, 'a');
    life.begin();
    life.lose_connection();
    life.send(romeo, "left behind");
    life.settle();
  }
  Life next(disk, 'b');
  next.log_in();
  REQUIRE(next.step());
  std::reverse(next.outputs.begin(), next.outputs.end());
  next.settle();
  next.event(session::ArchiveRead{next.jid("alice@example.com")});
  CHECK(next.all<session::SendMessage>().size() == 1);
}

TEST_CASE("what came while the connection was lost is read, also when the store opened only then",
          "[model][store]") {
  Disk disk;
  Life life(disk, 'a');
  life.log_in();
  life.lose_connection();
  life.settle();
  CHECK(life.all<session::ReadArchive>().empty());
  life.event(session::StatusChanged{stream::Resumed{life.jid("alice@example.com/web")}});
  CHECK(life.all<session::ReadArchive>().size() == 1);
}

TEST_CASE("two messages of the same moment leave in the order of typing after a reload, too",
          "[model][store]") {
  Disk disk;
  std::vector<std::string> typed;
  {
    Life life(disk, 'a');
    life.begin();
    life.lose_connection();
    for (int i = 0; i < 8; ++i) {
      typed.push_back("number " + std::to_string(i));
      life.send(romeo, typed.back());
    }
    life.settle();
  }
  Life next(disk, 'b');
  next.now.wall = {};  // whatever the clock says
  next.begin();
  next.send(romeo, typed.emplace_back("later"));
  next.settle();
  next.event(session::ArchiveRead{next.jid("alice@example.com"), true});
  std::vector<std::string> sent;
  for (const auto& message : next.all<session::SendMessage>()) sent.push_back(message.content.body);
  CHECK(sent == typed);
  CHECK(next.bodies(romeo) == typed);
}

TEST_CASE("the archive is read when everything the store knows was read", "[model][store]") {
  Disk disk;
  {
    Life life(disk, 'a');
    life.begin();
    life.receive("romeo@example.net/o", "stored", "1");
    life.settle();
  }
  Life next(disk, 'b');
  next.log_in();
  while (next.step()) {
    const bool knows_all = next.bodies(romeo) == Texts{"stored"};
    CHECK(next.all<session::ReadArchive>().size() == (knows_all ? 1 : 0));
  }
  CHECK(next.all<session::ReadArchive>().size() == 1);
}

TEST_CASE("a tab that lives keeps its outbox to itself", "[model][store]") {
  Disk disk;
  Life first(disk, 'a');
  first.begin();
  first.lose_connection();
  first.send(romeo, "mine");
  first.settle();
  Life second(disk, 'b');
  second.begin();
  CHECK(second.all<session::SendMessage>().empty());
  CHECK(second.bodies(romeo).empty());
}

TEST_CASE("a burst for a conversation never opened is there in order after a reload",
          "[model][store]") {
  Disk disk;
  {
    Life life(disk, 'a');
    life.begin();
    for (int i = 0; i < 10'000; ++i) {
      life.receive("romeo@example.net/o", std::to_string(i), "id" + std::to_string(i));
      if (i % 1000 == 0) life.step();
    }
    life.settle();
  }
  Life next(disk, 'b');
  next.begin();
  next.read_all(romeo);
  const auto bodies = next.bodies(romeo);
  REQUIRE(bodies.size() == 10'000);
  Texts wanted;
  for (int i = 0; i < 10'000; ++i) wanted.push_back(std::to_string(i));
  CHECK((bodies == wanted));
  CHECK(next.with(romeo).unread == 10'000);
}

TEST_CASE("the order on screen comes back although the clock went back", "[model][store]") {
  Disk disk;
  {
    Life life(disk, 'a');
    life.begin();
    life.receive("romeo@example.net/o", "first", "1");
    life.now.wall -= std::chrono::hours(1);
    life.receive("romeo@example.net/o", "second", "2");
    life.settle();
  }
  Life next(disk, 'b');
  next.begin();
  CHECK(next.bodies(romeo) == Texts{"first", "second"});
}

TEST_CASE("what two tabs heard is there once", "[model][store]") {
  Disk disk;
  {
    Life first(disk, 'a'), second(disk, 'b');
    first.begin();
    second.begin();
    for (Life* life : {&first, &second}) {
      life->receive("romeo@example.net/o", "same", "1");
      life->receive("romeo@example.net/o", "without id");
      life->settle();
    }
  }
  Life next(disk, 'c');
  next.begin();
  // Nobody can know whether the same words without an id were said twice.
  CHECK(next.bodies(romeo) == Texts{"same", "without id", "without id"});
  next.settle();
  Life again(disk, 'd');
  again.begin();
  CHECK(again.bodies(romeo).size() == 3);
}

TEST_CASE("what a room named anew is the same row in the next life", "[model][store][rooms]") {
  Disk disk;
  const xmpp::Jid hall = Life::jid("hall@rooms.example.com");
  const session::MessageReceived shown{.conversation = hall,
                                       .from = hall.with_resource("alice"),
                                       .is_groupchat = true,
                                       .is_own = true,
                                       .id = "named-by-the-room",
                                       .sent = base::Wall(std::chrono::milliseconds(1)),
                                       .content = {.body = "h***o"}};
  {
    Life life(disk, '1');
    life.begin();
    life.act(model::OpenAddress{hall.text(), true});
    life.event(session::RoomJoined{hall, "alice"});
    life.event(session::ArchiveRead{hall});
    life.send(hall.text(), "hello");
    life.settle();
    auto reflected = shown;
    reflected.sent = life.now.wall;
    const std::string id = life.last(hall.text()).id;
    life.event(session::MessageSent{hall, id, true});
    SECTION("seen before the server has it") {}
    SECTION("seen when it is stored already") {
      life.event(session::MessageAcknowledged{hall, id});
      life.settle();
    }
    reflected.content.origin_id = id;
    life.event(reflected);
    life.settle();
  }
  Life next(disk, '2');
  next.begin();
  CHECK(next.bodies(hall.text()) == Texts{"h***o"});
  auto history = shown;
  history.is_delayed = true;
  next.event(session::RoomJoined{hall, "alice"});
  next.event(history);
  next.settle();
  CHECK(next.bodies(hall.text()) == Texts{"h***o"});
}

TEST_CASE("what a room gave back is in the outbox again, and in it alone",
          "[model][store][rooms]") {
  Disk disk;
  const xmpp::Jid hall = Life::jid("hall@rooms.example.com");
  {
    Life life(disk, '1');
    life.begin();
    life.act(model::OpenAddress{hall.text(), true});
    life.event(session::RoomJoined{hall, "alice"});
    life.event(session::ArchiveRead{hall});
    life.send(hall.text(), "hello");
    life.settle();
    const std::string id = life.last(hall.text()).id;
    life.event(session::MessageSent{hall, id, true});
    life.event(session::MessageAcknowledged{hall, id});
    life.settle();
    life.event(session::MessageReturned{hall, id});
    life.settle();
  }
  Life next(disk, '2');
  next.begin();
  REQUIRE(next.bodies(hall.text()).size() == 1);
  CHECK(next.last(hall.text()).state == MessageState::Queued);
}

TEST_CASE("what was taken off the list does not come back", "[model][store][rooms]") {
  Disk disk;
  const xmpp::Jid hall = Life::jid("hall@rooms.example.com");
  Life life(disk, '1');
  life.begin();
  life.act(model::OpenAddress{hall.text(), true});
  life.event(session::RoomJoined{hall, "alice"});
  life.event(session::ArchivePlaceMoved{hall, "r1", life.now.wall});
  life.event(session::ArchiveRead{hall});
  life.send(hall.text(), "said");
  life.settle();
  life.event(session::MessageSent{hall, life.last(hall.text()).id});
  life.event(session::MessageAcknowledged{hall, life.last(hall.text()).id});
  life.act(model::LeaveRoom{hall});
  life.send(hall.text(), "not said");
  life.settle();
  life.act(model::RemoveConversation{hall});
  life.settle();
  for (const auto& [key, value] : disk.stores.at("alice@example.com")) {
    INFO(key);
    CHECK(key.find("hall") == std::string::npos);
    CHECK(value.find("hall") == std::string::npos);
  }
  Life next(disk, '2');
  next.begin();
  CHECK(next.model.conversation(hall) == nullptr);
}

TEST_CASE("drafts, what is unread and rooms survive", "[model][store]") {
  Disk disk;
  {
    Life life(disk, 'a');
    life.begin();
    life.act(model::EditDraft{life.jid(romeo), "half a thou"});
    life.receive("mercutio@example.net/x", "news", "1");
    life.act(model::OpenAddress{"hall@rooms.example.com/jules", true});
    life.event(session::RoomJoined{life.jid("hall@rooms.example.com"), "jules"});
    life.settle();
  }
  Life next(disk, 'b');
  next.begin();
  CHECK(next.with(romeo).draft == "half a thou");
  CHECK(next.with(romeo).draft_version > 0);
  CHECK(next.with("mercutio@example.net").unread == 1);
  CHECK(next.with("mercutio@example.net").first_unread == next.last("mercutio@example.net").key);
  REQUIRE(next.with("hall@rooms.example.com").room.has_value());
  const auto joins = next.all<session::JoinRoom>();
  REQUIRE(joins.size() == 1);
  CHECK(joins[0].nick == "jules");
}

TEST_CASE("a draft that was typed before the store answered is not overwritten by an old one",
          "[model][store]") {
  Disk disk;
  {
    Life life(disk, 'a');
    life.begin();
    life.act(model::EditDraft{life.jid(romeo), "old"});
    life.settle();
  }
  Life next(disk, 'b');
  next.log_in();
  next.act(model::EditDraft{next.jid(romeo), "new"});
  next.settle();
  CHECK(next.with(romeo).draft == "new");
}

TEST_CASE("another account sees nothing of it, and a logout erases it", "[model][store]") {
  Disk disk;
  Life life(disk, 'a');
  life.begin();
  life.receive("romeo@example.net/o", "for alice", "1");
  life.settle();
  CHECK(disk.stores.count("alice@example.com") == 1);
  life.act(model::LogIn{"bob@example.com", base::Secret("x")});
  life.event(session::StatusChanged{stream::Fresh{life.jid("bob@example.com/web")}});
  life.settle();
  CHECK(life.bodies(romeo).empty());
  life.receive("romeo@example.net/o", "for bob", "1");
  life.settle();
  life.act(model::LogOut{.forget = true});
  life.settle();
  CHECK(disk.stores.count("bob@example.com") == 0);
  CHECK(disk.stores.count("alice@example.com") == 1);
}

TEST_CASE("nobody sees what is stored before the server knows him", "[model][store]") {
  Disk disk;
  Life life(disk, 'a');
  life.act(model::LogIn{"alice@example.com", base::Secret("wrong")});
  CHECK(life.outputs.empty());
  life.event(session::StatusChanged{stream::Failed{{.failure = stream::Failure::BadAddress}}});
  CHECK(life.outputs.empty());
  life.act(model::LogIn{"example.com", {}, {}, true});
  life.event(session::StatusChanged{stream::Fresh{life.jid("guest@example.com/web")}});
  CHECK(life.outputs.empty());
}

TEST_CASE("F11: whatever the store says, messages leave and the person is told", "[model][store]") {
  for (StoreTrouble trouble : {StoreTrouble::Missing, StoreTrouble::Busy, StoreTrouble::Newer,
                               StoreTrouble::Full, StoreTrouble::Failed}) {
    // Opening, the outbox, the conversations, the first batch.
    for (int at = 1; at <= 4; ++at) {
      CAPTURE(static_cast<int>(trouble), at);
      Disk disk;
      Life life(disk, 'a');
      life.port.fail_at(at, trouble);
      life.log_in();
      life.send(romeo, "hello");
      life.settle();
      CHECK(life.all<session::SendMessage>().size() == 1);
      CHECK(life.last(romeo).state == MessageState::Queued);
      CHECK(life.model.notice().kind == model::Notice::Kind::Storage);
      CHECK(life.model.notice().trouble == trouble);
      CHECK_FALSE(life.model.has_store());
      life.send(romeo, "more");
      CHECK(life.all<session::SendMessage>().size() == 2);
    }
  }
}

TEST_CASE("F11: a store that had to begin anew is used, and said", "[model][store]") {
  Disk disk;
  Life life(disk, 'a');
  life.log_in();
  life.outputs.clear();
  life.store(base::StoreOpened{"alice@example.com", life.port.owner(), StoreTrouble::Damaged});
  CHECK(life.model.notice().trouble == StoreTrouble::Damaged);
  CHECK(life.outputs.size() == 4);
  CHECK(life.model.has_store());
}

TEST_CASE("F11: damaged records are dropped, the others are kept", "[model][store]") {
  Disk disk;
  {
    Life life(disk, 'a');
    life.begin();
    for (int i = 0; i < 3; ++i) {
      life.receive("romeo@example.net/o", std::to_string(i), std::to_string(i));
      life.now.wall += std::chrono::seconds(1);
    }
    life.lose_connection();
    life.send(romeo, "unsent");
    life.settle();
  }
  auto& records = disk.stores["alice@example.com"];
  std::vector<std::string> rows;
  for (const auto& [key, value] : records) {
    if (key[0] == 'm') rows.push_back(key);
  }
  REQUIRE(rows.size() == 3);
  records[rows[1]][10] ^= 1;
  records["o" + std::string(base::store_owner_size, 'z') + "x"] = "rubbish";
  records["kcapulet"] = "rubbish";
  Life next(disk, 'b');
  next.begin();
  CHECK(next.bodies(romeo) == Texts{"0", "2", "unsent"});
  CHECK(records.count(rows[1]) == 0);
  CHECK(records.count("kcapulet") == 0);
}

TEST_CASE("F11: a store that is taken away is made anew with all that is unsent",
          "[model][store]") {
  Disk disk;
  Life life(disk, 'a');
  life.begin();
  life.lose_connection();
  life.send(romeo, "unsent");
  life.act(model::EditDraft{life.jid(romeo), "half"});
  life.settle();
  disk.stores.clear();
  life.store(base::StoreLost{"alice@example.com", StoreTrouble::Failed});
  life.settle();
  Disk copy = disk;
  copy.living.clear();
  Life next(copy, 'b');
  next.begin();
  CHECK(next.bodies(romeo) == Texts{"unsent"});
  CHECK(next.with(romeo).draft == "half");
  // Again and again: then without.
  for (int i = 0; i < 3; ++i) {
    CHECK(life.model.has_store());
    life.store(base::StoreLost{"alice@example.com", StoreTrouble::Failed});
    life.settle();
  }
  CHECK_FALSE(life.model.has_store());
}

TEST_CASE("a reload takes up the record of the tab, and what the store lacks is written",
          "[model][store]") {
  Disk disk;
  std::string record;
  {
    Life life(disk, 'a');
    life.begin();
    life.receive("romeo@example.net/o", "stored", "1");
    life.settle();
    life.receive("romeo@example.net/o", "not stored yet", "2");
    life.send(romeo, "nor sent");
    record = life.model.save();
  }
  {
    Life next(disk, 'b');
    REQUIRE(next.model.restore(record));
    next.revive();
    next.event(session::StatusChanged{stream::Resumed{next.jid("alice@example.com/web")}});
    CHECK(next.all<session::SendMessage>().empty());
    next.settle();
    CHECK(next.bodies(romeo) == Texts{"stored", "not stored yet", "nor sent"});
    next.event(session::ArchiveRead{next.jid("alice@example.com"), true});
    CHECK(next.all<session::SendMessage>().size() == 1);
  }
  Life third(disk, 'c');
  third.begin();
  CHECK(third.bodies(romeo) == Texts{"stored", "not stored yet", "nor sent"});
}

TEST_CASE("late answers of another life are nobody's", "[model][store]") {
  Disk disk;
  Life life(disk, 'a');
  life.begin();
  life.store(base::StoreRows{own_store, 0, {{"x", "y"}}, StoreTrouble::Failed});
  life.store(base::StoreRows{own_store, 999, {}, StoreTrouble::Failed});
  life.store(base::StoreWritten{own_store, 999, StoreTrouble::Failed});
  life.store(base::StoreOpened{"mallory@example.com", "x", StoreTrouble::Failed});
  life.store(base::StoreLost{"mallory@example.com", StoreTrouble::Failed});
  CHECK(life.model.has_store());
  CHECK(life.model.notice().kind == model::Notice::Kind::None);
}

// ---- the roster (RFC 6121 2.6) ----

namespace {

session::RosterLoaded roster_of(std::vector<std::string> addresses, std::string version) {
  session::RosterLoaded out{.items = {}, .version = std::move(version)};
  for (const std::string& address : addresses) {
    out.items.push_back({.jid = Life::jid(address), .name = "known", .groups = {"Friends"}});
  }
  return out;
}

// Stays signed in on this device: the store opens before the session is up.
void return_to(Life& life) { life.event(session::LoginRestored{Life::jid("alice@example.com")}); }

std::vector<std::string> contacts_of(const Life& life) {
  std::vector<std::string> out;
  for (const auto& [jid, contact] : life.model.roster().contacts) out.push_back(jid.text());
  return out;
}

constexpr const char* nurse = "nurse@example.com";

}  // namespace

TEST_CASE("trap 55: who comes back shows the roster at once and asks only for what is new",
          "[model][store][roster]") {
  Disk disk;
  {
    Life life(disk, 'a');
    life.begin();
    life.event(roster_of({romeo, nurse}, "v1"));
    life.event(session::RosterItemChanged{{.jid = Life::jid("paris@example.org")}, "v2"});
    life.event(session::RosterItemRemoved{Life::jid(nurse), "v3"});
    life.settle();
  }
  Life next(disk, 'b');
  return_to(next);
  SECTION("the store was first") {
    next.settle();
    CHECK(contacts_of(next) == Texts{"paris@example.org", romeo});
    CHECK(next.model.roster().contacts.at(Life::jid(romeo)).item.groups == Texts{"Friends"});
    next.come_online();
  }
  SECTION("the network was first, and waits") {
    next.come_online();
    CHECK(next.all<session::LoadRoster>().empty());
    CHECK(next.all<session::SetPresence>().empty());
    next.settle();
  }
  REQUIRE(next.all<session::LoadRoster>().size() == 1);
  CHECK(next.all<session::LoadRoster>()[0].version == "v3");
  CHECK(next.all<session::SetPresence>().size() == 1);
}

TEST_CASE("a login by form asks only for what is new, too, and stores what it is told",
          "[model][store][roster]") {
  Disk disk;
  {
    Life life(disk, 'a');
    life.begin();
    life.event(roster_of({romeo, nurse}, "v1"));
    life.settle();
  }
  {
    Life next(disk, 'b');
    next.act(model::LogIn{"alice@example.com", base::Secret("secret")});
    next.come_online();
    CHECK(next.all<session::LoadRoster>().empty());
    next.settle();
    REQUIRE(next.all<session::LoadRoster>().size() == 1);
    CHECK(next.all<session::LoadRoster>()[0].version == "v1");
    next.event(roster_of({romeo}, "v2"));
    next.settle();
    CHECK(contacts_of(next) == Texts{romeo});
  }
  Life third(disk, 'c');
  return_to(third);
  third.settle();
  CHECK(contacts_of(third) == Texts{romeo});
  CHECK(third.model.roster().version == "v2");
}

TEST_CASE("a damaged page of the roster is no roster: all of it is asked for",
          "[model][store][roster]") {
  Disk disk;
  {
    Life life(disk, 'a');
    life.begin();
    life.event(roster_of({romeo, nurse}, "v1"));
    life.settle();
  }
  for (auto& [key, value] : disk.stores["alice@example.com"]) {
    if (key.size() == 2 && key[0] == 'r') value[value.size() / 2] ^= 0x20;
  }
  Life next(disk, 'b');
  return_to(next);
  next.settle();
  next.come_online();
  CHECK(next.all<session::LoadRoster>().back().version.empty());
}

TEST_CASE("a store that cannot be read does not keep a session from beginning",
          "[model][store][roster]") {
  Disk disk;
  Life life(disk, 'a');
  life.port.fail_at(GENERATE(1, 2, 3), StoreTrouble::Failed);
  return_to(life);
  life.come_online();
  CHECK(life.all<session::LoadRoster>().empty());
  life.settle();
  CHECK(life.all<session::LoadRoster>().size() == 1);
  CHECK(life.all<session::SetPresence>().size() == 1);
}

TEST_CASE("contacts that a dying page did not store are stored by the next",
          "[model][store][roster]") {
  Disk disk;
  std::string record;
  {
    Life life(disk, 'a');
    life.begin();
    life.event(roster_of({romeo}, "v1"));
    life.settle();
    life.event(session::RosterItemChanged{{.jid = Life::jid(nurse)}, "v2"});
    record = life.model.save();
  }
  {
    Life next(disk, 'b');
    REQUIRE(next.model.restore(record));
    next.revive();
    next.settle();
  }
  Life third(disk, 'c');
  return_to(third);
  third.settle();
  CHECK(contacts_of(third) == Texts{nurse, romeo});
  CHECK(third.model.roster().version == "v2");
}
