// SPDX-License-Identifier: MIT
// Nothing a person wrote is lost or shown twice, and what arrives is counted once.
#include <algorithm>
#include <set>

#include "support/catch.h"
#include "support/model_driver.h"

using model::MessageState;
using support::ModelDriver;

namespace {

constexpr std::string_view bob = "bob@example.com";

}  // namespace

TEST_CASE("a sent message shows at once and leaves the field empty", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::EditDraft{driver.jid(bob), "hello"});
  const uint32_t version = driver.with(bob).draft_version;
  driver.send(bob, "hello");
  CHECK(driver.with(bob).draft.empty());
  CHECK(driver.with(bob).draft_version == version + 1);
  const model::Message& message = driver.last(bob);
  CHECK(message.is_own);
  CHECK(message.state == MessageState::Queued);
  CHECK(message.body == "hello");
  CHECK(message.sent == driver.now.wall);
  REQUIRE(driver.all<session::SendMessage>().size() == 1);
  const session::SendMessage wish = driver.all<session::SendMessage>()[0];
  CHECK(wish.id == message.id);
  CHECK(wish.to.text() == bob);
  CHECK_FALSE(wish.is_groupchat);
  driver.event(session::MessageSent{driver.jid(bob), wish.id});
  CHECK(driver.last(bob).state == MessageState::Sent);
}

TEST_CASE("typing alone never changes what the field shows", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{driver.jid(bob)});
  const uint32_t version = driver.with(bob).draft_version;
  driver.act(model::EditDraft{driver.jid(bob), "h"});
  driver.act(model::EditDraft{driver.jid(bob), "he"});
  CHECK(driver.with(bob).draft_version == version);
}

TEST_CASE("nothing but white space is not sent", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.send(bob, " \n\t ");
  CHECK(driver.commands.empty());
  CHECK(driver.with(bob).timeline.empty());
}

TEST_CASE("what was written offline goes out in the order it was composed", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.lose_connection();
  driver.send("zoe@example.com", "one");
  driver.send("adam@example.com", "two");
  driver.send("zoe@example.com", "three");
  CHECK(driver.all<session::SendMessage>().empty());
  driver.come_online();
  const auto sent = driver.all<session::SendMessage>();
  REQUIRE(sent.size() == 3);
  CHECK(sent[0].content.body == "one");
  CHECK(sent[1].content.body == "two");
  CHECK(sent[2].content.body == "three");
  std::set<std::string> ids;
  for (const auto& wish : sent) ids.insert(wish.id);
  CHECK(ids.size() == 3);
}

TEST_CASE("a message that is in the stream is not sent again", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.send(bob, "once");
  driver.event(session::MessageSent{driver.jid(bob), driver.last(bob).id});
  driver.lose_connection();
  driver.commands.clear();
  driver.come_online();
  CHECK(driver.all<session::SendMessage>().empty());
}

TEST_CASE("a refused message says so and is sent again under its own id", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.send(bob, "hello");
  const std::string id = driver.last(bob).id;
  driver.event(session::MessageSent{driver.jid(bob), id});
  driver.event(session::MessageFailed{
      driver.jid(bob), id, {.condition = xmpp::Condition::ServiceUnavailable}});
  CHECK(driver.last(bob).state == MessageState::Failed);
  REQUIRE(driver.last(bob).error.has_value());
  driver.commands.clear();
  driver.act(model::RetryMessage{driver.jid(bob), id});
  CHECK(driver.last(bob).state == MessageState::Queued);
  CHECK_FALSE(driver.last(bob).error.has_value());
  REQUIRE(driver.all<session::SendMessage>().size() == 1);
  CHECK(driver.all<session::SendMessage>()[0].id == id);
  CHECK(driver.with(bob).timeline.size() == 1);
  // Twice is once.
  driver.act(model::RetryMessage{driver.jid(bob), id});
  CHECK(driver.all<session::SendMessage>().size() == 1);
}

TEST_CASE("failures and confirmations of unknown messages change nothing", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.receive("bob@example.com/x", "hi", "theirs");
  driver.event(session::MessageFailed{driver.jid(bob), "theirs", {}});
  driver.event(session::MessageSent{driver.jid("nobody@example.com"), "theirs"});
  driver.event(session::MessageFailed{driver.jid("nobody@example.com"), "x", {}});
  CHECK(driver.last(bob).state == MessageState::Received);
  CHECK(driver.model.conversations().size() == 1);
}

TEST_CASE("a body at the limit is sent, one byte more is kept as a draft", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.send(bob, std::string(model::max_body_bytes, 'a'));
  CHECK(driver.all<session::SendMessage>().size() == 1);
  const std::string long_text(model::max_body_bytes + 1, 'a');
  driver.send(bob, long_text);
  CHECK(driver.all<session::SendMessage>().size() == 1);
  CHECK(driver.with(bob).draft == long_text);
  CHECK(driver.model.notice().kind == model::Notice::Kind::MessageTooLong);
  driver.send(bob, "short");
  CHECK(driver.model.notice().kind == model::Notice::Kind::None);
}

TEST_CASE("what could end the stream is replaced before it is sent", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.send(bob, std::string("a\0b\xff", 4));
  CHECK(driver.last(bob).body ==
        "a\xef\xbf\xbd"
        "b\xef\xbf\xbd");
  CHECK(driver.all<session::SendMessage>()[0].content.body == driver.last(bob).body);
}

TEST_CASE("unread messages are counted unless the conversation is open", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.receive("bob@example.com/x", "one");
  driver.receive("bob@example.com/x", "two");
  CHECK(driver.with(bob).unread == 2);
  CHECK(driver.with(bob).first_unread == driver.with(bob).timeline.messages()[0].key);
  driver.act(model::OpenConversation{driver.jid(bob)});
  CHECK(driver.with(bob).unread == 0);
  CHECK(driver.with(bob).first_unread != 0);  // the line stays while it is read
  driver.receive("bob@example.com/x", "three");
  CHECK(driver.with(bob).unread == 0);
  driver.act(model::OpenConversation{driver.jid("carol@example.com")});
  CHECK(driver.with(bob).first_unread == 0);
  driver.receive("bob@example.com/x", "four");
  CHECK(driver.with(bob).unread == 1);
  CHECK(driver.with(bob).first_unread == driver.last(bob).key);
}

TEST_CASE("what arrives in the open conversation of a hidden page is unread until somebody looks",
          "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.act(model::OpenConversation{driver.jid(bob)});
  driver.receive("bob@example.com/x", "seen");
  driver.show(false);
  driver.receive("bob@example.com/x", "one");
  driver.receive("bob@example.com/x", "two");
  CHECK(driver.with(bob).unread == 2);
  CHECK(driver.with(bob).first_unread == driver.with(bob).timeline.messages()[1].key);
  SECTION("the page comes to the front") {
    driver.show(true);
    CHECK(driver.with(bob).unread == 0);
    CHECK(driver.with(bob).first_unread == driver.with(bob).timeline.messages()[1].key);
    driver.receive("bob@example.com/x", "three");
    CHECK(driver.with(bob).unread == 0);
  }
  SECTION("opened from a link while nobody looks, it stays unread") {
    driver.receive("carol@example.com/x", "psst");
    driver.act(model::OpenConversation{driver.jid("carol@example.com")});
    CHECK(driver.with("carol@example.com").unread == 1);
    driver.show(true);
    CHECK(driver.with("carol@example.com").unread == 0);
    CHECK(driver.with(bob).unread == 2);
  }
  SECTION("a reload while hidden keeps the count, one that is seen does not") {
    const std::string record = driver.model.save();
    REQUIRE(driver.model.restore(record));
    driver.revive();
    CHECK(driver.with(bob).unread == 2);
    ModelDriver other;
    REQUIRE(other.model.restore(record));
    other.revive();
    CHECK(other.with(bob).unread == 0);
  }
}

TEST_CASE("own words from another device are ours and mean that we have read",
          "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.receive("bob@example.com/x", "hello?");
  driver.event(session::MessageReceived{.conversation = driver.jid(bob),
                                        .from = driver.jid("alice@example.com/phone"),
                                        .is_own = true,
                                        .id = "from-phone",
                                        .sent = driver.now.wall,
                                        .content = {.body = "hi"}});
  CHECK(driver.last(bob).is_own);
  CHECK(driver.last(bob).state == MessageState::Acknowledged);
  CHECK(driver.with(bob).unread == 0);
}

TEST_CASE("a stranger gets a conversation, two hundred of them no more", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.receive("first@spam.example/x", "one");
  for (size_t i = 1; i < model::max_stranger_conversations; ++i) {
    driver.receive("s" + std::to_string(i) + "@spam.example/x", "buy");
  }
  CHECK(driver.model.conversations().size() == model::max_stranger_conversations);
  CHECK(driver.model.conversation(driver.jid("first@spam.example")) != nullptr);
  driver.receive("last@spam.example/x", "buy");
  CHECK(driver.model.conversations().size() == model::max_stranger_conversations);
  CHECK(driver.model.conversation(driver.jid("first@spam.example")) == nullptr);
  CHECK(driver.model.conversation(driver.jid("last@spam.example")) != nullptr);
}

TEST_CASE("a flood of strangers never costs a conversation of ours", "[model][messages]") {
  ModelDriver driver;
  driver.log_in();
  driver.event(session::RosterLoaded{{{.jid = driver.jid(bob)}}});
  driver.receive("bob@example.com/x", "from a contact");
  driver.receive("answered@far.example/x", "hello");
  driver.send("answered@far.example", "hello you");
  driver.act(model::EditDraft{driver.jid("drafted@far.example"), "half"});
  driver.act(model::OpenConversation{driver.jid("open@far.example")});
  for (size_t i = 0; i < 3 * model::max_stranger_conversations; ++i) {
    driver.receive("s" + std::to_string(i) + "@spam.example/x", "buy");
  }
  CHECK(driver.model.conversations().size() <= model::max_stranger_conversations + 4);
  for (const char* kept :
       {"bob@example.com", "answered@far.example", "drafted@far.example", "open@far.example"}) {
    CHECK(driver.model.conversation(driver.jid(kept)) != nullptr);
  }
}

// Whatever happens in whatever order: every text that was sent is in its timeline exactly once, and goes out in the
// order it was composed, under one id.
TEST_CASE("no order of losses and confirmations loses or doubles a message",
          "[model][messages][property]") {
  const uint64_t seed = GENERATE(range(1, 40));
  ModelDriver driver;
  support::FixedRandom dice(seed);
  driver.log_in();
  std::vector<std::string> written;
  bool is_online = true;
  std::vector<session::SendMessage> in_flight;
  std::vector<std::string> arrived;  // bodies, as the stream took them
  for (int step = 0; step < 200; ++step) {
    switch (dice.below(5)) {
      case 0:
      case 1: {
        const std::string text = "message " + std::to_string(written.size());
        written.push_back(text);
        driver.send("peer" + std::to_string(dice.below(3)) + "@example.com", text);
        break;
      }
      case 2:
        if (is_online) driver.lose_connection();
        is_online = false;
        in_flight.clear();  // what the stream had not taken dies with it
        break;
      case 3:
        if (!is_online) driver.come_online();
        is_online = true;
        break;
      case 4:
        for (const auto& wish : in_flight) {
          arrived.push_back(wish.content.body);
          driver.event(session::MessageSent{wish.to, wish.id});
        }
        in_flight.clear();
        break;
    }
    for (const auto& wish : driver.all<session::SendMessage>()) in_flight.push_back(wish);
    driver.commands.clear();
  }
  if (!is_online) driver.come_online();
  for (const auto& wish : driver.all<session::SendMessage>()) in_flight.push_back(wish);
  for (const auto& wish : in_flight) {
    arrived.push_back(wish.content.body);
    driver.event(session::MessageSent{wish.to, wish.id});
  }
  CHECK(arrived == written);
  std::vector<std::pair<model::MessageKey, std::string>> shown;
  for (const auto& [jid, conversation] : driver.model.conversations()) {
    for (const model::Message& message : conversation.timeline.messages()) {
      CHECK(message.state == MessageState::Sent);
      shown.emplace_back(message.key, message.body);
    }
  }
  std::sort(shown.begin(), shown.end());
  REQUIRE(shown.size() == written.size());
  for (size_t i = 0; i < shown.size(); ++i) CHECK(shown[i].second == written[i]);
}

// ---- other devices of ours (XEP-0280) ----

TEST_CASE("what another device of ours wrote is our own row and marks the conversation read",
          "[model][messages][carbons]") {
  ModelDriver driver;
  driver.log_in();
  driver.receive("bob@example.com/x", "one");
  driver.receive("bob@example.com/x", "two");
  CHECK(driver.with(bob).unread == 2);
  const auto sent = [&](std::string id, std::string body) {
    driver.event(session::MessageReceived{.conversation = driver.jid(bob),
                                          .from = driver.jid("alice@example.com/phone"),
                                          .is_own = true,
                                          .id = std::move(id),
                                          .sent = driver.now.wall,
                                          .content = {.body = std::move(body)}});
  };
  sent("1", "answered from the phone");
  CHECK(driver.with(bob).unread == 0);
  CHECK(driver.with(bob).first_unread == 0);
  CHECK(driver.last(bob).is_own);
  CHECK(driver.last(bob).state == MessageState::Acknowledged);
  // The same one, told twice.
  sent("1", "answered from the phone");
  CHECK(driver.with(bob).timeline.size() == 3);
  // Devices number their messages as they like: the same number is not the same message.
  sent("1", "after the phone was restarted");
  CHECK(driver.with(bob).timeline.size() == 4);
  CHECK(driver.last(bob).body == "after the phone was restarted");
}
