// SPDX-License-Identifier: MIT
// Whose words may take the place of which, and our own corrections on their way. XEP-0308 sections 3 to 5.
#include "support/catch.h"
#include "support/contact_driver.h"

using model::MessageState;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view bob = "bob@example.com";
constexpr std::string_view garden = "garden@rooms.example.com";
using Texts = std::vector<std::string>;

struct Driver : support::ContactDriver {
  session::MessageReceived saying(std::string_view from, const std::string& id, std::string body,
                                  const std::string& replaces = "") const {
    return {.conversation = jid(from).bare(),
            .peer = jid(from),
            .from = jid(from),
            .id = id,
            .sent = now.wall,
            .content = {.body = std::move(body), .replaces = replaces}};
  }
  session::MessageReceived in_room(std::string_view nick, const std::string& id, std::string body,
                                   const std::string& replaces = "") {
    now.wall += 1s;
    session::MessageReceived out =
        saying(std::string(garden) + "/" + std::string(nick), id, std::move(body), replaces);
    out.is_groupchat = true;
    out.is_own = nick == "alice";
    return out;
  }
  void join() {
    act(model::OpenAddress{std::string(garden), true});
    enter();
    event(session::RoomJoined{jid(garden), "alice"});
    event(session::ArchiveRead{jid(garden)});
    commands.clear();
  }
  void enter(std::string_view nick = "bob") {
    now.wall += 1s;
    event(session::OccupantChanged{jid(garden).with_resource(nick), xmpp::Availability::Available});
  }
  void leave(std::string_view nick = "bob") {
    now.wall += 1s;
    event(session::OccupantChanged{jid(garden).with_resource(nick), xmpp::Availability::Offline});
  }
  Texts bodies(std::string_view where = bob) const {
    Texts out;
    for (const model::Message& message : with(where).timeline.messages()) {
      out.push_back(message.body + (message.edits.empty() ? "" : "*"));
    }
    return out;
  }
  // Ours to somebody, and the server has it.
  std::string said(std::string text, std::string_view to = bob) {
    send(to, std::move(text));
    const std::string id = last(to).id;
    event(session::MessageSent{jid(to), id, true});
    event(session::MessageAcknowledged{jid(to), id});
    commands.clear();
    return id;
  }
  void edit(std::string text, std::string_view where = bob) {
    act(model::BeginEdit{jid(where)});
    send(where, std::move(text));
  }
};

}  // namespace

// ---- of others ----

TEST_CASE("the author's words take the place of what he said before", "[model][corrections]") {
  Driver driver;
  driver.event(driver.saying("bob@example.com/phone", "m1", "yonder airlock"));
  const auto activity = driver.with(bob).last_activity;
  const uint8_t edition = driver.last(bob).edition;
  driver.receive("bob@example.com/phone", "breaks", "m2");
  const uint32_t unread = driver.with(bob).unread;
  // From another of his devices, too; and once more, however often it comes.
  for (int i = 0; i < 2; ++i) {
    driver.event(driver.saying("bob@example.com/desk", "m3", "yonder window", "m1"));
    CHECK(driver.bodies() == Texts{"yonder window*", "breaks"});
  }
  const model::Message& row = driver.with(bob).timeline.messages()[0];
  CHECK(row.original == "yonder airlock");
  CHECK(row.edits == Texts{"m3"});
  CHECK(row.edition == edition + 1);
  CHECK(driver.with(bob).unread == unread);
  CHECK(driver.with(bob).last_activity > activity);  // of the second message
  // A second one names the first message, and so does one that wrongly names the correction not.
  driver.event(driver.saying("bob@example.com/desk", "m4", "yonder door", "m1"));
  CHECK(driver.bodies() == Texts{"yonder door*", "breaks"});
  CHECK(driver.with(bob).timeline.messages()[0].original == "yonder airlock");
  // An older one, out of an archive, changes nothing any more.
  auto archived = driver.saying("bob@example.com/desk", "m3", "yonder window", "m1");
  archived.is_archived = archived.is_delayed = true;
  driver.event(archived);
  CHECK(driver.bodies() == Texts{"yonder door*", "breaks"});
  // The first one once more is still known.
  auto first = driver.saying("bob@example.com/phone", "m1", "yonder airlock");
  first.is_archived = first.is_delayed = true;
  first.content.archive_id = "a1";
  driver.event(first);
  CHECK(driver.bodies() == Texts{"yonder door*", "breaks"});
}

TEST_CASE("what corrects nothing of its author is a message of its own", "[model][corrections]") {
  Driver driver;
  driver.event(driver.saying("bob@example.com/phone", "m1", "hello"));
  SECTION("by somebody else") {
    driver.event(driver.saying("mallory@evil.example/x", "m9", "forged", "m1"));
    CHECK(driver.bodies("mallory@evil.example") == Texts{"forged"});
  }
  SECTION("of what was never said") {
    driver.event(driver.saying("bob@example.com/phone", "m9", "what?", "m0"));
    CHECK(driver.bodies() == Texts{"hello", "what?"});
    return;
  }
  SECTION("of itself") {
    driver.event(driver.saying("bob@example.com/phone", "m2", "me", "m2"));
    CHECK(driver.bodies() == Texts{"hello", "me"});
    return;
  }
  SECTION("of ours") {
    const std::string id = driver.said("mine");
    driver.event(driver.saying("bob@example.com/phone", "m9", "his", id));
    CHECK(driver.bodies() == Texts{"hello", "mine", "his"});
    return;
  }
  SECTION("of his, by us") {
    auto own = driver.saying("alice@example.com/phone", "m9", "ours", "m1");
    own.conversation = driver.jid(bob);
    own.is_own = true;
    driver.event(own);
    CHECK(driver.bodies() == Texts{"hello", "ours"});
    return;
  }
  SECTION("without words") { driver.event(driver.saying("bob@example.com/phone", "m9", "", "m1")); }
  CHECK(driver.bodies() == Texts{"hello"});
}

TEST_CASE("who shares an id with others corrects his own", "[model][corrections]") {
  Driver driver;
  driver.join();
  driver.enter("carol");
  driver.event(driver.in_room("bob", "1", "bob's"));
  driver.event(driver.in_room("carol", "1", "carol's"));
  driver.event(driver.in_room("bob", "2", "bob's own", "1"));
  CHECK(driver.bodies(garden) == Texts{"bob's own*", "carol's"});
}

TEST_CASE("an occupant corrects what he said while he was there all the time",
          "[model][corrections][rooms]") {
  Driver driver;
  driver.join();
  driver.event(driver.in_room("bob", "m1", "hello"));
  SECTION("he was") {
    driver.event(driver.in_room("bob", "m2", "hallo", "m1"));
    CHECK(driver.bodies(garden) == Texts{"hallo*"});
    return;
  }
  SECTION("he left, and somebody has his name") {
    driver.leave();
    driver.enter();
  }
  SECTION("he left") { driver.leave(); }
  SECTION("we were away ourselves") {
    driver.lose_connection();
    driver.come_online();
    driver.now.wall += 1s;
    driver.event(session::RoomJoined{driver.jid(garden), "alice"});
  }
  SECTION("it is somebody else") {
    driver.event(driver.in_room("carol", "m2", "forged", "m1"));
    CHECK(driver.bodies(garden) == Texts{"hello", "forged"});
    return;
  }
  driver.event(driver.in_room("bob", "m2", "changed", "m1"));
  CHECK(driver.bodies(garden) == Texts{"hello", "changed"});
}

TEST_CASE("what a room's history has is not corrected, nor does it correct",
          "[model][corrections][rooms]") {
  Driver driver;
  driver.join();
  auto old = driver.in_room("bob", "m1", "before we came");
  old.is_delayed = true;
  driver.event(old);
  driver.event(driver.in_room("bob", "m2", "changed", "m1"));
  CHECK(driver.bodies(garden) == Texts{"before we came", "changed"});
  driver.event(driver.in_room("bob", "m3", "live"));
  auto archived = driver.in_room("bob", "m4", "forged", "m3");
  archived.is_archived = archived.is_delayed = true;
  driver.event(archived);
  CHECK(driver.bodies(garden).back() == "forged");
}

TEST_CASE("what is said and corrected while the room's archive is read is one row",
          "[model][corrections][rooms]") {
  Driver driver;
  driver.join();
  for (auto said : {driver.in_room("bob", "m1", "what lihgt"),
                    driver.in_room("bob", "m2", "what light", "m1")}) {
    said.is_archived = true;
    driver.event(said);
  }
  CHECK(driver.bodies(garden) == Texts{"what light*"});
}

TEST_CASE("of many who left it is not remembered who, and nobody gains by it",
          "[model][corrections][rooms]") {
  Driver driver;
  driver.join();
  driver.event(driver.in_room("bob", "m1", "hello"));
  for (int i = 0; i <= 5000; ++i) {
    driver.event(session::OccupantChanged{
        driver.jid(garden).with_resource("nick" + std::to_string(i)), xmpp::Availability::Offline});
  }
  driver.event(driver.in_room("bob", "m2", "changed", "m1"));
  CHECK(driver.bodies(garden) == Texts{"hello", "changed"});
}

TEST_CASE("a chain of corrections is bounded", "[model][corrections]") {
  Driver driver;
  driver.event(driver.saying("bob@example.com/a", "m0", "first"));
  for (int i = 1; i <= 300; ++i) {
    driver.event(driver.saying("bob@example.com/a", "m" + std::to_string(i),
                               "words " + std::to_string(i), "m0"));
  }
  CHECK(driver.bodies() == Texts{"words 300*"});
  CHECK(driver.last(bob).edits.size() == 50);
  CHECK(driver.last(bob).original == "first");
}

// ---- our own ----

TEST_CASE("our last message comes back into the field, and what is sent takes its place",
          "[model][corrections]") {
  Driver driver;
  const std::string id = driver.said("yonder airlock");
  driver.act(model::EditDraft{driver.jid(bob), "half a"});
  const uint32_t version = driver.with(bob).draft_version;
  driver.act(model::BeginEdit{driver.jid(bob)});
  CHECK(driver.with(bob).draft == "yonder airlock");
  CHECK(driver.with(bob).draft_version > version);
  driver.send(bob, "yonder window");
  CHECK(driver.bodies() == Texts{"yonder window*"});
  CHECK_FALSE(driver.with(bob).editing);
  CHECK(driver.with(bob).draft == "half a");
  REQUIRE(driver.all<session::SendMessage>().size() == 1);
  const session::SendMessage wish = driver.all<session::SendMessage>()[0];
  CHECK(wish.id != id);
  CHECK(wish.is_tracked);
  CHECK(wish.content == session::Content{.body = "yonder window", .replaces = id});
  // Back as a copy, or from a room, it is known.
  auto copy = driver.saying("alice@example.com/web", wish.id, "yonder window", id);
  copy.conversation = driver.jid(bob);
  copy.is_own = true;
  driver.event(copy);
  CHECK(driver.bodies() == Texts{"yonder window*"});
  CHECK(driver.last(bob).edits.size() == 1);
}

TEST_CASE("what is not changed is not sent, and leaving the field as it was is no correction",
          "[model][corrections]") {
  Driver driver;
  driver.said("hello");
  driver.act(model::BeginEdit{driver.jid(bob)});
  SECTION("cancelled") { driver.act(model::CancelEdit{driver.jid(bob)}); }
  SECTION("the same") { driver.send(bob, "hello"); }
  CHECK_FALSE(driver.with(bob).editing);
  CHECK(driver.with(bob).draft.empty());
  CHECK(driver.bodies() == Texts{"hello"});
  CHECK(driver.all<session::SendMessage>().empty());
  // Nothing at all is no message either; the field waits for words.
  driver.act(model::BeginEdit{driver.jid(bob)});
  driver.send(bob, "  ");
  CHECK(driver.with(bob).editing);
}

TEST_CASE("where nothing of ours is, nothing comes back", "[model][corrections]") {
  Driver driver;
  driver.act(model::BeginEdit{driver.jid(bob)});
  driver.receive("bob@example.com/a", "hello", "m1");
  driver.act(model::BeginEdit{driver.jid(bob)});
  driver.act(model::CancelEdit{driver.jid(bob)});
  CHECK_FALSE(driver.with(bob).editing);
  CHECK(driver.with(bob).draft.empty());
}

TEST_CASE("what has not left is changed where it stands", "[model][corrections]") {
  Driver driver;
  driver.lose_connection();
  driver.send(bob, "first");
  driver.edit("second");
  CHECK(driver.bodies() == Texts{"second"});
  driver.come_online();
  REQUIRE(driver.all<session::SendMessage>().size() == 1);
  CHECK(driver.all<session::SendMessage>()[0].content.body == "second");
  CHECK(driver.all<session::SendMessage>()[0].content.replaces.empty());
}

TEST_CASE(
    "a correction follows what it corrects, whose words stay as they were when it is sent again",
    "[model][corrections]") {
  Driver driver;
  driver.send(bob, "first");
  const std::string id = driver.last(bob).id;
  driver.event(session::MessageSent{driver.jid(bob), id, true});
  driver.lose_connection();
  driver.edit("second");
  driver.event(session::MessageUnsent{driver.jid(bob), id});
  driver.commands.clear();
  driver.come_online();
  // Whether the first one left is looked up; the correction waits.
  CHECK(driver.all<session::SendMessage>().empty());
  driver.event(session::ArchiveRead{driver.jid("alice@example.com"), true});
  REQUIRE(driver.all<session::SendMessage>().size() == 1);
  CHECK(driver.all<session::SendMessage>()[0].content.body == "first");
  CHECK(driver.bodies() == Texts{"second*"});
  driver.event(session::MessageSent{driver.jid(bob), id, true});
  REQUIRE(driver.all<session::SendMessage>().size() == 2);
  CHECK(driver.all<session::SendMessage>()[1].content ==
        session::Content{.body = "second", .replaces = id});
}

TEST_CASE("a correction that was refused is seen, and can be sent again", "[model][corrections]") {
  Driver driver;
  const std::string id = driver.said("first");
  driver.edit("second");
  const std::string edit = driver.all<session::SendMessage>().at(0).id;
  driver.event(session::MessageSent{driver.jid(bob), edit, true});
  driver.event(session::MessageFailed{
      driver.jid(bob), edit, {xmpp::ErrorType::Cancel, xmpp::Condition::NotAllowed, ""}});
  CHECK(driver.last(bob).state == MessageState::Failed);
  CHECK(driver.last(bob).error->condition == xmpp::Condition::NotAllowed);
  CHECK(driver.bodies() == Texts{"second*"});
  driver.commands.clear();
  driver.act(model::RetryMessage{driver.jid(bob), id});
  REQUIRE(driver.all<session::SendMessage>().size() == 1);
  CHECK(driver.all<session::SendMessage>()[0].content ==
        session::Content{.body = "second", .replaces = id});
  CHECK(driver.last(bob).state == MessageState::Acknowledged);
}

TEST_CASE("a correction that a room gives back follows when it has let us in again",
          "[model][corrections][rooms]") {
  Driver driver;
  driver.join();
  const std::string id = driver.said("first", garden);
  driver.edit("second", garden);
  const std::string edit = driver.all<session::SendMessage>().at(0).id;
  driver.event(session::MessageSent{driver.jid(garden), edit, true});
  driver.commands.clear();
  driver.event(session::MessageReturned{driver.jid(garden), edit});
  CHECK(driver.with(garden).room->state == model::Room::State::Joining);
  CHECK(driver.all<session::SendMessage>().empty());
  driver.event(session::RoomJoined{driver.jid(garden), "alice"});
  REQUIRE(driver.all<session::SendMessage>().size() == 1);
  CHECK(driver.all<session::SendMessage>()[0].id == edit);
  CHECK(driver.all<session::SendMessage>()[0].content.replaces == id);
}

TEST_CASE("another device of ours corrects what we said", "[model][corrections]") {
  Driver driver;
  const std::string id = driver.said("first");
  auto copy = driver.saying("alice@example.com/phone", "p1", "second", id);
  copy.conversation = driver.jid(bob);
  copy.is_own = true;
  driver.event(copy);
  CHECK(driver.bodies() == Texts{"second*"});
  // In a room, too, by what it shows of us.
  driver.join();
  const std::string in_room = driver.said("first", garden);
  driver.event(driver.in_room("alice", in_room, "first"));
  driver.event(driver.in_room("alice", "p2", "second", in_room));
  CHECK(driver.bodies(garden) == Texts{"second*"});
}

TEST_CASE("what was changed before the room has shown it stays changed",
          "[model][corrections][rooms]") {
  Driver driver;
  driver.join();
  driver.send(garden, "first");
  const std::string id = driver.last(garden).id;
  driver.event(session::MessageSent{driver.jid(garden), id, true});
  driver.edit("second", garden);
  const std::string edit = driver.last(garden).edits.at(0);
  driver.event(driver.in_room("alice", id, "first"));
  CHECK(driver.bodies(garden) == Texts{"second*"});
  driver.event(driver.in_room("alice", edit, "second", id));
  CHECK(driver.bodies(garden) == Texts{"second*"});
  // Nor does the history of the next time bring the first words back.
  for (const auto& [name, words, replaces] :
       {std::tuple(id, "first", std::string()), {edit, "second", id}}) {
    auto old = driver.in_room("alice", name, words, replaces);
    old.is_delayed = true;
    driver.event(old);
  }
  CHECK(driver.bodies(garden) == Texts{"second*"});
}

TEST_CASE("a room's history that names nothing does not bring back what was changed",
          "[model][corrections][rooms]") {
  Driver driver;
  driver.join();
  driver.event(driver.in_room("bob", "1", "hello"));
  driver.event(driver.in_room("bob", "2", "hallo", "1"));
  auto old = driver.in_room("bob", "1", "hello");
  old.is_delayed = true;
  driver.event(old);
  CHECK(driver.bodies(garden) == Texts{"hallo*"});
}

TEST_CASE("a correction and what is being changed are the same after a reload",
          "[model][corrections]") {
  Driver driver;
  driver.event(driver.saying("bob@example.com/a", "m1", "hello"));
  driver.event(driver.saying("bob@example.com/a", "m2", "hallo", "m1"));
  const std::string id = driver.said("mine");
  driver.act(model::EditDraft{driver.jid(bob), "half a"});
  driver.act(model::BeginEdit{driver.jid(bob)});
  driver.act(model::EditDraft{driver.jid(bob), "mine, changed"});
  Driver next;
  REQUIRE(next.model.restore(driver.model.save()));
  CHECK(next.bodies() == Texts{"hallo*", "mine"});
  REQUIRE(next.with(bob).editing);
  CHECK(next.with(bob).draft == "mine, changed");
  next.act(model::CancelEdit{next.jid(bob)});
  CHECK(next.with(bob).draft == "half a");
  next.event(next.saying("bob@example.com/a", "m2", "hallo", "m1"));
  CHECK(next.bodies() == Texts{"hallo*", "mine"});
}
