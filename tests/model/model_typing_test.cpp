// SPDX-License-Identifier: MIT
// Who is typing, whom we tell that we are, and for how long it holds. XEP-0085 section 5.
#include "support/catch.h"
#include "support/contact_driver.h"

using namespace std::chrono_literals;
using xmpp::ChatState;

namespace {

constexpr std::string_view bob = "bob@example.com";
constexpr std::string_view phone = "bob@example.com/phone";
constexpr std::string_view garden = "garden@rooms.example.com";

struct Driver : support::ContactDriver {
  session::MessageReceived saying(std::string_view from, std::optional<ChatState> state,
                                  std::string body = "") const {
    return {.conversation = jid(from).bare(),
            .peer = jid(from),
            .from = jid(from),
            .sent = now.wall,
            .content = {.body = std::move(body), .chat_state = state}};
  }
  void hear(std::string_view from, std::optional<ChatState> state, std::string body = "") {
    event(saying(from, state, std::move(body)));
  }
  // Bob's client knows of such things, and there is a conversation.
  void meet() {
    hear(phone, ChatState::Active, "hello");
    commands.clear();
  }
  void type(std::string_view to, std::string text) {
    act(model::EditDraft{jid(to), std::move(text)});
  }
  void wait(base::Duration duration) {
    now.steady += duration;
    base::Env env{now, random};
    model::Effects effects = model.apply(base::Tick{}, env);
    commands.insert(commands.end(), effects.commands.begin(), effects.commands.end());
  }
  // What was said by itself.
  std::vector<ChatState> said() const {
    std::vector<ChatState> out;
    for (const session::SendMessage& wish : all<session::SendMessage>()) {
      if (wish.content.has_words()) continue;
      CHECK(wish.id.empty());
      CHECK_FALSE(wish.is_tracked);
      CHECK(wish.content == session::Content{.chat_state = wish.content.chat_state});
      out.push_back(wish.content.chat_state.value());
    }
    return out;
  }
  size_t typing(std::string_view where = bob) const { return with(where).typing.others.size(); }
  void join() {
    act(model::OpenAddress{std::string(garden), true});
    event(session::RoomJoined{jid(garden), "alice"});
    event(session::ArchiveRead{jid(garden)});
    commands.clear();
  }
  session::MessageReceived in_room(std::string_view nick, std::optional<ChatState> state) const {
    const xmpp::Jid occupant = jid(garden).with_resource(nick);
    return {.conversation = jid(garden),
            .from = occupant,
            .is_groupchat = true,
            .is_own = nick == "alice",
            .sent = now.wall,
            .content = {.chat_state = state}};
  }
};

using States = std::vector<ChatState>;

}  // namespace

TEST_CASE("typing is said once, its pause, and what ends it", "[model][typing]") {
  Driver driver;
  driver.meet();
  driver.type(bob, "h");
  driver.type(bob, "he");
  CHECK(driver.said() == States{ChatState::Composing});
  // It pauses when nothing was typed for so long, counted from the last key.
  driver.now.steady += 20s;
  driver.type(bob, "hel");
  driver.wait(20s);
  CHECK(driver.said().size() == 1);
  REQUIRE(driver.model.next_wake());
  CHECK(*driver.model.next_wake() == driver.now.steady + 10s);
  driver.wait(10s);
  driver.wait(60s);
  CHECK(driver.said() == States{ChatState::Composing, ChatState::Paused});
  CHECK_FALSE(driver.model.next_wake());
  driver.type(bob, "hell");
  driver.type(bob, " ");
  CHECK(driver.said() ==
        States{ChatState::Composing, ChatState::Paused, ChatState::Composing, ChatState::Active});
}

TEST_CASE("what is sent says itself that its author is there", "[model][typing]") {
  Driver driver;
  driver.meet();
  driver.type(bob, "hello");
  driver.send(bob, "hello");
  CHECK(driver.said() == States{ChatState::Composing});
  CHECK(driver.all<session::SendMessage>().back().content.chat_state == ChatState::Active);
  CHECK_FALSE(driver.model.next_wake());
  driver.type(bob, "a");
  CHECK(driver.said().size() == 2);
}

TEST_CASE("who leaves a conversation in the middle of a word pauses", "[model][typing]") {
  Driver driver;
  driver.meet();
  driver.act(model::OpenConversation{driver.jid(bob)});
  driver.type(bob, "hello");
  driver.act(model::CloseConversation{});
  CHECK(driver.said() == States{ChatState::Composing, ChatState::Paused});
}

TEST_CASE("nobody is told that we type who does not know such things, or may not see us",
          "[model][typing]") {
  Driver driver;
  SECTION("he has said nothing yet") {}
  SECTION("he answered without") {
    driver.meet();
    driver.hear(phone, std::nullopt, "no states here");
    driver.send(bob, "oh");
    CHECK_FALSE(driver.all<session::SendMessage>().back().content.chat_state);
  }
  SECTION("there is no connection") {
    driver.meet();
    driver.lose_connection();
  }
  driver.type(bob, "hello");
  driver.hear("carol@example.com/a", ChatState::Active, "hi");
  driver.type("carol@example.com", "hello");
  driver.hear("mallory@evil.example/a", ChatState::Active, "hi");
  driver.type("mallory@evil.example", "hello");
  CHECK(driver.said().empty());
}

TEST_CASE("whoever wants nobody to know is not betrayed", "[model][typing]") {
  Driver driver;
  driver.model = model::Model(
      model::Settings{.domain = "example.com", .tells_typing = false, .gives_receipts = false});
  driver.log_in();
  driver.event(
      session::RosterLoaded{{{.jid = driver.jid(bob), .subscription = xmpp::Subscription::Both}}});
  driver.meet();
  driver.event(driver.asking(phone, "m1"));
  driver.type(bob, "hello");
  driver.send(bob, "hello");
  REQUIRE(driver.all<session::SendMessage>().size() == 1);
  CHECK_FALSE(driver.all<session::SendMessage>()[0].content.chat_state);
  // Others are seen all the same.
  driver.hear(phone, ChatState::Composing);
  CHECK(driver.typing() == 1);
}

TEST_CASE("who is typing is believed for a minute, or until he says otherwise", "[model][typing]") {
  Driver driver;
  driver.meet();
  driver.hear(phone, ChatState::Composing);
  REQUIRE(driver.typing() == 1);
  const uint32_t unread = driver.with(bob).unread;
  const auto activity = driver.with(bob).last_activity;
  SECTION("a minute") {
    driver.wait(59s);
    CHECK(driver.typing() == 1);
    driver.wait(1s);
  }
  SECTION("a pause") { driver.hear(phone, ChatState::Paused); }
  SECTION("gone") { driver.hear(phone, ChatState::Gone); }
  SECTION("his client leaves") { driver.event(session::PresenceChanged{driver.jid(phone)}); }
  SECTION("another session") {
    driver.lose_connection();
    driver.come_online();
  }
  CHECK(driver.typing() == 0);
  CHECK(driver.with(bob).unread == unread);
  CHECK(driver.with(bob).last_activity == activity);
  CHECK(driver.with(bob).timeline.size() == 1);
}

TEST_CASE("what he wrote ends his typing", "[model][typing]") {
  Driver driver;
  driver.meet();
  driver.hear(phone, ChatState::Composing);
  driver.hear(phone, ChatState::Active, "there");
  CHECK(driver.typing() == 0);
}

TEST_CASE("typing of long ago, of ourselves and of people without a conversation is nothing to see",
          "[model][typing]") {
  Driver driver;
  driver.meet();
  auto old = driver.saying(phone, ChatState::Composing);
  old.is_delayed = true;
  driver.event(old);
  old.is_delayed = false;
  old.is_archived = old.is_delayed = true;
  driver.event(old);
  auto own = driver.saying("alice@example.com/phone", ChatState::Composing);
  own.conversation = driver.jid(bob);
  own.is_own = true;
  driver.event(own);
  CHECK(driver.typing() == 0);
  driver.hear("mallory@evil.example/a", ChatState::Composing);
  CHECK(driver.model.conversation(driver.jid("mallory@evil.example")) == nullptr);
}

TEST_CASE("an archive tells what the other client knows", "[model][typing]") {
  Driver driver;
  auto old = driver.saying(phone, ChatState::Active, "yesterday");
  old.is_archived = old.is_delayed = true;
  driver.event(old);
  driver.type(bob, "h");
  CHECK(driver.said() == States{ChatState::Composing});
}

TEST_CASE("in a room everybody hears it, and those who type are known by name", "[model][typing]") {
  Driver driver;
  driver.join();
  driver.type(garden, "h");
  CHECK(driver.said() == States{ChatState::Composing});
  CHECK(driver.all<session::SendMessage>().back().is_groupchat);
  driver.event(driver.in_room("bob", ChatState::Composing));
  driver.event(driver.in_room("carol", ChatState::Composing));
  driver.event(driver.in_room("alice", ChatState::Composing));
  CHECK(driver.typing(garden) == 2);
  driver.event(session::OccupantChanged{driver.jid(garden).with_resource("bob"),
                                        xmpp::Availability::Offline});
  CHECK(driver.typing(garden) == 1);
}

TEST_CASE("a flood of people who type is bounded", "[model][typing]") {
  Driver driver;
  driver.join();
  for (int i = 0; i < 1000; ++i) {
    driver.event(driver.in_room("nick" + std::to_string(i), ChatState::Composing));
  }
  CHECK(driver.typing(garden) == 20);
  // Those who are known may go on.
  driver.wait(30s);
  const std::string known(driver.with(garden).typing.others.begin()->first.resource());
  driver.event(driver.in_room(known, ChatState::Composing));
  driver.wait(30s);
  CHECK(driver.typing(garden) == 1);
}
