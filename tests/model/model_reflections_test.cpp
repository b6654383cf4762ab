// SPDX-License-Identifier: MIT
// Rooms that show our words under another name, or other words than ours.
#include "support/catch.h"
#include "support/model_driver.h"

using model::MessageState;
using support::ModelDriver;

namespace {

constexpr std::string_view garden = "garden@rooms.example.com";

// In the room, and "hello" was said there.
struct Said : ModelDriver {
  std::string id;

  explicit Said(const std::string& words = "hello") {
    log_in();
    act(model::OpenAddress{std::string(garden), true});
    event(session::RoomJoined{jid(garden), "alice"});
    event(session::ArchiveRead{jid(garden)});
    say(words);
  }
  void say(const std::string& words) {
    send(garden, words);
    id = last(garden).id;
    event(session::MessageSent{jid(garden), id});
  }
  session::MessageReceived reflection(const std::string& name, const std::string& words,
                                      const std::string& origin = "") const {
    return {.conversation = jid(garden),
            .from = jid(garden).with_resource("alice"),
            .is_groupchat = true,
            .is_own = true,
            .id = name,
            .sent = now.wall,
            .content = {.body = words, .origin_id = origin}};
  }
  size_t size() const { return with(garden).timeline.size(); }
};

}  // namespace

TEST_CASE("a reflection with another id does not show the own message twice", "[model][rooms]") {
  Said room;
  SECTION("it has our origin id") {
    room.event(room.reflection("r1-of-the-room", "hello", room.id));
  }
  SECTION("nothing but nick, words and time tell") {
    room.event(room.reflection("r1-of-the-room", "hello"));
  }
  SECTION("it has no id at all") { room.event(room.reflection("", "hello")); }
  CHECK(room.size() == 1);
  CHECK(room.last(garden).state == MessageState::Acknowledged);
  CHECK(room.last(garden).from.resource() == "alice");
  // The next one of the same words is the next one.
  room.say("hello");
  CHECK(room.size() == 2);
  room.event(room.reflection("r2-of-the-room", "hello"));
  CHECK(room.size() == 2);
  CHECK(room.last(garden).state == MessageState::Acknowledged);
  // And what nobody here said was said on another device.
  room.event(room.reflection("r3-of-the-room", "hello"));
  CHECK(room.size() == 3);
}

TEST_CASE("the history of a room that gives its own ids repeats nothing", "[model][rooms]") {
  Said room;
  const std::string name = GENERATE("r1-of-the-room", "");
  room.event(room.reflection(name, "hello"));
  auto again = room.reflection(name, "hello");
  again.is_delayed = true;
  again.sent += std::chrono::seconds(90);  // by the room's clock
  room.event(again);
  CHECK(room.size() == 1);
  // The same words of an hour later, from another device.
  again.sent += std::chrono::hours(1);
  again.id = name.empty() ? "" : "r2-of-the-room";
  room.event(again);
  CHECK(room.size() == 2);
}

TEST_CASE("words of another device are not taken for ours", "[model][rooms]") {
  Said room;
  // It names its messages, too.
  room.event(room.reflection("x1-of-the-phone", "hello", "x1-of-the-phone"));
  CHECK(room.size() == 2);
  room.event(room.reflection("r1-of-the-room", "hello again"));
  CHECK(room.size() == 3);
  // One that has not left cannot have come back.
  room.lose_connection();
  room.send(garden, "offline");
  room.event(room.reflection("r2-of-the-room", "offline"));
  CHECK(room.size() == 5);
}

TEST_CASE("what everybody sees is shown when a room changes our words", "[model][rooms]") {
  Said room("darn");
  const auto edition = room.last(garden).edition;
  room.event(room.reflection(room.id, "d***", room.id));
  REQUIRE(room.size() == 1);
  CHECK(room.last(garden).body == "d***");
  CHECK(room.last(garden).edition != edition);
  CHECK(room.last(garden).state == MessageState::Acknowledged);
  // Its history says the same once more.
  auto again = room.reflection(room.id, "d***");
  again.is_delayed = true;
  room.event(again);
  CHECK(room.size() == 1);
  // A device of ours that counts its messages from 1 whenever it starts says two things.
  room.event(room.reflection("1", "first"));
  room.event(room.reflection("1", "second"));
  CHECK(room.size() == 3);
  CHECK(room.last(garden).body == "second");
}

TEST_CASE("the words as sent stay in a conversation of two", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.send("bob@example.com", "hello");
  driver.event(session::MessageReceived{.conversation = driver.jid("bob@example.com"),
                                        .from = driver.jid("alice@example.com/phone"),
                                        .is_own = true,
                                        .id = driver.last("bob@example.com").id,
                                        .sent = driver.now.wall,
                                        .content = {.body = "other words"}});
  REQUIRE(driver.with("bob@example.com").timeline.size() == 2);
  CHECK(driver.with("bob@example.com").timeline.messages()[0].body == "hello");
}
