// SPDX-License-Identifier: MIT
// Rooms: joining, reflections, history, being thrown out. XEP-0045.
#include "model/store_records.h"
#include "support/catch.h"
#include "support/model_driver.h"

using model::MessageState;
using model::Room;
using support::ModelDriver;

namespace {

constexpr std::string_view garden = "garden@rooms.example.com";

void join(ModelDriver& driver) {
  driver.act(model::OpenAddress{std::string(garden), true});
  driver.event(session::RoomJoined{driver.jid(garden), "alice"});
}

session::MessageReceived said(const ModelDriver& driver, const std::string& nick,
                              const std::string& body, const std::string& id = "") {
  return {.conversation = driver.jid(garden),
          .from = driver.jid(garden).with_resource(nick),
          .is_groupchat = true,
          .is_own = nick == "alice",
          .id = id,
          .sent = driver.now.wall,
          .content = {.body = body}};
}

}  // namespace

TEST_CASE("joining uses the local part of the account as nick", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{std::string(garden), true});
  REQUIRE(driver.all<session::JoinRoom>().size() == 1);
  CHECK(driver.all<session::JoinRoom>()[0].room.text() == garden);
  CHECK(driver.all<session::JoinRoom>()[0].nick == "alice");
  CHECK(driver.with(garden).room->state == Room::State::Joining);
  CHECK(driver.model.open() == driver.jid(garden));
  driver.event(session::RoomJoined{driver.jid(garden), "alice2"});
  CHECK(driver.with(garden).room->state == Room::State::Joined);
  CHECK(driver.with(garden).room->nick == "alice2");
  // A link to the room one is in only opens it.
  driver.act(model::OpenAddress{std::string(garden), true});
  CHECK(driver.all<session::JoinRoom>().size() == 1);
}

TEST_CASE("a wish from the address bar waits for the login", "[model][rooms]") {
  ModelDriver driver;
  driver.act(model::OpenAddress{"xmpp:garden@rooms.example.com?join", true});
  driver.act(model::LogIn{"alice@example.com", base::Secret("x")});
  CHECK(driver.all<session::JoinRoom>().empty());
  driver.come_online();
  CHECK(driver.all<session::JoinRoom>().empty());
  SECTION("and for the roster") { driver.event(session::RosterLoaded{}); }
  SECTION("or until there is none") { driver.event(session::RosterRequestFailed{}); }
  CHECK(driver.all<session::JoinRoom>().size() == 1);
  CHECK(driver.model.open() == driver.jid(garden));
  // It was one wish, not one for every connection.
  driver.act(model::CloseConversation{});
  driver.lose_connection();
  driver.come_online();
  CHECK_FALSE(driver.model.open().has_value());
}

TEST_CASE(
    "a wish from the address bar is over when something else is opened, and never comes later",
    "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{});
  driver.lose_connection();
  driver.act(model::OpenAddress{"bob@example.com", false});
  CHECK_FALSE(driver.model.open().has_value());
  SECTION("another conversation") {
    driver.act(model::OpenConversation{driver.jid("carol@example.com")});
    driver.event(session::StatusChanged{stream::Resumed{driver.jid("alice@example.com/web")}});
    CHECK(driver.model.open() == driver.jid("carol@example.com"));
  }
  SECTION("the list") {
    driver.act(model::CloseConversation{});
    driver.come_online();
    CHECK_FALSE(driver.model.open().has_value());
  }
  SECTION("a resumed session does it") {
    driver.event(session::StatusChanged{stream::Resumed{driver.jid("alice@example.com/web")}});
    CHECK(driver.model.open() == driver.jid("bob@example.com"));
    driver.act(model::CloseConversation{});
    driver.lose_connection();
    driver.come_online();
    CHECK_FALSE(driver.model.open().has_value());
  }
}

TEST_CASE("whoever is known is opened without a connection, too", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid("bob@example.com")}}});
  driver.lose_connection();
  driver.act(model::OpenAddress{"bob@example.com", false});
  CHECK(driver.model.open() == driver.jid("bob@example.com"));
}

TEST_CASE("a link that joins a contact opens the conversation, though it came before the roster",
          "[model][rooms]") {
  ModelDriver driver;
  driver.act(model::OpenAddress{"bob@example.com", true});
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid("bob@example.com")}}});
  CHECK(driver.all<session::JoinRoom>().empty());
  CHECK(driver.model.open() == driver.jid("bob@example.com"));
  CHECK_FALSE(driver.with("bob@example.com").room);
  CHECK(driver.model.notice().kind == model::Notice::Kind::IsContact);
}

TEST_CASE("an address that is none gets a notice, and the notice goes", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{"not an address @", false});
  CHECK(driver.model.notice().kind == model::Notice::Kind::BadAddress);
  CHECK(driver.model.notice().subject == "not an address @");
  CHECK_FALSE(driver.model.open().has_value());
  driver.act(model::OpenAddress{"example.com", true});  // a room has a local part
  CHECK(driver.all<session::JoinRoom>().empty());
  driver.act(model::DismissNotice{});
  CHECK(driver.model.notice().kind == model::Notice::Kind::None);
}

TEST_CASE("the room's reflection becomes the row we have", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  driver.event(session::ArchiveRead{driver.jid(garden)});
  driver.send(garden, "hello all");
  const std::string id = driver.last(garden).id;
  REQUIRE(driver.all<session::SendMessage>().size() == 1);
  CHECK(driver.all<session::SendMessage>()[0].is_groupchat);
  driver.event(session::MessageSent{driver.jid(garden), id});
  driver.event(said(driver, "alice", "hello all", id));
  CHECK(driver.with(garden).timeline.size() == 1);
  CHECK(driver.last(garden).state == MessageState::Acknowledged);
  // The same words of someone else under our id are theirs.
  driver.event(said(driver, "mallory", "hello all", id));
  CHECK(driver.with(garden).timeline.size() == 2);
  CHECK_FALSE(driver.last(garden).is_own);
  CHECK(driver.last(garden).author == "mallory");
}

TEST_CASE("history that a room repeats on rejoining is not shown twice", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  driver.event(said(driver, "bob", "first", "m1"));
  driver.event(said(driver, "bob", "no id"));
  driver.event(said(driver, "bob", "same words", "m2"));
  driver.lose_connection();
  driver.come_online();
  REQUIRE(driver.all<session::JoinRoom>().size() == 2);
  for (auto message :
       {said(driver, "bob", "first", "m1"), said(driver, "bob", "no id"),
        said(driver, "bob", "same words", "m2"), said(driver, "bob", "same words", "m3")}) {
    message.is_delayed = true;
    driver.event(message);
  }
  REQUIRE(driver.with(garden).timeline.size() == 4);
  CHECK(driver.last(garden).id == "m3");
  CHECK(driver.with(garden).unread == 0);
}

TEST_CASE("history of a room is not unread, what is said now is", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  driver.act(model::CloseConversation{});
  auto old = said(driver, "bob", "yesterday");
  old.is_delayed = true;
  driver.event(old);
  CHECK(driver.with(garden).unread == 0);
  driver.event(said(driver, "bob", "now"));
  CHECK(driver.with(garden).unread == 1);
}

TEST_CASE("what is written before the room lets us in waits for it", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{std::string(garden), true});
  driver.send(garden, "early");
  CHECK(driver.all<session::SendMessage>().empty());
  driver.event(session::RoomJoined{driver.jid(garden), "alice"});
  driver.event(session::ArchiveRead{driver.jid(garden)});
  REQUIRE(driver.all<session::SendMessage>().size() == 1);
  CHECK(driver.all<session::SendMessage>()[0].content.body == "early");
}

TEST_CASE("what a room did not take because we were out of it is sent when we are in again",
          "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  driver.event(session::ArchiveRead{driver.jid(garden)});
  driver.event(session::OccupantChanged{driver.jid(garden).with_resource("bob"),
                                        xmpp::Availability::Available});
  driver.send(garden, "hello");
  const std::string id = driver.last(garden).id;
  driver.event(session::MessageSent{driver.jid(garden), id, true});
  if (GENERATE(false, true)) driver.event(session::MessageAcknowledged{driver.jid(garden), id});
  driver.commands.clear();
  driver.event(session::MessageReturned{driver.jid(garden), id});
  CHECK(driver.with(garden).room->state == Room::State::Joining);
  CHECK(driver.with(garden).room->occupants.empty());
  REQUIRE(driver.all<session::JoinRoom>().size() == 1);
  CHECK(driver.all<session::JoinRoom>()[0].nick == "alice");
  // What was on its way as well comes back as well.
  driver.event(session::MessageReturned{driver.jid(garden), "m2"});
  CHECK(driver.all<session::JoinRoom>().size() == 1);
  // Our own server says only now that it took the message to the room's door.
  driver.event(session::MessageAcknowledged{driver.jid(garden), id});
  CHECK(driver.last(garden).state == MessageState::Queued);
  SECTION("let in") {
    driver.event(session::RoomJoined{driver.jid(garden), "alice"});
    REQUIRE(driver.all<session::SendMessage>().size() == 1);
    CHECK(driver.all<session::SendMessage>()[0].id == id);
  }
  SECTION("not let in") {
    driver.event(
        session::RoomJoinFailed{driver.jid(garden), {.condition = xmpp::Condition::Forbidden}});
    CHECK(driver.with(garden).room->state == Room::State::Failed);
    CHECK(driver.last(garden).state == MessageState::Failed);
  }
}

TEST_CASE("a room that lets us in and says again that we are out of it is left", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  driver.event(session::ArchiveRead{driver.jid(garden)});
  driver.send(garden, "hello");
  const std::string id = driver.last(garden).id;
  driver.event(session::MessageSent{driver.jid(garden), id, true});
  driver.event(session::MessageReturned{driver.jid(garden), id});
  driver.event(session::RoomJoined{driver.jid(garden), "alice"});
  driver.event(session::MessageSent{driver.jid(garden), id, true});
  driver.commands.clear();
  const xmpp::StanzaError error{xmpp::ErrorType::Cancel, xmpp::Condition::NotAcceptable, "who?"};
  SECTION("at once") {
    driver.event(session::MessageReturned{driver.jid(garden), id, error});
    CHECK(driver.all<session::LeaveRoom>().size() == 1);
    CHECK(driver.all<session::JoinRoom>().empty());
    CHECK(driver.with(garden).room->state == Room::State::Left);
    CHECK(driver.with(garden).room->ending.departure == xmpp::Departure::Lost);
    CHECK(driver.with(garden).room->ending.reason == "who?");
    CHECK(driver.last(garden).state == MessageState::Failed);
  }
  SECTION("but joined once more, when all was well in between") {
    driver.event(said(driver, "alice", "hello", id));
    driver.event(session::MessageReturned{driver.jid(garden), "m2", error});
    CHECK(driver.with(garden).room->state == Room::State::Joining);
    CHECK(driver.all<session::JoinRoom>().size() == 1);
  }
}

TEST_CASE("a room that refuses says why and gives back what waited", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{std::string(garden), true});
  driver.send(garden, "early");
  driver.event(session::RoomJoinFailed{driver.jid(garden),
                                       {.condition = xmpp::Condition::RegistrationRequired}});
  CHECK(driver.with(garden).room->state == Room::State::Failed);
  CHECK(driver.with(garden).room->error->condition == xmpp::Condition::RegistrationRequired);
  CHECK(driver.last(garden).state == MessageState::Failed);
  driver.act(model::OpenAddress{std::string(garden), true});
  CHECK(driver.with(garden).room->state == Room::State::Joining);
  CHECK_FALSE(driver.with(garden).room->error.has_value());
}

TEST_CASE("rooms are joined again after a lost connection, left ones are not", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  driver.act(model::OpenAddress{"shed@rooms.example.com", true});
  driver.event(session::RoomJoined{driver.jid("shed@rooms.example.com"), "alice"});
  driver.act(model::LeaveRoom{driver.jid("shed@rooms.example.com")});
  CHECK(driver.all<session::LeaveRoom>().size() == 1);
  driver.lose_connection();
  driver.commands.clear();
  driver.come_online();
  REQUIRE(driver.all<session::JoinRoom>().size() == 1);
  CHECK(driver.all<session::JoinRoom>()[0].room.text() == garden);
}

TEST_CASE("a name that the room changed is not the one wished for next time", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{std::string(garden), true});
  driver.event(session::RoomJoined{driver.jid(garden), "alice_"});
  CHECK(driver.with(garden).room->nick == "alice_");
  for (int i = 0; i < 2; ++i) {
    driver.lose_connection();
    driver.commands.clear();
    driver.come_online();
    REQUIRE(driver.all<session::JoinRoom>().size() == 1);
    CHECK(driver.all<session::JoinRoom>()[0].nick == "alice");
    driver.event(session::RoomJoined{driver.jid(garden), "alice_"});
  }
  model::Model back;
  REQUIRE(back.restore(driver.model.save()));
  CHECK(back.conversation(driver.jid(garden))->room->wanted == "alice");
  CHECK(back.conversation(driver.jid(garden))->room->nick == "alice_");
  const auto stored =
      model::read_conversation_record(model::write_conversation_record(driver.with(garden)));
  CHECK(stored->room->wanted == "alice");
}

TEST_CASE("the name that was wished for is taken as soon as it is free", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{std::string(garden), true});
  driver.event(session::RoomJoined{driver.jid(garden), "alice_"});
  const auto goes = [&](const char* nick) {
    driver.event(session::OccupantChanged{driver.jid(garden).with_resource(nick),
                                          xmpp::Availability::Offline});
  };
  goes("bob");
  CHECK(driver.all<session::ChangeNick>().empty());
  driver.act(model::SetAvailability{xmpp::Availability::Away, "out"});
  goes("alice");
  REQUIRE(driver.all<session::ChangeNick>().size() == 1);
  CHECK(driver.all<session::ChangeNick>()[0].occupant == driver.jid(garden).with_resource("alice"));
  CHECK(driver.all<session::ChangeNick>()[0].availability == xmpp::Availability::Away);
  // Not by who is unseen, nor by who has it.
  driver.act(model::SetAvailability{xmpp::Availability::Offline, ""});
  goes("alice");
  driver.act(model::SetAvailability{xmpp::Availability::Available, ""});
  driver.event(session::RoomJoined{driver.jid(garden), "alice"});
  goes("alice");
  CHECK(driver.all<session::ChangeNick>().size() == 1);
}

TEST_CASE("a password is given on the next session, too, and is in no record", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{std::string(garden), true});
  driver.act(model::JoinRoom{driver.jid(garden), "alice", base::Secret("cauldronburn")});
  driver.event(session::RoomJoined{driver.jid(garden), "alice"});
  driver.commands.clear();
  driver.come_online();
  REQUIRE(driver.all<session::JoinRoom>().size() == 1);
  CHECK(driver.all<session::JoinRoom>()[0].password.reveal() == "cauldronburn");
  CHECK(driver.model.save().find("cauldronburn") == std::string::npos);
  CHECK(model::write_conversation_record(driver.with(garden)).find("cauldronburn") ==
        std::string::npos);
}

TEST_CASE("rooms are told of an availability, and where to go on with their history",
          "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  CHECK_FALSE(driver.all<session::JoinRoom>()[0].since);
  driver.act(model::SetAvailability{xmpp::Availability::Away, "out"});
  REQUIRE(driver.all<session::SetPresence>().size() == 1);
  CHECK(driver.all<session::SetPresence>()[0].occupants ==
        std::vector<xmpp::Jid>{driver.jid(garden).with_resource("alice")});
  driver.event(said(driver, "bob", "hello", "m1"));
  const base::Wall then = driver.now.wall;
  driver.lose_connection();
  driver.now.wall += std::chrono::hours(1);
  driver.send(garden, "still here?");  // the room has not shown it
  driver.commands.clear();
  driver.come_online();
  REQUIRE(driver.all<session::JoinRoom>().size() == 1);
  CHECK(driver.all<session::JoinRoom>()[0].since == then);
  CHECK(driver.all<session::JoinRoom>()[0].availability == xmpp::Availability::Away);
  CHECK(driver.all<session::JoinRoom>()[0].status == "out");
  // It is told by joining.
  REQUIRE(driver.all<session::SetPresence>().size() == 1);
  CHECK(driver.all<session::SetPresence>()[0].occupants.empty());
}

TEST_CASE("a page that was loaded anew says which rooms it is in", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{std::string(garden), true});
  const auto revived = [&] {
    ModelDriver next;
    REQUIRE(next.model.restore(driver.model.save()));
    next.revive();
    return next.all<session::KnowRooms>();
  };
  REQUIRE(revived().size() == 1);
  CHECK_FALSE(revived()[0].rooms.at(0).is_joined);
  driver.event(session::RoomJoined{driver.jid(garden), "alice_"});
  REQUIRE(revived().size() == 1);
  CHECK(revived()[0].rooms.at(0).occupant.text() == std::string(garden) + "/alice_");
  CHECK(revived()[0].rooms.at(0).is_joined);
  driver.act(model::LeaveRoom{driver.jid(garden)});
  CHECK(revived().empty());
}

TEST_CASE("a room that wants another name or a password is joined with them", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::JoinRoom{driver.jid(garden), "Al", base::Secret("secret")});
  CHECK(driver.model.conversations().empty());  // never heard of
  driver.act(model::OpenAddress{std::string(garden), true});
  driver.event(
      session::RoomJoinFailed{driver.jid(garden), {.condition = xmpp::Condition::NotAuthorized}});
  driver.commands.clear();
  driver.act(model::JoinRoom{driver.jid(garden), "Al", base::Secret("secret")});
  REQUIRE(driver.all<session::JoinRoom>().size() == 1);
  CHECK(driver.all<session::JoinRoom>()[0].nick == "Al");
  CHECK(driver.all<session::JoinRoom>()[0].password.reveal() == "secret");
  CHECK(driver.with(garden).room->state == Room::State::Joining);
  driver.lose_connection();
  driver.act(model::JoinRoom{driver.jid(garden), "Al", base::Secret("secret")});
  CHECK(driver.model.notice().kind == model::Notice::Kind::NotConnected);
}

TEST_CASE("a room left while offline is left for the session, too", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  driver.lose_connection();
  driver.act(model::LeaveRoom{driver.jid(garden)});
  CHECK(driver.all<session::LeaveRoom>().size() == 1);
  driver.commands.clear();
  driver.come_online();
  CHECK(driver.all<session::JoinRoom>().empty());
  CHECK(driver.with(garden).room->state == Room::State::Left);
}

TEST_CASE("occupants come and go, a kick empties the room", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  const auto bob = driver.jid(garden).with_resource("bob");
  driver.event(session::OccupantChanged{bob, xmpp::Availability::Available});
  driver.event(session::OccupantChanged{driver.jid(garden).with_resource("carol"),
                                        xmpp::Availability::Away});
  CHECK(driver.with(garden).room->occupants.size() == 2);
  driver.event(session::OccupantChanged{bob, xmpp::Availability::Offline});
  CHECK(driver.with(garden).room->occupants.size() == 1);
  driver.event(session::RoomSubjectChanged{driver.jid(garden), "Plants"});
  CHECK(driver.with(garden).room->subject == "Plants");
  driver.event(session::RoomLeft{driver.jid(garden), xmpp::Departure::Kicked, "spam", "carol"});
  CHECK(driver.with(garden).room->state == Room::State::Left);
  CHECK(driver.with(garden).room->ending.departure == xmpp::Departure::Kicked);
  CHECK(driver.with(garden).room->ending.reason == "spam");
  CHECK(driver.with(garden).room->ending.actor == "carol");
  CHECK(driver.with(garden).room->occupants.empty());
}

TEST_CASE("facts about rooms we are not in change nothing", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RoomSubjectChanged{driver.jid(garden), "x"});
  driver.event(session::RoomLeft{driver.jid(garden)});
  driver.event(session::RoomJoinFailed{driver.jid(garden), {}});
  driver.event(session::OccupantChanged{driver.jid(garden).with_resource("bob"),
                                        xmpp::Availability::Available});
  driver.act(model::LeaveRoom{driver.jid(garden)});
  CHECK(driver.model.conversations().empty());
  CHECK(driver.commands.empty());
}

TEST_CASE("a subject of 4096 bytes is kept, of a longer one its beginning", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  for (const size_t size : {size_t{4096}, size_t{4097}}) {
    driver.event(session::RoomSubjectChanged{driver.jid(garden), std::string(size, 'x')});
    CHECK(driver.with(garden).room->subject.size() == 4096);
  }
}

TEST_CASE("a room has twenty thousand occupants, and not one more", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  const auto comes = [&](int number) {
    driver.event(session::OccupantChanged{driver.jid(garden).with_resource(std::to_string(number)),
                                          xmpp::Availability::Available});
  };
  const auto& occupants = driver.with(garden).room->occupants;
  for (int i = 0; occupants.size() < 20'000 && i < 20'000; ++i) comes(i);
  CHECK(occupants.size() == 20'000);
  comes(20'000);
  CHECK(occupants.size() == 20'000);
  CHECK(occupants.count("20000") == 0);
}

namespace {

constexpr std::string_view bob_in_garden = "garden@rooms.example.com/bob";

// As the protocol side tells it: of an occupant, if it knew him for one.
session::MessageReceived whispered(const ModelDriver& driver, std::string_view conversation) {
  return {.conversation = driver.jid(conversation),
          .peer = driver.jid(bob_in_garden),
          .from = driver.jid(bob_in_garden),
          .id = "p1",
          .sent = driver.now.wall,
          .content = {.body = "psst"}};
}

}  // namespace

TEST_CASE("a private message of a room has a row of its own and is answered in private",
          "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  driver.act(model::CloseConversation{});
  SECTION("the session knew") { driver.event(whispered(driver, bob_in_garden)); }
  SECTION("only the room is known here") { driver.event(whispered(driver, garden)); }
  CHECK(driver.with(garden).timeline.empty());
  CHECK(driver.with(garden).unread == 0);
  const model::Conversation& row = driver.with(bob_in_garden);
  REQUIRE(row.timeline.messages().size() == 1);
  CHECK(row.timeline.messages()[0].author == "bob");
  CHECK(row.unread == 1);
  driver.act(model::OpenConversation{driver.jid(bob_in_garden)});
  CHECK(driver.model.open() == driver.jid(bob_in_garden));
  CHECK(row.unread == 0);
  driver.send(bob_in_garden, "yes?");
  REQUIRE_FALSE(driver.all<session::SendMessage>().empty());
  const session::SendMessage answer = driver.all<session::SendMessage>().back();
  CHECK(answer.to.text() == bob_in_garden);
  CHECK_FALSE(answer.is_groupchat);
}

TEST_CASE("an occupant is opened by a link, and the name of a contact's device is not",
          "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  driver.act(model::OpenAddress{std::string(bob_in_garden), false});
  CHECK(driver.model.open() == driver.jid(bob_in_garden));
  driver.act(model::OpenAddress{"bob@example.com/phone", false});
  CHECK(driver.model.open() == driver.jid("bob@example.com"));
}

TEST_CASE("a contact who calls a message private keeps the one conversation", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid("bob@example.com")}}});
  driver.event(session::MessageReceived{.conversation = driver.jid("bob@example.com/x"),
                                        .peer = driver.jid("bob@example.com/x"),
                                        .from = driver.jid("bob@example.com/x"),
                                        .id = "c1",
                                        .sent = driver.now.wall,
                                        .content = {.body = "hello"}});
  CHECK(driver.model.conversations().size() == 1);
  CHECK(driver.with("bob@example.com").timeline.messages().size() == 1);
}

TEST_CASE("a room is no contact", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  driver.act(model::AddContact{std::string(bob_in_garden), ""});
  CHECK(driver.all<session::SetRosterItem>().empty());
  CHECK(driver.all<session::RequestSubscription>().empty());
  CHECK(driver.model.notice().kind == model::Notice::Kind::IsRoom);
}

TEST_CASE("a person's address is not joined, and their conversation stays one", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid("bob@example.com")}}});
  driver.act(model::OpenAddress{"bob@example.com", true});
  CHECK(driver.all<session::JoinRoom>().empty());
  CHECK(driver.model.open() == driver.jid("bob@example.com"));
  CHECK_FALSE(driver.with("bob@example.com").room);
  CHECK(driver.model.notice().kind == model::Notice::Kind::IsContact);
}

TEST_CASE("a room that never was leaves nothing behind", "[model][rooms]") {
  ModelDriver driver("example.com", true);
  driver.log_in();
  driver.store(base::StoreOpened{});
  const xmpp::StanzaError silence{xmpp::ErrorType::Wait, xmpp::Condition::RemoteServerTimeout, ""};
  SECTION("of somebody unknown") {
    driver.act(model::OpenAddress{std::string(garden), true});
    driver.event(session::RoomJoinFailed{driver.jid(garden), silence});
    CHECK(driver.model.conversation(driver.jid(garden)) == nullptr);
    CHECK_FALSE(driver.model.open());
  }
  SECTION("of a stranger one has talked with") {
    driver.receive(std::string(garden) + "/x", "hello", "s1");
    driver.act(model::OpenAddress{std::string(garden), true});
    CHECK(driver.with(garden).room);
    driver.event(session::RoomJoinFailed{driver.jid(garden), silence});
    CHECK_FALSE(driver.with(garden).room);
    CHECK(driver.with(garden).timeline.messages().size() == 1);
    CHECK(driver.model.open() == driver.jid(garden));
  }
  SECTION("what was typed meanwhile stays") {
    driver.act(model::OpenAddress{std::string(garden), true});
    driver.act(model::EditDraft{driver.jid(garden), "hello ev"});
    driver.event(session::RoomJoinFailed{driver.jid(garden), silence});
    CHECK(driver.with(garden).draft == "hello ev");
    CHECK_FALSE(driver.with(garden).room);
  }
  CHECK(driver.model.notice().kind == model::Notice::Kind::JoinFailed);
  CHECK(driver.model.notice().subject == garden);
}

TEST_CASE("a room that was one is still one when it does not answer", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  join(driver);
  driver.come_online();  // a new session joins it again
  driver.event(session::RoomJoinFailed{
      driver.jid(garden), {xmpp::ErrorType::Wait, xmpp::Condition::RemoteServerTimeout, ""}});
  REQUIRE(driver.with(garden).room);
  CHECK(driver.with(garden).room->state == Room::State::Failed);
}

TEST_CASE("a room that does not let us in is one", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{std::string(garden), true});
  driver.event(session::RoomJoinFailed{
      driver.jid(garden), {xmpp::ErrorType::Auth, xmpp::Condition::NotAuthorized, ""}});
  REQUIRE(driver.with(garden).room);
  CHECK(driver.with(garden).room->state == Room::State::Failed);
}

TEST_CASE("the name of a room is completed with the service for rooms", "[model][rooms]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenAddress{"garden", true});
  CHECK(driver.all<session::JoinRoom>().empty());
  CHECK(driver.all<session::FindRoomService>().size() == 1);
  CHECK(driver.model.conversations().empty());
  SECTION("there is one") {
    driver.event(session::RoomServiceFound{driver.jid("rooms.example.com")});
    REQUIRE(driver.all<session::JoinRoom>().size() == 1);
    CHECK(driver.all<session::JoinRoom>()[0].room.text() == garden);
    CHECK(driver.model.open() == driver.jid(garden));
    driver.act(model::OpenAddress{"shed", true});  // asked once
    CHECK(driver.all<session::FindRoomService>().size() == 1);
    CHECK(driver.all<session::JoinRoom>().back().room.text() == "shed@rooms.example.com");
  }
  SECTION("there is none") {
    driver.event(session::RoomServiceFound{});
    CHECK(driver.all<session::JoinRoom>().empty());
    CHECK(driver.model.notice().kind == model::Notice::Kind::NoRoomService);
    CHECK(driver.model.notice().subject == "garden");
  }
}
