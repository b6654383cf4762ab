// SPDX-License-Identifier: MIT
// Who gets a receipt, and whose is believed. XEP-0184; protocol trap 58.
#include "support/catch.h"
#include "support/contact_driver.h"

using model::MessageState;

namespace {

constexpr std::string_view bob = "bob@example.com";

struct Driver : support::ContactDriver {
  // A message of ours, in the stream.
  std::string said(std::string_view to = bob) {
    send(to, "are you there?");
    const std::string id = last(to).id;
    event(session::MessageSent{jid(to), id, true});
    return id;
  }
};

}  // namespace

TEST_CASE("a message to somebody asks for a receipt, one to a room does not", "[model][receipts]") {
  Driver driver;
  driver.send(bob, "hello");
  CHECK(driver.all<session::SendMessage>().back().content.wants_receipt);
  driver.act(model::OpenAddress{"garden@rooms.example.com", true});
  const xmpp::Jid garden = driver.jid("garden@rooms.example.com");
  driver.event(session::RoomJoined{garden, "alice"});
  driver.event(session::ArchiveRead{garden});
  driver.send(garden.text(), "hello");
  CHECK_FALSE(driver.all<session::SendMessage>().back().content.wants_receipt);
}

TEST_CASE("who sees us gets a receipt, once, and it asks for nothing", "[model][receipts]") {
  Driver driver;
  driver.event(driver.asking("bob@example.com/phone", "m1"));
  REQUIRE(driver.receipts().size() == 1);
  const session::SendMessage receipt = driver.receipts()[0];
  CHECK(receipt.to == driver.jid(bob));
  CHECK(receipt.content == session::Content{.receipt_for = "m1"});
  CHECK(receipt.is_tracked);
  CHECK_FALSE(receipt.is_groupchat);
  CHECK(receipt.id != "m1");
  // The same message by another road is not answered again.
  auto archived = driver.asking("bob@example.com/phone", "m1");
  archived.is_archived = true;
  archived.content.archive_id = "a1";
  driver.event(archived);
  CHECK(driver.with(bob).timeline.size() == 1);
  CHECK(driver.receipts().size() == 1);
}

TEST_CASE("trap 58: strangers, rooms, what is old and what is our own get no receipt",
          "[model][receipts]") {
  Driver driver;
  driver.event(driver.asking("carol@example.com/a", "m1"));
  driver.event(driver.asking("mallory@evil.example/a", "m2"));
  auto delayed = driver.asking("bob@example.com/a", "m3");
  delayed.is_delayed = true;
  driver.event(delayed);
  auto archived = driver.asking("bob@example.com/a", "m4");
  archived.is_archived = archived.is_delayed = true;
  driver.event(archived);
  auto own = driver.asking("bob@example.com/a", "m5");
  own.is_own = true;
  driver.event(own);
  auto silent = driver.asking("bob@example.com/a", "m6");
  silent.content.wants_receipt = false;
  driver.event(silent);
  CHECK(driver.receipts().empty());
  CHECK(driver.with(bob).timeline.size() == 4);
}

TEST_CASE("what arrives while the archive is read gets a receipt, whichever of them is quicker",
          "[model][receipts]") {
  Driver driver;
  auto both = driver.asking("bob@example.com/a", "m1");
  both.is_archived = true;
  both.content.archive_id = "a1";
  driver.event(both);
  REQUIRE(driver.receipts().size() == 1);
  CHECK(driver.receipts()[0].content.receipt_for == "m1");
  auto archived = driver.asking("bob@example.com/a", "m2");
  archived.is_archived = archived.is_delayed = true;
  archived.content.archive_id = "a2";
  driver.event(archived);
  CHECK(driver.receipts().size() == 1);
  auto live = archived;
  live.is_archived = live.is_delayed = false;
  driver.event(live);
  REQUIRE(driver.receipts().size() == 2);
  CHECK(driver.receipts()[1].content.receipt_for == "m2");
  CHECK(driver.with(bob).timeline.size() == 2);
}

TEST_CASE("our message arrived when whom it went to says so", "[model][receipts]") {
  Driver driver;
  const std::string id = driver.said();
  SECTION("before our server says that it has it") {}
  SECTION("and after") { driver.event(session::MessageAcknowledged{driver.jid(bob), id}); }
  driver.receipt("bob@example.com/phone", id);
  CHECK(driver.last(bob).state == MessageState::Delivered);
  // It is not less than that afterwards, and a second receipt changes nothing.
  driver.event(session::MessageAcknowledged{driver.jid(bob), id});
  driver.receipt("bob@example.com/desk", id);
  CHECK(driver.last(bob).state == MessageState::Delivered);
  // Nothing stands in the conversation for it.
  CHECK(driver.with(bob).timeline.size() == 1);
  CHECK(driver.with(bob).unread == 0);
}

TEST_CASE("a receipt of anybody else, for nothing, or of ourselves is none", "[model][receipts]") {
  Driver driver;
  const std::string id = driver.said();
  driver.receipt("mallory@evil.example/x", id);
  driver.receipt("carol@example.com/x", id);
  driver.receipt("bob@example.com/x", "never-sent");
  driver.event(session::MessageReceived{.conversation = driver.jid(bob),
                                        .from = driver.jid("alice@example.com/phone"),
                                        .is_own = true,
                                        .content = {.receipt_for = id}});
  CHECK(driver.last(bob).state == MessageState::Sent);
  // And nobody gets a row in the list for it.
  CHECK(driver.model.conversation(driver.jid("mallory@evil.example")) == nullptr);
  CHECK(driver.model.conversation(driver.jid("carol@example.com")) == nullptr);
  // Of what came from him nothing is delivered.
  driver.receive("bob@example.com/x", "hi", "his");
  driver.receipt("bob@example.com/x", "his");
  CHECK(driver.last(bob).state == MessageState::Received);
}

TEST_CASE("what never left is not delivered, whatever anybody says", "[model][receipts]") {
  Driver driver;
  driver.lose_connection();
  driver.send(bob, "later");
  driver.receipt("bob@example.com/x", driver.last(bob).id);
  CHECK(driver.last(bob).state == MessageState::Queued);
}
